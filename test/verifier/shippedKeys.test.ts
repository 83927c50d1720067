import { expect, test } from 'vitest';
import { PUBLIC_SIGNALS } from '../../circuits/signals.ts';
import { readLock } from '../../prover/setup/artifactsLock.ts';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';
import { VERIFICATION_KEYS } from '../../verifier/generated/verificationKeys.ts';
import { checkVerificationKey } from '../../verifier/keyGate.ts';
import { SCALAR_FIELD } from '../../verifier/points.ts';
import { verifyProof } from '../../verifier/proof.ts';
import { verificationKeyHash } from '../../verifier/verificationKey.ts';
import { forgeProof } from '../support/forgery.ts';

test('K13: every shipped key passes the gate and hashes to its name', () => {
  for (const [hash, { instance, key }] of Object.entries(VERIFICATION_KEYS)) {
    expect(checkVerificationKey(key, PUBLIC_SIGNALS.length), instance).toEqual([]);
    expect(verificationKeyHash(key), instance).toBe(hash);
  }
});

test('K13: the shipped keys are those of the lock', async () => {
  const locked = Object.entries((await readLock(defaultWorkspace()))?.instances ?? {});
  const shipped = Object.entries(VERIFICATION_KEYS).map(([hash, { instance, kind }]) => ({ instance, hash, kind }));
  expect(shipped).toEqual(
    expect.arrayContaining(
      locked.map(([instance, entry]) => ({ instance, hash: entry.verificationKeyHash, kind: entry.kind })),
    ),
  );
  expect(shipped.length).toBe(locked.length);
});

test('K14: a forged proof that only gamma = delta would let pass fails against every shipped key', () => {
  const claims = [
    new Array<bigint>(PUBLIC_SIGNALS.length).fill(0n),
    PUBLIC_SIGNALS.map((_, i) => BigInt(i + 1)),
    PUBLIC_SIGNALS.map(() => SCALAR_FIELD - 1n),
  ];
  for (const { instance, key } of Object.values(VERIFICATION_KEYS)) {
    // The forgery itself is sound: it passes once delta is moved to gamma.
    expect(
      verifyProof({ ...key, delta: key.gamma }, claims[1] as bigint[], forgeProof(key, claims[1] as bigint[])),
    ).toBe(true);
    for (const claim of claims) expect(verifyProof(key, claim, forgeProof(key, claim)), instance).toBe(false);
  }
});
