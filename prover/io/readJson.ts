import { open } from 'node:fs/promises';
import { InputError } from '../../circuits/errors.ts';
import { parseJson } from './parseJson.ts';
import { unreadable } from './unreadable.ts';

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
  return parseJson(await readBytes(path, maximumBytes), path);
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
    throw unreadable(path, error);
  }
}
