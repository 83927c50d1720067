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

/** What a text is about that names no format of ours: its reader then says what is wrong with it. */
const TELLTALES: readonly (readonly [RegExp, GivenKind])[] = [
  [/publicSignals|"proof"|fairmark\.receipt/, 'receipt'],
  [/scenarioRoot|accountBefore|fairmark\.opening/, 'opening'],
  [/fairmark\.statement/, 'statement'],
  [/positions|instrument|quantity|size|-[CP]\b/i, 'record'],
];

/**
 * What a text is: by the format that it names, else by what it is about. What is about nothing is taken for a receipt, so
 * that it is refused as one.
 */
export function kindOf(text: string): GivenKind {
  let format: unknown;
  try {
    if (text.length <= OPENING_BYTES) format = JSON.parse(text)?.format;
  } catch {
    // No JSON: a list of positions may be CSV.
  }
  return FORMATS.get(format) ?? TELLTALES.find(([telltale]) => telltale.test(text))?.[1] ?? 'receipt';
}
