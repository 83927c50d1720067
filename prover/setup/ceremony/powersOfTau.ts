import { createHash } from 'node:crypto';
import { BASE_FIELD } from '../../../verifier/points.ts';
import { BinaryFile, readWord } from '../binaryFile.ts';
import type { R1cs } from '../r1cs.ts';
import { G1_BYTES, G2_BYTES, viewOf } from '../zkey.ts';
import { CeremonyError } from './ceremonyError.ts';
import { PUBLISHED_POWERS_OF_TAU, type PublishedPowersOfTau } from './publishedPowersOfTau.ts';
import { readBinary } from './readBinary.ts';

/** A powers-of-tau file that is prepared for phase 2, and where its hash comes from. */
export interface PowersOfTau {
  readonly bytes: Uint8Array;
  /** Binary logarithm of the largest domain that it serves. */
  readonly power: number;
  /** blake2b-512 of the file: 0x and 128 lower-case hex digits. */
  readonly hash: `0x${string}`;
  /** Name of the published file with this hash; undefined if the caller vouches for it. */
  readonly published: string | undefined;
}

export interface PowersOfTauOptions {
  /** The hash that the file must have, with or without 0x; without it the file must be a published one. */
  readonly hash?: string | undefined;
  readonly published?: readonly PublishedPowersOfTau[];
}

const FIELD = '--ptau';
const HASH = /^(0x)?[0-9a-fA-F]{128}$/;
/** The largest domain of BN254. */
const POWER_MAXIMUM = 28;

const unreadable = (reason: string) =>
  new CeremonyError(
    'PTAU_UNREADABLE',
    `the powers-of-tau file cannot be read: ${reason}`,
    FIELD,
    'Download the file again and compare its blake2b-512 hash.',
  );

/**
 * Reads a powers-of-tau file and compares its hash with the published ones, or with the given one. The content is taken
 * on the word of that hash: the contributions to phase 1 are not verified again.
 *
 * @throws CeremonyError (`PTAU_HASH_FORMAT`, `PTAU_HASH_MISMATCH`, `PTAU_UNPUBLISHED`, `PTAU_UNREADABLE`,
 *   `PTAU_NOT_PREPARED`)
 */
export async function readPowersOfTau(
  path: string,
  { hash: given, published = PUBLISHED_POWERS_OF_TAU }: PowersOfTauOptions = {},
): Promise<PowersOfTau> {
  if (given !== undefined && !HASH.test(given)) {
    throw new CeremonyError(
      'PTAU_HASH_FORMAT',
      '--ptau-hash is not a blake2b-512 hash',
      '--ptau-hash',
      'Give 128 hex digits, as `b2sum FILE` prints them.',
    );
  }
  const bytes = await readBinary(path);
  const digest = createHash('blake2b512').update(bytes).digest('hex');
  const known = published.find(({ hash }) => hash === digest);
  if (given !== undefined && given.replace(/^0x/, '').toLowerCase() !== digest) {
    throw new CeremonyError(
      'PTAU_HASH_MISMATCH',
      `${path} has the blake2b-512 hash 0x${digest}, not that of --ptau-hash`,
      FIELD,
      'Download the file again; do not use this one.',
    );
  }
  if (given === undefined && known === undefined) {
    throw new CeremonyError(
      'PTAU_UNPUBLISHED',
      `${path} (blake2b-512 0x${digest}) is none of the published files: ${published.map(({ file }) => file).join(', ')}`,
      FIELD,
      'Download a published file, or vouch for this one with --ptau-hash; the transcript will say so.',
    );
  }
  return { bytes, power: checkStructure(bytes), hash: `0x${digest}`, published: known?.file };
}

/** @returns the power */
function checkStructure(bytes: Uint8Array): number {
  const file = BinaryFile.parse(bytes, 'ptau', unreadable);
  const header = file.section(1);
  if (header?.length !== 44) throw unreadable('it has no header');
  const view = viewOf(header);
  if (view.getUint32(0, true) !== 32 || readWord(view, 4) !== BASE_FIELD) throw unreadable('it is not over BN254');
  const power = view.getUint32(36, true);
  if (power < 1 || power > POWER_MAXIMUM) throw unreadable(`its power ${power} is not from 1 to ${POWER_MAXIMUM}`);
  const size = 2 ** power;
  const sections: [number, number][] = [
    [2, (2 * size - 1) * G1_BYTES],
    [3, size * G2_BYTES],
    [4, size * G1_BYTES],
    [5, size * G1_BYTES],
    [6, G2_BYTES],
    // Lagrange bases of every domain up to the power; of tau in G1 one more, for the quotient.
    [12, (4 * size - 1) * G1_BYTES],
    [13, (2 * size - 1) * G2_BYTES],
    [14, (2 * size - 1) * G1_BYTES],
    [15, (2 * size - 1) * G1_BYTES],
  ];
  for (const [id, length] of sections) {
    const found = file.section(id)?.length;
    if (found === undefined && id >= 12) {
      throw new CeremonyError(
        'PTAU_NOT_PREPARED',
        'the powers-of-tau file is not prepared for phase 2',
        FIELD,
        'Use a file whose name says final, or run `snarkjs powersoftau prepare phase2`.',
      );
    }
    if (found !== length) throw unreadable(`section ${id} has ${found ?? 0} bytes instead of ${length}`);
  }
  return power;
}

/**
 * Refuses powers of tau that are too few for a circuit: `zKey.newZKey` would leave 12 bytes and say nothing.
 *
 * @throws CeremonyError (`PTAU_TOO_SMALL`)
 */
export function checkPower({ power }: PowersOfTau, { domain, constraints }: R1cs): void {
  const needed = Math.log2(domain);
  if (power >= needed) return;
  const file = PUBLISHED_POWERS_OF_TAU.find((row) => row.power >= needed)?.file;
  throw new CeremonyError(
    'PTAU_TOO_SMALL',
    `powers of tau of power ${power} are too few: ${constraints} constraints need power ${needed}`,
    FIELD,
    file === undefined ? `Use a file of power ${needed} or more.` : `Use ${file} or a larger one.`,
  );
}
