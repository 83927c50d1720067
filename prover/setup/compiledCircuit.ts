import { readFile } from 'node:fs/promises';
import { PUBLIC_SIGNALS } from '../../circuits/signals.ts';
import { ArtifactError } from './artifactError.ts';
import { compileInstance } from './compileInstance.ts';
import { R1cs } from './r1cs.ts';
import type { Workspace } from './workspace.ts';

/** The compiled circuit of an instance. */
export interface CompiledCircuit {
  readonly instance: string;
  readonly wasmPath: string;
  /** Content of the `.r1cs` file. */
  readonly r1cs: Uint8Array;
  readonly system: R1cs;
}

/**
 * Compiles an instance, unless the cache holds it, and reads its constraints.
 *
 * @throws as `compileInstance`, and ArtifactError (`CIRCUIT_PUBLIC_SIGNALS`)
 */
export async function compileCircuit(
  instance: string,
  workspace: Workspace,
  onProgress?: (line: string) => void,
): Promise<CompiledCircuit> {
  const compiled = await compileInstance(instance, workspace, onProgress);
  const r1cs = new Uint8Array(await readFile(compiled.r1cs));
  const system = new R1cs(r1cs);
  if (system.publicSignals !== PUBLIC_SIGNALS.length) {
    throw new ArtifactError(
      'CIRCUIT_PUBLIC_SIGNALS',
      `${instance} has ${system.publicSignals} public signals instead of ${PUBLIC_SIGNALS.length}`,
      'Mend the circuit, or restore circuits/ from the package.',
    );
  }
  return { instance, wasmPath: compiled.wasm, r1cs, system };
}
