import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { groth16 } from 'snarkjs';
import { afterAll, describe, expect, test } from 'vitest';
import { SnarkjsBackend } from '../../prover/groth16/snarkjsBackend.ts';
import { DEVELOPMENT_CONTRIBUTION, makeDevelopmentKey } from '../../prover/setup/developmentKey.ts';
import { KeyError } from '../../prover/setup/keyError.ts';
import { checkProvingKey } from '../../prover/setup/keyGate.ts';
import { parseProvingKey, ZKEY } from '../../prover/setup/zkey.ts';
import { checkVerificationKey } from '../../verifier/keyGate.ts';
import { type Groth16Proof, verifyProof } from '../../verifier/proof.ts';
import { verificationKeyToSnarkjs } from '../../verifier/snarkjsKey.ts';
import type { VerificationKey } from '../../verifier/verificationKey.ts';
import { forgeProof, makeSkippedKey } from '../support/forgery.ts';
import { compileProducts } from '../support/tinyCircuit.ts';

const backend = new SnarkjsBackend();
const folder = await mkdtemp(join(tmpdir(), 'fairmark-gate-'));
afterAll(async () => {
  await backend.close();
  await rm(folder, { recursive: true });
});

const circuit = await compileProducts(2);
const { zkey, verificationKey } = await makeDevelopmentKey(circuit.r1cs);
const expected = { publicCount: 2, r1cs: circuit.r1cs };

function snarkjsVerify(key: VerificationKey, signals: readonly bigint[], { a, b, c }: Groth16Proof): Promise<boolean> {
  const proof = { pi_a: [...a, '1'], pi_b: [...b, ['1', '0']], pi_c: [...c, '1'] };
  return groth16.verify(verificationKeyToSnarkjs(key), signals.map(String), proof);
}

async function expectKeyError(
  key: Uint8Array | string,
  code: string,
  expectations: Parameters<typeof checkProvingKey>[1] = expected,
) {
  const failure: unknown = await checkProvingKey(key, expectations).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(KeyError);
  expect(failure).toMatchObject({ code, remedy: expect.stringMatching(/\.$/) });
}

describe('the forgery with gamma = delta', async () => {
  const skipped = await makeSkippedKey(circuit.r1cs);
  const skippedKey = parseProvingKey(skipped).verificationKey;
  const claims = [
    [0n, 0n],
    [1n, 2n],
    [123456789n, 2n ** 250n],
  ];

  test('K14: works: snarkjs and the bare equation accept any claim under a key whose phase 2 was skipped', async () => {
    expect(skippedKey.delta).toEqual(skippedKey.gamma);
    for (const claim of claims) {
      const forged = forgeProof(skippedKey, claim);
      expect(await snarkjsVerify(skippedKey, claim, forged)).toBe(true);
      expect(verifyProof(skippedKey, claim, forged)).toBe(true);
    }
  });

  test('K1, K14: is stopped by both gates', async () => {
    expect(checkVerificationKey(skippedKey, 2)).toContainEqual(
      expect.objectContaining({ code: 'KEY_GAMMA_EQUALS_DELTA' }),
    );
    await expectKeyError(skipped, 'KEY_GAMMA_EQUALS_DELTA');
  });

  test('fails against the development key', async () => {
    for (const claim of claims) {
      const forged = forgeProof(verificationKey, claim);
      expect(verifyProof(verificationKey, claim, forged)).toBe(false);
      expect(await snarkjsVerify(verificationKey, claim, forged)).toBe(false);
    }
  });

  test('the skipped key is otherwise sound: it proves true claims too', async () => {
    const { proof, publicSignals } = await backend.prove(skipped, await circuit.witness({ x: [4, 5], y: 6 }));
    expect(verifyProof(skippedKey, publicSignals, proof)).toBe(true);
  });
});

/** Offset of a section's content in the development key. */
function offset(id: number): number {
  return parseProvingKey(zkey).section(id).byteOffset - zkey.byteOffset;
}

function edited(edit: (copy: Uint8Array) => void): Uint8Array {
  const copy = zkey.slice();
  edit(copy);
  return copy;
}

