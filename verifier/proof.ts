import { bn254 } from '@noble/curves/bn254.js';
import { InputError } from '../circuits/errors.ts';
import {
  type G1Coordinates,
  type G2Coordinates,
  g1Point,
  g2Point,
  isValidPoint,
  parseArray,
  parseDecimal,
  parseG1,
  parseG2,
  parseObject,
  SCALAR_FIELD,
} from './points.ts';
import type { VerificationKey } from './verificationKey.ts';

/**
 * A Groth16 proof over BN254: affine points as canonical decimal strings, in the order of snarkjs
 * (`pi_a`, `pi_b`, `pi_c` without the last coordinate; in `b`, c0 stands before c1).
 *
 * A proof is not an identity: `(−A, −B, C)` proves the same signals. Key nothing on its bytes.
 */
export interface Groth16Proof {
  readonly a: G1Coordinates;
  readonly b: G2Coordinates;
  readonly c: G1Coordinates;
}

/** A proof or list of public signals that is not what its format says. */
export class ProofFormatError extends InputError {
  constructor(field: string, reason: string) {
    super('PROOF_FORMAT', `${field} ${reason}`, { field, remedy: 'Ask the prover for the receipt as it was written.' });
  }
}

const refuse = (field: string, reason: string) => new ProofFormatError(field, reason);

/**
 * Reads a proof from parsed JSON. Accepts one spelling per proof: exact fields, canonical decimals below the base field
 * order, finite points on their curves, B in the subgroup of prime order.
 *
 * @throws ProofFormatError
 */
export function parseProof(value: unknown): Groth16Proof {
  return readProof(value).proof;
}

/**
 * Reads public signals from parsed JSON: exactly `count` canonical decimals below the scalar field order. A signal at or
 * above it would be the same field element with a second spelling.
 *
 * @throws ProofFormatError
 */
export function parsePublicSignals(value: unknown, count: number): bigint[] {
  return parseArray(value, count, 'publicSignals', refuse).map((signal, index) =>
    parseDecimal(signal, SCALAR_FIELD, `publicSignals[${index}]`, refuse),
  );
}

/**
 * Whether the proof satisfies the Groth16 equation for these signals under this key. Any defect of an argument, a signal
 * outside the scalar field or a wrong number of signals included, is `false`: this function does not throw.
 *
 * It trusts the key. A key with gamma = delta accepts forged proofs for any signals, so a key has to pass
 * `checkVerificationKey` and come from a pinned hash before its answer means anything.
 */
export function verifyProof(key: VerificationKey, publicSignals: readonly bigint[], proof: Groth16Proof): boolean {
  try {
    const [constant, ...terms] = key.ic;
    if (constant === undefined || publicSignals.length !== terms.length) return false;
    const { a, b, c } = readProof(proof);
    let signals = g1Point(constant);
    signals.assertValidity();
    for (const [index, coordinates] of terms.entries()) {
      const signal = publicSignals[index];
      if (typeof signal !== 'bigint' || signal < 0n || signal >= SCALAR_FIELD) return false;
      const point = g1Point(coordinates);
      point.assertValidity();
      signals = signals.add(point.multiplyUnsafe(signal));
    }
    const keyPairs = [
      { g1: g1Point(key.alpha), g2: g2Point(key.beta) },
      // The pairing with the identity is one, and the library refuses to compute it.
      ...(signals.is0() ? [] : [{ g1: signals, g2: g2Point(key.gamma) }]),
      { g1: c, g2: g2Point(key.delta) },
    ];
    for (const { g1, g2 } of keyPairs) {
      g1.assertValidity();
      g2.assertValidity();
    }
    const product = bn254.pairingBatch([{ g1: a.negate(), g2: b }, ...keyPairs]);
    return bn254.fields.Fp12.eql(product, bn254.fields.Fp12.ONE);
  } catch {
    return false;
  }
}

function readProof(value: unknown) {
  const object = parseObject(value, ['a', 'b', 'c'], 'proof', refuse);
  const proof: Groth16Proof = {
    a: parseG1(object.a, 'proof.a', refuse),
    b: parseG2(object.b, 'proof.b', refuse),
    c: parseG1(object.c, 'proof.c', refuse),
  };
  const points = { a: g1Point(proof.a), b: g2Point(proof.b), c: g1Point(proof.c) };
  for (const name of ['a', 'b', 'c'] as const) {
    if (points[name].is0()) throw refuse(`proof.${name}`, 'is the identity');
    if (!isValidPoint(points[name])) throw refuse(`proof.${name}`, 'is not a point of its prime-order group');
  }
  return { proof, ...points };
}
