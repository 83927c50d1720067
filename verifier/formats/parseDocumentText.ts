import { InputError } from '../../circuits/errors.ts';

/**
 * Parses the text of a document's file. What it holds is for its reader to check.
 *
 * @param what names the document, such as `tick`
 * @param maximumBytes of the file
 * @throws InputError `DOCUMENT_TOO_LARGE`, `DOCUMENT_NOT_JSON`; never with the text
 */
export function parseDocumentText(text: string, what: string, maximumBytes: number): unknown {
  if (text.length > maximumBytes || new TextEncoder().encode(text).length > maximumBytes) {
    throw new InputError('DOCUMENT_TOO_LARGE', `the file is larger than ${maximumBytes} bytes: it is no ${what}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError('DOCUMENT_NOT_JSON', 'the file is not JSON');
  }
}