describe('the proving key gate', () => {
  test('takes a path as well as bytes', async () => {
    const path = join(folder, 'key.zkey');
    await writeFile(path, zkey);
    expect((await checkProvingKey(path, expected)).verificationKey).toEqual(verificationKey);
    await expectKeyError(join(folder, 'absent.zkey'), 'KEY_UNREADABLE');
  });

  test('K12: refuses the 12 bytes that snarkjs leaves when powers of tau are too few, and every truncation', async () => {
    await expectKeyError(new Uint8Array([0x7a, 0x6b, 0x65, 0x79, 1, 0, 0, 0, 10, 0, 0, 0]), 'KEY_UNREADABLE');
    for (let length = 0; length < zkey.length; length += 97)
      await expectKeyError(zkey.subarray(0, length), 'KEY_UNREADABLE');
    await expectKeyError(zkey.subarray(0, zkey.length - 1), 'KEY_UNREADABLE');
    await expectKeyError(new Uint8Array([...zkey, 0]), 'KEY_UNREADABLE');
  });

  test.each([
    ['another file type', 0, 'KEY_UNREADABLE'],
    ['another version', 4, 'KEY_UNREADABLE'],
    ['another protocol', offset(ZKEY.protocol), 'KEY_UNREADABLE'],
    ['another base field', offset(ZKEY.header) + 4, 'KEY_UNREADABLE'],
    ['another number of wires', offset(ZKEY.header) + 72, 'KEY_UNREADABLE'],
    ['another number of public signals', offset(ZKEY.header) + 76, 'KEY_UNREADABLE'],
    ['another domain', offset(ZKEY.header) + 80, 'KEY_UNREADABLE'],
    ['another alpha', offset(ZKEY.header) + 84, 'KEY_INVALID_POINT'],
    ['another beta in G1', offset(ZKEY.header) + 148, 'KEY_INCONSISTENT'],
    ['another beta in G2', offset(ZKEY.header) + 212, 'KEY_INVALID_POINT'],
    ['another delta in G1', offset(ZKEY.header) + 468, 'KEY_CONTRIBUTION_MISMATCH'],
    ['another delta after the contribution', offset(ZKEY.contributions) + 68, 'KEY_CONTRIBUTION_MISMATCH'],
    ['another IC point', offset(ZKEY.ic) + 70, 'KEY_INVALID_POINT'],
    ['another A point', offset(ZKEY.a) + 65, 'KEY_INVALID_POINT'],
    ['another B2 point', offset(ZKEY.b2) + 129, 'KEY_INVALID_POINT'],
    ['another C point', offset(ZKEY.c) + 65, 'KEY_INVALID_POINT'],
    ['another H point', offset(ZKEY.h) + 65, 'KEY_INVALID_POINT'],
    ['another matrix', offset(ZKEY.coefficients) + 5, 'KEY_COEFFICIENTS'],
    ['another number of coefficients', offset(ZKEY.coefficients), 'KEY_UNREADABLE'],
    ['another coefficient', offset(ZKEY.coefficients) + 16, 'KEY_CIRCUIT_MISMATCH'],
  ])('refuses %s', async (_, at, code) => {
    await expectKeyError(
      edited((copy) => {
        copy[at] = (copy[at] as number) ^ 1;
      }),
      code,
    );
  });

  test('refuses a coordinate at or above the field order', async () => {
    await expectKeyError(
      edited((copy) => copy.fill(0xff, offset(ZKEY.h), offset(ZKEY.h) + 32)),
      'KEY_INVALID_POINT',
    );
    await expectKeyError(
      edited((copy) => copy.fill(0xff, offset(ZKEY.ic), offset(ZKEY.ic) + 32)),
      'KEY_UNREADABLE',
    );
  });

  test('refuses valid points in the wrong place of the header', async () => {
    const from = offset(ZKEY.header);
    // alpha's point is on the curve, but is not delta.
    await expectKeyError(
      edited((copy) => copy.copyWithin(from + 468, from + 84, from + 148)),
      'KEY_CONTRIBUTION_MISMATCH',
    );
    await expectKeyError(
      edited((copy) => copy.copyWithin(from + 148, from + 84, from + 148)),
      'KEY_INCONSISTENT',
    );
  });

  test('K8: refuses a key without a contribution, even if delta is another point than gamma', async () => {
    const start = offset(ZKEY.contributions);
    const stripped = zkey.slice(0, start + 68);
    const view = new DataView(stripped.buffer);
    view.setBigUint64(start - 8, 68n, true);
    view.setUint32(start + 64, 0, true);
    await expectKeyError(stripped, 'KEY_NO_CONTRIBUTION');
  });

  test('K11: refuses the key of another circuit', async () => {
    const seven = await compileProducts(7);
    const { zkey: other } = await makeDevelopmentKey(seven.r1cs);
    await expectKeyError(other, 'KEY_IC_LENGTH');
    await expectKeyError(other, 'KEY_CIRCUIT_MISMATCH', { publicCount: 7, r1cs: circuit.r1cs });
    await expectKeyError(zkey, 'KEY_CIRCUIT_MISMATCH', { publicCount: 2, constraintCount: 500 });
  });

  test('K15: knows a development key by its delta when the name is rubbed out', async () => {
    const renamed = edited((copy) => {
      copy[copy.length - DEVELOPMENT_CONTRIBUTION.length] = 0x20;
    });
    expect((await checkProvingKey(renamed, expected)).kind).toBe('development');
    expect((await checkProvingKey(renamed, { publicCount: 2 })).kind).toBe('ceremony');
  });
});
