import type { Account, Charter, ScenarioLeaf, Snapshot, Surface } from '../../circuits/objects.ts';
import type { ClosingPrices } from './closingPrices.ts';
import type { LotTerms } from './lotTerms.ts';

/** What all plans at one snapshot are made from. */
export interface PlanMarket {
  charter: Charter;
  snapshot: Snapshot;
  surface: Surface;
  /** Every leaf of the scenario tree, in its order. */
  scenarios: readonly ScenarioLeaf[];
}

/** What a plan is made from. */
export interface PlanInput extends PlanMarket {
  account: Account;
  /** Terms of lots of this market, shared by its plans: a lot is then priced once. Made for the one plan if absent. */
  lots?: LotTerms;
  /** Prices at which closed lots pass to the liquidator: at the mark unless given. Sizes do not depend on them. */
  prices?: ClosingPrices;
  /** Called now and then while scenarios are searched, with a count of leaves evaluated. */
  onProgress?: (round: number, evaluated: number) => void;
}
