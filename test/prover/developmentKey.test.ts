import { groth16, zKey } from 'snarkjs';
import { afterAll, describe, expect, test } from 'vitest';
import { SnarkjsBackend } from '../../prover/groth16/snarkjsBackend.ts';
import { makeDevelopmentKey } from '../../prover/setup/developmentKey.ts';
import { DEVELOPMENT_SEED, developmentSecrets } from '../../prover/setup/developmentSecrets.ts';
import { KeyError } from '../../prover/setup/keyError.ts';
import { keyScalars } from '../../prover/setup/keyFromSecrets.ts';
import { checkProvingKey } from '../../prover/setup/keyGate.ts';
import { R1cs } from '../../prover/setup/r1cs.ts';
import { SetupCurve } from '../../prover/setup/setupCurve.ts';
import { parseProvingKey, ZKEY } from '../../prover/setup/zkey.ts';
import { verifyProof } from '../../verifier/proof.ts';
import { verificationKeyFromSnarkjs, verificationKeyToSnarkjs } from '../../verifier/snarkjsKey.ts';
import { compileProducts, compileTiny } from '../support/tinyCircuit.ts';

const backend = new SnarkjsBackend();
afterAll(() => backend.close());

describe.each([2, 7])('development key of a circuit with %i outputs', async (count) => {
  const circuit = await compileProducts(count);
  const x = Array.from({ length: count }, (_, i) => 10 * i + 1);
  const outputs = x.map((value, i) => BigInt(value) * 6n + BigInt(i));
  const { zkey, verificationKey } = await makeDevelopmentKey(circuit.r1cs);

  test('proves with snarkjs, and both verifiers accept', async () => {
    const { proof, publicSignals } = await backend.prove(zkey, await circuit.witness({ x, y: 6 }));
    expect(publicSignals).toEqual(outputs);
    expect(verifyProof(verificationKey, publicSignals, proof)).toBe(true);
    const snarkjsProof = {
      pi_a: [...proof.a, '1'],
      pi_b: [...proof.b, ['1', '0']],
      pi_c: [...proof.c, '1'],
      protocol: 'groth16',
      curve: 'bn128',
    };
    const key = verificationKeyToSnarkjs(verificationKey);
    expect(await groth16.verify(key, outputs.map(String), snarkjsProof)).toBe(true);
    for (let i = 0; i < count; i++) {
      const other = outputs.map((value, j) => (i === j ? value + 1n : value));
      expect(verifyProof(verificationKey, other, proof)).toBe(false);
    }
  });

  test('snarkjs exports the verification key that the set-up returns', async () => {
    expect(verificationKeyFromSnarkjs(await zKey.exportVerificationKey(zkey))).toEqual(verificationKey);
  });

  test('has the same bytes every time, and other bytes for another seed', async () => {
    expect(Buffer.compare((await makeDevelopmentKey(circuit.r1cs)).zkey, zkey)).toBe(0);
    const other = await makeDevelopmentKey(circuit.r1cs, { seed: 'another' });
    expect(other.verificationKey.alpha).not.toEqual(verificationKey.alpha);
  });

  test('has the points that ffjavascript makes one by one', async () => {
    const system = new R1cs(circuit.r1cs);
    const curve = await SetupCurve.load();
    const scalars = keyScalars(system, curve, developmentSecrets(DEVELOPMENT_SEED, system.hash));
    const key = parseProvingKey(zkey);
    for (const [id, group, list] of [
      [ZKEY.ic, 'G1', scalars.ic],
      [ZKEY.a, 'G1', scalars.a],
      [ZKEY.b1, 'G1', scalars.b],
      [ZKEY.b2, 'G2', scalars.b],
      [ZKEY.c, 'G1', scalars.c],
      [ZKEY.h, 'G1', scalars.h],
    ] as const) {
      const points = list.map((scalar) => curve.timesGenerator(group, scalar));
      expect(Buffer.compare(key.section(id), Buffer.concat(points))).toBe(0);
    }
  });

  test('passes the gate as a development key', async () => {
    const checked = await checkProvingKey(zkey, { publicCount: count, r1cs: circuit.r1cs });
    expect(checked.kind).toBe('development');
    expect(checked.contributions).toEqual([expect.stringContaining('DEVELOPMENT')]);
  });
});

test('a circuit of several batches of points proves, with zero, negative and full-size coefficients', async () => {
  const circuit = await compileTiny(`pragma circom 2.1.6;
template Chain(n) {
    signal input x;
    signal output y;
    signal link[n + 1];
    link[0] <== x;
    for (var i = 0; i < n; i++) link[i + 1] <== (link[i] - 12345678901234567890 * i) * (7 - link[i]);
    y <== link[n];
}
component main = Chain(2500);
`);
  const { zkey, verificationKey } = await makeDevelopmentKey(circuit.r1cs);
  const { proof, publicSignals } = await backend.prove(zkey, await circuit.witness({ x: 3 }));
  expect(verifyProof(verificationKey, publicSignals, proof)).toBe(true);
  expect(verificationKeyFromSnarkjs(await zKey.exportVerificationKey(zkey))).toEqual(verificationKey);
  await checkProvingKey(zkey, { publicCount: 1, constraintCount: 2500, r1cs: circuit.r1cs });
});

test('progress rises to one', async () => {
  const shares: number[] = [];
  const { r1cs } = await compileProducts(2);
  await makeDevelopmentKey(r1cs, { onProgress: (share) => shares.push(share) });
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares.at(-1)).toBe(1);
});

test.each([
  ['an empty file', (r1cs: Uint8Array) => r1cs.subarray(0, 0)],
  ['a truncated file', (r1cs: Uint8Array) => r1cs.subarray(0, r1cs.length - 40)],
  ['another field', (r1cs: Uint8Array) => r1cs.map((byte, at) => (at === 30 ? byte ^ 1 : byte))],
])('%s is refused as a constraint system', async (_, damage) => {
  const { r1cs } = await compileProducts(2);
  const failure = await makeDevelopmentKey(damage(r1cs)).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(KeyError);
  expect(failure).toMatchObject({ code: 'R1CS_FORMAT' });
});
