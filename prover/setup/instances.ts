import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../circuits/errors.ts';
import type { InstanceShape } from '../../circuits/witnessInputs.ts';
import { ArtifactError } from './artifactError.ts';
import type { Workspace } from './workspace.ts';

/** Names of the sizes in the order of the circuit's parameters. */
export const SHAPE_KEYS = ['optionLegs', 'linearLegs', 'expiries', 'underlyings'] as const;

/**
 * Reads `circuits/instances.json`.
 *
 * @throws ArtifactError (`INSTANCES_FORMAT`)
 */
export async function readInstances({ root }: Workspace): Promise<ReadonlyMap<string, InstanceShape>> {
  const path = join(root, 'circuits/instances.json');
  const malformed = (what: string) =>
    new ArtifactError('INSTANCES_FORMAT', `${path}: ${what}`, 'Restore the file from the package.');
  const json: unknown = await readFile(path, 'utf8')
    .then(JSON.parse)
    .catch(() => {
      throw malformed('is missing or not JSON');
    });
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw malformed('is not an object');
  const instances = new Map<string, InstanceShape>();
  for (const [name, shape] of Object.entries(json as Record<string, Record<string, unknown> | null>)) {
    // The name becomes part of file names.
    if (!/^[a-z][a-z0-9_]{0,63}$/.test(name)) throw malformed(`${JSON.stringify(name)} is not a name`);
    const sizes = SHAPE_KEYS.map((key) => {
      const size = shape?.[key];
      if (typeof size !== 'number' || !Number.isInteger(size) || size < 0)
        throw malformed(`${name}.${key} is not a size`);
      return [key, size];
    });
    instances.set(name, Object.fromEntries(sizes) as InstanceShape);
  }
  return instances;
}

/**
 * The shape of a named instance.
 *
 * @throws InputError (`UNKNOWN_INSTANCE`)
 */
export async function instanceShape(workspace: Workspace, name: string): Promise<InstanceShape> {
  const instances = await readInstances(workspace);
  const shape = instances.get(name);
  if (shape !== undefined) return shape;
  throw new InputError('UNKNOWN_INSTANCE', `there is no instance ${JSON.stringify(name)}`, {
    field: 'instance',
    remedy: `Use one of: ${[...instances.keys()].join(', ')}.`,
  });
}
