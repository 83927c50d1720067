import { textId } from '../../circuits/commitment/domain.ts';
import { SCALAR_FIELD } from '../points.ts';
import { readText } from './readObject.ts';
import { refuse } from './refuse.ts';

/** A salt below this was not drawn from 248 random bits (odds of 2^-120). */
const LEAST_SALT = 1n << 128n;
const TAG = /^0x[0-9a-f]{62}$/;

/**
 * Reads a commitment or another element of the field: `0x` and up to 64 hex digits, or canonical decimal digits.
 *
 * @throws InputError `FIELD_ELEMENT_INVALID`; the message never holds the value
 */
export function readFieldElement(value: unknown, field: string): bigint {
  if (typeof value === 'string' && /^(?:0x[0-9a-fA-F]{1,64}|0|[1-9]\d{0,77})$/.test(value)) {
    const element = BigInt(value);
    if (element < SCALAR_FIELD) return element;
  }
  return refuse('FIELD_ELEMENT_INVALID', field, 'is not an element of the field', {
    remedy: 'Write it as 0x and at most 64 hex digits, or as decimal digits in quotes, below the order of BN254.',
  });
}

/** A field element as 0x and 64 hex digits. */
export function writeFieldElement(value: bigint): string {
  return `0x${value.toString(16).padStart(64, '0')}`;
}

/**
 * Reads the salt of a commitment. Small numbers are refused: a salt that can be guessed hides nothing.
 *
 * @throws InputError `FIELD_ELEMENT_INVALID`, `SALT_WEAK`; the message never holds the salt
 */
export function readSalt(value: unknown, field: string): bigint {
  const salt = readFieldElement(value, field);
  if (salt >= LEAST_SALT) return salt;
  return refuse('SALT_WEAK', field, 'is too small to be random', {
    remedy: 'Draw 31 random bytes, for example with: openssl rand -hex 31',
  });
}

/** A name as it enters commitments: keccak-256 of its UTF-8 text, shifted right by 8. */
export function nameTag(name: string): bigint {
  return BigInt(textId(name)) >> 8n;
}

/**
 * Reads a name, or the tag itself as 0x and 62 lower-case hex digits.
 *
 * @throws InputError `TEXT_INVALID`
 */
export function readNameTag(value: unknown, field: string): bigint {
  if (typeof value === 'string' && TAG.test(value)) return BigInt(value);
  return nameTag(readText(value, field));
}

/** A tag as 0x and 62 hex digits. */
export function writeNameTag(tag: bigint): string {
  return `0x${tag.toString(16).padStart(62, '0')}`;
}
