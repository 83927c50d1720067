import { InputError } from '../../circuits/errors.ts';

/**
 * Reads the address of a registry from an argument.
 *
 * @returns in lower case
 * @throws InputError `ADDRESS_INVALID`
 */
export function readAddress(text: string, field: string): `0x${string}` {
  if (/^0x[0-9a-fA-F]{40}$/.test(text)) return text.toLowerCase() as `0x${string}`;
  throw new InputError('ADDRESS_INVALID', `${field} is not an address`, {
    field,
    remedy: 'Write it as 0x and 40 hex digits. Take it from a source that you trust, never from a receipt.',
  });
}
