import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readLock } from '../../prover/setup/artifactsLock.ts';
import { ARTIFACTS_FILE } from '../../prover/setup/contracts/artifactsFile.ts';
import { compileContracts, soliditySources } from '../../prover/setup/contracts/compileContracts.ts';
import type { CompiledContracts } from '../../prover/setup/contracts/contractArtifact.ts';
import { contractNamed } from '../../prover/setup/contracts/readContracts.ts';
import { verifierName } from '../../prover/setup/contracts/verifierContract.ts';
import { artifactsText, bytecodeHashes, generatedSources } from '../../prover/setup/contracts/writeContracts.ts';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';
import { DeployedVerifier } from '../support/evm/deployedVerifier.ts';

const workspace = defaultWorkspace();
const { root } = workspace;
const committed = (path: string) => readFile(join(root, path), 'utf8');

test('the committed Solidity is what its scripts write, byte for byte', async () => {
  for (const [path, content] of generatedSources()) expect(await committed(path), path).toBe(content);
});

test('every file under contracts/generated has a script', async () => {
  const written = [...generatedSources().keys(), ARTIFACTS_FILE].sort();
  const found = (await readdir(join(root, 'contracts/generated'))).map((name) => `contracts/generated/${name}`);
  expect(found.sort()).toEqual(written);
});

describe('the compiled contracts', () => {
  let compiled: CompiledContracts;
  beforeAll(async () => {
    compiled = await compileContracts(await soliditySources(root), root);
  }, 600_000);

  test('K13: the committed artifacts are what the sources compile to', async () => {
    // Compared as a whole: a difference would be megabytes long.
    expect((await committed(ARTIFACTS_FILE)) === artifactsText(compiled), 'run npm run generate').toBe(true);
  });

  test('K13: the lock has the hash of each contract', async () => {
    const lock = await readLock(workspace);
    expect(lock?.contracts).toEqual({ compiler: compiled.compiler, bytecode: bytecodeHashes(compiled) });
  });

  test('K13, V23: each verifier names the key that the lock pins, and its kind', async () => {
    const instances = Object.entries((await readLock(workspace))?.instances ?? {});
    expect(instances.length).toBeGreaterThan(0);
    for (const [instance, { verificationKeyHash, kind }] of instances) {
      const verifier = await DeployedVerifier.deploy(contractNamed(compiled, verifierName(instance)));
      expect(await verifier.read('verificationKeyHash'), instance).toBe(verificationKeyHash);
      expect(await verifier.read('isDevelopmentKey'), instance).toBe(kind === 'development');
    }
  });
});
