import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../../circuits/errors.ts';

/** How a file is written. */
export interface WriteFileAtomicOptions {
  /** Permission bits of the file, such as 0o600 for what only the venue may read. 0o666 less the umask by default. */
  mode?: number;
}

/**
 * Writes a whole file, or nothing: into a temporary file in the same folder, then renamed over `path`.
 *
 * A reader sees the old content or the new one, never a part; a crash leaves at most a `.tmp` file behind.
 *
 * @throws InputError `FILE_UNWRITABLE` when the folder is missing or not writable, or `path` is a folder
 */
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array,
  { mode = 0o666 }: WriteFileAtomicOptions = {},
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(content);
      // Without this a power cut can leave the new name on an empty file.
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new InputError('FILE_UNWRITABLE', `cannot write ${path} (${reason})`, {
      field: path,
      remedy: 'Check that the folder exists, that it can be written to and that the disk has room.',
    });
  }
}
