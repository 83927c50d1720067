import type { Account } from '../../circuits/objects.ts';
import type { PlanInput } from '../plan/planInput.ts';
import type { DemoTick } from './demoTick.ts';
import type { ExampleRules } from './exampleRules.ts';

/** An account at a tick, as the planner takes it. */
export function demoPlanInput(account: Account, { published, scenarioTree }: ExampleRules, tick: DemoTick): PlanInput {
  const { snapshot, surface } = tick;
  return { charter: published.charter, snapshot, surface, account, scenarios: scenarioTree.leaves };
}
