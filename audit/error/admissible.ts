import { coarseD1 } from '../../circuits/pricing/coarseD1.ts';
import { STD_DEV_FLOOR, STD_DEV_OFFSET, STD_DEV_WIDTH } from '../../circuits/pricing/formats.ts';
import { residualGates } from './residualGates.ts';

// What the constraints admit, restated without the honest hints: the searches for worst cases run over these sets.

/**
 * Smallest and greatest integer with the property that steps from `start` reach.
 *
 * @param jump from a number to one above it where the property may hold again: just below a level the gates may refuse
 *   what they admit from it on
 */
function extremes(start: bigint, holds: (x: bigint) => boolean, jump?: (x: bigint) => bigint): [bigint, bigint] {
  const search = (from: bigint, direction: bigint) => {
    let at = from;
    // Hints are free by few units: grow the step first.
    let step = 1n;
    while (holds(at + direction * step)) {
      at += direction * step;
      step *= 2n;
    }
    for (; step > 0n; step /= 2n) if (holds(at + direction * step)) at += direction * step;
    return at;
  };
  let most = search(start, 1n);
  while (jump !== undefined && holds(jump(most))) most = search(jump(most), 1n);
  return [search(start, -1n), most];
}

const ROOT = residualGates('SviTotalVariance');
const STD_DEV = residualGates('TotalStdDev');
const D1 = residualGates('CoarseD1');

/** SviTotalVariance.circom: extreme roots q of a square. */
export function admissibleRoots(square: bigint, honest: bigint): [bigint, bigint] {
  const holds = (q: bigint) => {
    const e = q * q + 2n * q - square;
    return q >= 0n && q < 1n << 30n && e >= 0n && e < ROOT.bound(q);
  };
  return extremes(honest, holds, (q) => ROOT.nextLevel(q));
}

/** TotalStdDev.circom: extreme s for a total variance, whatever floorBinds is. */
export function admissibleStdDevs(totalVariance: bigint, honest: bigint): [bigint, bigint] {
  const holds = (s: bigint) => {
    const e = s * s + 2n * s - totalVariance;
    if (s < STD_DEV_FLOOR || s + STD_DEV_OFFSET >= 1n << BigInt(STD_DEV_WIDTH) || e < 0n) return false;
    return s === STD_DEV_FLOOR || e < STD_DEV.bound(s + STD_DEV_OFFSET);
  };
  return extremes(honest, holds, (s) => STD_DEV.nextLevel(s + STD_DEV_OFFSET) - STD_DEV_OFFSET);
}

/** TotalStdDev.circom: least and greatest total variance (exclusive of the floor's case) for which s may stand. */
export function admissibleVariances(s: bigint): [bigint, bigint] {
  const most = s * s + 2n * s;
  return [most - STD_DEV.bound(s + STD_DEV_OFFSET) + 1n, most];
}

/** CoarseD1.circom: extreme d1 for k and s, of either sign. */
export function admissibleD1(logMoneyness: bigint, totalStdDev: bigint): [bigint, bigint] {
  const offset = totalStdDev + STD_DEV_OFFSET;
  const rounded = offset >> 13n;
  const divisor = (offset >> 8n) - 16n;
  return extremes(coarseD1(logMoneyness, totalStdDev), (d1) => {
    const sign = d1 < 0n ? -1n : 1n;
    const magnitude = sign * d1;
    if (magnitude >= (1n << 16n) - 1024n) return false;
    const e = sign * (-64n * logMoneyness - divisor * (2n * d1 - rounded)) + 2n * divisor;
    if (e < 0n || e >= 1n << 35n) return false;
    const saturated = magnitude + 1024n >= 7n << 13n;
    return saturated ? offset < 1n << 27n : e < D1.bound(offset);
  });
}
