import { InputError } from '../../circuits/errors.ts';

/**
 * Reads an address as a person gives it: 0x and 40 hex digits of either case, not all zeros.
 *
 * @returns in lower case
 * @throws InputError `ADDRESS_INVALID`
 */
export function readAddressArgument(value: unknown, field: string): `0x${string}` {
  if (typeof value === 'string' && /^0x[0-9a-fA-F]{40}$/.test(value) && !/^0x0{40}$/.test(value)) {
    return value.toLowerCase() as `0x${string}`;
  }
  throw new InputError('ADDRESS_INVALID', `${field} is not an address`, {
    field,
    remedy: 'Write it as 0x and 40 hex digits, not all zeros.',
  });
}
