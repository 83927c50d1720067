import { type HintSite, hintSites } from '../circuit/hintSites.ts';
import type { Hint } from '../circuit/lenientGenerator.ts';
import { reduced } from '../circuit/reduced.ts';
import type { SeededIntegers } from '../vectors/seeded.ts';
import type { BaseWitness, ForgeableCircuit, Verdict } from './forgeableCircuit.ts';
import { FREEDOMS, type Freedom, localAt } from './freedoms.ts';
import { jointForgeries } from './jointForgeries.ts';

/** What became of the forgeries of one hint statement. */
export interface SiteTally {
  /** Signals of the circuits that were forged. */
  executions: number;
  /** Forged values that a constraint refuses. */
  refused: number;
  /** Forged values that the constraints accept, each one admissible (`FREEDOMS`). */
  admissible: number;
  /** Forgeries that simplification left no wire for: such a witness cannot be written down. */
  withoutWire: number;
}

/** Tallies by site, and what was accepted without a reason. */
export interface HintTally {
  readonly sites: Map<string, SiteTally>;
  readonly findings: string[];
}

/** Which forgeries to make. */
export interface HintForgeryOptions {
  /** Where a circuit executes hints more often, this many are drawn; those of its own template always take part. */
  readonly mostHints: number;
  /** Random pairs of hints of one component that are forged together, at most. */
  readonly pairs: number;
  readonly random: SeededIntegers;
  /** Joint forgeries; all of them unless given. */
  readonly mostJoint?: number;
  /** Values that may be accepted; all known ones unless given. */
  readonly freedoms?: readonly Freedom[];
  /** Sees every verdict. */
  readonly onVerdict?: (verdict: Verdict) => void;
}

const siteOfMark = new Map<number, HintSite>(hintSites().map((site) => [site.mark, site]));
/** Path of the component that a signal stands in, with the dot. */
const pathOf = (signal: string) => signal.replace(/\w+(\[\d+\])*$/, '');

/** An empty tally of every site. */
export function emptyTally(): HintTally {
  const sites = hintSites().map(
    ({ id }) => [id, { executions: 0, refused: 0, admissible: 0, withoutWire: 0 }] as const,
  );
  return { sites: new Map(sites), findings: [] };
}

/** Neighbours, complement, negative, ends of the field, one past the width, and a random element. */
export function forgedValues(value: bigint, random: SeededIntegers): bigint[] {
  const past = 1n << BigInt(value.toString(2).length);
  let element = 0n;
  for (let i = 0; i < 5; i++) element = (element << 52n) + random.below(1n << 52n);
  return [value + 1n, value - 1n, 1n - value, -value, -1n, 0n, value + past, 1n << 253n, element];
}

/**
 * Forges the hints of a circuit: each alone, and pairs of one component; everything downstream is recomputed. Whatever
 * is accepted must be admissible by `FREEDOMS`, else it is a finding.
 *
 * @param own path of the file from circuits/, without the extension, of the main template
 */
