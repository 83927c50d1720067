import { bn254 } from '@noble/curves/bn254.js';
import { g1Point, g2Point, isValidPoint } from './points.ts';
import { parseVerificationKey, type VerificationKey } from './verificationKey.ts';

/** What can be wrong with a verification key that is spelled correctly. */
export type KeyFailureCode =
  | 'KEY_MALFORMED'
  | 'KEY_IDENTITY_POINT'
  | 'KEY_INVALID_POINT'
  | 'KEY_GAMMA_EQUALS_DELTA'
  | 'KEY_DELTA_RELATED'
  | 'KEY_GAMMA_NOT_GENERATOR'
  | 'KEY_PHASE1_SKIPPED'
  | 'KEY_IC_LENGTH'
  | 'KEY_IC_DUPLICATE';

/** One reason to refuse a key. */
export interface KeyFailure {
  readonly code: KeyFailureCode;
  readonly message: string;
}

/**
 * Reasons to refuse a verification key, none for a key that may be used.
 *
 * The phase-2 protocol of snarkjs (Bowe, Gabizon, Miers 2017) fixes gamma to the G2 generator, starts delta there too,
 * and multiplies delta by each contributor's secret. Hence:
 *
 * - gamma must *be* the generator. A set-up that chose another gamma could know its ratio to delta;
 * - delta must not be. If delta = gamma, then A = alpha, B = beta, C = −(IC[0] + Σ signal·IC) satisfies the equation for
 *   any signals; if delta = k·gamma with a known k, C divided by k does. The gate sees k = ±1, 2 and 1/2; another known
 *   ratio shows only in the transcript of the ceremony;
 * - alpha and beta must not be generators: powers of tau without a contribution have tau = alpha = beta = 1.
 *
 * Also refused: identity points, points off the curve or outside the subgroup, a number of IC points other than
 * `publicCount + 1`, and equal IC points (two signals could then be exchanged).
 */
export function checkVerificationKey(key: VerificationKey, publicCount: number): KeyFailure[] {
  try {
    parseVerificationKey(key);
  } catch (error) {
    return [{ code: 'KEY_MALFORMED', message: error instanceof Error ? error.message : 'the key is malformed' }];
  }
  const failures: KeyFailure[] = [];
  const fail = (code: KeyFailureCode, message: string) => failures.push({ code, message });

  const alpha = g1Point(key.alpha);
  const [beta, gamma, delta] = [g2Point(key.beta), g2Point(key.gamma), g2Point(key.delta)];
  const ic = key.ic.map(g1Point);
  const named = [
    ['alpha', alpha],
    ['beta', beta],
    ['gamma', gamma],
    ['delta', delta],
    ...ic.map((point, index) => [`IC[${index}]`, point] as const),
  ] as const;
  for (const [name, point] of named) {
    if (point.is0()) fail('KEY_IDENTITY_POINT', `${name} is the identity`);
    else if (!isValidPoint(point)) fail('KEY_INVALID_POINT', `${name} is not a point of its prime-order group`);
  }

  const generator = bn254.G2.Point.BASE;
  if (delta.equals(gamma)) {
    fail('KEY_GAMMA_EQUALS_DELTA', 'gamma equals delta: phase 2 was skipped, and anyone can forge a proof');
  } else if (delta.equals(gamma.negate()) || delta.equals(gamma.double()) || delta.double().equals(gamma)) {
    fail('KEY_DELTA_RELATED', 'delta is a known multiple of gamma: anyone can forge a proof');
  }
  if (!gamma.equals(generator)) fail('KEY_GAMMA_NOT_GENERATOR', 'gamma is not the generator that snarkjs fixes');
  if (alpha.equals(bn254.G1.Point.BASE) || beta.equals(generator)) {
    fail('KEY_PHASE1_SKIPPED', 'alpha or beta is the generator: the powers of tau have no contribution');
  }
  if (ic.length !== publicCount + 1) {
    fail('KEY_IC_LENGTH', `the key has ${ic.length} IC points where ${publicCount + 1} are due`);
  }
  if (new Set(key.ic.map(([x, y]) => `${x},${y}`)).size !== key.ic.length) {
    fail('KEY_IC_DUPLICATE', 'two IC points are equal: their signals could be exchanged');
  }
  return failures;
}
