import type { CircuitInputs } from '../../circuits/witnessInputs.ts';
import type { AuditPart, Figures, Progress } from '../auditPart.ts';
import { hintSites } from '../circuit/hintSites.ts';
import { type Leaf, leafCall } from '../vectors/leaf.ts';
import { leaves } from '../vectors/leaves.ts';
import { seeded } from '../vectors/seeded.ts';
import { ForgeableCircuit } from './forgeableCircuit.ts';
import { FREEDOMS } from './freedoms.ts';
import { HASH_ONLY_INPUTS } from './hashOnlyInputs.ts';
import { emptyTally, forgeHints, type HintTally } from './hintForgeries.ts';
import { hintLeaves } from './hintLeaves.ts';
import { forgeInputs, type InputEdit } from './inputForgeries.ts';
import { REFUSED_CASES } from './refusedCases.ts';
import { smallCircuit, smallLiquidations } from './smallLiquidations.ts';
import { UNBOUND_EDITS, unboundEdit } from './unboundEdits.ts';

/** Fewest forged values of a hint statement that the constraints must refuse. */
export const LEAST_REFUSED = 3;
/** Hints of a whole liquidation that are forged, of some 9,500. */
const WHOLE_HINTS = 400;

/** What became of the forgeries of a hint statement. */
export interface SiteFigures {
  readonly site: string;
  readonly boundBy: string;
  readonly executions: number;
  readonly refused: number;
  readonly admissible: number;
  readonly withoutWire: number;
}

export interface ForgeryFigures extends Figures {
  readonly hintStatements: number;
  readonly hintsRefused: number;
  readonly hintsAdmissible: number;
  readonly sites: readonly SiteFigures[];
  readonly freedoms: readonly { readonly site: string; readonly because: string }[];
  readonly liquidations: readonly string[];
  readonly inputElements: number;
  readonly inputEdits: number;
  readonly inputsRefused: number;
  /** Edits that give a witness of another statement: other public signals. */
  readonly inputsOtherStatement: number;
  /** Inputs of which no edit violates a constraint: they only enter a hash. */
  readonly hashOnly: readonly string[];
  /** Inputs that no wire of this instance carries. */
  readonly withoutWire: readonly string[];
  /** Accepted edits under the same public signals, with the reason. */
  readonly unbound: readonly { readonly input: string; readonly because: string }[];
  readonly cases: readonly {
    readonly id: string;
    readonly what: string;
    readonly tests: readonly string[];
    readonly open: string;
  }[];
}

