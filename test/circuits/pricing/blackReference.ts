import {
  exponential,
  multiply,
  normalDistribution,
  ONE,
  PRECISION,
  squareRoot,
} from '../../../circuits/generate/fixedPoint.ts';

/** e^x for either sign, at 2^-256. */
export function exp(x: bigint): bigint {
  return x <= 0n ? exponential(x) : (ONE << PRECISION) / exponential(-x);
}

/** Exact undiscounted Black-76 for a forward of 1, at 2^-256; k and s at 2^-256. */
export function blackReference(k: bigint, s: bigint, isPut: boolean): bigint {
  const d1 = -((k << PRECISION) / s) + s / 2n;
  const [forwardTerm, strikeTerm] = [cdf(d1), cdf(d1 - s)];
  const parity = isPut ? ONE : 0n;
  return forwardTerm - parity - multiply(exp(k), strikeTerm - parity);
}

/** Beyond 14 the function is 0 or 1 to 1e-44. */
function cdf(x: bigint): bigint {
  if (x > 14n * ONE) return ONE;
  return x < -14n * ONE ? 0n : normalDistribution(x);
}

/** sqrt at 2^-256 of an integer at 2^-bits. */
export function sqrtOf(value: bigint, bits: number): bigint {
  return squareRoot(value << (PRECISION - BigInt(bits)));
}

export function toNumber(value: bigint): number {
  return Number(value >> (PRECISION - 80n)) / 2 ** 80;
}
