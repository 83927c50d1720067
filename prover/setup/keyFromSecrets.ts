import { createHash } from 'node:crypto';
import { ChaCha } from 'ffjavascript';
import { BASE_FIELD, SCALAR_FIELD } from '../../verifier/points.ts';
import { multiplyGenerators } from '../groth16/fixedBase/multiplyGenerators.ts';
import { nodePlatform } from '../groth16/platform/nodePlatform.ts';
import { openPool } from '../groth16/pool/openPool.ts';
import { BinaryFile, writeWord } from './binaryFile.ts';
import { encodeCoefficients } from './encodeCoefficients.ts';
import type { R1cs } from './r1cs.ts';
import type { SetupCurve } from './setupCurve.ts';
import { viewOf, ZKEY } from './zkey.ts';

/** The secrets of a Groth16 set-up, in [1, r). Whoever knows them can forge proofs; gamma is always 1. */
export interface SetupSecrets {
  readonly tau: bigint;
  readonly alpha: bigint;
  readonly beta: bigint;
  readonly delta: bigint;
}

/** The single phase-2 contribution that moves delta from 1 to its value. */
export interface SetupContribution {
  /** At most 64 bytes of ASCII. */
  readonly name: string;
  /** Scalar of the contribution's base point. */
  readonly base: bigint;
}

/**
 * Makes a Groth16 proving key directly from its secrets, in the layout that snarkjs writes after a contribution
 * (`zkey_new.js`, `zkey_contribute.js`; sections in numeric order).
 *
 * The circuit hash in section 10 is not that of snarkjs, which needs the powers of tau: it is a tagged blake2b of the
 * constraint system's hash. `zkey verify` against a powers-of-tau file therefore refuses the key, as it should.
 *
 * @param contribution undefined with delta = 1 gives a key whose phase 2 was skipped, for tests of the key gate
 * @param onProgress called with the share of the work that is done, in [0, 1]
 */
export async function makeKeyFromSecrets(
  r1cs: R1cs,
  curve: SetupCurve,
  secrets: SetupSecrets,
  contribution: SetupContribution | undefined,
  onProgress: (share: number) => void = () => {},
): Promise<Uint8Array> {
  const scalars = keyScalars(r1cs, curve, secrets);
  // G2 first: its calls take longest, and the last ones decide how long other workers wait at the end.
  const sections = [
    { id: ZKEY.b2, group: 'g2', scalars: scalars.b },
    { id: ZKEY.ic, group: 'g1', scalars: scalars.ic },
    { id: ZKEY.a, group: 'g1', scalars: scalars.a },
    { id: ZKEY.b1, group: 'g1', scalars: scalars.b },
    { id: ZKEY.c, group: 'g1', scalars: scalars.c },
    { id: ZKEY.h, group: 'g1', scalars: scalars.h },
  ] as const;
  const generators = { g1: curve.timesGenerator('G1', 1n), g2: curve.timesGenerator('G2', 1n) };
  const pool = await openPool(nodePlatform);
  const points = await multiplyGenerators(pool, generators, sections, onProgress).finally(() => pool.close());
  const computed = (id: number): [number, Uint8Array] => [
    id,
    points[sections.findIndex((section) => section.id === id)] as Uint8Array,
  ];
  return BinaryFile.compose('zkey', [
    [ZKEY.protocol, new Uint8Array([1, 0, 0, 0])],
    [ZKEY.header, header(r1cs, curve, secrets)],
    computed(ZKEY.ic),
    [ZKEY.coefficients, encodeCoefficients(r1cs)],
    computed(ZKEY.a),
    computed(ZKEY.b1),
    computed(ZKEY.b2),
    computed(ZKEY.c),
    computed(ZKEY.h),
    [ZKEY.contributions, contributions(r1cs, curve, secrets, contribution)],
  ]);
}

/** Logarithms of the points of a key, per section. */
export function keyScalars(r1cs: R1cs, curve: SetupCurve, { tau, alpha, beta, delta }: SetupSecrets) {
  const power = Math.log2(r1cs.domain);
  const root = curve.rootOfUnity(power);
  const lagrange = lagrangeAt(tau, r1cs.domain, { count: r1cs.domain, first: 1n, ratio: root });
  // Sums of products are reduced once, at the end.
  const zeros = () => new Array<bigint>(r1cs.wires).fill(0n);
  const sides = [zeros(), zeros(), zeros()] as const;
  r1cs.forEachTerm((matrix, constraint, wire, coefficient) => {
    const side = sides[matrix];
    side[wire] = (side[wire] as bigint) + coefficient * (lagrange[constraint] as bigint);
  });
  // As snarkjs: an extra constraint `signal · 0 = 0` per public signal, so that no two of them can be exchanged.
  for (let wire = 0; wire <= r1cs.publicSignals; wire++) {
    sides[0][wire] = (sides[0][wire] as bigint) + (lagrange[r1cs.constraints + wire] as bigint);
  }
  const [a, b, c] = sides.map((side) => side.map((value) => value % SCALAR_FIELD)) as [bigint[], bigint[], bigint[]];
  const k = a.map((value, wire) => (beta * value + alpha * (b[wire] as bigint) + (c[wire] as bigint)) % SCALAR_FIELD);
  const deltaInverse = invert(delta);
  return {
    ic: k.slice(0, r1cs.publicSignals + 1),
    a,
    b,
    c: k.slice(r1cs.publicSignals + 1).map((value) => (value * deltaInverse) % SCALAR_FIELD),
    // The prover of snarkjs knows h·Z at the odd powers of the root of twice the order: h·Z vanishes at the even ones.
    h: lagrangeAt(
      tau,
      2 * r1cs.domain,
      { count: r1cs.domain, first: curve.rootOfUnity(power + 1), ratio: root },
      deltaInverse,
    ),
  };
}
/**
 * Lagrange polynomials of the domain of an order at a point, times a factor: those of the roots first·ratio^i, with one
 * inversion for all of them. L(x) = root · (x^order − 1) / (order · (x − root)).
 */
