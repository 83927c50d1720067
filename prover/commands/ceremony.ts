import { stat } from 'node:fs/promises';
import { type FairmarkError, InputError } from '../../circuits/errors.ts';
import { checkWritable } from '../io/checkWritable.ts';
import { errorRecord } from '../io/errorRecord.ts';
import { argumentError, COMMON_OPTIONS, readArguments, requiredOption } from '../io/readArguments.ts';
import { readHiddenLine } from '../io/readHiddenLine.ts';
import { readJson } from '../io/readJson.ts';
import { readStep } from '../io/readStep.ts';
import { writeFileAtomic } from '../io/writeFileAtomic.ts';
import { type LockedInstance, readLock } from '../setup/artifactsLock.ts';
import { addBeacon } from '../setup/ceremony/addBeacon.ts';
import { addContribution } from '../setup/ceremony/addContribution.ts';
import { ITERATIONS_EXP } from '../setup/ceremony/beaconRandomness.ts';
import { beginKey } from '../setup/ceremony/beginKey.ts';
import { type CeremonyCircuit, fileCircuit, instanceCircuit } from '../setup/ceremony/ceremonyCircuit.ts';
import { CeremonyError } from '../setup/ceremony/ceremonyError.ts';
import type { CheckedContribution } from '../setup/ceremony/checkContributions.ts';
import type { ExtendedKey } from '../setup/ceremony/extendKey.ts';
import { finishKey } from '../setup/ceremony/finishKey.ts';
import { installKey } from '../setup/ceremony/installKey.ts';
import { type PowersOfTau, readPowersOfTau } from '../setup/ceremony/powersOfTau.ts';
import type { PublishedPowersOfTau } from '../setup/ceremony/publishedPowersOfTau.ts';
import { readBinary } from '../setup/ceremony/readBinary.ts';
import { THRESHOLD } from '../setup/ceremony/requirements.ts';
import { checkContinues, checkTranscript, makeTranscript } from '../setup/ceremony/transcript.ts';
import { type VerifiedKey, verifyKey } from '../setup/ceremony/verifyKey.ts';
import { KeyError } from '../setup/keyError.ts';
import { lockedKeyPath } from '../setup/lockedKeyPath.ts';
import { checkRepinnable, keyRecord, lockEntry, pinKey } from '../setup/pinnedKeys.ts';
import { defaultWorkspace, type Workspace, writeAtomically } from '../setup/workspace.ts';
import type { Command, CommandOutput } from './command.ts';

/** What tests replace. */
export interface CeremonySettings {
  readonly workspace?: Workspace;
  /** Asks for further entropy; default: a hidden line of standard input. */
  readonly readEntropy?: () => Promise<string>;
  readonly published?: readonly PublishedPowersOfTau[];
}

const STEPS = ['begin', 'contribute', 'beacon', 'verify', 'transcript', 'finish', 'install'] as const;
type Step = (typeof STEPS)[number];

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;
const CIRCUIT = { ...COMMON_OPTIONS, instance: TEXT, r1cs: TEXT, ptau: TEXT, 'ptau-hash': TEXT } as const;
const OUTPUT = { output: { type: 'string', short: 'o' } } as const;
const OPTIONS = {
  begin: { ...CIRCUIT, ...OUTPUT },
  contribute: { ...COMMON_OPTIONS, name: TEXT, entropy: FLAG, ...OUTPUT },
  beacon: { ...COMMON_OPTIONS, beacon: TEXT, 'iterations-exp': TEXT, source: TEXT, ...OUTPUT },
  verify: { ...CIRCUIT, transcript: TEXT },
  transcript: { ...CIRCUIT, ...OUTPUT },
  finish: {
    ...CIRCUIT,
    ...OUTPUT,
    transcript: TEXT,
    threshold: TEXT,
    'write-lock': FLAG,
    'replace-ceremony': FLAG,
  },
  install: { ...COMMON_OPTIONS, instance: TEXT },
} as const satisfies Record<Step, object>;

