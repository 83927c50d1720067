import { DECIMAL_LENGTH, formatDecimal } from '../formats/decimal.ts';
import { readArray, readText } from '../formats/readObject.ts';
import { type RecordRow, recordRows, refuse } from './recordRows.ts';

/** More lines than accounts have room for, and fewer than a table on a phone can bear. */
const ROWS_MAXIMUM = 1000;
/** Characters of a column's name that a sentence repeats. */
const NAME_LENGTH = 40;
/** Names of columns without case and marks; the first that is there counts. Deribit's size of a future is in USD. */
const INSTRUMENT = ['instrumentname', 'instrument', 'symbol', 'name'];
const QUANTITY = ['sizecurrency', 'quantity', 'qty', 'size', 'amount', 'position'];
const SIDE = ['direction', 'side'];
/** What a record may say of the account as a whole, and how a line calls it. */
const FACTS = { accountnumber: 'Account number', cash: 'Cash, USD' };

/**
 * Reads a record of positions as venues export it: CSV with a header, a list in JSON, Deribit's answer, or an account
 * document. A column of sides gives its sign to a quantity that has none.
 *
 * @returns canonical signed decimals by instrument, in upper case, and by fact of the account
 * @throws InputError `RECORD_INVALID`, `TEXT_INVALID`, `ARRAY_LENGTH`; they name line or entry, and column
 */
export function readRecord(text: string): Map<string, string> {
  const [head, ...rows] = recordRows(text);
  const record = new Map<string, string>();
  const places = new Map<string, string>();
  const known = head && cellReader(head);
  for (const [key, name] of Object.entries(FACTS)) {
    const [field, value] = known?.([key]) ?? [];
    if (field !== undefined) record.set(name, decimalOf(value) ?? readText(value, field));
  }
  readArray(rows, 'the record', ROWS_MAXIMUM);
  for (const row of rows) {
    const [at] = row;
    const read = cellReader(row);
    const [nameField, name] = read(INSTRUMENT) ?? refuse(at, 'has no instrument, symbol or name');
    const [sizeField, size] = read(QUANTITY) ?? refuse(at, 'has no quantity, size or amount');
    const [sideField = '', side = ''] = read(SIDE) ?? [];
    const instrument = readText(name, nameField).toUpperCase();
    const quantity = decimalOf(size) ?? refuse(sizeField, 'is no number such as -1234.5');
    const isLong = /^(buy|long)$/i.test(`${side}`);
    const isShort = /^(sell|short)$/i.test(`${side}`);
    const isNegative = quantity.startsWith('-');
    if (isLong ? isNegative : !isShort && !/^(zero|both|net|)$/i.test(`${side}`)) {
      refuse(sideField, 'does not go with the quantity');
    }
    if (places.has(instrument)) refuse(at, `repeats ${instrument} of ${places.get(instrument)}`);
    places.set(instrument, at);
    record.set(instrument, isShort && !isNegative && quantity !== '0' ? `-${quantity}` : quantity);
  }
  return record;
}

/** Finds the first cell with one of some names that is not empty. */
function cellReader([at, cells]: RecordRow) {
  const found = new Map<string, readonly [field: string, value: unknown]>();
  for (const [name, value] of cells) {
    const key = name.toLowerCase().replace(/[^a-z]/g, '');
    if (value === '' || value === null) continue;
    // The second of two columns with one name would hide the first.
    found.set(key, [`${at}, ${name.slice(0, NAME_LENGTH)}`, found.has(key) ? undefined : value]);
  }
  return (names: readonly string[]) => names.map((name) => found.get(name)).find((its) => its);
}

/** A number in any plain spelling as canonical text, exactly. */
function decimalOf(value: unknown): string | undefined {
  const match =
    typeof value === 'string' &&
    value.length <= DECIMAL_LENGTH &&
    /^([+-]?)(?=\.?\d)(\d*)\.?(\d*)(?:e([+-]?\d\d?))?$/i.exec(value);
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', exponent = 0] = match;
  const scale = fraction.length - Number(exponent);
  const units = BigInt(whole + fraction) * 10n ** BigInt(Math.max(-scale, 0));
  return formatDecimal({ units: sign === '-' ? -units : units, scale: Math.max(scale, 0) });
}
