import { ArtifactError } from './artifactError.ts';
import { type LockedInstance, readLock } from './artifactsLock.ts';
import type { Workspace } from './workspace.ts';

/**
 * What the lock pins for an instance.
 *
 * @throws ArtifactError (`LOCK_FORMAT`, `LOCK_MISSING`)
 */
export async function lockedInstance(workspace: Workspace, instance: string): Promise<LockedInstance> {
  const instances = (await readLock(workspace))?.instances;
  const entry = instances !== undefined && Object.hasOwn(instances, instance) ? instances[instance] : undefined;
  if (entry === undefined) {
    throw new ArtifactError('LOCK_MISSING', `the lock does not know the instance ${instance}`, REFRESH);
  }
  return entry;
}

/**
 * Refuses a circuit that is not the locked one.
 *
 * @throws ArtifactError (`LOCK_CIRCUIT_MISMATCH`)
 */
export function checkLockedCircuit({ r1csHash }: LockedInstance, instance: string, found: string): void {
  if (r1csHash === found) return;
  throw new ArtifactError('LOCK_CIRCUIT_MISMATCH', `${instance}: the circuit is not the one in the lock`, REFRESH);
}

const REFRESH =
  'Restore circuits/ from the package; who changed the circuit runs `fairmark setup --dev --write-lock` in the source tree.';