const nameOf = (path: string) => path.replace(/\[.*$/, '');
const ownPath = ({ file }: Leaf) => file.replace(/^circuits\/|\.circom$/g, '');

/**
 * Forges the hints of the templates.
 *
 * @param extent `fast`: the templates with hints of their own, three witnesses each; `full`: every template and a draw of
 *   the hints of a whole liquidation
 */
export async function measureHints(
  extent: 'fast' | 'full',
  progress: Progress = () => {},
): Promise<{ sites: SiteFigures[]; findings: string[] }> {
  const tally = emptyTally();
  const random = seeded(21);
  const forge = async (leaf: Leaf, bases: number, mostHints: number, pairs: number) => {
    const circuit = await ForgeableCircuit.compile(leaf);
    // Edges stand first in the lists of inputs, drawn values last.
    for (const inputs of [...leaf.inputs.slice(0, 1), ...leaf.inputs.slice(1 - bases)]) {
      const base = circuit.base(inputs);
      if (base.violated.length > 0) continue;
      forgeHints(circuit, base, ownPath(leaf), tally, { mostHints, pairs, mostJoint: 2 * mostHints, random });
    }
    progress(`hints of ${leafCall(leaf)}`);
  };
  for (const leaf of hintLeaves()) {
    if (extent === 'full') await forge(leaf, leaf.inputs.length, 120, 120);
    else await forge(leaf, 3, 8, 30);
  }
  if (extent === 'full') {
    for (const leaf of await leaves()) await forge(leaf, 3, 40, 40);
    await forgeWhole(tally, progress);
  }
  const bound = new Map(hintSites().map(({ id, boundBy }) => [id, boundBy]));
  const sites = [...tally.sites].map(([site, counts]) => ({ site, boundBy: bound.get(site) as string, ...counts }));
  return { sites, findings: tally.findings };
}

async function forgeWhole(tally: HintTally, progress: Progress): Promise<void> {
  const circuit = await smallCircuit();
  const random = seeded(22);
  for (const { name, circuitInputs } of smallLiquidations()) {
    forgeHints(circuit, circuit.base(circuitInputs), 'Liquidation', tally, {
      mostHints: WHOLE_HINTS / smallLiquidations().length,
      pairs: 40,
      mostJoint: 100,
      random,
    });
    progress(`hints of ${name}`);
  }
}

/** The edits of one honest liquidation. */
export interface EditedLiquidation {
  readonly name: string;
  readonly inputs: CircuitInputs;
  readonly edits: readonly InputEdit[];
}

/** Edits every element of every input in each honest liquidation. */
export async function measureInputs(progress: Progress = () => {}): Promise<EditedLiquidation[]> {
  const circuit = await smallCircuit();
  const edited: EditedLiquidation[] = [];
  for (const { name, circuitInputs } of smallLiquidations()) {
    edited.push({ name, inputs: circuitInputs, edits: forgeInputs(circuit, circuit.base(circuitInputs)) });
    progress(`inputs of ${name}`);
  }
  return edited;
}

/** Edits that are accepted where they should not be, one sentence each. */
export function inputFindings({ name, inputs, edits }: EditedLiquidation): string[] {
  return edits.flatMap(({ path, kind, isPast, outcome }) => {
    if (outcome === 'free' && unboundEdit(inputs, path) === undefined) {
      return [`${name}: ${path} (${kind}) is accepted under the same public signals`];
    }
    if (isPast && (outcome === 'free' || outcome === 'otherStatement')) {
      return [`${name}: ${path} (${kind}) is past its range and accepted`];
    }
    return [];
  });
}

/** Inputs of which no edit was refused in any liquidation, though wires carry them. */
export function hashOnlyInputs(edited: readonly EditedLiquidation[]): string[] {
  const all = edited.flatMap(({ edits }) => edits);
  const other = new Set(all.filter(({ outcome }) => outcome === 'otherStatement').map(({ path }) => path));
  for (const { path, outcome } of all) if (outcome === 'refused') other.delete(path);
  return [...new Set([...other].map(nameOf))].sort();
}

function differences(what: string, found: readonly string[], expected: readonly string[]): string[] {
  return [
    ...found.filter((name) => !expected.includes(name)).map((name) => `${what}: ${name} is not on the list`),
    ...expected.filter((name) => !found.includes(name)).map((name) => `${what}: ${name} is on the list and is bound`),
  ];
}

/** Forged witnesses: every hint and every private input, with everything downstream recomputed. */
export const forgeryPart: AuditPart<ForgeryFigures> = {
  id: 'forgery',
  title: 'Forged witnesses',
  async run(progress) {
    const hints = await measureHints('full', progress);
    const edited = await measureInputs(progress);
    const all = edited.flatMap(({ edits }) => edits);
    const count = (outcome: string) => all.filter((edit) => edit.outcome === outcome).length;
    const sum = (key: 'refused' | 'admissible') => hints.sites.reduce((total, site) => total + site[key], 0);
    const carried = new Set(all.filter(({ outcome }) => outcome !== 'withoutWire').map(({ path }) => nameOf(path)));
    return {
      findings: [
        ...hints.findings,
        ...hints.sites
          .filter(({ refused }) => refused < LEAST_REFUSED)
          .map(({ site, refused }) => `${site}: only ${refused} forged values are refused`),
        ...edited.flatMap(inputFindings),
        ...differences('inputs that only enter a hash', hashOnlyInputs(edited), HASH_ONLY_INPUTS),
      ],
      hintStatements: hints.sites.length,
      hintsRefused: sum('refused'),
      hintsAdmissible: sum('admissible'),
      sites: hints.sites,
      freedoms: FREEDOMS.map(({ site, because }) => ({ site, because })),
      liquidations: edited.map(({ name }) => name),
      inputElements: new Set(all.map(({ path }) => path)).size,
      inputEdits: all.length,
      inputsRefused: count('refused'),
      inputsOtherStatement: count('otherStatement'),
      hashOnly: hashOnlyInputs(edited),
      withoutWire: [...new Set(all.map(({ path }) => nameOf(path)))].filter((name) => !carried.has(name)).sort(),
      unbound: UNBOUND_EDITS.filter((entry) =>
        edited.some(({ inputs, edits }) =>
          edits.some(({ path, outcome }) => outcome === 'free' && unboundEdit(inputs, path) === entry),
        ),
      ).map(({ name, because }) => ({ input: name, because })),
      cases: REFUSED_CASES.map(({ id, what, tests, open = '' }) => ({
        id,
        what,
        tests: tests.map(([file, title]) => `${file}: ${title}`),
        open,
      })),
    };
  },
  describe(figures) {
    const rows = figures.sites.map(
      ({ site, boundBy, executions, refused, admissible }) =>
        `| \`${site}\` | ${boundBy} | ${executions} | ${refused} | ${admissible} |`,
    );
    const cases = figures.cases.map(
      ({ id, what, tests, open }) =>
        `| ${id} | ${what} | ${[...tests, open].filter((text) => text !== '').join('; ')} |`,
    );
    return [
      `A cheat replaces a value that the prover may pick and computes everything after it from the false value. So do`,
      `these forgeries: the generator of the sources, without its checks, stands still at a hint (\`<--\`), takes another`,
      `value, and goes on; the constraints as they ship then judge the whole witness.`,
      '',
      `**Hints.** The sources have ${figures.hintStatements} hint statements. ${figures.hintsRefused} forged values were refused:`,
      'neighbours, complement, negative, zero, p - 1, one past the width, 2^253, random elements, pairs of hints of one',
      `component, and the neighbours of every bound. ${figures.hintsAdmissible} were accepted, each one inside the freedom that`,
      'the statement grants and bounds:',
      '',
      ...figures.freedoms.map(({ site, because }) => `- \`${site}\`: ${because};`),
      '',
      '| hint | bound by | forged | refused | accepted |',
      '|---|---|---|---|---|',
      ...rows,
      '',
      `**Inputs.** All ${figures.inputElements} elements of the private inputs of \`liquidation_small\`, in ${figures.liquidations.length} honest`,
      `liquidations (${figures.liquidations.join('; ')}), took p - 1, p - 2^width (cash: one less), 2^width, 2^253, -x and x + 1: ${figures.inputEdits} edits.`,
      `${figures.inputsRefused} violate a constraint, ${figures.inputsOtherStatement} satisfy all of them and are a witness of *another* statement:`,
      'a commitment, and so a public signal, differs.',
      '',
      `- Inputs of which every edit only changes a commitment, as FM-03 says: ${figures.hashOnly.join(', ')}.`,
      `- Inputs that no wire of this instance carries: ${figures.withoutWire.join(', ') || 'none'}.`,
      ...figures.unbound.map(({ input, because }) => `- Accepted under the same public signals: ${input}; ${because}.`),
      '',
      '**Cases that must be refused**, and the tests that hand them to the constraints:',
      '',
      '| case | what | where |',
      '|---|---|---|',
      ...cases,
      '',
      'Not covered: the inside of Poseidon (circomlib) is trusted to be a collision-free function; its constraints are',
      'part of every forged witness, but no forgery aims at them. Forgeries are samples, not proofs; what no forgery can',
      'escape is the matter of determinism and error bounds.',
    ].join('\n');
  },
};
