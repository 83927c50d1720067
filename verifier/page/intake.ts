import { OPENING_BYTES, OPENING_FORMAT } from '../opening.ts';
import { RECEIPT_FORMAT } from '../receipt.ts';
import { STATEMENT_FORMAT } from '../signed/statementDocument.ts';

/** What a text is taken for. A `record` is somebody's own list of positions. */
export type GivenKind = 'receipt' | 'opening' | 'statement' | 'record';

const FORMATS: ReadonlyMap<unknown, GivenKind> = new Map<unknown, GivenKind>([
  [RECEIPT_FORMAT, 'receipt'],
  [OPENING_FORMAT, 'opening'],
  [STATEMENT_FORMAT, 'statement'],
]);

/** A record lists instruments; a receipt never does. */
const RECORD = /positions|instrument|BTC|ETH|-[CP]\b/i;

/**
 * What a text is, by the format that it names. One that names none is taken for a receipt, whose reader then says what is
 * wrong with it, unless it looks like a list of positions.
 */
export function kindOf(text: string): GivenKind {
  if (text.length > OPENING_BYTES) return 'receipt';
  try {
    const value: unknown = JSON.parse(text);
    const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
    return FORMATS.get(format) ?? (RECORD.test(text) && !/"proof"/.test(text) ? 'record' : 'receipt');
  } catch {
    return !text.trimStart().startsWith('{') && RECORD.test(text) ? 'record' : 'receipt';
  }
}