const HELP = `Usage: fairmark ceremony STEP [ZKEY] [options]

Makes the key of a circuit among several parties. Nobody can forge a proof
under it unless all of them, and the makers of the powers of tau, kept their
secrets and put them together. With --json every step prints its result as JSON.

  begin --ptau FILE -o OUT.zkey
      the key without a contribution; anyone can forge under it
  contribute ZKEY --name NAME [--entropy] -o OUT.zkey
      a contribution under a name; its secret comes from the platform's secure
      source and is forgotten when the command ends
  beacon ZKEY --beacon HEX --iterations-exp N --source TEXT -o OUT.zkey
      the last contribution: a public random value that was fixed after all
      others, such as the hash of a block named beforehand
  verify ZKEY --ptau FILE [--transcript FILE]
      check the key from the powers of tau on; list its contributions
  transcript ZKEY --ptau FILE -o FILE
      write or continue the transcript (schemas/ceremony.schema.json)
  finish ZKEY --ptau FILE --transcript FILE [--threshold N] [-o OUT.zkey]
         [--write-lock [--replace-ceremony]]
      refuse the key, or give it out as one of production
  install ZKEY --instance NAME
      put the key that the lock pins into the cache

The circuit of begin, verify, transcript and finish is one of:
  --instance NAME  an instance, which has to be the one in the lock
  --r1cs FILE      a compiled circuit: for rehearsals

  --ptau FILE         powers of tau, prepared for phase 2: a published Hermez
                      file, powersOfTau28_hez_final_14.ptau to _17.ptau
  --ptau-hash HASH    blake2b-512 of the file, for one that is not published:
                      whoever gives it vouches for it, and the transcript says so
  --name NAME         of the contributor: 1 to 64 characters
  --entropy           read a line of further entropy from standard input; it
                      is not shown
  --beacon HEX        16 to 255 bytes
  --iterations-exp N  sha256 is applied 2^N times, N from ${ITERATIONS_EXP.least} to ${ITERATIONS_EXP.most}
  --source TEXT       where everybody can look the value up: 1 to 64 characters
  --transcript FILE   the published transcript; it is computed again from the
                      files and compared
  --threshold N       persons who have to have contributed (default: ${THRESHOLD.default}, at least ${THRESHOLD.least})
  -o, --output FILE   where to write; a key that is there is not replaced
  --write-lock        for maintainers, in the source tree: pin the key in
                      circuits/artifacts.lock.json and in
                      verifier/generated/verificationKeys.ts
  --replace-ceremony  with --write-lock: unpin the key of an earlier ceremony
  --json              print the result as JSON
  -h, --help          show this text

finish puts the key of an instance into the cache, and into OUT.zkey if that is
given. Exit code: 0 done, 1 verify refuses the key, 2 bad input or a refusal.

Example: fairmark ceremony begin --instance liquidation_small
           --ptau powersOfTau28_hez_final_14.ptau -o key_0.zkey`;

/** `fairmark ceremony`, in given settings: tests use their own. */
export function ceremonyCommand(settings: CeremonySettings = {}): Command {
  return {
    name: 'ceremony',
    summary: 'make a key among several parties, for real use',
    help: HELP,

    async run(args, output) {
      const step = readStep('ceremony', STEPS, args);
      if (step !== undefined) return new Steps(settings, output).run(step, args.slice(1));
      output.print(HELP);
      return 0;
    },
  };
}

interface CircuitValues {
  readonly instance?: string | undefined;
  readonly r1cs?: string | undefined;
  readonly ptau?: string | undefined;
  readonly 'ptau-hash'?: string | undefined;
}

/** The steps of one run of the command. */
class Steps {
  private readonly workspace: Workspace;
  private readonly onProgress: (line: string) => void;

  constructor(
    private readonly settings: CeremonySettings,
    private readonly output: CommandOutput,
  ) {
    this.workspace = settings.workspace ?? defaultWorkspace();
    this.onProgress = (line) => output.progress(line);
  }

  run(step: Step, args: string[]): Promise<number> {
    return this[step](args);
  }

  private async begin(args: string[]): Promise<number> {
    const { values } = readArguments('ceremony', args, OPTIONS.begin);
    const path = await newFile(values.output);
    const circuit = await this.circuit(values);
    const powersOfTau = await this.powersOfTau(values);
    const zkey = await beginKey(circuit, powersOfTau, this.onProgress);
    await writeFileAtomic(path, zkey);
    const result = { instance: circuit.instance, r1csHash: circuit.system.hash, output: path, contributions: 0 };
    this.print(values.json, result, [
      `${path}: a key without a contribution, under which anyone can forge`,
      'Pass it to the first contributor.',
    ]);
    return 0;
  }

  private async contribute(args: string[]): Promise<number> {
    const { values, file } = readArguments('ceremony', args, OPTIONS.contribute, 'ZKEY');
    const name = required(values.name, '--name');
    const path = await newFile(values.output);
    const zkey = await readBinary(file);
    let typed: string | undefined;
    if (values.entropy) {
      this.onProgress('Type anything that nobody can guess, and press Enter; it is not shown.');
      typed = await (this.settings.readEntropy ?? readHiddenLine)();
    }
    const extended = await addContribution(zkey, { name, typed, onProgress: this.onProgress });
    return this.writeExtended(values.json, path, extended, 'Publish this hash, and pass the key on.');
  }

