import { open } from 'node:fs/promises';
import { readBytes } from './readBytes.ts';
import { unreadable } from './unreadable.ts';

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
    throw unreadable(path, error, { remedy: 'Give the path of a JSON file.' });
  }
}
