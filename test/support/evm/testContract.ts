import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileContracts, soliditySources } from '../../../prover/setup/contracts/compileContracts.ts';
import type { CompiledContracts } from '../../../prover/setup/contracts/contractArtifact.ts';
import { defaultWorkspace } from '../../../prover/setup/workspace.ts';

/** Compiles a file of test/contracts/solidity together with the interfaces that it may import. */
export async function compileTestContracts(file: string): Promise<CompiledContracts> {
  const { root } = defaultWorkspace();
  const path = `test/contracts/solidity/${file}`;
  const interfaces = await soliditySources(root, 'contracts/interfaces');
  return compileContracts({ ...interfaces, [path]: await readFile(join(root, path), 'utf8') }, root);
}
