import { type Constraint, type ConstraintSystem, centred } from '../circuit/constraintSystem.ts';
import { fieldInverse } from '../circuit/fieldInverse.ts';
import { type LinearForm, linearForm } from './linearForm.ts';

/** A linear form that a constraint allows to be 0 or 1 only. */
export interface BooleanForm {
  readonly constraint: number;
  readonly form: LinearForm;
  /** The wire, where the form is one wire or one less one wire. */
  readonly wire: number | undefined;
}

/** The form L of a constraint that says, up to constant factors, L (L - 1) = 0. */
export function booleanForm([a, b, c]: Constraint): LinearForm | undefined {
  const first = a.find(([wire]) => wire !== 0);
  if (first === undefined) return undefined;
  const bFirst = b.find(([wire]) => wire === first[0]);
  if (bFirst === undefined) return undefined;
  const inverse = fieldInverse(first[1]);
  const ratio = centred(bFirst[1] * inverse);
  const cRatio = centred((c.find(([wire]) => wire === first[0])?.[1] ?? 0n) * inverse);
  // B = ratio A + shift and C = cRatio A, so A (ratio A + shift - cRatio) = 0.
  const shift = linearForm([1n, b], [-ratio, a]);
  if (shift.size > 1 || (shift.size === 1 && !shift.has(0)) || linearForm([1n, c], [-cRatio, a]).size > 0) {
    return undefined;
  }
  const constant = centred((shift.get(0) ?? 0n) - cRatio);
  if (constant === 0n) return undefined;
  // A is 0 or -constant / ratio.
  return linearForm([centred(-ratio * fieldInverse(constant)), a]);
}

/** All boolean forms of a system, in the order of their constraints. */
export function booleanForms({ constraints }: ConstraintSystem): BooleanForm[] {
  const forms: BooleanForm[] = [];
  constraints.forEach((constraint, index) => {
    const form = booleanForm(constraint);
    if (form === undefined) return;
    const [other] = [...form.keys()].filter((wire) => wire !== 0) as [number];
    const single = form.size === (form.has(0) ? 2 : 1);
    const [scale, shift] = [form.get(other), form.get(0) ?? 0n];
    const boolean = single && ((scale === 1n && shift === 0n) || (scale === -1n && shift === 1n));
    forms.push({ constraint: index, form, wire: boolean ? other : undefined });
  });
  return forms;
}
