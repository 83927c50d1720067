import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../circuits/errors.ts';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';

/** What the gates of a template leave of a residual; see ResidualGates.circom. */
export interface ResidualGates {
  /** Upper bound (exclusive) of the residual for a magnitude. */
  bound: (magnitude: bigint) => bigint;
  /** The least magnitude of the next level, where the bound jumps. */
  nextLevel: (magnitude: bigint) => bigint;
}

/**
 * The gates that a template sets, read from its source, so that what is judged as admissible is what the constraints
 * admit.
 *
 * @param template file under circuits/ with one `ResidualGates(count, [levels], width, shift)`
 * @throws InputError `AUDIT_SOURCE` where the template has no such line
 */
export function residualGates(template: string): ResidualGates {
  const source = readFileSync(join(defaultWorkspace().root, 'circuits', template), 'utf8');
  const found = /= ResidualGates\((\d+), \[([\d, ]+)\], (\d+), (\d+)\);/.exec(source);
  const levels = found?.[2]?.split(',').map(Number) ?? [];
  if (!found || levels.length !== Number(found[1])) {
    throw new InputError('AUDIT_SOURCE', `${template} has no residual gates of the known form`, {
      field: template,
      remedy: 'Bring audit/boundary/residualGates.ts in line with the template.',
    });
  }
  const [width, shift] = [Number(found[3]), Number(found[4])];
  const level = (magnitude: bigint) => levels.find((bits) => magnitude >> BigInt(bits) === 0n) ?? width;
  return {
    bound: (magnitude) => 1n << BigInt(level(magnitude) + 1 - shift),
    nextLevel: (magnitude) => 1n << BigInt(level(magnitude)),
  };
}
