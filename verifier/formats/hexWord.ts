import { SCALAR_FIELD } from '../points.ts';
import { refuse } from './refuse.ts';

function readHex(value: unknown, field: string, digits: number, code: string): `0x${string}` {
  // Longer than any text that matches; keeps the expression from running over a hostile one.
  if (typeof value === 'string' && value.length === digits + 2 && /^0x[0-9a-f]+$/.test(value)) {
    return value as `0x${string}`;
  }
  return refuse(code, field, `is not 0x and ${digits} lower-case hex digits`);
}

/**
 * Reads 32 bytes in their one spelling.
 *
 * @returns 0x and 64 lower-case hex digits
 * @throws InputError `WORD_INVALID`
 */
export function readWord(value: unknown, field: string): `0x${string}` {
  return readHex(value, field, 64, 'WORD_INVALID');
}

/**
 * Reads an address in its one spelling: no checksum, so that texts of one address are equal.
 *
 * @returns 0x and 40 lower-case hex digits
 * @throws InputError `ADDRESS_INVALID`
 */
export function readAddress(value: unknown, field: string): `0x${string}` {
  return readHex(value, field, 40, 'ADDRESS_INVALID');
}

/**
 * Reads a signature of 65 bytes in its one spelling.
 *
 * @returns 0x and 130 lower-case hex digits
 * @throws InputError `SIGNATURE_INVALID`
 */
export function readSignature(value: unknown, field: string): `0x${string}` {
  return readHex(value, field, 130, 'SIGNATURE_INVALID');
}

/**
 * Reads a commitment in its one spelling: 0x and 64 lower-case hex digits, below the order of the scalar field.
 *
 * @throws InputError `WORD_INVALID`, `FIELD_ELEMENT_INVALID`
 */
export function readCommitment(value: unknown, field: string): bigint {
  const element = BigInt(readWord(value, field));
  if (element < SCALAR_FIELD) return element;
  return refuse('FIELD_ELEMENT_INVALID', field, 'is not below the order of the field');
}
