import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ChaCha } from 'ffjavascript';
import { refreshLock } from '../../prover/artifacts.ts';
import { ceremonyCommand } from '../../prover/commands/ceremony.ts';
import { BinaryFile } from '../../prover/setup/binaryFile.ts';
import { SetupCurve } from '../../prover/setup/setupCurve.ts';
import { parseProvingKey, viewOf, ZKEY } from '../../prover/setup/zkey.ts';
import { makePowersOfTau } from './powersOfTau.ts';
import { makeStandInPackage, type StandInPackage } from './standInPackage.ts';

export interface CommandResult {
  readonly code: number;
  /** Standard output. */
  readonly text: string;
  readonly progress: string;
}

/** What is typed where a contributor asks for further entropy. */
export const TYPED = 'sixteen tons and what do you get';
export const BEACON = '5eed'.repeat(16);
/** Enough for the circuit of the stand-in package. */
const POWER = 6;

/** The stand-in package, powers of tau that its command takes for published ones, and a folder for keys. */
export class CeremonyRoom {
  private constructor(
    readonly workspace: StandInPackage,
    readonly ptau: { path: string; bytes: Uint8Array; unprepared: Uint8Array; hash: string },
  ) {}

  static async create(): Promise<CeremonyRoom> {
    const workspace = await makeStandInPackage();
    await refreshLock({ workspace });
    const made = await makePowersOfTau(POWER);
    const path = join(workspace.root, 'test.ptau');
    await writeFile(path, made.bytes);
    return new CeremonyRoom(workspace, { path, ...made });
  }

  file(name: string): string {
    return join(this.workspace.root, name);
  }

  async read(name: string): Promise<Uint8Array> {
    return new Uint8Array(await readFile(this.file(name)));
  }

  async write(name: string, content: Uint8Array | string): Promise<string> {
    await writeFile(this.file(name), content);
    return this.file(name);
  }

  /** `fairmark ceremony …` */
  async run(...args: string[]): Promise<CommandResult> {
    const printed: string[] = [];
    const said: string[] = [];
    const command = ceremonyCommand({
      workspace: this.workspace,
      published: [{ file: 'test.ptau', power: POWER, hash: this.ptau.hash }],
      readEntropy: async () => TYPED,
    });
    const code = await command.run(args, {
      print: (line) => printed.push(line),
      progress: (line) => said.push(line),
    });
    return { code, text: printed.join('\n'), progress: said.join('\n') };
  }

  remove(): Promise<void> {
    return this.workspace.remove();
  }
}

/** A key with other content in one section. */
export function withSection(zkey: Uint8Array, id: number, edit: (content: Uint8Array) => Uint8Array): Uint8Array {
  const { section } = parseProvingKey(zkey);
  return BinaryFile.compose(
    'zkey',
    Object.values(ZKEY).map((its) => [its, its === id ? edit(section(its).slice()) : section(its)]),
  );
}

/** A key to which a party has contributed whose secret is one: it looks like a contribution, and adds nothing. */
export async function withEmptyContribution(zkey: Uint8Array, name: string): Promise<Uint8Array> {
  const curve = await SetupCurve.load();
  const key = parseProvingKey(zkey);
  const base = curve.timesGenerator('G1', 7n);
  const hash = createHash('blake2b512').update(key.circuitHash);
  for (const { publicKey } of key.contributions) {
    hash.update(curve.uncompressed('G1', publicKey.deltaAfter));
    hash.update(curve.uncompressed('G1', publicKey.base));
    hash.update(curve.uncompressed('G1', publicKey.multiplied));
    hash.update(curve.uncompressed('G2', publicKey.multipliedG2));
    hash.update(publicKey.transcript);
  }
  hash.update(curve.uncompressed('G1', base)).update(curve.uncompressed('G1', base));
  const transcript = new Uint8Array(hash.digest());
  const words = viewOf(transcript);
  const challenge = curve.drawG2(new ChaCha(Array.from({ length: 8 }, (_, i) => words.getUint32(4 * i))));
  const title = new TextEncoder().encode(name);
  const deltaAfter = key.section(ZKEY.header).subarray(468, 468 + 64);
  const lengths = new Uint8Array(8);
  viewOf(lengths).setUint32(4, 2 + title.length, true);
  return withSection(zkey, ZKEY.contributions, (content) => {
    const view = viewOf(content);
    view.setUint32(64, view.getUint32(64, true) + 1, true);
    const record = [
      content,
      deltaAfter,
      base,
      base,
      challenge,
      transcript,
      lengths,
      new Uint8Array([1, title.length]),
      title,
    ];
    return new Uint8Array(Buffer.concat(record));
  });
}
