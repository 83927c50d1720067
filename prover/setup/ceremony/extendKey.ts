import type { MemoryFile, SnarkjsLogger } from 'snarkjs';
import { parseProvingKey } from '../zkey.ts';
import { CeremonyError } from './ceremonyError.ts';
import { type CheckedContribution, checkContributions, isPrintableName, NAME_LENGTH } from './checkContributions.ts';
import { snarkjsLogger } from './snarkjsLogger.ts';

/** A key with one contribution more, and that contribution. */
export interface ExtendedKey {
  readonly zkey: Uint8Array;
  readonly contribution: CheckedContribution;
  /** How many contributions the key has now. */
  readonly count: number;
}

/** Room for the new contribution, so that the file in memory is not copied as it grows. */
const CONTRIBUTION_ROOM = 4096;

/** What both kinds of contribution have. */
export interface ExtendOptions {
  /** A person's name, or the source of a beacon's value. */
  readonly name: string;
  /** The argument that gives it. */
  readonly field: string;
  /** What is being made, for the lines of progress. */
  readonly task: string;
  readonly onProgress: (line: string) => void;
}

/**
 * Adds a contribution by means of snarkjs and checks the result. A beacon ends the ceremony: nothing comes after it.
 *
 * @param extend writes the new key into the file; `false` where snarkjs refuses
 * @throws CeremonyError (`CEREMONY_NAME`, `CEREMONY_NAME_TAKEN`, `CEREMONY_ENDED`, `CEREMONY_FAILED`), KeyError for a key
 *   whose contributions do not hold
 */
export async function extendKey(
  zkey: Uint8Array,
  { name, field, task, onProgress }: ExtendOptions,
  extend: (file: MemoryFile, logger: SnarkjsLogger) => Promise<Uint8Array | false>,
): Promise<ExtendedKey> {
  if (!isPrintableName(name)) {
    throw new CeremonyError(
      'CEREMONY_NAME',
      `${field} is not 1 to ${NAME_LENGTH} printable characters`,
      field,
      'Give a shorter text without control characters or outer spaces.',
    );
  }
  const before = await checkContributions(parseProvingKey(zkey));
  if (before.some((contribution) => contribution.beacon !== undefined)) {
    throw new CeremonyError(
      'CEREMONY_ENDED',
      'the key has a beacon already: the ceremony is over',
      'ZKEY',
      'Contribute to the key before the beacon.',
    );
  }
  if (before.some((contribution) => contribution.name === name)) {
    throw new CeremonyError(
      'CEREMONY_NAME_TAKEN',
      `there is a contribution named ${JSON.stringify(name)} already`,
      field,
      'Each party contributes once, under a name of its own.',
    );
  }
  const file: MemoryFile = { type: 'mem', initialSize: zkey.length + CONTRIBUTION_ROOM };
  const logger = snarkjsLogger(task, onProgress);
  const hash = await extend(file, logger);
  if (hash === false || file.data === undefined) {
    throw new CeremonyError('CEREMONY_FAILED', `snarkjs refuses: ${logger.complaint()}`, field, 'Check the arguments.');
  }
  const after = await checkContributions(parseProvingKey(file.data), onProgress);
  const contribution = after.at(-1);
  const grown = after.length === before.length + 1 && before.every(({ hash: old }, i) => after[i]?.hash === old);
  if (contribution === undefined || !grown || contribution.hash !== `0x${Buffer.from(hash).toString('hex')}`) {
    throw new CeremonyError('CEREMONY_FAILED', 'snarkjs wrote another key than it said', 'ZKEY', 'Report this defect.');
  }
  return { zkey: file.data, contribution, count: after.length };
}
