import { type GatedTemplate, gateLevels } from './gateLevels.ts';

/** What the gates of a template leave of a residual; see ResidualGates.circom. */
export interface ResidualGates {
  /** Upper bound (exclusive) of the residual for a magnitude. */
  bound: (magnitude: bigint) => bigint;
  /** The least magnitude of the next level, where the bound jumps. */
  nextLevel: (magnitude: bigint) => bigint;
}

/** The gates that a template sets, read from its source: what is judged as admissible is what the constraints admit. */
export function residualGates(template: GatedTemplate): ResidualGates {
  const { levels, width, shift } = gateLevels(template);
  const level = (magnitude: bigint) => levels.find((bits) => magnitude >> BigInt(bits) === 0n) ?? width;
  return {
    bound: (magnitude) => 1n << BigInt(level(magnitude) + 1 - shift),
    nextLevel: (magnitude) => 1n << BigInt(level(magnitude)),
  };
}
