import { OPENING_BYTES } from '../opening.ts';
import { refuse } from './recordError.ts';

/** One line or entry: where it stands, and its cells by the name of the column or key. */
export type RecordRow = readonly [at: string, cells: readonly (readonly [name: string, value: unknown])[]];

export interface RecordRows {
  /** What the record says beside its positions. */
  readonly head: RecordRow;
  readonly rows: readonly RecordRow[];
}

/** Separators of CSV; the first wins where two are as frequent. */
const SEPARATORS = [',', ';', '\t'];
/** Strings of JSON, to be left alone, and numbers. */
const JSON_TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Splits CSV with a header, or JSON, into rows. Numbers of JSON become their own text, so no digit is lost.
 *
 * @throws RecordError `RECORD_TOO_LARGE`, `RECORD_NOT_JSON`, `RECORD_QUOTE`, `RECORD_CELLS`, `RECORD_FIELD`
 */
export function recordRows(text: string): RecordRows {
  if (text.length > OPENING_BYTES) refuse('TOO_LARGE', 'the record', `is longer than ${OPENING_BYTES} characters`);
  // Also takes the byte order mark away.
  return /^\s*[[{]/.test(text) ? jsonRows(text.trim()) : csvRows(text);
}

function jsonRows(text: string): RecordRows {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(JSON_TOKEN, (token) => (token.startsWith('"') ? token : `"${token}"`)));
  } catch {
    refuse('NOT_JSON', 'the record', 'is neither JSON nor CSV with a header');
  }
  const head = cellsOf(value);
  const of = (name: string, its = head) => its.find(([key]) => key === name)?.[1];
  const slots = cellsOf(of('slots'));
  const list = Array.isArray(value)
    ? value
    : (of('positions') ?? of('result') ?? [of('linears', slots), of('options', slots)].flat());
  if (!Array.isArray(list)) return refuse('FIELD', 'positions', 'must be a list');
  return {
    head: ['the record', Array.isArray(value) ? [] : head],
    // An empty slot of an account is null.
    rows: list.flatMap((entry, i) => (entry === null ? [] : [[`entry ${i + 1}`, cellsOf(entry)]])),
  };
}

function cellsOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function csvRows(text: string): RecordRows {
  const [first = ''] = /\S.*/.exec(text) ?? [];
  const count = (separator: string) => first.split(separator).length;
  const separator = SEPARATORS.reduce((best, next) => (count(next) > count(best) ? next : best));
  const cell = new RegExp(`("[^"]*(?:""[^"]*)*"|[^"${separator}\r\n]*)(${separator}|\r?\n|\r|$)`, 'y');
  const rows: RecordRow[] = [];
  let header: string[] | undefined;
  let cells: string[] = [];
  for (let line = 1, next = 1, end: string | undefined; end !== ''; ) {
    const at = `line ${line}`;
    const match = cell.exec(text) ?? refuse('QUOTE', at, 'has a quotation mark that is not closed, or inside a cell');
    const [whole, raw = ''] = match;
    end = match[2];
    cells.push((raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw).trim());
    next += whole.split(/\r?\n|\r/).length - 1;
    if (end === separator) continue;
    if (cells.some((its) => its !== '')) {
      const names = header;
      if (!names) header = cells;
      else if (cells.slice(names.length).some((its) => its !== '')) {
        refuse('CELLS', at, `has ${cells.length} cells, and the header ${names.length}`);
      } else rows.push([at, cells.map((its, i) => [names[i] ?? '', its])]);
    }
    cells = [];
    line = next;
  }
  return { head: ['', []], rows };
}
