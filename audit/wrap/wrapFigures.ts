import type { ConstraintSystem } from '../circuit/constraintSystem.ts';
import { analyseWrap, type Kind, type WrapAnalysis } from './analyseWrap.ts';
import { bits } from './bound.ts';
import { explain, HASHED_INPUTS, inputOf, REASONS } from './explain.ts';
import { variable } from './form.ts';
import { pathOf } from './pathOf.ts';
import { assumeAsInUse, strangeReaders } from './unusedUnderlying.ts';

/** The field modulus is above 2^253. */
const MODULUS_BITS = 253;
/** How many of the widest values are named. */
const NAMED = 12;

/** Where the values of a template stand, for templates whose head comment names a widest value. */
const TEMPLATES: readonly (readonly [string, RegExp])[] = [
  ['NaturalLog', /\.(ln|lnStrike|lnMultiplier)\./],
  ['SviTotalVariance', /^option\.leg\.variance\./],
  ['TotalStdDev', /^option\.leg\.base\./],
  ['ShockedStdDev', /^option\.leg\.shocked\./],
  ['CoarseD1', /\.d1\.(?!halfUnitMonomials)/],
  ['NormalCdf', /\.forwardCdf\./],
  ['LaggedNormalCdf', /\.strikeCdf\./],
  ['OptionPrice', /^option\.leg\.(basePrice|shockedPrice)\.(forwardTerm|strikeTerm)$/],
];

/** What the analysis says of one constraint system. */
export interface WrapFigures {
  readonly constraints: number;
  /** Constraints that hold between rationals, by kind. */
  readonly exact: Readonly<Record<Kind, number>>;
  /** Constraints that hold in the field only, by reason. */
  readonly explained: Readonly<Record<string, number>>;
  /** Inputs that are taken to lie where a used underlying slot has them. */
  readonly assumedInputs: number;
  /** Every value of an exact constraint, cleared of denominators, is below 2^widestBits. */
  readonly widestBits: number;
  /** Factors of two between that and the modulus. */
  readonly headRoomBits: number;
  readonly widest: readonly { readonly signal: string; readonly kind: Kind; readonly bits: number }[];
  readonly templates: Readonly<Record<string, number>>;
  /** Bits that bound each input, over all its places; one more than its range where that was found by another way. */
  readonly inputs: Readonly<Record<string, number>>;
  /** Inputs without a range. */
  readonly unranged: readonly string[];
  /** Inputs that simplification replaced by linear forms of other signals: they have no freedom of their own. */
  readonly removed: readonly string[];
  readonly findings: readonly string[];
}

/**
 * Analyses a constraint system.
 *
 * @param inputs names of the inputs of the main template
 * @param name of the system, for findings
 */
export function wrapFigures(
  system: ConstraintSystem,
  inputs: readonly string[],
  name: string,
  analysis: WrapAnalysis = analyseWrap(system, assumeAsInUse(system)),
): WrapFigures {
  const reasons = explain(system, analysis);
  const exact: Record<Kind, number> = {
    boolean: 0,
    range: 0,
    product: 0,
    equation: 0,
    'zero product': 0,
    'nonzero test': 0,
  };
  const explained = Object.fromEntries(REASONS.map(({ id }) => [id, 0]));
  const findings: string[] = [];
  const widestOf = new Map<string, { signal: string; kind: Kind; bits: number }>();
  analysis.exact.forEach((found, index) => {
    if (found === undefined) {
      const reason = reasons.get(index);
      if (reason === undefined)
        findings.push(`${name}: constraint ${index} may wrap: ${signalsOf(system, analysis, index)}`);
      else explained[reason.id] = (explained[reason.id] as number) + 1;
      return;
    }
    exact[found.kind]++;
    const signal = pathOf(system, index);
    if (found.bits > (widestOf.get(signal)?.bits ?? -1))
      widestOf.set(signal, { signal, kind: found.kind, bits: found.bits });
  });
  findings.push(...strangeReaders(system, analysis).map((each) => `${name}: ${each}`));
  const ranges = inputRanges(system, analysis, inputs);
  for (const input of ranges.unranged) {
    if (!HASHED_INPUTS.has(input)) findings.push(`${name}: input ${input} has no range (FM-03)`);
  }
  const all = [...widestOf.values()].sort((a, b) => b.bits - a.bits || (a.signal < b.signal ? -1 : 1));
  const widestBits = all[0]?.bits ?? 0;
  const templates = TEMPLATES.map(([template, pattern]) => {
    const found = all.find(({ signal }) => pattern.test(signal));
    return [template, found?.bits] as const;
  });
  return {
    constraints: system.constraints.length,
    exact,
    explained,
    assumedInputs: analysis.assumed.length,
    widestBits,
    headRoomBits: MODULUS_BITS - widestBits,
    widest: all.slice(0, NAMED),
    templates: Object.fromEntries(templates.filter(([, found]) => found !== undefined)) as Record<string, number>,
    ...ranges,
    findings,
  };
}

function inputRanges(system: ConstraintSystem, analysis: WrapAnalysis, names: readonly string[]) {
  const inputs: Record<string, number> = {};
  const unranged = new Set<string>();
  const left = new Set<string>();
  for (const signal of system.signals()) {
    const input = inputOf(signal);
    if (input === undefined || !names.includes(input)) continue;
    left.add(input);
    const wire = system.wireOf(signal) as number;
    if (analysis.knowledge.isKnown(wire)) {
      inputs[input] = Math.max(inputs[input] ?? 0, bits(analysis.knowledge.bound(variable(wire))));
    } else {
      unranged.add(input);
    }
  }
  return { inputs, unranged: [...unranged], removed: names.filter((each) => !left.has(each)) };
}

/** Names of signals in a constraint, those without range first. */
function signalsOf(system: ConstraintSystem, analysis: WrapAnalysis, index: number): string {
  const wires = [...new Set((system.constraints[index] ?? []).flat().map(([wire]) => wire))].filter(
    (wire) => wire !== 0,
  );
  const isKnown = (wire: number) => Number(analysis.knowledge.isKnown(wire));
  wires.sort((a, b) => isKnown(a) - isKnown(b));
  return wires
    .slice(0, 4)
    .map((wire) => system.names[wire]?.[0])
    .join(', ');
}
