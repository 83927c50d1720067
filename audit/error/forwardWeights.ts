import { expOfNegative } from './elementary.ts';
import { add, lower, multiply, quotient, reciprocal, scaleBy, upper } from './interval.ts';

/** Steps of k per unit, and how far the table goes; beyond, a weight is 0 or 2 in the direction that is safe. */
const STEPS = 512;
const REACH = 24;

/** Bounds of F / ((F + K) / 2) = 2 / (1 + e^k), which falls with k = ln(K/F). */
export class ForwardWeights {
  private readonly most: Float64Array;
  private readonly least: Float64Array;

  constructor() {
    const count = REACH * STEPS;
    this.most = new Float64Array(2 * count + 1);
    this.least = new Float64Array(2 * count + 1);
    const step = expOfNegative(1n, BigInt(STEPS));
    const one = quotient(1n, 1n);
    let exp = one;
    for (let i = 0; i <= count; i++) {
      // At k = -i / STEPS; the weight at k is two less that at -k.
      const weight = scaleBy(reciprocal(add(one, exp)), 2n, 1n);
      this.most[count - i] = upper(weight);
      this.least[count - i] = lower(weight);
      const mirrored = { lo: quotient(2n, 1n).lo - weight.hi, hi: quotient(2n, 1n).hi - weight.lo };
      this.most[count + i] = upper(mirrored);
      this.least[count + i] = lower(mirrored);
      exp = multiply(exp, step);
    }
  }

  /** At or above the weight at every log-moneyness from k up. */
  upper(k: number): number {
    const i = Math.floor((k + REACH) * STEPS);
    if (i < 0) return 2;
    return this.most[Math.min(i, this.most.length - 1)] as number;
  }

  /** At or below the weight at every log-moneyness up to k. */
  lower(k: number): number {
    const i = Math.ceil((k + REACH) * STEPS);
    if (i >= this.least.length) return 0;
    return this.least[Math.max(i, 0)] as number;
  }
}
