import { requireClause } from '../clauseViolation.ts';
import { ranged } from '../commitment/packWord.ts';
import { CONSTANTS as C } from '../constants.ts';
import { naturalLog } from '../functions/naturalLog.ts';
import type { Charter, CharterUnderlying, ScenarioLeaf, Snapshot } from '../objects.ts';
import { logMoneyness } from '../pricing/logMoneyness.ts';

/** What the statement reads of one underlying; money per lot unless said otherwise. */
export interface UnderlyingTerms {
  rules: CharterUnderlying;
  scenario: ScenarioLeaf;
  notional: bigint;
  perpetualMark: bigint;
  strikeTickMoney: bigint;
  /** 2^37. */
  lnStrikeTick: bigint;
  /** ln f at 2^26. */
  lnForwardShock: bigint;
  /** Rates on the notional, 10^-6 money per lot. */
  shortOptionCharge: bigint;
  linearCharge: bigint;
  fee: bigint;
  /** Caps of the penalty, rounded down: money per lot, and per mille money per lot. */
  penaltyNotionalCap: bigint;
  penaltyBaseCap: bigint;
}

/**
 * FM-08: the scenario is for this underlying and within the charter's bounds.
 *
 * @throws ClauseViolation
 */
function checkScenario(charter: Charter, rules: CharterUnderlying, scenario: ScenarioLeaf, underlying: number): void {
  const remedy = 'Use a scenario of the committed tree that lies within the published bounds.';
  requireClause(scenario.underlying === underlying, 'FM-08', 'the scenario is for another underlying', remedy);
  requireClause(
    scenario.forwardMultiplier >= rules.forwardMinimum && scenario.forwardMultiplier <= rules.forwardMaximum,
    'FM-08',
    'scenario outside the charter: forward multiplier',
    remedy,
  );
  requireClause(scenario.weight <= charter.weightMaximum, 'FM-08', 'scenario outside the charter: weight', remedy);
  scenario.volMultipliers.forEach((multiplier, bucket) => {
    requireClause(
      multiplier >= (charter.volMinimum[bucket] as bigint) && multiplier <= (charter.volMaximum[bucket] as bigint),
      'FM-08',
      `scenario outside the charter: vol multiplier of tenor bucket ${bucket}`,
      remedy,
    );
  });
}

/** The model of UnderlyingTerms.circom (FM-02, FM-08). */
export function underlyingTerms(
  charter: Charter,
  snapshot: Snapshot,
  scenario: ScenarioLeaf,
  underlying: number,
): UnderlyingTerms {
  const rules = charter.underlyings[underlying];
  const market = snapshot.underlyings[underlying];
  requireClause(rules !== undefined, 'FM-05', `underlying ${underlying} is not in the charter`);
  requireClause(!!market, 'FM-05', `underlying ${underlying} is not in the snapshot`);
  checkScenario(charter, rules, scenario, underlying);

  const notional = ranged(market.index * rules.lotFactor, C.MONEY_BITS, 'notional per lot');
  return {
    rules,
    scenario,
    notional,
    perpetualMark: market.perpetual * rules.lotFactor,
    strikeTickMoney: 10n ** rules.strikeTickExponent * rules.lotFactor,
    lnStrikeTick: C.LN_10 * rules.strikeTickExponent,
    lnForwardShock: logMoneyness(naturalLog(scenario.forwardMultiplier, 24), C.MULTIPLIER_FRACTION_BITS * C.LN_2),
    shortOptionCharge: rules.shortOptionRate * notional,
    linearCharge: rules.linearRate * notional,
    fee: rules.feeRate * notional,
    penaltyNotionalCap: (rules.penaltyNotionalRate * notional) / C.PER_MILLION,
    penaltyBaseCap: (rules.penaltyBaseRate * notional) / C.PER_MILLE,
  };
}
