import { CONSTANTS as C } from '../../circuits/constants.ts';
import { evaluateAccount } from '../../circuits/margin/evaluateAccount.ts';
import type { LegTerms } from '../../circuits/margin/legTerms.ts';
import type { ScenarioLeaf } from '../../circuits/objects.ts';
import { type InstrumentTerms, isOption } from '../../verifier/formats/position.ts';
import { liquidateAlone, loneAccount } from './lonePosition.ts';
import { ProvabilityTally } from './provabilityTally.ts';
import type { SampleMarket } from './sampleMarket.ts';

export interface ListedInstrument {
  name: string;
  terms: InstrumentTerms;
}

/** Which liquidations to prove of all that are priced. */
export interface ProvabilityOptions {
  /** Both sides of every instrument, or one in turns. */
  sides: 'both' | 'in turns';
  /** Scenarios beside the binding one: all, one in turns for every so many instruments. */
  otherLeaves: 'all' | { every: number };
  /** Where the turns begin. */
  turn: number;
}

interface Leaf {
  leaf: ScenarioLeaf;
  /** In the tree. */
  position: number;
}

const SIDES = ['long', 'short'] as const;
/** One lot, some, and all that a leg can close at once. */
const LOTS = [1n, 20n, (1n << C.LOT_BITS) - 1n];

/** Leaves of one underlying that differ in more than their group. */
function distinctLeaves(leaves: readonly ScenarioLeaf[], underlying: number): Leaf[] {
  const found = new Map<string, Leaf>();
  leaves.forEach((leaf, position) => {
    const key = [leaf.forwardMultiplier, leaf.weight, ...leaf.volMultipliers].join();
    if (leaf.underlying === underlying && !found.has(key)) found.set(key, { leaf, position });
  });
  return [...found.values()];
}

/** Every instrument sold short, one lot each, as one account: what its legs are under a leaf. */
function shortLegs(market: SampleMarket, listed: readonly ListedInstrument[], { leaf }: Leaf): LegTerms[] {
  const { charter, snapshot, surface } = market;
  const terms = { isLong: false, quantity: 1n, cash: 0n, time: snapshot.time };
  const alone = listed.map((instrument) => loneAccount(instrument.terms, terms));
  const account = {
    ...(alone[0] as (typeof alone)[number]),
    options: alone.flatMap(({ options }) => options),
    linears: alone.flatMap(({ linears }) => linears),
  };
  const scenarios = new Map([[leaf.underlying, leaf]]);
  const margin = evaluateAccount({ charter, snapshot, surface, account, scenarios });
  const options = margin.options.values();
  const linears = margin.linears.values();
  return listed.map((instrument) => (isOption(instrument.terms) ? options : linears).next().value as LegTerms);
}

/** λ of the other side of a short leg (FM-09): the loss changes its sign, and the charge is that of a long. */
function longMargin({ charter }: SampleMarket, terms: InstrumentTerms, short: LegTerms): bigint {
  const rules = charter.underlyings[terms.underlying];
  if (!rules) throw new RangeError('the charter does not list the underlying');
  if (!isOption(terms)) return 2n * rules.linearRate * short.notional - short.marginPerLot;
  const shortLoss = short.marginPerLot - rules.shortOptionRate * short.notional;
  return C.PER_MILLE * (C.PER_MILLE - charter.longCredit) * short.mark - shortLoss;
}

/**
 * Prices instruments of one underlying under every leaf, and liquidates each of them alone under its
 * binding leaf and under others. What cannot be priced or proven is among the failures.
 */
export function tallyProvability(
  market: SampleMarket,
  listed: readonly ListedInstrument[],
  { sides, otherLeaves, turn }: ProvabilityOptions,
): ProvabilityTally {
  const tally = new ProvabilityTally();
  const [first] = listed;
  if (!first) return tally;
  tally.instruments = listed.length;
  const { charter, scenarios } = market;
  const leaves = distinctLeaves(scenarios, first.terms.underlying);
  const fail = (what: string, { position }: Leaf, error: unknown) =>
    tally.failures.push(`${what} under leaf ${position} (${error})`);

  const margins = listed.map(() => ({ long: [] as bigint[], short: [] as bigint[] }));
  for (const leaf of leaves) {
    let legs: LegTerms[];
    try {
      legs = shortLegs(market, listed, leaf);
    } catch {
      // Once more one by one, to name those without a price.
      for (const instrument of listed) {
        try {
          shortLegs(market, [instrument], leaf);
        } catch (error) {
          fail(`${instrument.name} has no price`, leaf, error);
        }
      }
      continue;
    }
    tally.priced += legs.length;
    legs.forEach((leg, i) => {
      const { name, terms } = listed[i] as ListedInstrument;
      const perLot = { short: leg.marginPerLot, long: longMargin(market, terms, leg) };
      for (const side of SIDES) {
        margins[i]?.[side].push(perLot[side]);
        const gain = Number((C.PER_MILLE + charter.targetBuffer) * perLot[side]);
        tally.seeGain(gain / Number(C.PER_MILLE * C.PER_MILLION * leg.notional), `${side} ${name}`);
      }
    });
  }

  listed.forEach(({ name, terms }, i) => {
    for (const side of sides === 'both' ? SIDES : [SIDES[(turn + i) % SIDES.length] as 'long' | 'short']) {
      const perLot = margins[i]?.[side] ?? [];
      if (perLot.length < leaves.length) continue;
      const binding = perLot.reduce((best, margin, place) => (margin > (perLot[best] as bigint) ? place : best), 0);
      const places = new Set([binding]);
      if (otherLeaves === 'all') for (const place of leaves.keys()) places.add(place);
      else if ((turn + i) % otherLeaves.every === 0) places.add((turn + i) % leaves.length);
      for (const place of places) {
        const leaf = leaves[place] as Leaf;
        const quantity = LOTS[(turn + i + place) % LOTS.length] as bigint;
        try {
          const { plan, close, gap } = liquidateAlone(market, terms, {
            isLong: side === 'long',
            quantity,
            leaf: leaf.position,
          });
          const leg = plan.legs[0]?.leg;
          if (!leg || leg.marginPerLot !== perLot[place]) throw new RangeError('its requirement is another one alone');
          tally.proven[close] += 1;
          tally.seeGap(Number(gap) / Number(quantity * leg.notional), `${side} ${name}`);
        } catch (error) {
          fail(`${side} ${name} is not provable`, leaf, error);
        }
      }
    }
  });
  return tally;
}
