import { CONSTANTS as C } from '../../circuits/constants.ts';
import { type AccountMargin, evaluateAccount, heldUnderlyings } from '../../circuits/margin/evaluateAccount.ts';
import { ERROR_SCALE } from '../../circuits/margin/trigger.ts';
import type { ScenarioLeaf } from '../../circuits/objects.ts';
import { DomainError } from '../../circuits/pricing/domainError.ts';
import type { PlanInput } from './planInput.ts';

/** A scenario for every underlying that an account holds. */
export interface ScenarioCandidate {
  /** Position in the leaves by the underlying's number. */
  scenario: ReadonlyMap<number, number>;
  margin: AccountMargin;
}

/** One leaf on the part of an account that is in its underlying. */
interface LeafPart {
  underlying: number;
  position: number;
  group: bigint;
  /** 10^-6 money. */
  requirement: bigint;
  /** Requirement less its error, at the scale of the trigger. */
  certain: bigint;
}

const PROGRESS_EVERY = 64;

/**
 * Every leaf on the part of the account in its underlying. A leaf that makes a price undefined proves nothing and is
 * left out.
 */
function leafParts(input: PlanInput, held: readonly number[], onLeaf: (evaluated: number) => void): LeafPart[] {
  const { account, scenarios } = input;
  const parts: LeafPart[] = [];
  let undefinedPrice: DomainError | undefined;
  let evaluated = 0;
  for (const underlying of held) {
    const only = <P extends { underlying: number }>(positions: readonly (P | null)[]) =>
      positions.filter((position) => position?.underlying === underlying);
    const part = { ...account, options: only(account.options), linears: only(account.linears) };
    scenarios.forEach((leaf, position) => {
      if (leaf.underlying !== underlying) return;
      try {
        const { requirement, marginError } = evaluateAccount({
          ...input,
          account: part,
          scenarios: new Map([[underlying, leaf]]),
        });
        const certain = requirement * (ERROR_SCALE / C.PER_MILLION) - marginError;
        parts.push({ underlying, position, group: leaf.group, requirement, certain });
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        undefinedPrice ??= error;
      }
      evaluated += 1;
      if (evaluated % PROGRESS_EVERY === 0) onLeaf(evaluated);
    });
  }
  if (undefinedPrice && !held.every((underlying) => parts.some((part) => part.underlying === underlying))) {
    throw undefinedPrice;
  }
  return parts;
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
 */
export function* scenarioCandidates(
  input: PlanInput,
  onLeaf: (evaluated: number) => void = () => {},
): Generator<ScenarioCandidate> {
  const held = heldUnderlyings(input.account);
  const parts = leafParts(input, held, onLeaf);
  const seen = new Set<string>();
  for (const choice of combinations(parts, held, input.charter.jointScenarios)) {
    const key = choice.map(({ position }) => position).join();
    if (seen.has(key)) continue;
    seen.add(key);
    const scenario = new Map(choice.map(({ underlying, position }) => [underlying, position]));
    const leaves = new Map(
      choice.map(({ underlying, position }) => [underlying, input.scenarios[position] as ScenarioLeaf]),
    );
    yield { scenario, margin: evaluateAccount({ ...input, scenarios: leaves }) };
  }
}
