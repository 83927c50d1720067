import { FairmarkError } from '../errors.ts';

/** A value does not fit the width that the statement gives it (FM-03). */
export class RangeViolation extends FairmarkError {
  constructor(field: string, bits: bigint | number) {
    super('out-of-range', `${field} does not fit its range of ${bits} bits`, {
      field,
      clause: 'FM-03',
      remedy: 'See section 2 of STATEMENT.md for the widths.',
    });
  }
}

/** Returns the value, or throws a RangeViolation unless 0 <= value < 2^bits. The message never holds the value. */
export function ranged(value: bigint, bits: bigint | number, field: string): bigint {
  if (value < 0n || value >> BigInt(bits) !== 0n) throw new RangeViolation(field, bits);
  return value;
}

/** One field of a packed word: value, width in bits, name for errors. */
export type WordField = readonly [value: bigint, bits: bigint, field: string];

/** Packs ranged values into one field element, the first in the lowest bits (FM-02). */
export function packWord(fields: readonly WordField[]): bigint {
  let word = 0n;
  let offset = 0n;
  for (const [value, bits, field] of fields) {
    word |= ranged(value, bits, field) << offset;
    offset += bits;
  }
  return word;
}

/** A signed value moved into [0, 2^bits) by adding half of the range. */
export function signedOffset(value: bigint, bits: bigint, field: string): bigint {
  return ranged(value + (1n << (bits - 1n)), bits, field);
}
