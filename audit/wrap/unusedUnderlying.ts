import type { ConstraintSystem } from '../circuit/constraintSystem.ts';
import type { Assumption, WrapAnalysis } from './analyseWrap.ts';
import { type Bound, both } from './bound.ts';
import { combine, variable } from './form.ts';
import { proportion } from './knowledge.ts';
import { pathOfName } from './pathOf.ts';

/** f and c of an underlying's scenario. */
const MULTIPLIER = /^main\.(?:forwardMultiplier|volMultipliers)\[(\d+)\]/;

/**
 * Where f and c of an underlying may stand: their bounds, their leaf, their logarithm, and selections by underlying. What
 * a selection gives is taken by an expiry, whose underlying is active, or by a linear slot.
 */
const READERS =
  /^(terms\.(forwardAbove|forwardBelow|volAbove|volBelow|membership|lnMultiplier)|expiryOf\.(forwardMultiplier|volByBucket|volOfUnderlying|volMultiplier)|linear\.(rules|leg\.forwardMultiplier|leg\.shocked))\b/;

/**
 * f and c of an unused underlying slot have no range (FM-03). They are taken to lie where the charter's bounds hold those
 * of a used one: active · (x - minimum) and active · (maximum - x) are ranged, and this computes what follows for
 * active = 1, before anything is taken for granted. That the constraints say the same of an unused slot is the argument
 * of `UnderlyingTerms`: nothing reads its values. Change them, and their logarithm, to any in range: no other wire
 * changes, because no expiry names the slot and a linear slot that does has a mark of zero.
 */
export function assumeAsInUse(system: ConstraintSystem): Assumption {
  return (wire, analysis) => {
    const slot = slotOf(system, wire);
    const active = slot === undefined ? undefined : system.wireOf(`main.underlyingActive[${slot}]`);
    return active === undefined ? undefined : boundWhere(active, wire, analysis);
  };
}

/** Wires taken for granted that stand in constraints where the argument does not look, one sentence each. */
export function strangeReaders(system: ConstraintSystem, analysis: WrapAnalysis): string[] {
  return analysis.assumed.flatMap((wire) =>
    analysis
      .constraintsOf(wire)
      .filter((index) => !isReader(system, wire, index))
      .map((index) => `constraint ${index} reads ${system.names[wire]?.[0]}, which has no range in an unused slot`),
  );
}

function isReader(system: ConstraintSystem, wire: number, index: number): boolean {
  const others = (system.constraints[index] ?? []).flat().filter(([other]) => other !== 0 && other !== wire);
  return others.some(([other]) =>
    (system.names[other] as readonly string[]).some((name) => READERS.test(pathOfName(name))),
  );
}

function slotOf(system: ConstraintSystem, wire: number): string | undefined {
  for (const name of system.names[wire] as readonly string[]) {
    const slot = MULTIPLIER.exec(name)?.[1];
    if (slot !== undefined) return slot;
  }
  return undefined;
}

/** What active · (n x + rest) = c says of x for active = 1. */
function boundWhere(active: number, x: number, analysis: WrapAnalysis): Bound | undefined {
  const { knowledge } = analysis;
  const flag = knowledge.resolve(variable(active));
  let found: Bound | undefined;
  for (const index of analysis.constraintsOf(x)) {
    const [a, b, c] = analysis.sides(index);
    for (const [factor, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const n = other.terms.get(x);
      const ratio = proportion(flag, knowledge.resolve(factor));
      if (n === undefined || ratio === undefined || c.terms.has(x)) continue;
      const terms = new Map(other.terms);
      terms.delete(x);
      const rest = { ...other, terms };
      if ([c, rest].some((form) => [...form.terms.keys()].some((each) => !knowledge.isKnown(each)))) continue;
      // ratio · (n x + rest) = c.
      const sign = n * ratio[0] < 0n ? -1n : 1n;
      const value = combine([
        [c, sign * ratio[1] * other.d, sign * ratio[0] * n],
        [rest, n < 0n ? other.d : -other.d, n < 0n ? -n : n],
      ]);
      const bound = knowledge.bound(value);
      found = found === undefined ? bound : both(found, bound);
    }
  }
  return found;
}
