import type { ConstraintSystem } from '../circuit/constraintSystem.ts';
import type { ComponentTree } from './componentTree.ts';
import { FREE_VALUES, type FreeValue } from './freeValues.ts';

/** The wires that a template's determinism starts from. */
export interface KnownWires {
  readonly inputs: readonly number[];
  /** Wires of the free values, by template and signal such as `FloorShift.out`. */
  readonly free: ReadonlyMap<string, readonly number[]>;
  /** Both together. */
  readonly all: readonly number[];
}

/** Inputs and free values of a system as wires; a signal that simplification replaced has none. */
export function knownWires(
  system: ConstraintSystem,
  tree: ComponentTree,
  freeValues: readonly FreeValue[] = FREE_VALUES,
): KnownWires {
  const inputNames = new Set(tree.inputs);
  const freeNames = new Set(freeValues.flatMap(({ template, signals }) => signals.map((name) => `${template}.${name}`)));
  const inputs: number[] = [];
  const free = new Map<string, number[]>();
  system.names.forEach((names, wire) => {
    if (wire === 0) return;
    if (names.some((name) => inputNames.has(name.match(/^main\.(\w+)(\[\d+\])*$/)?.[1] ?? ''))) {
      inputs.push(wire);
      return;
    }
    for (const name of names) {
      const place = tree.locate(name);
      const key = `${place?.template}.${place?.signal}`;
      if (!freeNames.has(key)) continue;
      const wires = free.get(key) ?? [];
      wires.push(wire);
      free.set(key, wires);
      return;
    }
  });
  // The domain is an input that simplification made one with its output (FM-01).
  const domain = system.wireOf('main.domain');
  if (inputNames.has('domainValue') && domain !== undefined && !inputs.includes(domain)) inputs.push(domain);
  return { inputs, free, all: [...new Set([...inputs, ...[...free.values()].flat()])] };
}
