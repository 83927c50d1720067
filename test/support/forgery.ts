import type { bn254 } from '@noble/curves/bn254.js';
import { developmentSecrets } from '../../prover/setup/developmentSecrets.ts';
import { makeKeyFromSecrets } from '../../prover/setup/keyFromSecrets.ts';
import { R1cs } from '../../prover/setup/r1cs.ts';
import { SetupCurve } from '../../prover/setup/setupCurve.ts';
import { type G1Coordinates, g1Point } from '../../verifier/points.ts';
import type { Groth16Proof } from '../../verifier/proof.ts';
import type { VerificationKey } from '../../verifier/verificationKey.ts';

/** A key whose phase 2 was skipped: gamma = delta, no contribution. What `zKey.newZKey` leaves behind. */
export async function makeSkippedKey(r1cs: Uint8Array): Promise<Uint8Array> {
  const system = new R1cs(r1cs);
  const secrets = { ...developmentSecrets('phase 2 skipped', system.hash), delta: 1n };
  return makeKeyFromSecrets(system, await SetupCurve.load(), secrets, undefined);
}

/**
 * The forgery of 2026: with A = alpha and B = beta, e(A, B) = e(alpha, beta) leaves
 * e(signals, gamma) · e(C, delta) = 1, which C = −signals satisfies if gamma = delta.
 */
export function forgeProof(key: VerificationKey, publicSignals: readonly bigint[]): Groth16Proof {
  const signals = publicSignals.reduce(
    (sum, signal, i) => sum.add(g1Point(key.ic[i + 1] as G1Coordinates).multiplyUnsafe(signal)),
    g1Point(key.ic[0] as G1Coordinates),
  );
  return { a: key.alpha, b: key.beta, c: g1Decimals(signals.negate()) };
}

/** Coordinates of a point as a proof has them. */
export function g1Decimals(point: InstanceType<typeof bn254.G1.Point>): G1Coordinates {
  const { x, y } = point.toAffine();
  return [String(x), String(y)];
}
