import { decimalUnit, parseDecimal, scaledNearest } from '../../verifier/formats/decimal.ts';
import { grouped } from '../../verifier/formats/grouped.ts';

/** A decimal text with commas, rounded to a number of digits: with two, -1234.567 is -1,234.57. */
export function groupedDecimal(text: string, digits: 0 | 2): string {
  const count = scaledNearest(parseDecimal(text, 'amount'), decimalUnit({ units: 1n, scale: digits }));
  const all = (count < 0n ? -count : count).toString().padStart(digits + 1, '0');
  return `${count < 0n ? '-' : ''}${grouped(digits === 0 ? all : `${all.slice(0, -digits)}.${all.slice(-digits)}`)}`;
}
