import { legGain } from '../../circuits/closing/legGain.ts';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import type { LegPlace } from '../../circuits/liquidation.ts';
import { evaluateAccount, heldUnderlyings } from '../../circuits/margin/evaluateAccount.ts';
import type { LegTerms } from '../../circuits/margin/legTerms.ts';
import { ERROR_SCALE } from '../../circuits/margin/trigger.ts';
import type { ScenarioLeaf } from '../../circuits/objects.ts';
import { DomainError } from '../../circuits/pricing/domainError.ts';
import type { PlanInput } from '../plan/planInput.ts';
import { planLegs } from '../plan/planLegs.ts';
import { pricesInBand } from '../plan/pricesInBand.ts';

/** What is liquidated, without the prices that whoever liquidates may choose. */
export type AttackInput = Omit<PlanInput, 'prices' | 'onProgress'>;

/** One lot of every held leg under one scenario. Money unless said otherwise. */
export interface ScenarioFigures {
  /** Position in the leaves by the underlying's number. */
  readonly scenario: ReadonlyMap<number, number>;
  /** λ. */
  readonly margin: Float64Array;
  /** λ less the errors of the trigger. */
  readonly certain: Float64Array;
  /** g; exact, units of 2^30 · 10^-9 money. */
  readonly gain: Float64Array;
  /** Errors of FM-17; the unit of the gains. */
  readonly terminalError: Float64Array;
  /** Legs that help, largest gain per notional first. */
  readonly helping: readonly number[];
}

/** An account in floating point: one number per held leg, options first. */
export interface AccountFigures {
  readonly places: readonly LegPlace[];
  /** N. */
  readonly lots: Float64Array;
  /** Money. */
  readonly equity: number;
  /** Money per lot; `penalty` at the edge of the band of FM-14. */
  readonly notional: Float64Array;
  readonly fee: Float64Array;
  readonly penalty: Float64Array;
  /** Errors of equity. */
  readonly equityError: Float64Array;
  /** β as a share. */
  readonly targetBuffer: number;
  readonly scenarios: readonly ScenarioFigures[];
}

/** Money of one unit of the gains. */
export const GAIN_UNIT = 2 ** Number(C.GAIN_SHIFT) / Number(C.PER_MILLE * C.PER_MILLION);
/** Scenarios that are looked at over several underlyings; of a larger product, evenly spaced leaves of each. */
const MOST_SCENARIOS = 100;

/** A leaf on the legs of its underlying. */
interface LeafFigures {
  readonly underlying: number;
  readonly position: number;
  readonly group: bigint;
  readonly terms: ReadonlyMap<string, LegTerms>;
  readonly gains: ReadonlyMap<string, bigint>;
  readonly requirement: bigint;
}

const keyOf = ({ kind, place }: LegPlace) => `${kind}/${place}`;

/** Every leaf on its underlying's part of the account; those under which a price is undefined are left out. */
function leavesOn(input: AttackInput, underlying: number): LeafFigures[] {
  const { account, charter, scenarios } = input;
  const only = <P extends { underlying: number }>(positions: readonly (P | null)[]) =>
    positions.map((position) => (position?.underlying === underlying ? position : null));
  const part = { ...account, options: only(account.options), linears: only(account.linears) };
  return scenarios.flatMap((leaf: ScenarioLeaf, position): LeafFigures[] => {
    if (leaf.underlying !== underlying) return [];
    try {
      const margin = evaluateAccount({ ...input, account: part, scenarios: new Map([[underlying, leaf]]) });
      const legs = planLegs(margin, charter.targetBuffer);
      const terms = new Map(legs.map((leg) => [keyOf(leg), leg.leg]));
      const gains = new Map(legs.map((leg) => [keyOf(leg), legGain(leg.leg, charter.targetBuffer)]));
      return [{ underlying, position, group: leaf.group, terms, gains, requirement: margin.requirement }];
    } catch (error) {
      if (error instanceof DomainError) return [];
      throw error;
    }
  });
}

/** All ways to take one of each. */
function products<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>((sets, list) => sets.flatMap((set) => list.map((item) => [...set, item])), [[]]);
}

/** Evenly spaced over the order of the requirement, the worst always among them. */
function spaced(leaves: readonly LeafFigures[], most: number): LeafFigures[] {
  const worst = [...leaves].sort((x, y) =>
    x.requirement > y.requirement ? -1 : x.requirement < y.requirement ? 1 : 0,
  );
  if (worst.length <= most) return worst;
  return Array.from({ length: most }, (_, i) => worst[Math.floor((i * worst.length) / most)] as LeafFigures);
}

