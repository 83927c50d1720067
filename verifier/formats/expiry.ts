import { formatExpiry, parseInstrumentName } from './instrumentName.ts';
import { readText } from './readObject.ts';
import { refuse } from './refuse.ts';

/**
 * Reads an expiry as instrument names spell it, `27MAR26`: 08:00 UTC of that day.
 *
 * @returns hours since 1970-01-01T00:00Z
 * @throws InputError `EXPIRY_INVALID`, `INSTRUMENT_NAME`
 */
export function readExpiry(value: unknown, field: string): bigint {
  const label = readText(value, field, 7);
  const instrument = parseInstrumentName(`X-${label}`, field);
  if (instrument.kind !== 'future') {
    return refuse('EXPIRY_INVALID', field, 'is no date such as 27MAR26');
  }
  return BigInt(instrument.expiryHours);
}

/** An expiry as instrument names spell it. */
export function writeExpiry(expiryHours: bigint): string {
  return formatExpiry(Number(expiryHours));
}
