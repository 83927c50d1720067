import type { Account, Charter, ScenarioLeaf, Snapshot, Surface } from '../../circuits/objects.ts';

/** Where in the domain a case lies. */
export const CASE_KINDS = [
  'everyday',
  'lastSeconds',
  'floor',
  'years',
  'farStrikes',
  'steep',
  'tinyLots',
  'offsetting',
  'crossAsset',
] as const;

export type CaseKind = (typeof CASE_KINDS)[number];

/** An account in a market of its own, near the boundary of one case of FM-09. */
export interface BoundaryCase {
  kind: CaseKind;
  /** Whether it stands near zero equity (the insolvent case) rather than near its requirement. */
  insolvent: boolean;
  charter: Charter;
  snapshot: Snapshot;
  surface: Surface;
  account: Account;
  scenarios: ReadonlyMap<number, ScenarioLeaf>;
}
