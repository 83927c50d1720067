import type { AuditPart, Figures, Progress } from '../auditPart.ts';
import type { Constraint } from '../circuit/constraintSystem.ts';
import { type BaseWitness, ForgeableCircuit } from '../forgery/forgeableCircuit.ts';
import { jointHints } from '../forgery/hintForgeries.ts';
import { inputAt, inputPaths, withInput } from '../forgery/inputForgeries.ts';
import { smallCircuit, smallLiquidations } from '../forgery/smallLiquidations.ts';
import { type Leaf, leafCall } from '../vectors/leaf.ts';
import { leaves } from '../vectors/leaves.ts';
import { seeded } from '../vectors/seeded.ts';
import { Deletions } from './deletions.ts';
import { REDUNDANT } from './redundant.ts';
import { REFUSED_INPUTS } from './refusedInputs.ts';
import { RepairSearch } from './repairSearch.ts';
import { soleRefusals } from './soleRefusals.ts';

/** How the deletions of one circuit were noticed. */
export interface DeletionCounts {
  readonly circuit: string;
  readonly constraints: number;
  /** Deleted, one at a time. */
  readonly deleted: number;
  /** A wire is then not determined by the inputs and the free values. */
  readonly determinism: number;
  /** An assignment is refused by this constraint alone. */
  readonly soleRefusal: number;
  /** Of those that determinism notices, how many have a sole refusal too. */
  readonly both: number;
  /** The constraint follows from others, for a stated reason. */
  readonly redundant: number;
  /** Noticed by neither here, but in the template of a component, where it is deleted for itself. */
  readonly inTemplate: number;
}

export interface DeletionFigures extends Figures {
  readonly leaves: readonly DeletionCounts[];
  readonly whole: DeletionCounts;
  readonly redundant: readonly { readonly where: string; readonly because: string }[];
}

/** Deletions in the whole circuit. */
export const WHOLE_DELETIONS = 300;
/** Witnesses of a leaf that forgeries start from at least; further ones serve only what is still unnoticed. */
const LEAST_BASES = 2;
/** Witnesses that further forgeries and repairs start from. */
const MOST_BASES = 6;
/** Joint forgeries of a component that are tried for one constraint. */
const MOST_JOINT = 12;
const EFFORT = { mostHints: 150, pairs: 20, mostInputEdits: 150 } as const;

/** The same elements, every third first: edges stand at the beginning of lists and drawn values at their end. */
function spread<T>(list: readonly T[]): T[] {
  return [0, 1, 2].flatMap((rest) => list.filter((_, i) => i % 3 === rest));
}

/**
 * Deletes every constraint of a leaf, one at a time.
 *
 * @returns the counts, and a sentence for each deletion that nothing notices
 */
export async function deleteFromLeaf(leaf: Leaf): Promise<{ counts: DeletionCounts; findings: string[] }> {
  const circuit = await ForgeableCircuit.compile(leaf);
  const own = leaf.file.replace(/^circuits\/|\.circom$/g, '');
  const deletions = new Deletions(circuit, leaf.file, leaf.template);
  const all = circuit.circuit.system.constraints.map((_, index) => index);
  const determinism = new Set(all.filter((index) => deletions.isNoticedByDeterminism(index)));
  const sole = new Set<number>();
  const random = seeded(31);
  for (const inputs of REFUSED_INPUTS[leaf.template] ?? []) {
    const { violated } = circuit.base(inputs);
    if (violated.length === 1) sole.add(violated[0] as number);
  }
  const bases = spread(leaf.inputs).map((inputs) => circuit.base(inputs));
  for (const [i, base] of bases.entries()) {
    if (i >= LEAST_BASES && all.every((index) => determinism.has(index) || sole.has(index))) break;
    for (const index of soleRefusals(circuit, base, own, leaf.inputs, { ...EFFORT, random })) sole.add(index);
  }
  return judge(leafCall(leaf), circuit, { deletions, constraints: all, determinism, sole, bases });
}

/** Whether hints of one component that stand in a constraint have forgeries that it alone refuses. */
function isRefusedByIt(circuit: ForgeableCircuit, base: BaseWitness, constraint: number): boolean {
  const { constraints, names } = circuit.circuit.system;
  const signals = new Set((constraints[constraint] as Constraint).flat().flatMap(([wire]) => names[wire] ?? []));
  const hints = circuit.hints(base);
  const isNamed = (place: number) => signals.has(hints[place]?.signal as string);
  return jointHints(circuit, base, isNamed)
    .filter((forged) => [...forged.keys()].some(isNamed))
    .slice(0, MOST_JOINT)
    .some((forged) => {
      const { violated } = circuit.forge(base, { hints: forged });
      return violated.length === 1 && violated[0] === constraint;
    });
}

/** Whether one input that stands in a constraint, with another small value, makes a witness that it alone refuses. */
function isRefusedForInput(circuit: ForgeableCircuit, base: BaseWitness, constraint: number): boolean {
  const { constraints, names } = circuit.circuit.system;
  const signals = (constraints[constraint] as Constraint).flat().flatMap(([wire]) => names[wire] ?? []);
  const paths = new Set(inputPaths(base.inputs));
  return [...new Set(signals.map((name) => name.replace(/^main\./, '')))]
    .filter((path) => paths.has(path))
    .some((path) =>
      [2n, -1n, 1n - inputAt(base.inputs, path)].some((value) => {
        const { violated } = circuit.forge(base, { inputs: withInput(base.inputs, path, value) });
        return violated.length === 1 && violated[0] === constraint;
      }),
    );
}

