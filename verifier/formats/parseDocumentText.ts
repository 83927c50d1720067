import { InputError } from '../../circuits/errors.ts';

export type DocumentFault = 'TOO_LARGE' | 'NOT_JSON';

/**
 * Parses the text of a document's file. What it holds is for its reader to check.
 *
 * @param what names the document, such as `tick`
 * @param maximumBytes of the file
 * @param fail makes the error
 * @throws InputError `DOCUMENT_TOO_LARGE`, `DOCUMENT_NOT_JSON`; never with the text
 */
export function parseDocumentText(
  text: string,
  what: string,
  maximumBytes: number,
  fail = (why: DocumentFault, message: string) => new InputError(`DOCUMENT_${why}`, message),
): unknown {
  if (text.length > maximumBytes || new TextEncoder().encode(text).length > maximumBytes) {
    throw fail('TOO_LARGE', `the file is larger than ${maximumBytes} bytes: it is no ${what}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw fail('NOT_JSON', 'the file is not JSON');
  }
}
