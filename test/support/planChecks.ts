import { type LiquidationInputs, type LiquidationResult, runLiquidation } from '../../circuits/liquidation.ts';
import type { LiquidationPlan, PlannedRound } from '../../prover/plan.ts';
import { type SampleMarket, sampleSalt } from './sampleMarket.ts';

/** A planned round as inputs of the statement. */
export function inputsOf(
  round: Pick<PlannedRound, 'accountBefore' | 'accountAfter' | 'scenario' | 'close'>,
  market: SampleMarket,
): LiquidationInputs {
  return {
    domain: sampleSalt('domain'),
    charter: market.charter,
    snapshot: market.snapshot,
    surface: market.surface,
    account: round.accountBefore,
    scenarios: new Map([...round.scenario].map(([underlying, position]) => [underlying, market.tree.open(position)])),
    close: round.close,
    accountAfterSalt: round.accountAfter.salt,
    outcomeSalt: sampleSalt('outcome'),
  };
}

export function roundsOf(plan: LiquidationPlan): PlannedRound[] {
  return [plan, ...plan.furtherRounds];
}

/** Runs every round of a plan through the whole statement. */
export function runPlan(plan: LiquidationPlan, market: SampleMarket): LiquidationResult[] {
  return roundsOf(plan).map((round) => runLiquidation(inputsOf(round, market)));
}

/** A round with other lots of one leg. */
export function withLots(round: PlannedRound, kind: 'option' | 'linear', place: number, lots: bigint): PlannedRound {
  const list = kind === 'option' ? 'options' : 'linears';
  const terms = kind === 'option' ? round.margin.options : round.margin.linears;
  const price = lots === 0n ? 0n : (terms[place]?.mark ?? 0n);
  const legs = round.close[list].map((leg, i) => (i === place ? { quantityClosed: lots, price } : leg));
  return { ...round, close: { ...round.close, [list]: legs, fee: 0n } };
}
