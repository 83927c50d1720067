import { GAIN_UNIT, legTolerance } from '../error/legTolerance.ts';
import { FINE } from './fineMoney.ts';

/** What the tolerances of one leg follow from; shares as numbers. */
export interface ToleranceLeg {
  isOption: boolean;
  isLong: boolean;
  /** N and x. */
  held: number;
  closed: number;
  /** B now, and ω B', money per lot; 0 for a linear leg. */
  spread: number;
  weightedShockedSpread: number;
  /** ω and r_M. */
  weight: number;
  penaltyMarkRate: number;
}

/** Tolerances at the scale of FINE, by leg. */
export interface AmountTolerances {
  helps: bigint[];
  needed: bigint[];
  /** To be multiplied with the marginal leg's notional. */
  anySurplus: bigint;
  fair: bigint[];
}

const fine = (money: number) => BigInt(Math.ceil(money * 2 ** 20)) * (FINE.money >> 20n);

/**
 * STATEMENT.md section 5: how far the amount clauses may be off for exact prices. With a price within (ε/2) B + 2.001 = δ
 * and a stressed one within (ε/2) B' + 4, one lot's requirement is within ρ = (ω + (1 - h) [long]) δ + ω ((ε/2) B' + 4), and
 *
 *     FM-11   (1 + β) ρ
 *     FM-12   Σ (N - x)(1 + β) ρ + Σ N δ + 1.07 Σ x, and (1 + β) ρ of the leg
 *     FM-13   n_m T, T = Σ N (δ + max((1 + β) ρ, 1.07))
 *     FM-14   δ, and (1 + r_M) δ for a short option, whose band moves with the mark
 *
 * A linear leg has δ = 0 and ρ = ω.
 */
export function amountTolerances(
  legs: readonly ToleranceLeg[],
  { targetBuffer, longCredit }: { targetBuffer: number; longCredit: number },
): AmountTolerances {
  const lots = legs.map((leg) => {
    const { isOption, spread, weightedShockedSpread, weight } = leg;
    const shockedSpread = weight === 0 ? 0 : weightedShockedSpread / weight;
    const tolerance = legTolerance({ ...leg, spread, shockedSpread, longCredit, targetBuffer });
    // Of a linear leg only the stressed mark is rounded, by less than one unit.
    const { price, requirement, closingPrice } = isOption
      ? tolerance
      : { price: 0, requirement: weight, closingPrice: 0 };
    return { ...leg, price, closingPrice, open: (1 + targetBuffer) * requirement };
  });
  const sum = (part: (lot: (typeof lots)[number]) => number) => lots.reduce((total, lot) => total + part(lot), 0);
  const surplus = sum(({ held, closed, price, open }) => (held - closed) * open + held * price + GAIN_UNIT * closed);
  return {
    helps: lots.map(({ open }) => fine(open)),
    needed: lots.map(({ open }) => fine(surplus + open)),
    anySurplus: fine(sum(({ held, price, open }) => held * (price + Math.max(open, GAIN_UNIT)))),
    fair: lots.map(({ closingPrice }) => fine(closingPrice)),
  };
}