function lagrangeAt(
  x: bigint,
  order: number,
  { count, first, ratio }: { readonly count: number; readonly first: bigint; readonly ratio: bigint },
  factor = 1n,
): bigint[] {
  let vanishing = x;
  for (let s = 1; s < order; s *= 2) vanishing = (vanishing * vanishing) % SCALAR_FIELD;
  vanishing -= 1n;
  if (vanishing === 0n) throw new RangeError('tau is a root of unity of the domain');
  const terms: { readonly root: bigint; readonly difference: bigint; readonly product: bigint }[] = [];
  let product = 1n;
  for (let i = 0, root = first; i < count; i++) {
    const difference = x - root + SCALAR_FIELD;
    terms.push({ root, difference, product });
    product = (product * difference) % SCALAR_FIELD;
    root = (root * ratio) % SCALAR_FIELD;
  }
  // What is divided by the order and by all differences up to i.
  let quotient = (((vanishing * factor) % SCALAR_FIELD) * invert(product * BigInt(order))) % SCALAR_FIELD;
  const values = new Array<bigint>(count);
  for (let i = count - 1; i >= 0; i--) {
    const { root, difference, product } = terms[i] as (typeof terms)[number];
    values[i] = (((quotient * product) % SCALAR_FIELD) * root) % SCALAR_FIELD;
    quotient = (quotient * difference) % SCALAR_FIELD;
  }
  return values;
}

function invert(value: bigint): bigint {
  let [low, high, x, y] = [((value % SCALAR_FIELD) + SCALAR_FIELD) % SCALAR_FIELD, SCALAR_FIELD, 1n, 0n];
  if (low === 0n) throw new RangeError('zero has no inverse');
  while (low > 1n) {
    const quotient = high / low;
    [high, low] = [low, high - quotient * low];
    [y, x] = [x, y - quotient * x];
  }
  return ((x % SCALAR_FIELD) + SCALAR_FIELD) % SCALAR_FIELD;
}

function header(r1cs: R1cs, curve: SetupCurve, { alpha, beta, delta }: SetupSecrets): Uint8Array {
  const numbers = new Uint8Array(84);
  const view = viewOf(numbers);
  view.setUint32(0, 32, true);
  writeWord(view, 4, BASE_FIELD);
  view.setUint32(36, 32, true);
  writeWord(view, 40, SCALAR_FIELD);
  view.setUint32(72, r1cs.wires, true);
  view.setUint32(76, r1cs.publicSignals, true);
  view.setUint32(80, r1cs.domain, true);
  return concatenate([
    numbers,
    curve.timesGenerator('G1', alpha),
    curve.timesGenerator('G1', beta),
    curve.timesGenerator('G2', beta),
    curve.timesGenerator('G2', 1n),
    curve.timesGenerator('G1', delta),
    curve.timesGenerator('G2', delta),
  ]);
}

/** Section 10: a circuit hash and the contribution with its proof of knowledge, as `zkey contribute` makes them. */
function contributions(
  r1cs: R1cs,
  curve: SetupCurve,
  { delta }: SetupSecrets,
  contribution: SetupContribution | undefined,
): Uint8Array {
  const circuitHash = blake2b(new TextEncoder().encode('fairmark/key-from-secrets'), Buffer.from(r1cs.hash, 'hex'));
  if (contribution === undefined) return concatenate([circuitHash, number32(0)]);
  const s = curve.timesGenerator('G1', contribution.base);
  const sx = curve.times('G1', s, delta);
  const transcript = blake2b(circuitHash, curve.uncompressed('G1', s), curve.uncompressed('G1', sx));
  const transcriptView = viewOf(transcript);
  const seed = Array.from({ length: 8 }, (_, i) => transcriptView.getUint32(4 * i));
  const spx = curve.times('G2', curve.drawG2(new ChaCha(seed)), delta);
  const name = new TextEncoder().encode(contribution.name);
  if (name.length > 64) throw new RangeError('the name of a contribution has at most 64 bytes');
  return concatenate([
    circuitHash,
    number32(1),
    curve.timesGenerator('G1', delta),
    s,
    sx,
    spx,
    transcript,
    number32(0),
    number32(2 + name.length),
    new Uint8Array([1, name.length]),
    name,
  ]);
}

function blake2b(...parts: Uint8Array[]): Uint8Array {
  const hash = createHash('blake2b512');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

function number32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  viewOf(bytes).setUint32(0, value, true);
  return bytes;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
