import type { Term } from '../circuit/constraintSystem.ts';
import type { SignalForms } from '../circuit/signalForms.ts';
import type { ComponentTree } from './componentTree.ts';
import { FREE_VALUES, type FreeValue } from './freeValues.ts';
import type { Known } from './propagate.ts';

/** Inputs and free values of a circuit, and which free values there are, such as `FloorShift.out`. */
export interface KnownWires extends Known {
  readonly free: readonly string[];
}

/** Where a template's determinism starts: its inputs and the free values of the template and its components. */
export function knownWires(
  signals: SignalForms,
  tree: ComponentTree,
  freeValues: readonly FreeValue[] = FREE_VALUES,
): KnownWires {
  const inputs = new Set(tree.inputs);
  const freeNames = new Set(freeValues.flatMap(({ template, signals: of }) => of.map((name) => `${template}.${name}`)));
  const wires = new Set<number>();
  const forms: (readonly Term[])[] = [];
  const free = new Set<string>();
  for (const name of signals.names()) {
    const place = tree.locate(name);
    if (place === undefined) continue;
    const key = `${place.template}.${place.signal}`;
    const isInput = place.path === 'main.' && inputs.has(place.signal);
    if (!isInput && !freeNames.has(key)) continue;
    const form = signals.formOf(name);
    if (form === undefined) continue;
    if (!isInput) free.add(key);
    const [first, ...others] = form.filter(([wire]) => wire !== 0);
    if (first === undefined) continue;
    if (others.length === 0) wires.add(first[0]);
    else forms.push(form);
  }
  return { wires: [...wires], forms, free: [...free].sort() };
}
