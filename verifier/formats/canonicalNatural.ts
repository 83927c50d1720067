import { readNatural, writeNatural } from './readObject.ts';
import { refuse } from './refuse.ts';

/**
 * Reads a whole number of at most `bits` bits in its one spelling: a JSON number up to 2^53 - 1, canonical decimal digits
 * as text above.
 *
 * @throws InputError `NATURAL_INVALID`
 */
export function readCanonicalNatural(value: unknown, field: string, bits: bigint | number): bigint {
  const natural = readNatural(value, field, bits);
  if (writeNatural(natural) === value) return natural;
  return refuse('NATURAL_INVALID', field, 'must be a JSON number up to 2^53 - 1, and text only above');
}
