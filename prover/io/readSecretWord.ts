import { open } from 'node:fs/promises';
import { InputError } from '../../circuits/errors.ts';
import { readBytes } from './readBytes.ts';
import { unreadable } from './unreadable.ts';

/** Longest file that is read: a word, a prefix and an end of line have 68 bytes. */
const MAXIMUM_BYTES = 256;
/** Permission bits of everybody but the file's owner. */
const OTHERS = 0o077;

/**
 * Reads a secret of 32 bytes from a file that only its owner can read: 64 hex digits, with or without 0x, blanks and ends
 * of line around them.
 *
 * @returns 0x and 64 lower-case hex digits
 * @throws InputError `FILE_UNREADABLE`, `SECRET_EXPOSED` (others may read the file), `SECRET_INVALID`; never with what the
 *   file holds
 */
export async function readSecretWord(path: string): Promise<`0x${string}`> {
  const text = await readShort(path);
  const word = parseSecretWord(text);
  if (word !== undefined) return word;
  throw new InputError('SECRET_INVALID', `${path} does not hold 64 hex digits and nothing else`, {
    field: path,
    remedy: 'Write the secret as 0x and 64 hex digits.',
  });
}

/** A text of 64 hex digits, with or without 0x and blanks around, in its one spelling; undefined for any other text. */
export function parseSecretWord(text: string): `0x${string}` | undefined {
  const digits = /^\s*(?:0x)?([0-9a-fA-F]{64})\s*$/.exec(text)?.[1];
  return digits === undefined ? undefined : `0x${digits.toLowerCase()}`;
}

async function readShort(path: string): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const stat = await file.stat();
      if (stat.isDirectory()) {
        throw new InputError('FILE_UNREADABLE', `${path} is a folder, not a file`, { field: path });
      }
      // Windows has no such bits: Node reports them as set.
      if (process.platform !== 'win32' && (stat.mode & OTHERS) !== 0) {
        throw new InputError('SECRET_EXPOSED', `${path} holds a secret, and others than its owner can use the file`, {
          field: path,
          remedy: `Run: chmod 600 ${path}`,
        });
      }
      return new TextDecoder().decode(await readBytes(file, MAXIMUM_BYTES));
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unreadable(path, error);
  }
}