export function forgeHints(
  circuit: ForgeableCircuit,
  base: BaseWitness,
  own: string,
  tally: HintTally,
  options: HintForgeryOptions,
): void {
  const { random, freedoms = FREEDOMS } = options;
  const freedomOfSite = new Map(freedoms.map((freedom) => [freedom.site, freedom]));
  const hints = circuit.hints(base);
  const siteOf = (place: number) => siteOfMark.get((hints[place] as Hint).mark) as HintSite;
  const signalOf = (place: number) => (hints[place] as Hint).signal;
  const places = chosen(hints.length, (place) => siteOf(place).id.startsWith(`${own}.`), options);

  const chosenPlaces = new Set(places);

  // Honest values first: forged runs overwrite them.
  circuit.forge(base, {});
  const read = (name: string) => circuit.read(name);
  const plans = places.map((place) => {
    const honest = read(signalOf(place)) as bigint;
    const local = localAt(pathOf(signalOf(place)), read);
    const edges = freedomOfSite.get(siteOf(place).id)?.edges(local) ?? [];
    return { place, honest, values: distinct([...forgedValues(honest, random), ...edges], honest) };
  });

  const freeAt = new Map<string, Freedom>();
  hints.forEach(({ signal }, place) => {
    const freedom = freedomOfSite.get(siteOf(place).id);
    if (freedom) freeAt.set(pathOf(signal), freedom);
  });
  /** By its own freedom, or as a bit of a value with freedom: simplification keeps the bits in place of the value. */
  const isAdmissible = (place: number): boolean => {
    const path = pathOf(signalOf(place));
    const own = freedomOfSite.get(siteOf(place).id);
    if (own) return own.admits(localAt(path, read));
    const parent = path.replace(/\w+(\[\d+\])*\.$/, '');
    return siteOf(place).id === 'arithmetic/Bits.out' && (freeAt.get(parent)?.admits(localAt(parent, read)) ?? false);
  };

  const judge = (forged: ReadonlyMap<number, bigint>) => {
    const verdict = circuit.forge(base, { hints: forged });
    options.onVerdict?.(verdict);
    let outcome: 'refused' | 'admissible' | 'withoutWire' = 'refused';
    if (verdict.changed.length === 0) outcome = 'withoutWire';
    else if (verdict.violated.length === 0) {
      outcome = 'admissible';
      for (const place of forged.keys()) {
        if (!isAdmissible(place)) {
          tally.findings.push(`${own}: ${signalOf(place)} = ${forged.get(place)} is accepted and not admissible`);
        }
      }
    }
    for (const place of forged.keys()) (tally.sites.get(siteOf(place).id) as SiteTally)[outcome]++;
  };

  for (const { place, values } of plans) {
    (tally.sites.get(siteOf(place).id) as SiteTally).executions++;
    for (const value of values) judge(new Map([[place, value]]));
  }
  const joint = jointHints(circuit, base, (place) => chosenPlaces.has(place));
  while (joint.length > (options.mostJoint ?? joint.length)) {
    joint.splice(Number(random.below(BigInt(joint.length))), 1);
  }
  for (const forged of joint) judge(forged);
  for (let i = 0; i < options.pairs; i++) {
    const first = random.pick(plans);
    const near = plans.filter(
      ({ place }) => place !== first.place && pathOf(signalOf(place)) === pathOf(signalOf(first.place)),
    );
    if (near.length === 0) continue;
    const second = random.pick(near);
    judge(
      new Map([
        [first.place, random.pick(first.values)],
        [second.place, random.pick(second.values)],
      ]),
    );
  }
}

/**
 * Forgeries of several hints of one component (`jointForgeries`), as `ForgeableCircuit.forge` takes them.
 *
 * @param takesPart components count of which some hint does
 */
export function jointHints(
  circuit: ForgeableCircuit,
  base: BaseWitness,
  takesPart: (place: number) => boolean,
): ReadonlyMap<number, bigint>[] {
  const hints = circuit.hints(base);
  const components = new Map<string, Map<string, number>>();
  hints.forEach(({ signal }, place) => {
    const path = pathOf(signal);
    const local = components.get(path) ?? new Map<string, number>();
    components.set(path, local.set(signal.slice(path.length), place));
  });
  circuit.forge(base, {});
  return [...components].flatMap(([path, local]) => {
    const places = [...local.values()];
    if (!places.some(takesPart)) return [];
    const { id } = siteOfMark.get((hints[places[0] as number] as Hint).mark) as HintSite;
    const joint = jointForgeries(
      id.replace(/\.\w+$/, ''),
      localAt(path, (name) => circuit.read(name)),
    );
    return joint.map(
      (values) => new Map(Object.entries(values).map(([name, value]) => [local.get(name) as number, value])),
    );
  });
}

function distinct(values: readonly bigint[], honest: bigint): bigint[] {
  return [...new Set(values.map(reduced))].filter((value) => value !== honest);
}

/** All places, or all own ones and a draw of the others. */
function chosen(count: number, isOwn: (place: number) => boolean, { mostHints, random }: HintForgeryOptions): number[] {
  const all = Array.from({ length: count }, (_, place) => place);
  const own = all.filter(isOwn);
  const others = all.filter((place) => !isOwn(place));
  while (others.length > 0 && own.length + others.length > mostHints) {
    others.splice(Number(random.below(BigInt(others.length))), 1);
  }
  return [...own, ...others].sort((a, b) => a - b);
}