function combinations(perUnderlying: readonly LeafFigures[][], joint: boolean): LeafFigures[][] {
  if (joint) {
    const groups = new Set(perUnderlying.flat().map(({ group }) => group));
    return [...groups].flatMap((group) =>
      products(perUnderlying.map((leaves) => leaves.filter((leaf) => leaf.group === group))),
    );
  }
  const count = perUnderlying.reduce((product, leaves) => product * leaves.length, 1);
  if (perUnderlying.length === 1 || count <= MOST_SCENARIOS) return products(perUnderlying);
  const most = Math.floor(MOST_SCENARIOS ** (1 / perUnderlying.length));
  return products(perUnderlying.map((leaves) => spaced(leaves, most)));
}

/**
 * Works out what a search over closes reads of an account: every scenario on every leg, in floating point. Gains and
 * penalties are exact, so what the search finds is as the statement sees it but for sums beyond 2^53.
 *
 * @throws ClauseViolation as `evaluateAccount` does
 */
export function accountFigures(input: AttackInput): AccountFigures {
  const { account, charter } = input;
  const perUnderlying = heldUnderlyings(account).map((underlying) => leavesOn(input, underlying));
  const places = (['option', 'linear'] as const).flatMap((kind) =>
    (kind === 'option' ? account.options : account.linears).flatMap((position, place) =>
      position ? [{ kind, place }] : [],
    ),
  );
  const perMillion = (amount: bigint) => Number(amount) / Number(C.PER_MILLION);
  const errorOf = (amount: bigint) => Number(amount) / Number(ERROR_SCALE);
  const termsUnder = (choice: readonly LeafFigures[]) =>
    places.map((place) => {
      const leaf = choice.find(({ terms }) => terms.has(keyOf(place))) as LeafFigures;
      return { leg: leaf.terms.get(keyOf(place)) as LegTerms, gain: leaf.gains.get(keyOf(place)) as bigint };
    });
  const scenarios = combinations(perUnderlying, charter.jointScenarios).map((choice): ScenarioFigures => {
    const terms = termsUnder(choice);
    const figures = (of: (leg: LegTerms, lots: number) => number) =>
      Float64Array.from(terms, ({ leg }) => of(leg, Number(leg.quantity)));
    const gain = Float64Array.from(terms, (leg) => Number(leg.gain));
    const ratio = terms.map(({ leg }, i) => (gain[i] as number) / Number(leg.notional));
    return {
      scenario: new Map(choice.map(({ underlying, position }) => [underlying, position])),
      margin: figures(({ marginPerLot }) => perMillion(marginPerLot)),
      certain: figures(
        ({ marginPerLot, marginError, rounding }, lots) =>
          perMillion(marginPerLot) - (errorOf(marginError) + Number(rounding)) / lots,
      ),
      gain,
      terminalError: figures(
        ({ equityError, shockedError, rounding }, lots) =>
          1 + (errorOf(6n * C.PER_MILLE * equityError + 3n * shockedError) + 6 * Number(rounding)) / GAIN_UNIT / lots,
      ),
      helping: [...places.keys()]
        .filter((i) => (gain[i] as number) > 0)
        .sort((x, y) => (ratio[y] as number) - (ratio[x] as number)),
    };
  });

  const first = perUnderlying.flatMap(([leaf]) => leaf ?? []);
  const now = first.length === perUnderlying.length ? termsUnder(first).map(({ leg }) => leg) : [];
  const figures = (of: (leg: LegTerms) => number) => Float64Array.from(now, of);
  const worst = pricesInBand(C.PER_MILLE);
  return {
    places,
    lots: figures(({ quantity }) => Number(quantity)),
    equity: Number(now.reduce((sum, { equity }) => sum + equity, account.cash)),
    notional: figures(({ notional }) => Number(notional)),
    fee: figures(({ fee }) => perMillion(fee)),
    penalty: figures((leg) => Math.abs(Number(worst(leg) - leg.mark))),
    equityError: figures(
      ({ equityError, rounding, quantity }) =>
        (errorOf(C.PER_MILLE * equityError) + Number(rounding)) / Number(quantity),
    ),
    targetBuffer: Number(charter.targetBuffer) / Number(C.PER_MILLE),
    scenarios,
  };
}
