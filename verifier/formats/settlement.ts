import { CONSTANTS as C } from '../../circuits/constants.ts';
import { fieldPath, readRecord, readText } from './readObject.ts';
import { refuse } from './refuse.ts';

/**
 * Reads `{ "currency": "USD" }`.
 *
 * @returns the settlement unit of the statement
 * @throws InputError `SETTLEMENT_UNSUPPORTED`, and those of readObject.ts
 */
export function readSettlement(value: unknown, field: string, details?: { remedy: string }): bigint {
  const { currency } = readRecord(value, field, { currency: (text, at) => readText(text, at, 10) });
  if (currency === 'USD') return C.SETTLEMENT_UNIT_USD;
  return refuse(
    'SETTLEMENT_UNSUPPORTED',
    fieldPath(field, 'currency'),
    `is ${JSON.stringify(currency)}: only accounts that settle in USD can be proven; coin-settled accounts are a later version`,
    details,
  );
}
