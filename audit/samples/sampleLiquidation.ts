import type { LiquidationInputs } from '../../circuits/liquidation.ts';
import { runLiquidation } from '../../circuits/liquidation.ts';
import type { Account } from '../../circuits/objects.ts';
import { type InstanceShape, witnessInputs } from '../../circuits/witnessInputs.ts';
import { planLiquidation } from '../../prover/plan.ts';
import { TemplateCircuit } from '../circuit/templateCircuit.ts';
import { type SampleAccountKind, type SampleMarket, sampleAccount, sampleMarket, sampleSalt } from './sampleMarket.ts';

/** The shape of `liquidation_small`. */
export const SMALL: InstanceShape = { optionLegs: 6, linearLegs: 1, expiries: 3, underlyings: 1 };

/** `liquidation_small` as it ships: all seven signals are outputs, all inputs are private. */
export function compileSmall(): Promise<TemplateCircuit> {
  return TemplateCircuit.compile({
    file: 'circuits/Liquidation.circom',
    template: 'Liquidation',
    parameters: [SMALL.optionLegs, SMALL.linearLegs, SMALL.expiries, SMALL.underlyings],
    privateInputs: true,
  });
}

/** An honest liquidation of an account, as the planner would have it. */
export function liquidationOf(account: Account, market: SampleMarket = sampleMarket()): LiquidationInputs {
  const { scenario, close } = planLiquidation({ ...market, account });
  return {
    domain: sampleSalt('domain'),
    charter: market.charter,
    snapshot: market.snapshot,
    surface: market.surface,
    account,
    scenarios: new Map([...scenario].map(([underlying, position]) => [underlying, market.tree.open(position)])),
    close,
    accountAfterSalt: sampleSalt('account after'),
    outcomeSalt: sampleSalt('outcome'),
  };
}

/** An honest liquidation of a sample account with the circuit's inputs for the small instance. */
export function sampleLiquidation(kind: SampleAccountKind, shortfall?: bigint, market: SampleMarket = sampleMarket()) {
  const account = sampleAccount(kind, shortfall === undefined ? { market } : { market, shortfall });
  const inputs = liquidationOf(account, market);
  const result = runLiquidation(inputs);
  return { inputs, result, circuitInputs: witnessInputs(inputs, result, SMALL) };
}
