import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ArtifactError } from '../artifactError.ts';
import { ARTIFACTS_FILE } from './artifactsFile.ts';
import type { CompiledContracts, ContractArtifact } from './contractArtifact.ts';

/**
 * The compiled contracts of this installation.
 *
 * @param root folder of the package
 * @throws ArtifactError `CONTRACTS_MISSING`
 */
export async function readContracts(root: string): Promise<CompiledContracts> {
  try {
    return JSON.parse(await readFile(join(root, ARTIFACTS_FILE), 'utf8')) as CompiledContracts;
  } catch {
    throw new ArtifactError(
      'CONTRACTS_MISSING',
      `${join(root, ARTIFACTS_FILE)} cannot be read`,
      'Restore the file from the package.',
    );
  }
}

/** One compiled contract by its name. */
export function contractNamed({ contracts }: CompiledContracts, name: string): ContractArtifact {
  const found = contracts[name];
  if (!found) throw new ArtifactError('CONTRACTS_MISSING', `there is no contract ${name}`, 'Run npm run generate.');
  return found;
}
