/** Rules of the amount that an attack keeps, besides FM-11 and FM-12. */
export interface AttackRules {
  /** FM-13. */
  leastNotional: boolean;
  /** Not of the statement: every round reaches its target, or closes every lot that helps. */
  reachesTarget: boolean;
}
