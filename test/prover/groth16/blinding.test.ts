import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { checkProof, endChecks } from '../../../prover/bench/proving/checkProof.ts';
import { drawScalar } from '../../../prover/groth16/drawScalar.ts';
import { KernelBackend } from '../../../prover/groth16/kernelBackend.ts';
import { nodePlatform } from '../../../prover/groth16/platform/nodePlatform.ts';
import { makeDevelopmentKey } from '../../../prover/setup/developmentKey.ts';
import { SCALAR_FIELD as R } from '../../../verifier/points.ts';
import { compileProducts } from '../../support/tinyCircuit.ts';

const circuit = await compileProducts(2);
const { zkey, verificationKey } = await makeDevelopmentKey(circuit.r1cs);
const witness = await circuit.witness({ x: [4, 5], y: 6 });
const backend = new KernelBackend(nodePlatform);
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});
afterAll(async () => {
  await backend.close();
  await endChecks();
});

const check = async () =>
  checkProof('fairmark', await backend.prove(zkey, witness), { verificationKey, publicSignals: [24n, 31n] });

/** Makes the secure source give these numbers of 256 bits, the highest byte first. */
function giveOut(...numbers: bigint[]) {
  return vi.spyOn(crypto, 'getRandomValues').mockImplementation((bytes) => {
    const hex = numbers.shift()!.toString(16).padStart(64, '0');
    (bytes as unknown as Uint8Array).set(Buffer.from(hex, 'hex'));
    return bytes;
  });
}

test('values at and above the order are drawn again, and bits above it are not looked at', () => {
  const source = giveOut((1n << 256n) - 1n, R, (1n << 254n) - 1n, R - 1n, (3n << 254n) | 5n, 0n);
  expect(drawScalar()).toBe(R - 1n);
  expect(source).toHaveBeenCalledTimes(4);
  expect([drawScalar(), drawScalar()]).toEqual([5n, 0n]);
});

test('no two draws are equal', () => {
  expect(new Set(Array.from({ length: 1000 }, drawScalar)).size).toBe(1000);
});

test.each([
  ['0 and 0', 0n, 0n],
  ['1 and r - 1', 1n, R - 1n],
  ['r - 1 and r - 1', R - 1n, R - 1n],
])('proofs verify for any blinding values: %s', async (_, r, s) => {
  giveOut(r, s);
  await check();
});

test.each([
  ['no crypto', undefined],
  ['no getRandomValues', {}],
  [
    'a source that fails',
    {
      getRandomValues() {
        throw new Error('no entropy');
      },
    },
  ],
])('%s: no proof and a typed error, and the next proof works', async (_, crypto) => {
  vi.stubGlobal('crypto', crypto);
  await expect(backend.prove(zkey, witness)).rejects.toMatchObject({
    name: 'ProvingError',
    code: 'PROVING_FAILED',
    remedy: expect.any(String),
  });
  vi.unstubAllGlobals();
  await check();
});

test('nothing is drawn from Math.random', async () => {
  const insecure = vi.spyOn(Math, 'random');
  await check();
  expect(insecure).not.toHaveBeenCalled();
  const folder = join(import.meta.dirname, '../../../prover/groth16');
  for (const file of await readdir(folder, { recursive: true })) {
    if (file.endsWith('.ts')) expect(await readFile(join(folder, file), 'utf8'), file).not.toContain('Math.random');
  }
});
