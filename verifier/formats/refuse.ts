import { InputError } from '../../circuits/errors.ts';

/**
 * Refuses a field of a document.
 *
 * @param field its path; empty for the document itself
 * @param why what goes on after the path: `is negative`
 * @throws InputError always
 */
export function refuse(code: string, field: string, why: string, details?: { remedy: string }): never {
  throw new InputError(code, `${field || 'the document'} ${why}`, { field, ...details });
}
