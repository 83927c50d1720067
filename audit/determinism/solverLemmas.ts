import type { Term } from '../circuit/constraintSystem.ts';
import type { SignalForms } from '../circuit/signalForms.ts';
import type { ComponentTree } from './componentTree.ts';
import type { Derivation, FurtherLemma } from './propagate.ts';
import { type UniquenessQuery, uniquenessQuery } from './uniquenessQuery.ts';

/** A uniqueness that no other lemma shows: an SMT solver is asked. */
export interface SolverLemma {
  readonly name: string;
  readonly template: string;
  /** Signals of the template and its components that take part, by their names within it. */
  readonly signals: RegExp;
  /** Names, within the template, of the signals that are unique; indexes left out. */
  readonly goals: readonly string[];
}

/** All of them. What follows from the goals is left to the other lemmas. */
export const SOLVER_LEMMAS: readonly SolverLemma[] = [
  {
    name: 'comparison by a ranged distance',
    template: 'LegComparison',
    signals: /^(beats|distance\.)/,
    goals: ['beats'],
  },
  {
    name: 'division with a ranged remainder',
    template: 'GainThreshold',
    signals: /^(threshold|remainder)/,
    goals: ['threshold', 'remainder'],
  },
  {
    name: 'floor or a ranged quotient',
    template: 'ShockedStdDev',
    signals: /^(floorBinds|shockedTotalStdDev|bits|reflection|slack\.|decomposition\.(?!inverse))/,
    goals: ['floorBinds', 'shockedTotalStdDev'],
  },
  {
    name: 'sign, place and excess of an odd number',
    template: 'LaggedNormalCdf',
    signals: /^(positive|oneHot|excess)/,
    goals: ['positive', 'oneHot', 'excess'],
  },
];

/** Whether the stored verdict on a query is that the goals are unique. */
export type IsProven = (query: UniquenessQuery, lemma: SolverLemma) => boolean;

interface Component {
  readonly lemma: SolverLemma;
  /** Wires in the forms of its inputs: the lemma waits for them. */
  readonly inputs: Set<number>;
  /** Wires in the forms of all its signals. */
  readonly scope: Set<number>;
  /** Names within the component of the wires that take part, and of those that are goals. */
  readonly wires: Map<number, string>;
  readonly goals: Map<number, string>;
}

/** Lemmas of `SOLVER_LEMMAS` for every component of their templates. */
export function solverLemmas(
  signals: SignalForms,
  tree: ComponentTree,
  isProven: IsProven,
): FurtherLemma {
  const components = new Map<string, Component>();
  for (const lemma of SOLVER_LEMMAS) {
    for (const path of tree.pathsOf(lemma.template, signals.names())) {
      components.set(path, { lemma, inputs: new Set(), scope: new Set(), wires: new Map(), goals: new Map() });
    }
  }
  for (const name of signals.names()) {
    for (let dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
      const component = components.get(name.slice(0, dot + 1));
      const local = name.slice(dot + 1);
      if (component === undefined) continue;
      const form = signals.formOf(name) ?? [];
      for (const [wire] of form) component.scope.add(wire);
      if (tree.inputsOf(component.lemma.template).includes(local.replace(/\[.*$/, ''))) {
        for (const [wire] of form) component.inputs.add(wire);
      }
      if (!component.lemma.signals.test(local)) continue;
      const [[wire, coefficient], ...others] = (form.length > 0 ? form : NOTHING) as readonly [Term, ...Term[]];
      if (others.length > 0 || wire === 0 || coefficient !== 1n || component.wires.has(wire)) continue;
      component.wires.set(wire, local);
      if (component.lemma.goals.includes(local.replace(/\[\d+\]$/, ''))) component.goals.set(wire, local);
    }
  }
  return (view) =>
    [...components.values()].flatMap(({ lemma, inputs, scope, wires, goals }): Derivation[] => {
      if (![...inputs].every(view.isKnown)) return [];
      const unknown = new Map([...wires].filter(([wire]) => !view.isKnown(wire)).sort(([, x], [, y]) => byName(x, y)));
      const open = [...goals].filter(([wire]) => !view.isKnown(wire));
      if (open.length === 0) return [];
      const query = uniquenessQuery(
        view,
        unknown,
        open.map(([, name]) => name),
        scope,
      );
      if (!isProven(query, lemma)) return [];
      return [{ lemma: 'solver', constraints: query.constraints, wires: open.map(([wire]) => wire) }];
    });
}

/** The form of a signal that nothing constrains. */
const NOTHING: readonly [Term] = [[0, 0n]];
const byName = (x: string, y: string) => x.localeCompare(y, 'en', { numeric: true });
