import { InputError } from '../../circuits/errors.ts';

/**
 * Refuses a field of a document.
 *
 * @param field its path; empty for the document itself
 * @param why what goes on after the path: `is negative`
 * @throws InputError always
 */
export function refuse(code: string, field: string, why: string, remedy?: string): never {
  const message = `${field === '' ? 'the document' : field} ${why}`;
  throw new InputError(code, message, remedy === undefined ? { field } : { field, remedy });
}
