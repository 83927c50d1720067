import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { InputError } from '../../circuits/errors.ts';

/**
 * Refuses a path that a file cannot be written to, before the work whose result it is to hold.
 *
 * @throws InputError `FILE_UNWRITABLE`
 */
export async function checkWritable(path: string, field: string): Promise<void> {
  const refuse = (why: string): never => {
    throw new InputError('FILE_UNWRITABLE', `cannot write ${path}: ${why}`, {
      field,
      remedy: 'Name a file in a folder that exists and can be written to.',
    });
  };
  await access(dirname(resolve(path)), constants.W_OK | constants.X_OK).catch((error: NodeJS.ErrnoException) =>
    refuse(error.code === 'ENOENT' ? 'there is no such folder' : `its folder cannot be written to (${error.code})`),
  );
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isFolder) refuse('it is a folder');
}
