import { InputError } from '../../circuits/errors.ts';
import { OPENING_BYTES } from '../opening.ts';

/** One line or entry: where it stands, and its cells by the name of the column or key. */
export type RecordRow = readonly [at: string, cells: readonly (readonly [name: string, value: unknown])[]];

/** Strings of JSON, to be left alone, and numbers. */
const JSON_TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

export function refuse(field: string, why: string): never {
  throw new InputError('RECORD_INVALID', `${field} ${why}`, { field });
}

/**
 * Splits CSV with a header, or JSON, into rows; the first says what the record holds beside its positions. Numbers of
 * JSON become their own text, so no digit is lost.
 *
 * @throws InputError `RECORD_INVALID`
 */
export function recordRows(text: string): RecordRow[] {
  if (text.length > OPENING_BYTES) refuse('the record', 'is too long');
  // Trimming also takes the byte order mark away.
  const trimmed = text.trim();
  return /^[[{]/.test(trimmed) ? jsonRows(trimmed) : csvRows(trimmed);
}

function jsonRows(text: string): RecordRow[] {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(JSON_TOKEN, (token) => (token.startsWith('"') ? token : `"${token}"`)));
  } catch {
    refuse('the record', 'is not JSON');
  }
  const head = cellsOf(value);
  // An account that was liquidated before keeps its positions in slots; an empty one is null.
  const lists = new Map([...head, ...cellsOf(new Map(head).get('slots'))]);
  const entries = Array.isArray(value)
    ? value
    : ['positions', 'result', 'linears', 'options'].flatMap((key) => lists.get(key) ?? []);
  if (entries.length === 0) refuse('the record', 'has no positions');
  return [
    ['the record', Array.isArray(value) ? [] : head],
    ...entries.flatMap((entry, i): RecordRow[] => (entry === null ? [] : [[`entry ${i + 1}`, cellsOf(entry)]])),
  ];
}

function cellsOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function csvRows(text: string): RecordRow[] {
  const separator = /[\t;,]/.exec(text)?.[0] ?? ',';
  const cell = new RegExp(`(?:^|${separator})((?:"[^"]*"|[^"${separator}]+)*)`, 'g');
  const [header = [], ...lines] = text.split(/\r?\n|\r/).map((line, i) => {
    if (line.split('"').length % 2 === 0) refuse(`line ${i + 1}`, 'has an open quotation mark');
    return Array.from(line.matchAll(cell), ([, its = '']) => its.replaceAll('"', '').trim());
  });
  return [
    ['the record', []],
    ...lines.flatMap((cells, i): RecordRow[] => {
      const at = `line ${i + 2}`;
      if (cells.slice(header.length).join('') !== '') refuse(at, 'has more cells than the header');
      return cells.join('') === '' ? [] : [[at, cells.map((its, j) => [header[j] ?? '', its])]];
    }),
  ];
}
