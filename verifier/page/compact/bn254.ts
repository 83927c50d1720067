import { type CurvePoint, curve } from './curve.ts';
import { type Field, power, primeField } from './field.ts';

/** c0 + c1 u with u² = -1. */
export interface Fp2 {
  readonly c0: bigint;
  readonly c1: bigint;
}

/** Six coefficients of 1, w, … w^5 with w^6 = 9 + u. */
type Fp12 = readonly [Fp2, Fp2, Fp2, Fp2, Fp2, Fp2];

const Fp = primeField(21888242871839275222246405745257275088696311157297823662689037894645226208583n);
const Fr = primeField(21888242871839275222246405745257275088548364400416034343698204186575808495617n);
/** 6 t + 2 for the parameter t of the curve: the length of Miller's loop. */
const LOOP = 29793968203157093288n;

const { reduce } = Fp;
const fp2 = (c0: bigint, c1: bigint): Fp2 => ({ c0: reduce(c0), c1: reduce(c1) });
const F2: Field<Fp2> = {
  ZERO: fp2(0n, 0n),
  ONE: fp2(1n, 0n),
  add: (a, b) => fp2(a.c0 + b.c0, a.c1 + b.c1),
  sub: (a, b) => fp2(a.c0 - b.c0, a.c1 - b.c1),
  mul: (a, b) => fp2(a.c0 * b.c0 - a.c1 * b.c1, a.c0 * b.c1 + a.c1 * b.c0),
  inverse: ({ c0, c1 }) => {
    const norm = Fp.inverse(c0 * c0 + c1 * c1);
    return fp2(c0 * norm, -c1 * norm);
  },
  equals: (a, b) => a.c0 === b.c0 && a.c1 === b.c1,
};
const NON_RESIDUE = fp2(9n, 1n);
const conjugate = ({ c0, c1 }: Fp2) => fp2(c0, -c1);
const scale = ({ c0, c1 }: Fp2, by: bigint) => fp2(c0 * by, c1 * by);

const POWERS = [0, 1, 2, 3, 4, 5] as const;
const mapped = (by: (power: number) => Fp2) => POWERS.map(by) as unknown as Fp12;
const F12 = {
  ONE: mapped((i) => (i === 0 ? F2.ONE : F2.ZERO)),
  /** Sums are reduced once a coefficient. */
  mul(a: Fp12, b: Fp12): Fp12 {
    const re = new Array<bigint>(12).fill(0n);
    const im = new Array<bigint>(12).fill(0n);
    a.forEach((x, i) => {
      if (x.c0 === 0n && x.c1 === 0n) return;
      b.forEach((y, j) => {
        re[i + j] = (re[i + j] as bigint) + x.c0 * y.c0 - x.c1 * y.c1;
        im[i + j] = (im[i + j] as bigint) + x.c0 * y.c1 + x.c1 * y.c0;
      });
    });
    return mapped((i) => {
      const [low, lowU, high, highU] = [re[i], im[i], re[i + 6], im[i + 6]] as [bigint, bigint, bigint, bigint];
      return fp2(low + 9n * high - highU, lowU + 9n * highU + high);
    });
  },
};
/** (9 + u)^(i (p - 1) / 6): what the p-th power makes of w^i, beside conjugating its coefficient. */
const FROBENIUS = mapped((i) => power(F2, NON_RESIDUE, (BigInt(i) * (Fp.ORDER - 1n)) / 6n));
const frobenius = (a: Fp12) => mapped((i) => F2.mul(conjugate(a[i] as Fp2), FROBENIUS[i] as Fp2));

const G1 = curve({ field: Fp, b: 3n, order: Fr.ORDER, hasCofactor: false, generator: { x: 1n, y: 2n } });
const G2 = curve({
  field: F2,
  b: F2.mul(fp2(3n, 0n), F2.inverse(NON_RESIDUE)),
  order: Fr.ORDER,
  hasCofactor: true,
  generator: {
    x: fp2(
      10857046999023057135944570762232829481370756359578518086990519993285655852781n,
      11559732032986387107991004021392285783925812861821192530917403151452391805634n,
    ),
    y: fp2(
      8495653923123431417604973247489272438418190587263600148770280649306958101930n,
      4082367875863433681332203403145435568316851327593401208105741076214120093531n,
    ),
  },
});

type G1Point = CurvePoint<bigint>;
type G2Point = CurvePoint<Fp2>;

/** The line through two points of the twist, at a point of G1: y - slope x w + (slope x' - y') w³. */
function line(a: G2Point, b: G2Point, at: G1Point): Fp12 {
  const { mul, sub, add, inverse, equals } = F2;
  const square = mul(a.x, a.x);
  const slope = equals(a.x, b.x)
    ? mul(add(add(square, square), square), inverse(add(a.y, a.y)))
    : mul(sub(b.y, a.y), inverse(sub(b.x, a.x)));
  return [fp2(at.y, 0n), scale(slope, -at.x), F2.ZERO, sub(mul(slope, a.x), a.y), F2.ZERO, F2.ZERO];
}

/** The p-th power on the twist. */
const twistedFrobenius = ({ x, y }: G2Point) =>
  G2.fromAffine({
    x: F2.mul(conjugate(x), FROBENIUS[2]),
    y: F2.mul(conjugate(y), FROBENIUS[3]),
  });

/** Miller's loop of the optimal ate pairing (Vercauteren 2008), over all pairs at once. */
function millerLoop(pairs: readonly { readonly g1: G1Point; readonly g2: G2Point }[]): Fp12 {
  let result = F12.ONE;
  const sums = pairs.map(({ g2 }) => g2);
  const advance = (pair: number, by: G2Point) => {
    const sum = sums[pair] as G2Point;
    result = F12.mul(result, line(sum, by, (pairs[pair] as { g1: G1Point }).g1));
    sums[pair] = sum.add(by);
  };
  for (const bit of LOOP.toString(2).slice(1)) {
    result = F12.mul(result, result);
    pairs.forEach((_, i) => {
      advance(i, sums[i] as G2Point);
    });
    if (bit === '0') continue;
    pairs.forEach(({ g2 }, i) => {
      advance(i, g2);
    });
  }
  pairs.forEach(({ g2 }, i) => {
    const once = twistedFrobenius(g2);
    advance(i, once);
    advance(i, twistedFrobenius(once).negate());
  });
  return result;
}

/**
 * Whether the product of the pairings is one. With f from Miller's loop it is f^((p^12 - 1) / r); the factor p^6 - 1 of the
 * exponent is taken by comparing f^e with its conjugate f^(e p^6).
 */
function productIsOne(pairs: readonly { readonly g1: G1Point; readonly g2: G2Point }[]): boolean {
  const f = millerLoop(pairs);
  const p = Fp.ORDER;
  const result = power(F12, F12.mul(frobenius(frobenius(f)), f), (p ** 4n - p ** 2n + 1n) / Fr.ORDER);
  return result.every(({ c0, c1 }, i) => i % 2 === 0 || (c0 === 0n && c1 === 0n));
}

/**
 * BN254 in the shape in which the verifier uses `@noble/curves`, which is 60 kB too large for the page. It stands in for the
 * library when the page is built; the command line and the tests use the library, and a test compares the two.
 */
export const bn254 = {
  fields: {
    Fp,
    Fr,
    /** Here the result of a pairing is only whether it is one. */
    Fp12: { ONE: true, eql: (a: boolean, b: boolean): boolean => a === b },
  },
  G1: { Point: G1 },
  G2: { Point: G2 },
  pairingBatch: productIsOne,
};
