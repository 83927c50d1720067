import { evaluateAccount } from '../../circuits/margin/evaluateAccount.ts';
import type { LegTerms } from '../../circuits/margin/legTerms.ts';
import type { Account, LinearPosition, OptionPosition, ScenarioLeaf } from '../../circuits/objects.ts';
import { DomainError } from '../../circuits/pricing/domainError.ts';
import type { HeldLeg } from './heldLegs.ts';
import type { PlanMarket } from './planInput.ts';

/** An account without positions; nothing of it enters the terms of a lot. */
const NOBODY: Account = {
  ownerTag: 0n,
  accountNumber: 0n,
  sequence: 0n,
  time: 0n,
  settlementUnit: 0n,
  cash: 0n,
  salt: 0n,
  options: [],
  linears: [],
};

/**
 * Terms of single lots under the scenario leaves of one market. A lot is priced once, by `evaluateAccount`, however many
 * rounds and accounts hold it: share one among the plans of a market.
 */
export class LotTerms {
  private readonly market: PlanMarket;
  private readonly known = new Map<number, Map<string, LegTerms | DomainError>>();

  constructor({ charter, snapshot, surface, scenarios }: PlanMarket) {
    this.market = { charter, snapshot, surface, scenarios };
  }

  /** Whether a market consists of the very objects that this one was made for. */
  isOf(market: PlanMarket): boolean {
    return (Object.keys(this.market) as (keyof PlanMarket)[]).every((key) => this.market[key] === market[key]);
  }

  /**
   * The terms of one lot of each leg, under a leaf of their underlying.
   *
   * @param place of the leaf
   * @throws DomainError where a price is undefined, ClauseViolation as `evaluateAccount` does
   */
  under(place: number, held: readonly HeldLeg[]): LegTerms[] {
    const known = this.known.get(place) ?? new Map<string, LegTerms | DomainError>();
    this.known.set(place, known);
    const missing = held.filter(({ instrument }) => !known.has(instrument));
    if (missing.length > 0) this.evaluate(place, missing, known);
    return held.map(({ instrument }) => {
      const terms = known.get(instrument) as LegTerms | DomainError;
      if (terms instanceof DomainError) throw terms;
      return terms;
    });
  }

  private evaluate(place: number, missing: readonly HeldLeg[], known: Map<string, LegTerms | DomainError>): void {
    const { scenarios, ...market } = this.market;
    const leaf = scenarios[place] as ScenarioLeaf;
    const options = missing.filter(({ kind }) => kind === 'option');
    const linears = missing.filter(({ kind }) => kind === 'linear');
    const lotsOf = <P>(legs: readonly HeldLeg[]) => legs.map(({ position }) => ({ ...position, quantity: 1n }) as P);
    try {
      const margin = evaluateAccount({
        ...market,
        account: { ...NOBODY, options: lotsOf<OptionPosition>(options), linears: lotsOf<LinearPosition>(linears) },
        scenarios: new Map([[leaf.underlying, leaf]]),
      });
      for (const [i, { instrument }] of options.entries()) known.set(instrument, margin.options[i] as LegTerms);
      for (const [i, { instrument }] of linears.entries()) known.set(instrument, margin.linears[i] as LegTerms);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const [only, ...others] = missing;
      if (only && others.length === 0) known.set(only.instrument, error);
      // One of them has no price: find out which.
      else for (const leg of missing) this.evaluate(place, [leg], known);
    }
  }
}
