import { createHash } from 'node:crypto';
import { KeyError } from '../keyError.ts';
import { lockedInstance } from '../lockedInstance.ts';
import { lockedKeyPath } from '../lockedKeyPath.ts';
import { type Workspace, writeAtomically } from '../workspace.ts';
import { CeremonyError } from './ceremonyError.ts';

/**
 * Puts the key of a ceremony into the cache, for an instance whose lock pins exactly this file.
 *
 * @returns where it lies
 * @throws ArtifactError (`LOCK_…`), CeremonyError (`CEREMONY_NOT_LOCKED`), KeyError (`KEY_LOCK_MISMATCH`)
 */
export async function installKey(zkey: Uint8Array, instance: string, workspace: Workspace): Promise<string> {
  const locked = await lockedInstance(workspace, instance);
  if (locked.kind !== 'ceremony') {
    throw new CeremonyError(
      'CEREMONY_NOT_LOCKED',
      `the lock pins no key of a ceremony for ${instance}`,
      '--instance',
      'Install a version of Fairmark whose lock does, or run `fairmark ceremony finish --write-lock` in the source tree.',
    );
  }
  const hash = createHash('sha256').update(zkey).digest('hex');
  if (hash !== locked.provingKeyHash) {
    throw new KeyError(
      'KEY_LOCK_MISMATCH',
      `the key has the sha256 ${hash}, and the lock pins ${locked.provingKeyHash} for ${instance}`,
      "Get the file that the ceremony's transcript names.",
    );
  }
  const path = lockedKeyPath(workspace, locked);
  await writeAtomically(path, zkey);
  return path;
}
