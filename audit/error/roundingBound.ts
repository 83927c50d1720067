import { CDF_BIAS, EPSILON_INVERSE } from '../../circuits/pricing/formats.ts';
import { CHARTER_LIMITS } from '../../verifier/formats/charter.ts';

/** Bounds per lot, money units unless said otherwise. */
export interface RoundingBound {
  /** |price - unrounded|, the base price and the stressed one. */
  readonly price: number;
  readonly stressedPrice: number;
  /** What equity less requirement, and equity alone, may be below the exact ones by rounding. */
  readonly margin: number;
  readonly equity: number;
  /** The same for a linear leg. */
  readonly linearMargin: number;
  /** What H - sum N max(g, 0) may be above the exact one (FM-17), before gains are rounded. */
  readonly terminal: number;
  readonly linearTerminal: number;
  /** How often a price counts in it: the base price, and the stressed price per weight. */
  readonly terminalPrice: number;
  readonly terminalStressed: number;
}

/** Every choice of one value per list. */
function* corners(lists: readonly (readonly number[])[], chosen: number[] = []): Generator<number[]> {
  const list = lists[chosen.length];
  if (!list) yield chosen;
  else for (const value of list) yield* corners(lists, [...chosen, value]);
}

/**
 * Rounding of discounted forward, discounted strike, stressed forward and both prices, each down by less than a money
 * unit, over all legs, weights, credits, multipliers, buffers and values of the distribution functions. Every expression
 * is linear in each variable alone, so its extremes are at corners.
 */
export function roundingBound(): RoundingBound {
  const bit = [0, 1];
  const f = [Number(CHARTER_LIMITS.forwardMinimum), Number(CHARTER_LIMITS.forwardMaximum)];
  // The charge itself is computed from rounded forward and strike, and N may leave [0, 1] by its error and bias.
  const missed = 4 / Number(EPSILON_INVERSE) + 4 * (1e-7 + Number(CDF_BIAS) / 2 ** 80) + 3e-4;
  let [price, stressedPrice, margin, equity, terminal, terminalPrice, terminalStressed] = [0, 0, 0, 0, 0, 0, 0];
  const lists = [bit, bit, bit, bit, f, bit, bit, bit, bit, bit, bit, bit, bit];
  for (const [put, r1, r2, r3, multiplier, n1, n2, m1, m2, r4, r5, weight, credit] of corners(lists) as Generator<
    [number, number, number, number, number, number, number, number, number, number, number, number, number]
  >) {
    const base = -r1 * (n1 - put) + r2 * (n2 - put) - r3;
    const stressed = -(multiplier * r1 + r4) * (m1 - put) + r2 * (m2 - put) - r5;
    price = Math.max(price, Math.abs(base));
    stressedPrice = Math.max(stressedPrice, Math.abs(stressed));
    for (const long of bit) {
      const sign = 2 * long - 1;
      // λ = charge - ω sgn (p' - p), with (1 - h) p in the charge of a long option.
      const requirement = long * (1 - credit) * base - weight * sign * (stressed - base);
      margin = Math.max(margin, requirement - sign * base);
      equity = Math.max(equity, -sign * base);
      for (const part of bit) {
        for (const factor of [1, 1 + Number(CHARTER_LIMITS.targetBuffer)]) {
          // Per lot the sum is min((1 + β) λ, fee) - sgn p, so λ counts with any part of (1 + β).
          terminal = Math.max(terminal, part * factor * requirement - sign * base);
          const perPrice = part * factor * (long * (1 - credit) + weight * sign) - sign;
          terminalPrice = Math.max(terminalPrice, Math.abs(perPrice));
          terminalStressed = Math.max(terminalStressed, part * factor);
        }
      }
    }
  }
  return {
    price: price + missed,
    stressedPrice: stressedPrice + missed,
    margin: margin + missed,
    equity: equity + missed,
    linearMargin: Number(CHARTER_LIMITS.weightMaximum),
    terminal: terminal + 2 * missed,
    linearTerminal: (1 + Number(CHARTER_LIMITS.targetBuffer)) * Number(CHARTER_LIMITS.weightMaximum),
    terminalPrice,
    terminalStressed,
  };
}
