import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { LockedInstance } from './artifactsLock.ts';
import { DEVELOPMENT_SEED } from './developmentSecrets.ts';
import type { Workspace } from './workspace.ts';

/** Where the development key of a constraint system lies, whether or not it has been made. */
export function developmentKeyPath({ cache }: Workspace, r1csHash: string): string {
  const seed = createHash('sha256').update(DEVELOPMENT_SEED).digest('hex').slice(0, 8);
  return join(cache, 'keys', r1csHash, `development-${seed}.zkey`);
}

/**
 * Where the key of the locked kind lies, whether or not it is there. One cache may hold keys of several ceremonies: the
 * name of each has the sha256 by which it is pinned.
 */
export function lockedKeyPath(workspace: Workspace, { kind, r1csHash, provingKeyHash }: LockedInstance): string {
  return kind === 'development'
    ? developmentKeyPath(workspace, r1csHash)
    : join(workspace.cache, 'keys', r1csHash, `ceremony-${provingKeyHash}.zkey`);
}