  private async beacon(args: string[]): Promise<number> {
    const { values, file } = readArguments('ceremony', args, OPTIONS.beacon, 'ZKEY');
    const source = required(values.source, '--source');
    const value = required(values.beacon, '--beacon');
    const iterationsExp = whole(required(values['iterations-exp'], '--iterations-exp'));
    const path = await newFile(values.output);
    const zkey = await readBinary(file);
    const extended = await addBeacon(zkey, { source, value, iterationsExp, onProgress: this.onProgress });
    return this.writeExtended(values.json, path, extended, 'Write the transcript and finish.');
  }

  private async verify(args: string[]): Promise<number> {
    const { values, file } = readArguments('ceremony', args, OPTIONS.verify, 'ZKEY');
    const circuit = await this.circuit(values);
    const powersOfTau = await this.powersOfTau(values);
    const zkey = await readBinary(file);
    const transcript = values.transcript === undefined ? undefined : await readJson(values.transcript);
    try {
      const key = await verifyKey(zkey, circuit, powersOfTau, { onProgress: this.onProgress });
      if (values.transcript !== undefined) checkTranscript(transcript, makeTranscript(circuit, powersOfTau, key));
      const result = { verdict: 'SOUND', ...makeTranscript(circuit, powersOfTau, key) };
      this.print(values.json, result, [
        `${file}: the key follows from the circuit, the powers of tau and these contributions`,
        ...describe(powersOfTau, key),
        ...(values.transcript === undefined ? [] : ['  transcript        the same']),
      ]);
      return 0;
    } catch (error) {
      // The answer to the question, where others would be failures.
      if (!(error instanceof KeyError || isMismatch(error))) throw error;
      this.print(values.json, { verdict: 'REFUSED', error: errorRecord(error) }, [
        `REFUSED: ${error.message}`,
        ...(error.remedy === undefined ? [] : [`  ${error.remedy}`]),
      ]);
      return 1;
    }
  }

  private async transcript(args: string[]): Promise<number> {
    const { values, file } = readArguments('ceremony', args, OPTIONS.transcript, 'ZKEY');
    const path = required(values.output, '-o');
    await checkWritable(path, '-o');
    const old = (await exists(path)) ? await readJson(path) : undefined;
    const circuit = await this.circuit(values);
    const powersOfTau = await this.powersOfTau(values);
    const zkey = await readBinary(file);
    const key = await verifyKey(zkey, circuit, powersOfTau, {
      onProgress: this.onProgress,
      accept: (unverified) => {
        if (old !== undefined) checkContinues(old, makeTranscript(circuit, powersOfTau, unverified));
      },
    });
    const transcript = makeTranscript(circuit, powersOfTau, key);
    await writeFileAtomic(path, `${JSON.stringify(transcript, null, 2)}\n`);
    this.print(values.json, transcript, [`${path}: the transcript`, ...describe(powersOfTau, key)]);
    return 0;
  }

  private async finish(args: string[]): Promise<number> {
    const { values, file } = readArguments('ceremony', args, OPTIONS.finish, 'ZKEY');
    const threshold = values.threshold === undefined ? THRESHOLD.default : whole(values.threshold);
    const transcriptPath = required(values.transcript, '--transcript');
    const { instance } = values;
    const pin = values['write-lock'] === true;
    if (instance === undefined && (pin || values.output === undefined)) {
      throw argumentError('ceremony', 'a circuit from a file has no place in cache and lock: give -o', '-o');
    }
    if (values['replace-ceremony'] && !pin) {
      throw argumentError('ceremony', '--replace-ceremony goes with --write-lock', '--replace-ceremony');
    }
    const copy = values.output === undefined ? undefined : await newFile(values.output);
    if (pin && instance !== undefined) {
      await checkRepinnable(this.workspace, values['replace-ceremony'] === true, instance);
    }
    const transcript = await readJson(transcriptPath);
    const circuit = await this.circuit(values);
    const powersOfTau = await this.powersOfTau(values);
    const zkey = await readBinary(file);
    const key = await finishKey(zkey, circuit, powersOfTau, { transcript, threshold, onProgress: this.onProgress });

    const { constraints, domain, wires, publicSignals, hash: r1csHash } = circuit.system;
    const { provingKeyHash, verificationKeyHash, verificationKey } = key;
    const kind = 'ceremony';
    const entry: LockedInstance = {
      ...{ r1csHash, constraints, domain, wires, publicSignals },
      ...{ provingKeyHash, verificationKeyHash, kind },
    };
    const files: string[] = [];
    if (copy !== undefined) {
      await writeFileAtomic(copy, zkey);
      files.push(copy);
    }
    if (instance !== undefined) {
      const installed = lockedKeyPath(this.workspace, entry);
      await writeAtomically(installed, zkey);
      files.push(installed);
      if (pin) {
        await pinKey(this.workspace, { ...entry, instance, record: keyRecord({ instance, kind, verificationKey }) });
      }
    }
    const locked = instance === undefined ? undefined : (await readLock(this.workspace))?.instances[instance];
    const matchesLock = locked !== undefined && JSON.stringify(lockEntry(locked)) === JSON.stringify(entry);
    const result = { instance, threshold, provingKeys: files, ...entry, matchesLock };
    this.print(values.json, { ...result, instance: instance ?? null }, [
      `${instance === undefined ? `${file}: the key of a rehearsal` : `${instance}: a production key`}, with at least ${threshold} contributions and a beacon`,
      ...describe(powersOfTau, key),
      ...files.map((path) => `  written to        ${path}`),
      ...(instance === undefined
        ? []
        : [
            `  lock              ${matchesLock ? 'matches' : 'pins another key: proofs are made with this one once --write-lock pins it'}`,
          ]),
    ]);
    return 0;
  }

