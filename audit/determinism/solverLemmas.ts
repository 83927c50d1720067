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

/** Lemmas of `SOLVER_LEMMAS` for every component of their templates. */
export function solverLemmas(
  signals: SignalForms,
  tree: ComponentTree,
  isProven: IsProven,
): FurtherLemma {
  const components = new Map<string, { lemma: SolverLemma; wires: Map<number, string>; goals: Map<number, string> }>();
  for (const lemma of SOLVER_LEMMAS) {
    for (const path of tree.pathsOf(lemma.template, signals.names())) {
      components.set(path, { lemma, wires: new Map(), goals: new Map() });
    }
  }
  for (const name of signals.names()) {
    for (let dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
      const component = components.get(name.slice(0, dot + 1));
      const local = name.slice(dot + 1);
      if (component === undefined || !component.lemma.signals.test(local)) continue;
      const [[wire, coefficient], ...others] = (signals.formOf(name) ?? [[0, 0n]]) as [[number, bigint]];
      if (others.length > 0 || wire === 0 || coefficient !== 1n || component.wires.has(wire)) continue;
      component.wires.set(wire, local);
      if (component.lemma.goals.includes(local.replace(/\[\d+\]$/, ''))) component.goals.set(wire, local);
    }
  }
  return (view) =>
    [...components.values()].flatMap(({ lemma, wires, goals }): Derivation[] => {
      const unknown = new Map([...wires].filter(([wire]) => !view.isKnown(wire)).sort(([, x], [, y]) => byName(x, y)));
      const open = [...goals].filter(([wire]) => !view.isKnown(wire));
      if (open.length === 0) return [];
      const query = uniquenessQuery(
        view,
        unknown,
        open.map(([, name]) => name),
      );
      if (!isProven(query, lemma)) return [];
      return [{ lemma: 'solver', constraints: query.constraints, wires: open.map(([wire]) => wire) }];
    });
}

const byName = (x: string, y: string) => x.localeCompare(y, 'en', { numeric: true });
