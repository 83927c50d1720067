import { heldUnderlyings } from '../../circuits/margin/evaluateAccount.ts';
import { type LeafPart, leafParts } from './leafParts.ts';
import { type CandidateMargin, marginUnder } from './marginUnder.ts';
import type { PlanInput } from './planInput.ts';

/** A scenario for every underlying that an account holds. */
export interface ScenarioCandidate {
  /** Position in the leaves by the underlying's number. */
  scenario: ReadonlyMap<number, number>;
  margin: CandidateMargin;
}

const worse = (x: LeafPart, y: LeafPart) =>
  x.requirement > y.requirement ? -1 : x.requirement < y.requirement ? 1 : 0;
const clearer = (x: LeafPart, y: LeafPart) => (x.certain > y.certain ? -1 : x.certain < y.certain ? 1 : 0);

/** The first leaf of every underlying in an order, or `undefined` if an underlying has none. */
function choose(
  parts: readonly LeafPart[],
  held: readonly number[],
  order: (x: LeafPart, y: LeafPart) => number,
): LeafPart[] | undefined {
  const sorted = [...parts].sort(order);
  const chosen = held.flatMap((underlying) => sorted.find((part) => part.underlying === underlying) ?? []);
  return chosen.length === held.length ? chosen : undefined;
}

/** Combinations to try: per group in joint mode, and with one underlying's leaf replaced in independent mode. */
function* combinations(parts: readonly LeafPart[], held: readonly number[], joint: boolean): Generator<LeafPart[]> {
  const groups = joint ? [...new Set(parts.map(({ group }) => group))] : [undefined];
  const total = (choice: readonly LeafPart[], part: (leaf: LeafPart) => bigint) =>
    choice.reduce((sum, leaf) => sum + part(leaf), 0n);
  const best = (order: typeof worse, part: (leaf: LeafPart) => bigint) =>
    groups
      .flatMap((group) => {
        const choice = choose(group === undefined ? parts : parts.filter((leaf) => leaf.group === group), held, order);
        return choice ? [{ choice, sum: total(choice, part) }] : [];
      })
      .sort((x, y) => (x.sum > y.sum ? -1 : x.sum < y.sum ? 1 : 0))
      .map(({ choice }) => choice);
  const binding = best(worse, ({ requirement }) => requirement);
  const [worst, ...others] = binding;
  if (!worst) return;
  yield worst;
  yield* best(clearer, ({ certain }) => certain).slice(0, 1);
  yield* others;
  if (joint) return;
  for (const part of [...parts].sort(worse)) {
    yield worst.map((leaf) => (leaf.underlying === part.underlying ? part : leaf));
  }
}

/**
 * Scenarios under which an account may be liquidated, in the order to try them. The first is the binding one, with the
 * worst requirement: the loss is additive over underlyings, so in independent mode each takes its own worst leaf, and
 * in joint mode all take the group whose sum is worst. Then the one that is clearest after errors, then milder ones.
 *
 * @param parts every leaf on its part of the account; worked out unless given
 */
export function* scenarioCandidates(
  input: PlanInput,
  parts: readonly LeafPart[] = leafParts(input),
): Generator<ScenarioCandidate> {
  const { account, charter } = input;
  const seen = new Set<string>();
  for (const choice of combinations(parts, heldUnderlyings(account), charter.jointScenarios)) {
    const key = choice.map(({ position }) => position).join();
    if (seen.has(key)) continue;
    seen.add(key);
    const scenario = new Map(choice.map(({ underlying, position }) => [underlying, position]));
    yield { scenario, margin: marginUnder(account, choice) };
  }
}
