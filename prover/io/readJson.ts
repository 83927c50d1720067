import { open } from 'node:fs/promises';
import { InputError } from '../../circuits/errors.ts';
import { jsonErrorOffset } from './jsonErrorOffset.ts';

/** Limits on what is read. */
export interface ReadJsonOptions {
  /** Largest file accepted, in bytes; 64 MiB by default. */
  maximumBytes?: number;
}

const DEFAULT_MAXIMUM_BYTES = 64 * 1024 * 1024;

/**
 * Reads and parses one JSON file (UTF-8, byte order mark allowed). What it holds is for the caller to check.
 *
 * @throws InputError `FILE_UNREADABLE` (missing, a folder, no permission), `FILE_TOO_LARGE`, `JSON_INVALID` (with line
 *   and column, and without quoting the content, which may be secret)
 */
export async function readJson(
  path: string,
  { maximumBytes = DEFAULT_MAXIMUM_BYTES }: ReadJsonOptions = {},
): Promise<unknown> {
  const bytes = await readBytes(path, maximumBytes);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError('JSON_INVALID', `${path} is not UTF-8 text`, { field: path, remedy: 'Give a JSON file.' });
  }
  try {
    return JSON.parse(text);
  } catch {
    const before = text.slice(0, jsonErrorOffset(text) ?? text.length);
    const line = before.split('\n').length;
    const column = before.length - before.lastIndexOf('\n');
    throw new InputError('JSON_INVALID', `${path} is not JSON: error at line ${line}, column ${column}`, {
      field: path,
      remedy: before.length >= text.length ? 'The file ends too early: fetch or write it again.' : 'Give a JSON file.',
    });
  }
}

async function readBytes(path: string, maximumBytes: number): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r');
    try {
      const stat = await file.stat();
      if (stat.isDirectory())
        throw new InputError('FILE_UNREADABLE', `${path} is a folder, not a file`, { field: path });
      if (stat.size > maximumBytes) {
        throw new InputError('FILE_TOO_LARGE', `${path} has ${stat.size} bytes; at most ${maximumBytes} are read`, {
          field: path,
          remedy: 'Check that this is the right file.',
        });
      }
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const reason = code === 'ENOENT' ? 'there is no such file' : code === 'EACCES' ? 'permission denied' : code;
    throw new InputError('FILE_UNREADABLE', `cannot read ${path}: ${reason}`, { field: path });
  }
}
