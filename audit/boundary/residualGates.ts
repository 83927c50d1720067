import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../circuits/errors.ts';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';

/** How the constraints bound a residual: below the returned value (exclusive) for a magnitude. ResidualGates.circom. */
export type ResidualBound = (magnitude: bigint) => bigint;

/**
 * The gates that a template sets, read from its source, so that what is judged as admissible is what the constraints
 * admit.
 *
 * @param template file under circuits/ with one `ResidualGates(count, [levels], width, shift)`
 * @throws InputError `AUDIT_SOURCE` where the template has no such line
 */
export function residualGates(template: string): ResidualBound {
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
  return (magnitude) => {
    const level = levels.find((bits) => magnitude >> BigInt(bits) === 0n) ?? width;
    return 1n << BigInt(level + 1 - shift);
  };
}
