import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test, vi } from 'vitest';
import { SnarkjsBackend } from '../../prover/groth16/snarkjsBackend.ts';
import { makeDevelopmentKey } from '../../prover/setup/developmentKey.ts';
import { verifyProof } from '../../verifier/proof.ts';
import { compileProducts } from '../support/tinyCircuit.ts';

const backend = new SnarkjsBackend();
afterAll(() => backend.close());

const circuit = await compileProducts(2);
const { zkey, verificationKey } = await makeDevelopmentKey(circuit.r1cs);
const witness = await circuit.witness({ x: [4, 5], y: 6 });

async function expectProof() {
  const { proof, publicSignals } = await backend.prove(zkey, witness);
  expect(verifyProof(verificationKey, publicSignals, proof)).toBe(true);
}

test('proves again after close, and close twice is harmless', async () => {
  await expectProof();
  await backend.close();
  await backend.close();
  await expectProof();
});

test('O6: proofs asked for at the same time all arrive, and each is blinded afresh from the secure source', async () => {
  const insecure = vi.spyOn(Math, 'random');
  const results = await Promise.all([1, 2, 3].map(() => backend.prove(zkey, witness)));
  expect(insecure).not.toHaveBeenCalled();
  insecure.mockRestore();
  for (const { proof, publicSignals } of results) expect(verifyProof(verificationKey, publicSignals, proof)).toBe(true);
  expect(new Set(results.map(({ proof }) => proof.a[0])).size).toBe(3);
});

test('gives up when aborted, before and while it works, and can be used afterwards', async () => {
  await expect(backend.prove(zkey, witness, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    name: 'AbortError',
  });
  const controller = new AbortController();
  const started = backend.prove(zkey, witness, { signal: controller.signal });
  setImmediate(() => controller.abort());
  await expect(started).rejects.toMatchObject({ name: 'AbortError' });
  await expectProof();
  const unused = new AbortController();
  await backend.prove(zkey, witness, { signal: unused.signal });
});

test.each([
  ['a witness of another circuit', async () => (await compileProducts(7)).witness({ x: [1, 2, 3, 4, 5, 6, 7], y: 1 })],
  ['a truncated witness', async () => witness.subarray(0, 50)],
  ['no witness', async () => new Uint8Array()],
])('%s is a typed error, and the next proof works', async (_, make) => {
  await expect(backend.prove(zkey, await make())).rejects.toMatchObject({
    code: 'PROVING_FAILED',
    name: 'ProvingError',
  });
  await expectProof();
});

test('snarkjs proves a false witness into a proof that is refused', async () => {
  // Byte 76 starts the witness values: one, then the first output.
  const wrong = witness.map((byte, at) => (at === 76 + 32 ? byte ^ 1 : byte));
  const { proof, publicSignals } = await backend.prove(zkey, wrong);
  expect(verifyProof(verificationKey, publicSignals, proof)).toBe(false);
});

test('a process that closes the back end ends by itself', async () => {
  const folder = join(import.meta.dirname, `../../.cache/exit-test-${process.pid}`);
  await mkdir(folder, { recursive: true });
  try {
    const config = {
      extends: '../../tsconfig.build.json',
      compilerOptions: { outDir: 'js', rootDir: '../..', declaration: false },
      include: ['../../types'],
      files: ['../../prover/groth16/snarkjsBackend.ts'],
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
    await writeFile(join(folder, 'key.zkey'), zkey);
    await writeFile(join(folder, 'witness.wtns'), witness);
    await writeFile(
      join(folder, 'main.mjs'),
      `import { readFileSync } from 'node:fs';
       import { SnarkjsBackend } from './js/prover/groth16/snarkjsBackend.js';
       const backend = new SnarkjsBackend();
       const { publicSignals } = await backend.prove('key.zkey', new Uint8Array(readFileSync('witness.wtns')));
       await backend.close();
       console.log(publicSignals.join());`,
    );
    const run = promisify(execFile);
    const compiler = join(import.meta.dirname, '../../node_modules/typescript/bin/tsc');
    await run(process.execPath, [compiler, '-p', folder]);
    const { stdout } = await run(process.execPath, ['main.mjs'], { cwd: folder, timeout: 30_000 });
    expect(stdout).toBe('24,31\n');
  } finally {
    await rm(folder, { recursive: true });
  }
});