  private async install(args: string[]): Promise<number> {
    const { values, file } = readArguments('ceremony', args, OPTIONS.install, 'ZKEY');
    const instance = required(values.instance, '--instance');
    const path = await installKey(await readBinary(file), instance, this.workspace);
    this.print(values.json, { instance, provingKey: path }, [`${instance}: the key of the ceremony lies in ${path}`]);
    return 0;
  }

  private circuit({ instance, r1cs }: CircuitValues): Promise<CeremonyCircuit> {
    if ((instance === undefined) === (r1cs === undefined)) {
      throw argumentError('ceremony', 'name the circuit: either --instance or --r1cs', '--instance');
    }
    return r1cs === undefined
      ? instanceCircuit(instance as string, this.workspace, this.onProgress)
      : fileCircuit(r1cs);
  }

  private async powersOfTau(values: CircuitValues): Promise<PowersOfTau> {
    const { published } = this.settings;
    const options = { hash: values['ptau-hash'], ...(published === undefined ? {} : { published }) };
    const powersOfTau = await readPowersOfTau(required(values.ptau, '--ptau'), options);
    if (powersOfTau.published === undefined) {
      this.onProgress('The powers of tau are none of the published ones: --ptau-hash vouches for them.');
    }
    return powersOfTau;
  }

  private async writeExtended(
    json: boolean | undefined,
    path: string,
    { zkey, contribution, count }: ExtendedKey,
    next: string,
  ): Promise<number> {
    await writeFileAtomic(path, zkey);
    this.print(json, { output: path, contributions: count, ...contribution, beacon: contribution.beacon ?? null }, [
      `${path}: the key with ${count} ${count === 1 ? 'contribution' : 'contributions'}`,
      ...contributionLines(contribution, count - 1),
      next,
    ]);
    return 0;
  }

  private print(json: boolean | undefined, result: unknown, lines: readonly string[]): void {
    if (json) this.output.print(JSON.stringify(result, null, 2));
    else for (const line of lines) this.output.print(line);
  }
}

function required(value: string | undefined, field: string): string {
  return requiredOption('ceremony', value, field);
}

/** A whole number, or NaN for what is none: the range is for the step to check. */
function whole(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}

const isMismatch = (error: unknown): error is FairmarkError =>
  error instanceof CeremonyError && error.code === 'CEREMONY_TRANSCRIPT_MISMATCH';

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** A file that can be written and is not there: nobody can make a contribution again. */
async function newFile(output: string | undefined): Promise<string> {
  const path = required(output, '-o');
  await checkWritable(path, '-o');
  if (await exists(path)) {
    throw new InputError('FILE_EXISTS', `${path} exists: a key is not replaced`, {
      field: '-o',
      remedy: 'Name another file.',
    });
  }
  return path;
}

function contributionLines({ name, hash, beacon }: CheckedContribution, index: number): string[] {
  const lines = [`  contribution ${String(index + 1).padEnd(4)} ${JSON.stringify(name)}`, `    ${hash}`];
  if (beacon) lines.push(`    beacon ${beacon.value}, 2^${beacon.iterationsExp} iterations`);
  return lines;
}

function describe({ published, hash, power }: PowersOfTau, key: VerifiedKey): string[] {
  return [
    `  powers of tau     ${published ?? 'NOT among the published ones'}, power ${power}`,
    `    ${hash}`,
    ...key.contributions.flatMap(contributionLines),
    `  proving key       sha256 ${key.provingKeyHash}`,
    `  verification key  ${key.verificationKeyHash}`,
  ];
}

/** `fairmark ceremony`. */
export const ceremony: Command = ceremonyCommand();
