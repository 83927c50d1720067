import type { JudgedCircuit } from './circuits.ts';
import { FREE_VALUES, type FreeValue } from './freeValues.ts';
import { knownWires } from './knownWires.ts';
import { type Lemma, Propagation } from './propagate.ts';
import type { Solver } from './solvers.ts';
import { type IsProven, solverLemmas } from './solverLemmas.ts';
import { trustedHashes } from './trustedHashes.ts';
import { proves, type Verdict } from './verdicts.ts';

/** How far the wires of a circuit are determined by its inputs and free values. */
export interface Judgement {
  readonly name: string;
  /** sha256 of the r1cs. */
  readonly r1cs: string;
  readonly constraints: number;
  readonly wires: number;
  /** Free values that the circuit has, such as `FloorShift.out`. */
  readonly free: readonly string[];
  /** Those of them without which nothing more would be open: the list holds too much. */
  readonly needless: readonly string[];
  /** Names of wires that are not determined: none, or a finding. */
  readonly undetermined: readonly string[];
  /** Steps taken, by lemma. */
  readonly lemmas: Readonly<Partial<Record<Lemma, number>>>;
  /** sha256 of the solver queries that the result rests on. */
  readonly queries: readonly string[];
}

/** Verdicts in use: those on record, and those of solvers that are asked about anything new. */
export class VerdictBook {
  readonly queries = new Map<string, Verdict>();

  constructor(
    stored: Readonly<Record<string, Verdict>>,
    /** Asked about every query once; with none, the record decides. */
    private readonly solvers: readonly Solver[] = [],
  ) {
    if (solvers.length === 0) for (const [hash, verdict] of Object.entries(stored)) this.queries.set(hash, verdict);
  }

  readonly isProven: IsProven = (query, { name, template }) => {
    let verdict = this.queries.get(query.hash);
    if (verdict === undefined && this.solvers.length > 0) {
      const answers = Object.fromEntries(this.solvers.map((solver) => [solver.name, solver.ask(query.text)]));
      verdict = { lemma: name, template, answers };
      this.queries.set(query.hash, verdict);
    }
    return verdict !== undefined && proves(verdict);
  };
}

/** Propagates over a circuit from its inputs and free values. */
export function propagationOf(
  { system, signals, tree }: JudgedCircuit,
  isProven: IsProven,
  freeValues: readonly FreeValue[] = FREE_VALUES,
): Propagation {
  return new Propagation(system, knownWires(signals, tree, freeValues), {
    hashes: trustedHashes(system, signals, tree),
    solver: solverLemmas(signals, tree, isProven),
  });
}

/** Judges a circuit, and whether each of its free values has to be on the list. */
export function judge(circuit: JudgedCircuit, book: VerdictBook): Judgement {
  const used: string[] = [];
  const propagation = propagationOf(circuit, (query, lemma) => {
    const proven = book.isProven(query, lemma);
    if (proven && !used.includes(query.hash)) used.push(query.hash);
    return proven;
  });
  const { free } = knownWires(circuit.signals, circuit.tree);
  const needless = free.filter((key) => {
    const others = FREE_VALUES.map((value) => ({
      ...value,
      signals: value.signals.filter((signal) => `${value.template}.${signal}` !== key),
    }));
    // Without solvers: what they would add rests on fewer known wires, and is not what a proof is taken from.
    const open = propagationOf(circuit, () => false, others).undetermined;
    const before = propagationOf(circuit, () => false).undetermined;
    return open.length <= before.length;
  });
  const lemmas: Partial<Record<Lemma, number>> = {};
  for (const { lemma } of propagation.log) lemmas[lemma] = (lemmas[lemma] ?? 0) + 1;
  return {
    name: circuit.name,
    r1cs: circuit.system.hash,
    constraints: circuit.system.constraints.length,
    wires: circuit.system.wires,
    free,
    needless,
    undetermined: propagation.undetermined.map((wire) => circuit.system.names[wire]?.[0] ?? String(wire)),
    lemmas,
    queries: used.sort(),
  };
}
