import { zKey } from 'snarkjs';
import { announceBeacon, ITERATIONS_EXP } from './beaconRandomness.ts';
import { CeremonyError } from './ceremonyError.ts';
import { type ExtendedKey, extendKey } from './extendKey.ts';
import { withSnarkjs } from './withSnarkjs.ts';

export interface BeaconOptions {
  /** Where everybody can look the value up, such as `Ethereum block 25000000`: at most 64 characters. */
  readonly source: string;
  /** The public random value: hex digits, with or without 0x. */
  readonly value: string;
  /** Binary logarithm of the number of sha256 iterations. */
  readonly iterationsExp: number;
  readonly onProgress?: (line: string) => void;
}

/** Fewer bytes cannot be unpredictable; more than 255 do not fit the key file. */
const VALUE_BYTES = { least: 16, most: 255 } as const;

/**
 * Adds the last contribution: a public random value that nobody could know while others contributed. Its source takes
 * the place of the name, so that the key file itself tells it.
 *
 * @throws CeremonyError (`CEREMONY_BEACON_VALUE`, `CEREMONY_BEACON_ITERATIONS`), and as `extendKey`
 */
export async function addBeacon(
  zkey: Uint8Array,
  { source, value, iterationsExp, onProgress = () => {} }: BeaconOptions,
): Promise<ExtendedKey> {
  const digits = value.replace(/^0x/, '').toLowerCase();
  const bytes = digits.length / 2;
  if (!/^([0-9a-f]{2})+$/.test(digits) || bytes < VALUE_BYTES.least || bytes > VALUE_BYTES.most) {
    throw new CeremonyError(
      'CEREMONY_BEACON_VALUE',
      `the value of the beacon is not ${VALUE_BYTES.least} to ${VALUE_BYTES.most} bytes in hex digits`,
      '--beacon',
      'Give a public random value that was fixed after the last contribution, such as the hash of a block.',
    );
  }
  const { least, most } = ITERATIONS_EXP;
  if (!Number.isInteger(iterationsExp) || iterationsExp < least || iterationsExp > most) {
    throw new CeremonyError(
      'CEREMONY_BEACON_ITERATIONS',
      `the exponent of the iterations is not a whole number from ${least} to ${most}`,
      '--iterations-exp',
      `Give a number from ${least} to ${most}: sha256 is applied 2^N times.`,
    );
  }
  return extendKey(zkey, { name: source, field: '--source', task: 'beacon', onProgress }, (file, logger) => {
    announceBeacon(iterationsExp, onProgress);
    return withSnarkjs(() => zKey.beacon(zkey, file, source, digits, iterationsExp, logger));
  });
}
