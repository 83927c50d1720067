import { DECIMAL_LENGTH, formatDecimal } from '../formats/decimal.ts';
import { parseInstrumentName } from '../formats/instrumentName.ts';
import { readArray, readText } from '../formats/readObject.ts';
import { refuse } from './recordError.ts';
import { type RecordRow, recordRows } from './recordRows.ts';

/** A user's own record of an account. */
export interface PositionRecord {
  /** Canonical decimal in units of the underlying, signed, by the instrument's name. */
  readonly positions: ReadonlyMap<string, string>;
  /** What the record says of the account, by key: canonical decimals where it is a number. */
  readonly facts: ReadonlyMap<AccountFact, string>;
  /** Columns or keys that were read. */
  readonly columns: readonly string[];
}

export const ACCOUNT_FACTS = ['accountNumber', 'sequence', 'cash'] as const;
export type AccountFact = (typeof ACCOUNT_FACTS)[number];

/** More lines than accounts have room for, and fewer than a table on a phone can bear. */
const ROWS_MAXIMUM = 1000;
/** Names of columns, in lower case letters only; the first that is there counts. Deribit's size of a future is in USD. */
const INSTRUMENT = ['instrumentname', 'instrument', 'symbol', 'name'];
const QUANTITY = ['sizecurrency', 'quantity', 'qty', 'size', 'amount', 'position'];
const SIDE = ['direction', 'side'];
const NAMES = new Set([...INSTRUMENT, ...QUANTITY, ...SIDE, ...ACCOUNT_FACTS.map(plain)]);

/** Characters of a column's name that a sentence repeats. */
const NAME_LENGTH = 40;

type Fields = ReadonlyMap<string, readonly [field: string, value: unknown]>;

/**
 * Reads a record of positions as venues export it: CSV with a header, a list in JSON, Deribit's answer, or an account
 * document. Quantities are exact; a column of sides gives the sign to those that have none.
 *
 * @throws RecordError, and InputError `TEXT_INVALID`, `ARRAY_LENGTH`; they name line or entry, and column
 */
export function readRecord(text: string): PositionRecord {
  const { head, rows } = recordRows(text);
  const columns = new Set<string>();
  const seen = new Map<string, readonly [at: string, quantity: string]>();
  readArray(rows, 'the record', ROWS_MAXIMUM);
  for (const row of rows) {
    const [at] = row;
    const fields = fieldsOf(row);
    const pick = (names: readonly string[]) => {
      const found = names.map((name) => fields.get(name)).find((its) => its);
      if (found) columns.add(found[0]);
      return found && ([`${at}, ${found[0]}:`, found[1]] as const);
    };
    const [instrumentField, name] = pick(INSTRUMENT) ?? refuse('FIELD', at, 'names no instrument, symbol or name');
    const [quantityField, size] = pick(QUANTITY) ?? refuse('FIELD', at, 'names no quantity, size or amount');
    const instrument = canonicalName(readText(name, instrumentField));
    const quantity =
      canonicalNumber(size) ??
      refuse('NUMBER', quantityField, 'is no number such as -1234.5, with a point and no other mark');
    const [earlier] = seen.get(instrument) ?? [];
    if (earlier !== undefined) refuse('REPEATED', at, `lists ${instrument} again, after ${earlier}`);
    seen.set(instrument, [at, signed(quantity, pick(SIDE))]);
  }
  const known = fieldsOf(head);
  return {
    positions: new Map(Array.from(seen, ([name, [, quantity]]) => [name, quantity])),
    facts: new Map(
      ACCOUNT_FACTS.flatMap((fact) => {
        const [field, value] = known.get(plain(fact)) ?? [];
        return field === undefined ? [] : [[fact, canonicalNumber(value) ?? readText(value, field)]];
      }),
    ),
    columns: [...columns],
  };
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '');
}

/** The cells that mean something, by plain name; empty ones are not there. */
function fieldsOf([at, cells]: RecordRow): Fields {
  const fields = new Map<string, readonly [string, unknown]>();
  for (const [name, value] of cells) {
    const key = plain(name);
    if (!NAMES.has(key) || value === '' || value === null) continue;
    if (fields.has(key)) refuse('FIELD', at, `has ${key} twice`);
    fields.set(key, [name.slice(0, NAME_LENGTH), value]);
  }
  return fields;
}

/** The one spelling of an instrument that Fairmark knows; any other name as it stands. */
function canonicalName(text: string): string {
  const name = text.toUpperCase().replace(/-(\d+)D(\d+)-/, '-$1d$2-');
  try {
    parseInstrumentName(name);
    return name;
  } catch {
    return text;
  }
}

/** A number in any plain spelling as canonical text, exactly. */
function canonicalNumber(value: unknown): string | undefined {
  const match =
    typeof value === 'string' && value.length <= DECIMAL_LENGTH
      ? /^([+-]?)(?=\.?\d)(\d*)\.?(\d*)(?:e([+-]?\d\d?))?$/i.exec(value)
      : null;
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const scale = fraction.length - Number(exponent);
  const units = BigInt(`${whole}${fraction}`) * 10n ** BigInt(Math.max(-scale, 0));
  return formatDecimal({ units: sign === '-' ? -units : units, scale: Math.max(scale, 0) });
}

/** Gives a quantity the sign of its side; one that has a sign already must agree. */
function signed(quantity: string, side: readonly [field: string, value: unknown] | undefined): string {
  if (!side) return quantity;
  const [field, value] = side;
  const word = String(value).toLowerCase();
  const isNegative = quantity.startsWith('-');
  if (/^(sell|short)$/.test(word)) return isNegative || quantity === '0' ? quantity : `-${quantity}`;
  if (/^(buy|long)$/.test(word))
    return isNegative ? refuse('SIDE', field, 'says long, and the quantity is negative') : quantity;
  return /^(zero|both|net)$/.test(word) ? quantity : refuse('SIDE', field, 'is neither long or buy nor short or sell');
}
