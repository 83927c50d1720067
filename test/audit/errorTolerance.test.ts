import { describe, expect, test } from 'vitest';
import { clauseTolerance } from '../../audit/error/clauseTolerance.ts';
import { exactOptionLeg } from '../../audit/error/exactLeg.ts';
import { GAIN_UNIT, type LegTolerance } from '../../audit/error/legTolerance.ts';
import { surplusOverTarget } from '../../circuits/closing/amountClauses.ts';
import { legGain } from '../../circuits/closing/legGain.ts';
import { penaltyCap } from '../../circuits/closing/priceFairness.ts';
import { shortfallToTarget } from '../../circuits/closing/shortfallToTarget.ts';
import { FairmarkError } from '../../circuits/errors.ts';
import { type LiquidationInputs, runLiquidation } from '../../circuits/liquidation.ts';
import type { LegTerms } from '../../circuits/margin/legTerms.ts';
import { liquidationOf } from '../support/sampleLiquidation.ts';
import { randomAccount } from '../support/sampleMarket.ts';

interface Leg {
  terms: LegTerms;
  tolerance: LegTolerance;
  closed: bigint;
  /** Witnessed gain, units of GAIN_UNIT, and exact values, money. */
  gain: bigint;
  price: number;
  requirement: number;
}

/** Everything that the clauses compare, witnessed and exact, of one honest close. */
function judged(inputs: LiquidationInputs) {
  const { margin, marginal } = runLiquidation(inputs);
  const { charter, account, close, snapshot } = inputs;
  const tolerance = clauseTolerance(margin, charter, close);
  const legs: Leg[] = [];
  margin.options.forEach((terms, i) => {
    const position = account.options[i];
    if (!terms || !position) return;
    const row = snapshot.underlyings[position.underlying]?.expiries;
    const forward = row?.find((expiry) => expiry?.expiryHours === position.expiryHours)?.forward as bigint;
    const exact = exactOptionLeg(position, margin, charter, forward);
    legs.push({
      terms,
      tolerance: tolerance.options[i] as LegTolerance,
      closed: close.options[i]?.quantityClosed ?? 0n,
      gain: legGain(terms, charter.targetBuffer),
      price: exact.price,
      requirement: exact.requirement,
    });
  });
  const options = legs.length;
  margin.linears.forEach((terms, i) => {
    const rules = terms && margin.terms.get(terms.underlying);
    if (!terms || !rules) return;
    const f = Number(rules.scenario.forwardMultiplier) / 2 ** 20;
    const weight = Number(rules.scenario.weight) / 1000;
    const loss = (terms.isLong ? 1 : -1) * Number(terms.mark) * (f - 1);
    legs.push({
      terms,
      tolerance: tolerance.linears[i] as LegTolerance,
      closed: close.linears[i]?.quantityClosed ?? 0n,
      gain: legGain(terms, charter.targetBuffer),
      price: Number(terms.mark),
      requirement: Number(rules.linearCharge) / 1e6 - weight * loss,
    });
  });
  const marginalLeg = legs[(marginal.kind === 'option' ? 0 : options) + marginal.place] as Leg;
  return { margin, legs, tolerance, marginal: marginalLeg };
}

describe('section 5: FM-11 to FM-14 hold for exact values up to the tolerance', () => {
  test('random closes against exact prices', () => {
    // Greatest share of each tolerance that was used.
    const used = { price: 0, gain: 0, surplus: 0, leastNotional: 0, closingPrice: 0 };
    const counted = { closes: 0, legs: 0 };
    for (let seed = 1; seed <= 40; seed++) {
      let inputs: LiquidationInputs;
      try {
        inputs = liquidationOf(randomAccount(seed));
      } catch (error) {
        if (error instanceof FairmarkError) continue;
        throw error;
      }
      const { charter, account, close } = inputs;
      if (close.terminal) continue;
      const { margin, legs, tolerance, marginal } = judged(inputs);
      counted.closes++;
      const factor = 1 + Number(charter.targetBuffer) / 1000;
      const exactGain = (leg: Leg) => factor * leg.requirement - Number(leg.terms.fee) / 1e6;

      for (const leg of legs) {
        counted.legs++;
        const { terms, tolerance: of } = leg;
        const miss = Math.abs(Number(terms.mark) - leg.price);
        if (of.price > 0) used.price = Math.max(used.price, miss / of.price);
        used.gain = Math.max(used.gain, Math.abs(Number(leg.gain) * GAIN_UNIT - exactGain(leg)) / of.gain);
        // FM-14 at the edge of the band.
        const sign = terms.isLong ? 1 : -1;
        const edge = Number(terms.mark) - (sign * Number(penaltyCap(terms))) / 1000;
        const exactCap = Math.min(
          Number(terms.penaltyNotionalCap),
          (Number(terms.penaltyMarkRate) * leg.price + Number(terms.penaltyBaseCap)) / 1000,
        );
        const outside = -sign * (edge - leg.price) - exactCap;
        if (of.closingPrice > 0) used.closingPrice = Math.max(used.closingPrice, outside / of.closingPrice);
        else expect(outside).toBeLessThanOrEqual(1e-6);
      }

      // FM-12: exact S against the witnessed one.
      const sum = (part: (leg: Leg) => number) => legs.reduce((total, leg) => total + part(leg), 0);
      const lots = ({ terms }: Leg) => Number(terms.quantity);
      const equity = Number(account.cash) + sum((leg) => (leg.terms.isLong ? 1 : -1) * lots(leg) * leg.price);
      const target = factor * sum((leg) => lots(leg) * leg.requirement) - equity;
      const surplus = sum((leg) => Number(leg.closed) * exactGain(leg)) - target;
      const shortfall = shortfallToTarget(margin, charter.targetBuffer);
      const witnessed = surplusOverTarget(
        legs.map(({ terms, gain, closed }) => ({ leg: terms, gain, closed })),
        shortfall,
      );
      used.surplus = Math.max(used.surplus, (surplus - Number(witnessed) * GAIN_UNIT) / tolerance.surplus);

      // FM-13: the least notional of any reduction, fractions allowed, by exact gains.
      let [need, least] = [target, 0];
      for (const leg of legs
        .filter((one) => exactGain(one) > 0)
        .sort((x, y) => exactGain(y) / Number(y.terms.notional) - exactGain(x) / Number(x.terms.notional))) {
        const take = Math.min(lots(leg), Math.max(need / exactGain(leg), 0));
        need -= take * exactGain(leg);
        least += take * Number(leg.terms.notional);
      }
      const closedNotional = sum((leg) => Number(leg.closed) * Number(leg.terms.notional));
      const lot = Number(marginal.terms.notional);
      const slack = tolerance.anySurplus / (Number(marginal.gain) * GAIN_UNIT);
      if (charter.leastNotional && need <= 0) {
        used.leastNotional = Math.max(used.leastNotional, (closedNotional - least) / (lot * (1 + slack)));
      }
    }
    console.log(
      `${counted.closes} closes, ${counted.legs} legs; shares of the tolerances used: ${JSON.stringify(used)}`,
    );
    expect(counted.closes).toBeGreaterThan(25);
    for (const [name, share] of Object.entries(used)) {
      expect(share, name).toBeLessThanOrEqual(1);
      expect(share, `${name}: a tolerance a tenth as wide must fail`).toBeGreaterThan(0.1);
    }
  });
});
