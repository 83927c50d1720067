import { centred } from '../circuit/constraintSystem.ts';
import { fieldInverse } from '../circuit/fieldInverse.ts';

/** A linear combination of constraints, and the unknown part of the form that it makes known. */
export interface Equation {
  readonly rows: readonly number[];
  readonly form: ReadonlyMap<number, bigint>;
}

/**
 * Gauss-Jordan elimination over the field of every column that is not kept: linear combinations of the equations, of the
 * same span, in which each eliminated column stands once. Those without such a column are in terms of kept columns alone.
 */
export function withoutColumns(equations: readonly Equation[], keep: (column: number) => boolean): Equation[] {
  const done: { pivot: number; rows: Set<number>; form: Map<number, bigint> }[] = [];
  const pivotOf = new Map<number, number>();
  const rowsOfColumn = new Map<number, Set<number>>();
  const subtract = (target: { rows: Set<number>; form: Map<number, bigint> }, at: number, pivot: number, own = -1) => {
    const source = done[at] as (typeof done)[number];
    const factor = target.form.get(pivot) as bigint;
    for (const [column, coefficient] of source.form) {
      const value = centred((target.form.get(column) ?? 0n) - factor * coefficient);
      if (value === 0n) target.form.delete(column);
      else target.form.set(column, value);
      if (own >= 0 && !keep(column)) {
        const rows = rowsOfColumn.get(column) ?? new Set();
        if (value === 0n) rows.delete(own);
        else rows.add(own);
        rowsOfColumn.set(column, rows);
      }
    }
    for (const row of source.rows) target.rows.add(row);
  };
  const kept: { rows: Set<number>; form: Map<number, bigint> }[] = [];
  for (const { rows, form } of equations) {
    const next = { rows: new Set(rows), form: new Map(form) };
    for (const column of form.keys()) {
      const at = pivotOf.get(column);
      if (at !== undefined && next.form.has(column)) subtract(next, at, column);
    }
    const pivot = [...next.form.keys()].find((column) => !keep(column));
    if (pivot === undefined) {
      if (next.form.size > 0) kept.push(next);
      continue;
    }
    const inverse = fieldInverse(next.form.get(pivot) as bigint);
    for (const [column, coefficient] of next.form) next.form.set(column, centred(coefficient * inverse));
    const own = done.length;
    done.push({ pivot, ...next });
    pivotOf.set(pivot, own);
    for (const at of [...(rowsOfColumn.get(pivot) ?? [])]) {
      subtract(done[at] as (typeof done)[number], own, pivot, at);
    }
    for (const column of next.form.keys()) {
      if (keep(column)) continue;
      const set = rowsOfColumn.get(column) ?? new Set();
      rowsOfColumn.set(column, set.add(own));
    }
  }
  return [...kept, ...done].map(({ rows, form }) => ({ rows: [...rows], form }));
}
