import type { Account, Charter, ScenarioLeaf, Snapshot, Surface } from '../../circuits/objects.ts';
import type { ClosingPrices } from './closingPrices.ts';

/** What a plan is made from. */
export interface PlanInput {
  charter: Charter;
  snapshot: Snapshot;
  surface: Surface;
  account: Account;
  /** Every leaf of the scenario tree, in its order. */
  scenarios: readonly ScenarioLeaf[];
  /** Prices at which closed lots pass to the liquidator: at the mark unless given. Sizes do not depend on them. */
  prices?: ClosingPrices;
  /** Called now and then while scenarios are searched, with a count of leaves evaluated. */
  onProgress?: (round: number, evaluated: number) => void;
}
