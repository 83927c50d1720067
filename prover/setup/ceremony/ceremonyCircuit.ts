import { compileCircuit } from '../compiledCircuit.ts';
import { checkLockedCircuit, lockedInstance } from '../lockedInstance.ts';
import { R1cs } from '../r1cs.ts';
import type { Workspace } from '../workspace.ts';
import { readBinary } from './readBinary.ts';

/** The circuit that a ceremony makes a key for. */
export interface CeremonyCircuit {
  /** Null for a constraint system from a file, which has no place in the lock. */
  readonly instance: string | null;
  /** Content of the `.r1cs` file. */
  readonly r1cs: Uint8Array;
  readonly system: R1cs;
}

/**
 * An instance as it is compiled here, which must be the one in the lock.
 *
 * @throws InputError (`UNKNOWN_INSTANCE`), ArtifactError (`LOCK_…`, `CIRCUIT_…`, `CACHE_DAMAGED`)
 */
export async function instanceCircuit(
  instance: string,
  workspace: Workspace,
  onProgress?: (line: string) => void,
): Promise<CeremonyCircuit> {
  const { r1cs, system } = await compileCircuit(instance, workspace, onProgress);
  checkLockedCircuit(await lockedInstance(workspace, instance), instance, system.hash);
  return { instance, r1cs, system };
}

/**
 * A circuit from an `.r1cs` file: for rehearsals.
 *
 * @throws InputError (`FILE_UNREADABLE`), KeyError (`R1CS_FORMAT`)
 */
export async function fileCircuit(path: string): Promise<CeremonyCircuit> {
  const r1cs = await readBinary(path);
  return { instance: null, r1cs, system: new R1cs(r1cs) };
}
