import { type InstanceShape, ShapeError } from '../../circuits/witnessInputs.ts';

/**
 * The smallest instance that fits: the first in the order of `circuits/instances.json`, which is that of constraints.
 *
 * @throws ShapeError where none does
 */
export function smallestInstance(
  instances: ReadonlyMap<string, InstanceShape>,
  needed: InstanceShape,
): [name: string, shape: InstanceShape] {
  const sizes = Object.keys(needed) as (keyof InstanceShape)[];
  const fitting = [...instances].find(([, shape]) => sizes.every((key) => needed[key] <= shape[key]));
  if (fitting) return fitting;
  throw new ShapeError(needed, ([...instances].at(-1) as [string, InstanceShape])[1]);
}
