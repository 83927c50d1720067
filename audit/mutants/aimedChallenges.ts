import { CONSTANTS as C } from '../../circuits/constants.ts';
import type { LeafInputs } from '../vectors/leaf.ts';
import type { Challenge } from './challenge.ts';

/** Segments of LaggedNormalCdf; the next one is the saturated tail. */
const SEGMENTS = 24;

/**
 * Forgeries that need more than moving assignments at random: witnesses worked out from the equations of a template.
 * Assignments are numbered as in forgeable.ts.
 */
export function aimedChallenges(template: string, inputs: LeafInputs): Challenge[] {
  if (template === 'LaggedNormalCdf') return twoSegments(inputs);
  if (template === 'GainThreshold') return otherQuotients(inputs);
  return [];
}

/** Assignments 0, 1 and 5 are quotient, remainder and product. */
function otherQuotients(inputs: LeafInputs): Challenge[] {
  const divisor = inputs.marginalNotional as bigint;
  const wide = 1n << C.MONEY_BITS;
  const exact = { ...inputs, marginalGain: 3n * divisor };
  return [inputs, exact].flatMap((given): Challenge[] => [
    { inputs: given, at: [0, 1], by: [-1n, divisor] },
    { inputs: given, at: [0, 1], by: [1n, -divisor] },
    { inputs: given, at: [0, 5], by: [1n, divisor] },
    // A remainder past its width, below a divisor past its own.
    { inputs: { marginalGain: 1n, marginalNotional: wide + 100n, notional: wide + 50n }, at: [], by: [] },
  ]);
}

/** Two segments at once, which saturate minus once, have the size of a third: i + j = h + 24. */
function twoSegments(inputs: LeafInputs): Challenge[] {
  const bits = inputs.stdDevBits as readonly bigint[];
  const stdDevSegment = bits.slice(24).reduce((sum, bit, i) => sum + (bit << BigInt(i)), 0n);
  const odd = 2n * ((inputs.segment as bigint) - stdDevSegment) - 1n;
  const honest = Number(((odd > 0n ? odd : -odd) - 1n) / 2n);
  if (honest >= SEGMENTS) return [];
  // Assignment 0 is the sign, 1 to 24 are the segments.
  return Array.from({ length: SEGMENTS }, (_, i) => [i, honest + SEGMENTS - i] as const)
    .filter(([i, j]) => i < j && j < SEGMENTS)
    .map(([i, j]) => ({ inputs, at: [1 + honest, 1 + i, 1 + j], by: [-1n, 1n, 1n] }));
}
