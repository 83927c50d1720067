import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { VERIFICATION_KEYS } from '../../../verifier/generated/verificationKeys.ts';
import { ArtifactError } from '../artifactError.ts';
import { readLock, writeLock } from '../artifactsLock.ts';
import { ARTIFACTS_FILE } from './artifactsFile.ts';
import { compileContracts, soliditySources } from './compileContracts.ts';
import { bytecodeHash, type CompiledContracts } from './contractArtifact.ts';
import { REGISTRY_ABI_FILE, registryAbi } from './registryAbi.ts';
import { solidityConstants } from './solidityConstants.ts';
import { verifierContract } from './verifierContract.ts';

/** Every generated Solidity source: constants, and a verifier for each pinned key. */
export function generatedSources(): Map<string, string> {
  return new Map([...solidityConstants(), ...Object.values(VERIFICATION_KEYS).map(verifierContract)]);
}

/** The compiled contracts as the committed file has them. */
export function artifactsText(compiled: CompiledContracts): string {
  return `${JSON.stringify(compiled, null, 1)}\n`;
}

/** Hashes of the creation code by contract, as the lock has them. */
export function bytecodeHashes({ contracts }: CompiledContracts): Record<string, `0x${string}`> {
  return Object.fromEntries(
    Object.entries(contracts)
      .map(([name, artifact]): [string, `0x${string}`] => [name, bytecodeHash(artifact)])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/**
 * Writes generated sources, compiles, and writes artifacts and lock.
 *
 * @returns the files that were written
 * @throws ArtifactError `SOLIDITY`, `LOCK_MISSING`, `LOCK_FORMAT`
 */
export async function writeContracts(root: string): Promise<string[]> {
  const workspace = { root, cache: root };
  const generated = generatedSources();
  for (const [path, content] of generated) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  const compiled = await compileContracts(await soliditySources(root), root);
  await writeFile(join(root, ARTIFACTS_FILE), artifactsText(compiled));
  await writeFile(join(root, REGISTRY_ABI_FILE), registryAbi(compiled));
  const lock = await readLock(workspace);
  if (!lock)
    throw new ArtifactError('LOCK_MISSING', 'there is no lock', 'Run fairmark setup --dev --write-lock first.');
  await writeLock(workspace, {
    ...lock,
    contracts: { compiler: compiled.compiler, bytecode: bytecodeHashes(compiled) },
  });
  return [...generated.keys(), ARTIFACTS_FILE, REGISTRY_ABI_FILE];
}
