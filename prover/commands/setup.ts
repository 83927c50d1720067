import { InputError } from '../../circuits/errors.ts';
import { buildArtifacts, type InstanceArtifacts, matchesLock, refreshLock } from '../artifacts.ts';
import { COMMON_OPTIONS, readArguments } from '../io/readArguments.ts';
import { type LockedInstance, readLock } from '../setup/artifactsLock.ts';
import { readInstances } from '../setup/instances.ts';
import { defaultWorkspace, type Workspace } from '../setup/workspace.ts';
import type { Command } from './command.ts';

const WARNING = 'DEVELOPMENT key: the secret is public, anyone can forge proofs. Test only.';

/** `fairmark setup`, in a given workspace: tests use their own. */
export function setupCommand(workspace: Workspace = defaultWorkspace()): Command {
  return {
    name: 'setup',
    summary: 'compile the circuit and make its DEVELOPMENT key (test only)',
    help: `Usage: fairmark setup --dev [--instance NAME] [--json]
                            [--write-lock [--replace-ceremony]]

Compiles the circuit of each instance and makes its proving key, unless the
cache already holds them, and checks the key.

${WARNING}
A key for real use takes a ceremony of several parties: fairmark ceremony.

  --dev               make the DEVELOPMENT key; required, the only kind that
                      one party can make
  --instance NAME     only this instance (default: every instance)
  --json              print an array of results
  --write-lock        for maintainers, in the source tree: accept the circuits
                      as they are, and write circuits/artifacts.lock.json and
                      verifier/generated/verificationKeys.ts
  --replace-ceremony  with --write-lock: unpin keys of a ceremony; without it
                      a lock that pins one is not written
  --help              show this text

The cache is $FAIRMARK_CACHE, or else fairmark in $XDG_CACHE_HOME or ~/.cache.

Example: fairmark setup --dev --instance liquidation_small`,

    async run(args, output) {
      const { values: options } = readArguments('setup', args, {
        ...COMMON_OPTIONS,
        dev: { type: 'boolean' },
        instance: { type: 'string' },
        'write-lock': { type: 'boolean' },
        'replace-ceremony': { type: 'boolean' },
      });
      if (options.help) {
        output.print(this.help);
        return 0;
      }
      if (!options.dev) {
        throw new InputError('SETUP_KIND', 'only a development key can be made by one party', {
          field: '--dev',
          remedy: 'Pass --dev for a DEVELOPMENT key (anyone can forge: test only), or hold a `fairmark ceremony`.',
        });
      }
      if (options['write-lock'] && options.instance !== undefined) {
        throw new InputError('OPTION_CONFLICT', '--write-lock writes every instance', {
          field: '--instance',
          remedy: 'Leave out --instance.',
        });
      }
      if (options['replace-ceremony'] && !options['write-lock']) {
        throw new InputError('OPTION_CONFLICT', '--replace-ceremony goes with --write-lock', {
          field: '--replace-ceremony',
          remedy: 'Leave out --replace-ceremony, or add --write-lock.',
        });
      }
      const onProgress = (line: string) => output.progress(line);
      onProgress(WARNING);
      const built: InstanceArtifacts[] = [];
      if (options['write-lock']) {
        built.push(
          ...(await refreshLock({ workspace, onProgress, replaceCeremony: options['replace-ceremony'] === true })),
        );
      } else {
        const names = options.instance === undefined ? (await readInstances(workspace)).keys() : [options.instance];
        for (const name of names) built.push(await buildArtifacts(name, { workspace, onProgress }));
      }
      const locked = (await readLock(workspace))?.instances ?? {};
      const results = built.map((artifacts) => describe(artifacts, locked[artifacts.instance]));
      if (options.json) output.print(JSON.stringify(results, null, 2));
      else for (const result of results) printResult(result, (line) => output.print(line));
      return 0;
    },
  };
}

type Result = ReturnType<typeof describe>;

function describe(artifacts: InstanceArtifacts, locked: LockedInstance | undefined) {
  const { instance, kind, constraints, wires, domain, publicSignals, r1csHash } = artifacts;
  return {
    instance,
    kind,
    warning: WARNING,
    constraints,
    wires,
    domain,
    publicSignals,
    r1csHash,
    provingKey: artifacts.zkeyPath,
    provingKeyBytes: artifacts.zkeyBytes,
    provingKeyHash: artifacts.provingKeyHash,
    verificationKeyHash: artifacts.verificationKeyHash,
    matchesLock: matchesLock(artifacts, locked),
    lockedKind: locked?.kind ?? null,
  };
}

function printResult(result: Result, print: (line: string) => void): void {
  print(`${result.instance}: ${WARNING}`);
  print(`  constraints       ${result.constraints} (domain ${result.domain})`);
  print(`  circuit           sha256 ${result.r1csHash}`);
  print(`  proving key       ${result.provingKey} (${result.provingKeyBytes} bytes)`);
  print(`  verification key  ${result.verificationKeyHash}`);
  print(`  lock              ${lockLine(result)}`);
}

function lockLine({ matchesLock: matches, lockedKind }: Result): string {
  if (matches) return 'matches';
  return lockedKind === 'ceremony'
    ? 'pins the key of a ceremony: proofs are made with that one, never with this'
    : 'DIFFERS: proofs will be refused until the lock is written';
}

/** `fairmark setup`. */
export const setup: Command = setupCommand();
