import { cosine, multiply, ONE, PI, roundTo } from './fixedPoint.ts';

const NODES = 32n;
const ANGLES = Array.from({ length: Number(NODES) }, (_, j) => ((2n * BigInt(j) + 1n) * PI) / (2n * NODES));

export interface PolynomialFit {
  /** The function to approximate. */
  of: (x: bigint) => bigint;
  /** Middle of the interval. */
  center: bigint;
  /** The interval reaches 2^-halfWidthBits to both sides. */
  halfWidthBits: number;
  degree: number;
  /** The variable of the result is an integer: the distance from the center times 2^variableBits. */
  variableBits: number;
  /** Scale of the leading coefficient; the polynomial's value is at 2^-(leadingBits + degree * variableBits). */
  leadingBits: number;
}

/**
 * Integer coefficients, constant first, of a near-minimax polynomial: a truncated Chebyshev series, whose coefficients
 * are rounded from the top down. Rounding error `δ t^i` of one coefficient is answered by the lower ones, which turn
 * it into the smallest monic polynomial of that degree times δ; this lets the leading coefficient be short.
 */
export function fitPolynomial(fit: PolynomialFit): bigint[] {
  const half = ONE >> BigInt(fit.halfWidthBits);
  const samples = ANGLES.map((angle) => fit.of(fit.center + multiply(half, cosine(angle))));
  const chebyshev = chebyshevPolynomials(fit.degree);

  // The polynomial in x = t / half, in powers of x.
  const powers = new Array<bigint>(fit.degree + 1).fill(0n);
  for (let k = 0; k <= fit.degree; k++) {
    const dot = samples.reduce((sum, value, j) => sum + multiply(value, cosine(BigInt(k) * (ANGLES[j] as bigint))), 0n);
    const weight = ((k === 0 ? 1n : 2n) * dot) / NODES;
    (chebyshev[k] as bigint[]).forEach((coefficient, i) => {
      powers[i] = (powers[i] as bigint) + weight * coefficient;
    });
  }

  const rounded = new Array<bigint>(fit.degree + 1).fill(0n);
  for (let i = fit.degree; i >= 0; i--) {
    // Coefficient of the integer variable T = t * 2^variableBits at the scale of the value: p_i / half^i * 2^bits.
    const bits = fit.leadingBits + (fit.degree - i) * fit.variableBits;
    const exact = (powers[i] as bigint) << BigInt(fit.halfWidthBits * i);
    const integer = roundTo(exact, bits);
    rounded[i] = integer;
    const error = (integer * (ONE >> BigInt(bits)) - exact) >> BigInt(fit.halfWidthBits * i);
    if (i < 2) continue;
    // T_i / 2^(i-1) is monic and smallest on [-1, 1]: give its lower powers to the lower coefficients.
    (chebyshev[i] as bigint[]).forEach((coefficient, power) => {
      if (power < i) powers[power] = (powers[power] as bigint) + ((error * coefficient) >> BigInt(i - 1));
    });
  }
  return rounded;
}

function chebyshevPolynomials(degree: number): bigint[][] {
  const list: bigint[][] = [[1n], [0n, 1n]];
  for (let k = 2; k <= degree; k++) {
    const next = new Array<bigint>(k + 1).fill(0n);
    (list[k - 1] as bigint[]).forEach((c, i) => {
      next[i + 1] = (next[i + 1] as bigint) + 2n * c;
    });
    (list[k - 2] as bigint[]).forEach((c, i) => {
      next[i] = (next[i] as bigint) - c;
    });
    list.push(next);
  }
  return list;
}
