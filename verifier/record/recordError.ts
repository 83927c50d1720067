import { InputError } from '../../circuits/errors.ts';

/**
 * A record of positions that cannot be read: `RECORD_TOO_LARGE`, `RECORD_NOT_JSON`, `RECORD_QUOTE`, `RECORD_CELLS`,
 * `RECORD_FIELD`, `RECORD_NUMBER`, `RECORD_SIDE`, `RECORD_REPEATED`. The message names line, or entry, and column.
 */
export class RecordError extends InputError {
  constructor(code: string, field: string, why: string) {
    super(`RECORD_${code}`, `${field} ${why}`, { field });
  }
}

export function refuse(code: string, field: string, why: string): never {
  throw new RecordError(code, field, why);
}
