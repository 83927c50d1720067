import { InputError } from '../../circuits/errors.ts';
import { readArray } from '../formats/readObject.ts';
import { OPENING_BYTES } from '../opening.ts';

/** One line or entry: where it stands, and its cells by the name of the column or key. */
export type RecordRow = readonly [at: string, cells: readonly (readonly [name: string, value: unknown])[]];

/** What may hold the positions: a list of one's own, an account document's, or Deribit's answer. */
interface RecordDocument {
  readonly positions?: unknown;
  readonly result?: unknown;
  readonly slots?: { readonly linears?: unknown; readonly options?: unknown };
  readonly accountNumber?: unknown;
  readonly cash?: unknown;
}

/** More lines than accounts have room for, and fewer than a table on a phone can bear. */
const ROWS_MAXIMUM = 1000;
/** Strings of JSON, to be left alone, and numbers. An open string goes to the end: looking for others would take long. */
const JSON_TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"?|-?\d[\d.eE+-]*/g;

export function refuse(field: string, why: string): never {
  throw new InputError('RECORD_INVALID', `${field} ${why}`, { field });
}

/**
 * Splits CSV with a header, or JSON, into rows; number and cash of an account are rows like positions. Numbers of JSON
 * become their own text, so no digit is lost.
 *
 * @throws InputError `RECORD_INVALID`, `ARRAY_LENGTH`
 */
export function recordRows(text: string): RecordRow[] {
  if (text.length > OPENING_BYTES) refuse('the record', 'is too long');
  // Trimming also takes the byte order mark away.
  const trimmed = text.trim();
  return /^[[{]/.test(trimmed) ? jsonRows(trimmed) : csvRows(trimmed);
}

function jsonRows(text: string): RecordRow[] {
  let document: RecordDocument;
  try {
    document = JSON.parse(text.replace(JSON_TOKEN, (token) => (token.startsWith('"') ? token : `"${token}"`)));
  } catch {
    refuse('the record', 'is no JSON');
  }
  const { positions, result, slots, accountNumber, cash } = document;
  const list = Array.isArray(document) ? document : (positions ?? result ?? [slots?.linears, slots?.options].flat());
  const fact = (name: string, value: unknown): RecordRow[] =>
    value === undefined ? [] : [[name, Object.entries({ name, size: value })]];
  return [
    ...fact('Account number', accountNumber),
    ...fact('Cash', cash),
    ...readArray([list].flat(), 'the record', ROWS_MAXIMUM).flatMap((entry, i): RecordRow[] =>
      // An empty slot of an account is null.
      entry === null ? [] : [[`entry ${i + 1}`, Object.entries(entry ?? {})]],
    ),
  ];
}

function csvRows(text: string): RecordRow[] {
  const separator = /[\t;,]/.exec(text)?.[0] ?? ',';
  const cell = new RegExp(`(?:^|${separator})((?:"[^"]*"|[^"${separator}]+)*)`, 'g');
  let header: string[] | undefined;
  const lines = text.split(/\r?\n|\r/);
  readArray(lines, 'the record', ROWS_MAXIMUM);
  return lines.flatMap((line, i): RecordRow[] => {
    const at = `line ${i + 1}`;
    const cells = Array.from(line.matchAll(cell), ([, its = '']) => its.replaceAll('"', '').trim());
    header ??= cells;
    const names = header;
    if (line.split('"').length % 2 === 0 || cells.slice(names.length).join('') !== '') {
      refuse(at, 'has more cells than the header, or an open quotation mark');
    }
    return i === 0 || cells.join('') === '' ? [] : [[at, cells.map((its, j) => [names[j] ?? '', its])]];
  });
}
