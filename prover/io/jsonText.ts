import { writeNatural } from '../../verifier/formats/readObject.ts';

/** A result as indented JSON; integers as numbers where that is exact, else as digits in quotes. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_, entry: unknown) => (typeof entry === 'bigint' ? writeNatural(entry) : entry), 2);
}
