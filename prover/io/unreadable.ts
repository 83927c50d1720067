import { InputError } from '../../circuits/errors.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
};

/** Why a path cannot be read, as an InputError (`FILE_UNREADABLE`); an InputError stays as it is. */
export function unreadable(path: string, error: unknown, details: { readonly remedy?: string } = {}): InputError {
  if (error instanceof InputError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return new InputError('FILE_UNREADABLE', `cannot read ${path}: ${REASONS[code] ?? code}`, {
    field: path,
    ...details,
  });
}
