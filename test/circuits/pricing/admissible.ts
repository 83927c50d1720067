import { coarseD1 } from '../../../circuits/pricing/coarseD1.ts';

// What the constraints admit, restated without the honest hints: the search for worst cases runs over these sets.

/** ResidualGates.circom: an upper bound (exclusive) of the residual for a magnitude. */
function bound(levels: readonly number[], width: number, shift: number, magnitude: bigint): bigint {
  const level = levels.find((m) => magnitude < 1n << BigInt(m)) ?? width;
  return 1n << BigInt(level + 1 - shift);
}

/** Smallest and greatest integer around `start` with the property; the property holds on an interval around it. */
function extremes(start: bigint, holds: (x: bigint) => boolean): [bigint, bigint] {
  const search = (direction: bigint) => {
    let at = start;
    for (let step = 1n << 24n; step > 0n; step /= 2n) while (holds(at + direction * step)) at += direction * step;
    return at;
  };
  return [search(-1n), search(1n)];
}

export const ROOT_LEVELS = [8, 10, ...Array.from({ length: 18 }, (_, i) => 12 + i)];
const STD_DEV_LEVELS = [15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28];
const D1_LEVELS = [19, 23, 25, 26, 27, 28];

/** SviTotalVariance.circom: extreme roots q of a square. */
export function admissibleRoots(square: bigint, honest: bigint): [bigint, bigint] {
  return extremes(honest, (q) => {
    const e = q * q + 2n * q - square;
    return q >= 0n && q < 1n << 30n && e >= 0n && e < bound(ROOT_LEVELS, 30, 0, q);
  });
}

/** TotalStdDev.circom: extreme s for a total variance, whatever floorBinds is. */
export function admissibleStdDevs(totalVariance: bigint, honest: bigint): [bigint, bigint] {
  return extremes(honest, (s) => {
    const e = s * s + 2n * s - totalVariance;
    if (s < 1n << 14n || s + 4096n >= 1n << 29n || e < 0n) return false;
    return s === 1n << 14n || e < bound(STD_DEV_LEVELS, 29, 0, s + 4096n);
  });
}

/** CoarseD1.circom: extreme d1 for k and s, of either sign. */
export function admissibleD1(logMoneyness: bigint, totalStdDev: bigint): [bigint, bigint] {
  const offset = totalStdDev + 4096n;
  const rounded = offset >> 13n;
  const divisor = (offset >> 8n) - 16n;
  return extremes(coarseD1(logMoneyness, totalStdDev), (d1) => {
    const sign = d1 < 0n ? -1n : 1n;
    const magnitude = sign * d1;
    if (magnitude >= (1n << 16n) - 1024n) return false;
    const e = sign * (-64n * logMoneyness - divisor * (2n * d1 - rounded)) + 2n * divisor;
    if (e < 0n || e >= 1n << 35n) return false;
    const saturated = magnitude + 1024n >= 7n << 13n;
    return saturated ? offset < 1n << 27n : e < bound(D1_LEVELS, 29, 8, offset);
  });
}
