import { stat } from 'node:fs/promises';
import type { InstanceShape } from '../../circuits/witnessInputs.ts';
import { COMMON_OPTIONS, readArguments } from '../io/readArguments.ts';
import { type LockedInstance, readLock } from '../setup/artifactsLock.ts';
import { readInstances } from '../setup/instances.ts';
import { lockedKeyPath } from '../setup/lockedKeyPath.ts';
import { defaultWorkspace, type Workspace } from '../setup/workspace.ts';
import type { Command } from './command.ts';

/** One row of `fairmark instances --json`; null where the lock or the cache has nothing. */
export interface InstanceRow {
  readonly name: string;
  readonly shape: InstanceShape;
  readonly constraints: number | null;
  readonly domain: number | null;
  /** Size of the proving key, if it is in the cache. */
  readonly provingKeyBytes: number | null;
  /** Size of the verification key in its binary encoding. */
  readonly verificationKeyBytes: number | null;
  readonly verificationKeyHash: string | null;
  readonly kind: string | null;
}

/** `fairmark instances`, in a given workspace: tests use their own. */
export function instancesCommand(workspace: Workspace = defaultWorkspace()): Command {
  return {
    name: 'instances',
    summary: 'list the circuit sizes, their cost and their keys',
    help: `Usage: fairmark instances [--json]

Lists the instances of the circuit: how many option legs, linear legs, expiries
and underlyings one proof can open, what that costs, and the key that belongs
to it. An instance of kind "development" is for tests only: anyone can forge.
One of kind "ceremony" has the key that \`fairmark ceremony\` made.

  --json  print an array of objects with the fields name, shape, constraints,
          domain, provingKeyBytes (null until the key is in the cache),
          verificationKeyBytes, verificationKeyHash and kind
  --help  show this text

Example: fairmark instances --json`,

    async run(args, output) {
      const { values: options } = readArguments('instances', args, COMMON_OPTIONS);
      if (options.help) {
        output.print(this.help);
        return 0;
      }
      const locked = (await readLock(workspace))?.instances ?? {};
      const rows: InstanceRow[] = [];
      for (const [name, shape] of await readInstances(workspace)) {
        rows.push(await describe(workspace, name, shape, Object.hasOwn(locked, name) ? locked[name] : undefined));
      }
      if (options.json) output.print(JSON.stringify(rows, null, 2));
      else for (const row of rows) printRow(row, (line) => output.print(line));
      return 0;
    },
  };
}

async function describe(
  workspace: Workspace,
  name: string,
  shape: InstanceShape,
  locked: LockedInstance | undefined,
): Promise<InstanceRow> {
  const cached = locked && (await stat(lockedKeyPath(workspace, locked)).catch(() => undefined));
  return {
    name,
    shape,
    constraints: locked?.constraints ?? null,
    domain: locked?.domain ?? null,
    provingKeyBytes: cached?.size ?? null,
    // Words of `encodeVerificationKey`: a count, three G2 and alpha, and one point per signal and for the constant.
    verificationKeyBytes: locked ? 32 * (1 + 2 + 3 * 4 + 2 * (locked.publicSignals + 1)) : null,
    verificationKeyHash: locked?.verificationKeyHash ?? null,
    kind: locked?.kind ?? null,
  };
}

function printRow(row: InstanceRow, print: (line: string) => void): void {
  const { optionLegs, linearLegs, expiries, underlyings } = row.shape;
  print(`${row.name}`);
  print(
    `  opens             ${optionLegs} option and ${linearLegs} linear legs, ${expiries} expiries, ${underlyings} underlyings`,
  );
  if (row.kind === null) {
    print('  key               none: the instance is not in the lock');
    return;
  }
  const development = row.kind === 'development';
  const kind = development ? ' (DEVELOPMENT: anyone can forge; test only)' : ' (of a ceremony)';
  const missing = development ? 'not made yet' : 'not installed';
  print(`  constraints       ${row.constraints} (domain ${row.domain})`);
  print(`  proving key       ${row.provingKeyBytes === null ? missing : `${row.provingKeyBytes} bytes`}${kind}`);
  print(`  verification key  ${row.verificationKeyHash} (${row.verificationKeyBytes} bytes)`);
}

/** `fairmark instances`. */
export const instances: Command = instancesCommand();
