import { DECIMAL_LENGTH, formatDecimal } from '../formats/decimal.ts';
import { readText } from '../formats/readObject.ts';
import { type RecordRow, recordRows, refuse } from './recordRows.ts';

const INSTRUMENT = /^(instrument[ _]?(name)?|symbol|name)$/i;
/** Where Deribit gives a size in coins, that in `size` is in dollars. */
const COINS = /^size[ _]?currency$/i;
const QUANTITY = /^(quantity|qty|size|amount|position)$/i;
const SIDE = /^(side|direction)$/i;
/** Long, short, or a quantity with its sign. */
const SIDES = /^(?:(buy|long)|(sell|short)|zero|both|net|)$/i;
/**
 * Reads a record of positions as venues export it: CSV with a header, a list in JSON, Deribit's answer, or an account
 * document. A column of sides gives its sign to a quantity that has none.
 *
 * @returns canonical signed decimals by the line of an account, in upper case
 * @throws InputError `RECORD_INVALID`, `TEXT_INVALID`, `ARRAY_LENGTH`; they name line or entry, and column
 */
export function readRecord(text: string): Map<string, string> {
  const record = new Map<string, string>();
  const places = new Map<string, string>();
  for (const row of recordRows(text)) {
    const [at] = row;
    const [nameField, name] = cellOf(row, 'instrument', INSTRUMENT);
    const [sizeField, size] = cellOf(row, 'quantity', COINS, QUANTITY);
    const [sideField, side = ''] = cellOf(row, 'side', SIDE);
    const instrument = readText(name, nameField).toUpperCase();
    const quantity = decimalOf(size) ?? refuse(sizeField, 'is no number such as -1234.5');
    const sides = SIDES.exec(`${side}`);
    if (!sides || (sides[1] && quantity.startsWith('-'))) refuse(sideField, 'does not go with the quantity');
    if (places.has(instrument)) refuse(at, `repeats ${instrument} of ${places.get(instrument)}`);
    places.set(instrument, at);
    record.set(instrument, sides[2] && !/^-|^0$/.test(quantity) ? `-${quantity}` : quantity);
  }
  return record;
}

/** The one cell that is not empty under the first pattern that any has. */
function cellOf([at, cells]: RecordRow, what: string, ...patterns: RegExp[]): [field: string, value?: unknown] {
  for (const pattern of patterns) {
    const [found, other] = cells.filter(([name, value]) => pattern.test(name) && value !== '' && value !== null);
    if (found && other) refuse(at, `has both ${found[0]} and ${other[0]}`);
    if (found) return [`${at}, ${found[0]}`, found[1]];
  }
  return [`${at}, ${what}`];
}

/** A number in any plain spelling as canonical text, exactly. */
function decimalOf(value: unknown): string | undefined {
  const match =
    typeof value === 'string' &&
    value.length <= DECIMAL_LENGTH &&
    /^(?=[+-]?\.?\d)([+-]?\d*)\.?(\d*)(?:e([+-]?\d\d?))?$/i.exec(value);
  if (!match) return undefined;
  const [, whole = '', fraction = '', exponent = 0] = match;
  const scale = fraction.length - Number(exponent);
  return formatDecimal({
    units: BigInt(whole + fraction) * 10n ** BigInt(Math.max(-scale, 0)),
    scale: Math.max(scale, 0),
  });
}
