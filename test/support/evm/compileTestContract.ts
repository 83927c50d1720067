import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileContracts, soliditySources } from '../../../prover/setup/contracts/compileContracts.ts';
import type { ContractArtifact } from '../../../prover/setup/contracts/contractArtifact.ts';
import { defaultWorkspace } from '../../../prover/setup/workspace.ts';

/** Compiles test/contracts/solidity/NAME.sol, which may import contracts/interfaces/. */
export async function compileTestContract(name: string): Promise<ContractArtifact> {
  const { root } = defaultWorkspace();
  const path = `test/contracts/solidity/${name}.sol`;
  const sources = {
    ...(await soliditySources(root, 'contracts/interfaces')),
    [path]: await readFile(join(root, path), 'utf8'),
  };
  const { contracts } = await compileContracts(sources, root);
  const artifact = contracts[name];
  if (!artifact) throw new Error(`${path} has no contract ${name}`);
  return artifact;
}
