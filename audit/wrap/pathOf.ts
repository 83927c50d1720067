import type { ConstraintSystem } from '../circuit/constraintSystem.ts';

/** Name of a signal without `main.` and indexes: the same for all places of a template. */
export function pathOfName(name: string): string {
  return name.replace(/^main\./, '').replace(/\[\d+\]/g, '');
}

/** Where a constraint stands: the path of its result, or of a factor where the result is zero, by the innermost name. */
export function pathOf(system: ConstraintSystem, index: number): string {
  const [a = [], b = [], c = []] = system.constraints[index] ?? [];
  const side = c.some(([wire]) => wire !== 0) ? c : [...a, ...b];
  const names = side.flatMap(([wire]) => (wire === 0 ? [] : (system.names[wire] as readonly string[]).map(pathOfName)));
  const depth = (name: string) => name.split('.').length;
  return names.sort((x, y) => depth(y) - depth(x) || (x < y ? -1 : 1))[0] ?? 'one';
}
