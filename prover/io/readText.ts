import { open } from 'node:fs/promises';
import { InputError } from '../../circuits/errors.ts';
import { readBytes } from './readBytes.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
};

/**
 * The text of a file, cut one byte after the limit: the reader then refuses it as too large.
 *
 * @throws InputError `FILE_UNREADABLE`
 */
export async function readText(path: string, maximumBytes: number): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      return new TextDecoder().decode(await readBytes(file, maximumBytes + 1));
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new InputError('FILE_UNREADABLE', `cannot read ${path}: ${REASONS[code] ?? code}`, {
      field: path,
      remedy: 'Give the path of a JSON file.',
    });
  }
}
