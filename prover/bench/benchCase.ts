import type { LiquidationInputs, LiquidationResult } from '../../circuits/liquidation.ts';
import { runLiquidation } from '../../circuits/liquidation.ts';
import type { ScenarioOpening } from '../../circuits/objects.ts';
import { unregisteredDomain } from '../../verifier/receipt.ts';
import { demoAccount } from '../demo/demoAccount.ts';
import { demoPortfolio } from '../demo/demoPortfolio.ts';
import { demoTick } from '../demo/demoTick.ts';
import { type ExampleRules, exampleRules } from '../demo/exampleRules.ts';
import { planLiquidation } from '../plan.ts';
import { randomSalt } from '../randomSalt.ts';
import { crashPath } from '../surface/crashPath.ts';

/** One liquidation to prove, with what its receipt and opening are written from. */
export interface BenchCase {
  rules: ExampleRules;
  inputs: LiquidationInputs;
  result: LiquidationResult;
  domain: ReturnType<typeof unregisteredDomain>['domain'];
}

const SHORTFALL = 100n;
const SEQUENCE = 1n;

/** The made-up liquidation of the demo: three options and a future after the made-up crash of BTC. */
export async function benchCase(instance: string): Promise<BenchCase> {
  const rules = await exampleRules();
  const { published, scenarioTree } = rules;
  const tick = demoTick(crashPath().after, published);
  const { account } = demoAccount({
    positions: demoPortfolio([tick], published),
    rules,
    opened: tick,
    liquidated: tick,
    shortfall: SHORTFALL,
  });
  const market = { charter: published.charter, snapshot: tick.snapshot, surface: tick.surface, account };
  const plan = planLiquidation({ ...market, scenarios: scenarioTree.leaves });
  const { domain, domainValue } = unregisteredDomain(rules.charterDocument.venue, SEQUENCE, instance);
  const scenarios = new Map<number, ScenarioOpening>(
    [...plan.scenario].map(([underlying, position]) => [underlying, scenarioTree.open(position)]),
  );
  const inputs: LiquidationInputs = {
    ...market,
    domain: domainValue,
    scenarios,
    close: plan.close,
    accountAfterSalt: randomSalt(),
    outcomeSalt: randomSalt(),
  };
  return { rules, inputs, result: runLiquidation(inputs), domain };
}
