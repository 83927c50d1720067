import type { Constraint, Term } from '../circuit/constraintSystem.ts';
import { fieldInverse } from '../circuit/fieldInverse.ts';
import { reduced } from '../circuit/reduced.ts';
import { FIELD } from '../circuit/templateCircuit.ts';
import type { BaseWitness, ForgeableCircuit } from '../forgery/forgeableCircuit.ts';

/** How many constraints may be repaired after one another: shallow repairs are sought first. */
const DEPTHS = [4, 9, 40];
/** Repairs that are tried at each depth before a start is given up, and for one base witness altogether. */
const MOST_REPAIRS = 300;
const MOST_IN_ALL = 2000;
/** Wires that are tried for one constraint. */
const MOST_CHOICES = 4;

/** Searches assignments that violate one constraint and no other. */
export class RepairSearch {
  private readonly constraints: readonly Constraint[];
  private readonly constraintsOf: readonly (readonly number[])[];

  constructor(circuit: ForgeableCircuit) {
    const { system } = circuit.circuit;
    this.constraints = system.constraints;
    const constraintsOf: number[][] = Array.from({ length: system.wires }, () => []);
    system.constraints.forEach((constraint, index) => {
      for (const [wire] of constraint.flat()) {
        const list = constraintsOf[wire] as number[];
        if (wire !== 0 && list.at(-1) !== index) list.push(index);
      }
    });
    this.constraintsOf = constraintsOf;
  }

  /**
   * An assignment that violates `target` alone: a wire of it takes another value, and every other constraint that this
   * violates is repaired by one of its wires, and so on.
   *
   * @returns the wires that differ from the base witness, or undefined where the search finds none
   */
  find(base: BaseWitness, target: number): ReadonlyMap<number, bigint> | undefined {
    const wires = new Set((this.constraints[target] as Constraint).flat().map(([wire]) => wire));
    let left = MOST_IN_ALL;
    for (const wire of wires) {
      if (wire === 0) continue;
      const value = base.wires[wire] as bigint;
      for (const other of [2n, -1n, 1n - value, value + 1n, value - 1n]) {
        const start = reduced(other);
        if (start === value) continue;
        const values = new Map([[wire, start]]);
        if (this.holds(target, base, values)) continue;
        for (const depth of DEPTHS) {
          if (left <= 0) return undefined;
          const budget = { left: Math.min(left, MOST_REPAIRS) };
          left -= budget.left;
          const found = this.repair(base, target, values, budget, depth);
          left += Math.max(0, budget.left);
          if (found && !this.holds(target, base, found)) return found;
        }
      }
    }
    return undefined;
  }

  /** Depth first: the next violated constraint, by each of its wires in turn. */
  private repair(
    base: BaseWitness,
    target: number,
    values: ReadonlyMap<number, bigint>,
    budget: { left: number },
    depth: number,
  ): ReadonlyMap<number, bigint> | undefined {
    const next = this.firstViolated(base, target, values);
    if (next === undefined) return values;
    if (depth === 0) return undefined;
    for (const [wire, value] of this.solutions(next, base, values)) {
      if (budget.left-- <= 0) return undefined;
      const found = this.repair(base, target, new Map(values).set(wire, value), budget, depth - 1);
      if (found) return found;
    }
    return undefined;
  }

  private firstViolated(base: BaseWitness, target: number, values: ReadonlyMap<number, bigint>): number | undefined {
    let best: number | undefined;
    let fewest = Number.POSITIVE_INFINITY;
    const seen = new Set<number>([target]);
    for (const wire of values.keys()) {
      for (const index of this.constraintsOf[wire] as readonly number[]) {
        if (seen.has(index)) continue;
        seen.add(index);
        if (this.holds(index, base, values)) continue;
        // What leaves the least choice comes first.
        const open = new Set((this.constraints[index] as Constraint).flat().map(([other]) => other));
        const choices = [...open].filter((other) => other !== 0 && !values.has(other)).length;
        if (choices < fewest) [best, fewest] = [index, choices];
      }
    }
    return best;
  }

  /** Values of single untouched wires that satisfy a constraint: what it defines first, then wires of few constraints. */
  private solutions(
    index: number,
    base: BaseWitness,
    values: ReadonlyMap<number, bigint>,
  ): (readonly [number, bigint])[] {
    const [a, b, c] = this.constraints[index] as Constraint;
    const at = (wire: number) => values.get(wire) ?? (base.wires[wire] as bigint);
    const dot = (side: readonly Term[]) => side.reduce((sum, [wire, factor]) => sum + at(wire) * factor, 0n);
    const [left, right, product] = [dot(a), dot(b), dot(c)];
    const factor = (side: readonly Term[], wire: number) => side.find(([other]) => other === wire)?.[1] ?? 0n;
    const open = [...new Set([...a, ...b, ...c].map(([wire]) => wire))].filter((w) => w !== 0 && !values.has(w));
    const rank = (wire: number) => {
      const isDefined = factor(c, wire) !== 0n && factor(a, wire) === 0n && factor(b, wire) === 0n;
      return (isDefined ? 0 : 1000) + (this.constraintsOf[wire]?.length ?? 0);
    };
    open.sort((x, y) => rank(x) - rank(y));
    const found: (readonly [number, bigint])[] = [];
    for (const wire of open) {
      const [inA, inB, inC] = [factor(a, wire), factor(b, wire), factor(c, wire)];
      const candidates: bigint[] = [];
      if (inA !== 0n && inB !== 0n) {
        // A square: the roots of A and of B, which solve it where the product is to be zero.
        candidates.push(at(wire) - left * fieldInverse(inA), at(wire) - right * fieldInverse(inB));
      } else {
        // A B - C is linear in the wire.
        const slope = reduced(inA * right + inB * left - inC);
        if (slope !== 0n) candidates.push(at(wire) - (left * right - product) * fieldInverse(slope));
      }
      for (const value of candidates) {
        const next = reduced(value);
        if (next !== at(wire) && this.holds(index, base, new Map(values).set(wire, next))) found.push([wire, next]);
      }
      if (found.length >= MOST_CHOICES) break;
    }
    return found;
  }

  private holds(index: number, base: BaseWitness, values: ReadonlyMap<number, bigint>): boolean {
    const [a, b, c] = this.constraints[index] as Constraint;
    const dot = (side: readonly Term[]) =>
      side.reduce((sum, [wire, factor]) => sum + (values.get(wire) ?? (base.wires[wire] as bigint)) * factor, 0n);
    return (dot(a) * dot(b) - dot(c)) % FIELD === 0n;
  }
}
