import { expect, test } from 'vitest';
import { PUBLIC_SIGNALS } from '../../circuits/signals.ts';
import { readLock } from '../../prover/setup/artifactsLock.ts';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';
import { VERIFICATION_KEYS } from '../../verifier/generated/verificationKeys.ts';
import { checkVerificationKey } from '../../verifier/keyGate.ts';
import { verificationKeyHash } from '../../verifier/verificationKey.ts';

test('every shipped key passes the gate and hashes to its name', () => {
  for (const [hash, { instance, key }] of Object.entries(VERIFICATION_KEYS)) {
    expect(checkVerificationKey(key, PUBLIC_SIGNALS.length), instance).toEqual([]);
    expect(verificationKeyHash(key), instance).toBe(hash);
  }
});

test('the shipped keys are those of the lock', async () => {
  const locked = Object.entries((await readLock(defaultWorkspace()))?.instances ?? {});
  const shipped = Object.entries(VERIFICATION_KEYS).map(([hash, { instance, kind }]) => ({ instance, hash, kind }));
  expect(shipped).toEqual(
    expect.arrayContaining(
      locked.map(([instance, entry]) => ({ instance, hash: entry.verificationKeyHash, kind: entry.kind })),
    ),
  );
  expect(shipped.length).toBe(locked.length);
});