/** Counts how deletions were noticed, after a search for sole refusals where neither means has noticed one. */
function judge(
  name: string,
  circuit: ForgeableCircuit,
  given: {
    deletions: Deletions;
    constraints: readonly number[];
    determinism: ReadonlySet<number>;
    sole: ReadonlySet<number>;
    bases: readonly BaseWitness[];
  },
): { counts: DeletionCounts; findings: string[] } {
  const { deletions, constraints, determinism } = given;
  const sole = new Set(given.sole);
  const search = new RepairSearch(circuit);
  const honest = given.bases.filter(({ violated }) => violated.length === 0);
  const findings: string[] = [];
  let redundant = 0;
  let inTemplate = 0;
  for (const index of constraints) {
    if (determinism.has(index) || sole.has(index)) continue;
    const names = deletions.namesOf(index);
    if (REDUNDANT.some(({ where }) => where.test(`${name} ${names.join(' ')}`))) redundant++;
    else if (honest.slice(0, MOST_BASES).some((base) => isRefusedByIt(circuit, base, index))) sole.add(index);
    else if (honest.slice(0, MOST_BASES).some((base) => isRefusedForInput(circuit, base, index))) sole.add(index);
    else if (deletions.leafOf(index) !== undefined) inTemplate++;
    else if (honest.slice(0, MOST_BASES).some((base) => search.find(base, index) !== undefined)) sole.add(index);
    else findings.push(`${name}: nothing notices that constraint ${index} is gone (${names.slice(0, 6).join(', ')})`);
  }
  return {
    counts: {
      circuit: name,
      constraints: circuit.circuit.system.constraints.length,
      deleted: constraints.length,
      determinism: determinism.size,
      soleRefusal: constraints.filter((index) => !determinism.has(index) && sole.has(index)).length,
      both: [...determinism].filter((index) => sole.has(index)).length,
      redundant,
      inTemplate,
    },
    findings,
  };
}

/**
 * Deletes drawn constraints of `liquidation_small`, one at a time.
 *
 * @param count how many
 */
export async function deleteFromWhole(count: number): Promise<{ counts: DeletionCounts; findings: string[] }> {
  const circuit = await smallCircuit();
  const random = seeded(32);
  const { constraints } = circuit.circuit.system;
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(Number(random.below(BigInt(constraints.length))));
  const deletions = new Deletions(circuit, 'circuits/Liquidation.circom', 'Liquidation');
  const drawn = [...chosen].sort((x, y) => x - y);
  const determinism = new Set(drawn.filter((index) => deletions.isNoticedByDeterminism(index)));
  const bases = smallLiquidations().map(({ circuitInputs }) => circuit.base(circuitInputs));
  return judge('liquidation_small', circuit, {
    deletions,
    constraints: drawn,
    determinism,
    sole: new Set(),
    bases,
  });
}

/** Constraint deletion: every constraint carries something, and the other analyses would notice its loss. */
export const deletionPart: AuditPart<DeletionFigures> = {
  id: 'deletion',
  title: 'Constraint deletion',
  async run(progress: Progress) {
    const results = [];
    for (const leaf of await leaves()) {
      results.push(await deleteFromLeaf(leaf));
      progress(`deletions from ${leafCall(leaf)}`);
    }
    const whole = await deleteFromWhole(WHOLE_DELETIONS);
    return {
      findings: [...results, whole].flatMap(({ findings }) => findings),
      leaves: results.map(({ counts }) => counts),
      whole: whole.counts,
      redundant: REDUNDANT.map(({ name, because }) => ({ where: name, because })),
    };
  },
  describe({ leaves: list, whole, redundant, findings }) {
    const sum = (key: 'deleted' | 'determinism' | 'soleRefusal' | 'both' | 'redundant' | 'inTemplate') =>
      list.reduce((total, counts) => total + counts[key], 0);
    const rows = [...list, whole].map(
      ({ circuit, deleted, determinism, soleRefusal, both, redundant: unneeded, inTemplate }) =>
        `| \`${circuit}\` | ${deleted} | ${determinism} | ${soleRefusal} | ${both} | ${inTemplate} | ${unneeded} |`,
    );
    return [
      'What would the checks say if a constraint were missing? Each constraint of every template is deleted in turn, and',
      `${whole.deleted} drawn ones of \`liquidation_small\`. A deletion is noticed by *determinism* if a wire is then no longer determined`,
      'by the inputs and the free values, and by a *sole refusal* if some assignment that is refused today violates this',
      'constraint and no other, so that without it the assignment would be accepted. Sole refusals come from forged hints,',
      'edited inputs and a search that gives a wire another value and repairs what else this violates; each one also',
      'shows that the constraint is not a consequence of the others.',
      '',
      `Of ${sum('deleted')} constraints of the templates ${sum('determinism')} are noticed by determinism and ${sum('soleRefusal')} more by a sole`,
      `refusal (${sum('both')} by both, as far as both were sought); ${sum('redundant')} are redundant. ${sum('inTemplate')} stand in a component whose own`,
      'template notices their loss, by witnesses that the component does not meet where it stands. Of the',
      `${whole.deleted} of the whole circuit ${whole.determinism} are noticed by determinism, ${whole.soleRefusal} by a sole refusal, ${whole.inTemplate} in their template;`,
      `${whole.redundant} are redundant. Unnoticed: ${findings.length}.`,
      '',
      ...redundant.map(({ where, because }) => `- Redundant: ${where}; ${because}.`),
      '',
      '| circuit | deleted | determinism | sole refusal | both | in its template | redundant |',
      '|---|---|---|---|---|---|---|',
      ...rows,
      '',
      'Not covered: the parameters of small templates are small ones; deletions of two constraints at once; statements that',
      'are missing from the sources, which no deletion shows.',
    ].join('\n');
  },
};
