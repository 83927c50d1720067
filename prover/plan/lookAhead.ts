import type { Choice, Outlook, Standing } from './outlook.ts';

/** A way that an account may go, round by round. */
interface Way {
  /** The scenario of its first round. */
  readonly first: Choice;
  readonly rounds: number;
  readonly standing: Standing;
  readonly closedNotional: number;
  /** By how much equity is below the worst requirement beyond the errors, money. */
  readonly excess: number;
}

/** Rounds in which the binding scenario, taken every time, is good enough. */
const PLAIN_ROUNDS = 1;
/** Rounds that are looked ahead. */
const ROUNDS = 4;
/** Ways kept after each round: as many of those with the least excess as of those with the least left open. */
const KEPT = 16;
/** Closing prices are not known yet: these shares of the cap of FM-14, from the mark to the edge of the band. */
const SHARES = [0, 0.25, 0.5, 0.75, 1] as const;
/** What a round costs: as much as closing this share of the account. */
const ROUND_COST = 0.1;
/** What it costs not to finish at one of the prices. */
const UNFINISHED_COST = 4;

const isFinished = ({ standing, excess }: Way) => excess <= 0 || standing.lots.every((count) => count === 0);

/** The ways that begin as one does and go one round further, the binding scenario's first. */
function* onward(outlook: Outlook, before: Way | undefined, share: number): Generator<Way> {
  const standing = before?.standing ?? outlook.start;
  const demand = outlook.demand(standing);
  const seen = new Set<string>();
  for (const choice of outlook.choices(demand)) {
    const step = outlook.step(standing, choice, demand, share);
    if (!step) continue;
    const key = step.after.lots.join();
    if (seen.has(key)) continue;
    seen.add(key);
    yield {
      first: before?.first ?? choice,
      rounds: (before?.rounds ?? 0) + 1,
      standing: step.after,
      closedNotional: (before?.closedNotional ?? 0) + step.closedNotional,
      excess: outlook.excess(step.after),
    };
  }
}

/** Whether the binding scenario, taken every time, finishes the account soon. */
function finishesPlainly(outlook: Outlook, share: number): boolean {
  let way: Way | undefined;
  for (let round = 1; round <= PLAIN_ROUNDS; round++) {
    const next: Way | undefined = onward(outlook, way, share).next().value;
    if (!next || isFinished(next)) return true;
    way = next;
  }
  return false;
}

/** The best ways by a measure, least first. */
function least(ways: readonly Way[], measure: (way: Way) => number): Way[] {
  return ways
    .map((way) => ({ way, size: measure(way) }))
    .sort((x, y) => x.size - y.size)
    .slice(0, KEPT)
    .map(({ way }) => way);
}

/** A beam search: the cheapest way that finishes, by its first scenario. */
function finishingWays(outlook: Outlook, share: number, costOf: (way: Way) => number): ReadonlyMap<string, Way> {
  const keep = (ways: Map<string, Way>, key: string, way: Way) => {
    const known = ways.get(key);
    if (!known || costOf(way) < costOf(known)) ways.set(key, way);
  };
  const finished = new Map<string, Way>();
  let ways: readonly (Way | undefined)[] = [undefined];
  for (let round = 1; round <= ROUNDS; round++) {
    const next = new Map<string, Way>();
    for (const way of ways) {
      for (const further of onward(outlook, way, share)) {
        if (isFinished(further)) keep(finished, further.first.join(), further);
        else keep(next, further.standing.lots.join(), further);
      }
    }
    const open = [...next.values()];
    ways = [
      ...new Set([
        ...least(open, ({ excess }) => excess),
        ...least(open, ({ standing }) => outlook.openNotional(standing)),
      ]),
    ];
  }
  return finished;
}

/**
 * The scenario to close under first, where the binding one is not good enough. Legs that nearly offset each other make
 * it go back and forth: a close under the worst scenario takes the hedge from under another, which is the worst then,
 * and so on for dozens of rounds. Under another violated scenario other legs gain, and the account may be done in two.
 *
 * Looks a few rounds ahead at several closing prices, and weighs what is closed, the rounds, and whether they suffice.
 *
 * @returns leaf by underlying; `undefined` where the binding scenario does well, or nothing better was found
 */
export function lookAhead(outlook: Outlook): ReadonlyMap<number, number> | undefined {
  if (SHARES.every((share) => finishesPlainly(outlook, share))) return undefined;
  const held = outlook.openNotional(outlook.start);
  const costOf = ({ closedNotional, rounds }: Way) => closedNotional / held + ROUND_COST * rounds;
  const found = SHARES.map((share) => finishingWays(outlook, share, costOf));
  let best: { first: Choice; cost: number } | undefined;
  for (const [key, { first }] of found.flatMap((ways) => [...ways])) {
    const cost = found.reduce((sum, ways) => {
      const way = ways.get(key);
      return sum + (way ? costOf(way) : UNFINISHED_COST);
    }, 0);
    if (!best || cost < best.cost) best = { first, cost };
  }
  return best && outlook.scenario(best.first);
}
