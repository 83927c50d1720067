import { readFile } from 'node:fs/promises';
import { unreadable } from '../../io/unreadable.ts';

/**
 * Reads a whole file of at most 2 GiB.
 *
 * @throws InputError (`FILE_UNREADABLE`)
 */
export async function readBinary(path: string): Promise<Uint8Array> {
  try {
    const { buffer, byteOffset, byteLength } = await readFile(path);
    return new Uint8Array(buffer, byteOffset, byteLength);
  } catch (error) {
    throw unreadable(path, error);
  }
}
