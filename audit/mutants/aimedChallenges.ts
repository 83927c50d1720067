import { CONSTANTS as C } from '../../circuits/constants.ts';
import { LOG_MULTIPLIERS } from '../../circuits/generated/pricingTables.ts';
import { STD_DEV_FLOOR, STD_DEV_OFFSET } from '../../circuits/pricing/formats.ts';
import { fieldInverse } from '../circuit/fieldInverse.ts';
import { reduced } from '../circuit/reduced.ts';
import type { LeafInputs } from '../vectors/leaf.ts';
import type { Challenge } from './challenge.ts';
import { unusedUnderlying } from './unusedUnderlying.ts';

/** Segments of LaggedNormalCdf; the next one is the saturated tail. */
const SEGMENTS = 24;

/**
 * Forgeries that need more than moving assignments at random: witnesses worked out from the equations of a template.
 * Assignments are numbered as in forgeable.ts.
 */
export function aimedChallenges(template: string, bases: readonly LeafInputs[]): Challenge[] {
  const [first] = bases;
  return [...(first ? gatedHints(template, first) : []), ...bases.flatMap((inputs) => ofInputs(template, inputs))];
}

/** Hints off by some units, with magnitudes between all levels of ResidualGates. */
function gatedHints(template: string, inputs: LeafInputs): Challenge[] {
  const magnitudes = Array.from({ length: 29 }, (_, bit) => 1n << BigInt(bit)).flatMap((low) => [
    low + 3n,
    low + low / 2n,
    2n * low - 5n,
  ]);
  return magnitudes.flatMap((value): Challenge[] => {
    const square = value * value + value;
    const units = [1n, 2n, 3n, 4n, 8n, 30n, -1n];
    if (template === 'SviTotalVariance' && value > 0n) {
      const given = { ...inputs, logMoneynessShifted: 0n, sigmaSquared: square };
      return units.map((by) => ({ inputs: given, at: [0], by: [by] }));
    }
    if (value < STD_DEV_FLOOR) return [];
    if (template === 'TotalStdDev') {
      // A residual with bits above the gates alone.
      const beyond = [1n, 3n, 1023n].map((k) => value * value + 2n * value - (k << 30n));
      return [
        ...units.map((by) => ({ inputs: { totalVariance: square }, at: [1], by: [by] })),
        ...beyond.map((totalVariance) => ({ inputs: { totalVariance }, at: [1], by: [value], set: true })),
      ];
    }
    if (template === 'CoarseD1') {
      const stdDevBits = Array.from({ length: 29 }, (_, i) => ((value + STD_DEV_OFFSET) >> BigInt(i)) & 1n);
      const moneyness = [value, -value / 2n, 3n * value];
      return moneyness.flatMap((logMoneyness) =>
        units.map((by) => ({ inputs: { logMoneyness, stdDevBits }, at: [1], by: [by] })),
      );
    }
    return [];
  });
}

function ofInputs(template: string, inputs: LeafInputs): Challenge[] {
  if (template === 'LaggedNormalCdf') return twoSegments(inputs);
  if (template === 'GainThreshold') return otherQuotients(inputs);
  if (template === 'NaturalLog') return otherMultipliers(inputs);
  if (template === 'Settlement') return otherDraws(inputs);
  if (template === 'UnderlyingTerms') return otherTicks(inputs);
  if (template === 'Liquidation') return unusedUnderlying(inputs);
  return [];
}

/**
 * Bits that are none: two of the shift whose product stays, three of an index whose multiplier stays, while the
 * logarithm moves. Assignments 0 to 4 are the bits of the shift; 10, 12 and 14 those of the first index.
 */
function otherMultipliers(inputs: LeafInputs): Challenge[] {
  const value = inputs.in as bigint;
  const [first = []] = LOG_MULTIPLIERS;
  const found: Challenge[] = [];
  for (const bits of [24, 36]) {
    const shift = bits - value.toString(2).length;
    if (shift < 0 || shift > 31) continue;
    const product = (1n + BigInt(shift & 1)) * (1n + 3n * BigInt((shift >> 1) & 1));
    // (1 + 2) (1 + 3 s) = product
    const second = (product * fieldInverse(3n) - 1n) * fieldInverse(3n);
    found.push({ inputs, at: [0, 1], by: [2n, reduced(second)], set: true });
    for (const multiplier of first) {
      // With bits 2, 0 and s the multiplier is a + b s.
      const [m0 = 0n, m1 = 0n, , , m4 = 0n, m5 = 0n] = first;
      const a = m0 + 2n * (m1 - m0);
      const b = m4 - m0 + 2n * (m5 - m1 - m4 + m0);
      found.push({ inputs, at: [10, 12, 14], by: [2n, 0n, reduced((multiplier - a) * fieldInverse(b))], set: true });
    }
  }
  return found;
}

/** Strikes that count other powers of ten, with the charter's word that says so. */
function otherTicks(inputs: LeafInputs): Challenge[] {
  const bits = inputs.strikeTickExponent as readonly bigint[];
  const exponent = bits.reduce((sum, bit, i) => sum + (bit << BigInt(i)), 0n);
  if (inputs.active !== 1n) return [];
  return [1n, 2n, 4n, 5n, 7n].map((other) => ({
    inputs: {
      ...inputs,
      strikeTickExponent: bits.map((_, i) => (other >> BigInt(i)) & 1n),
      charterWords: (inputs.charterWords as readonly bigint[]).map((word, i) =>
        BigInt(i) === inputs.underlying ? word + ((other - exponent) << C.LOT_FACTOR_BITS) : word,
      ),
    },
    at: [],
    by: [],
  }));
}

/** Draws that bring cash to zero as they should, at the edges of the width and beside what forbids them. */
function otherDraws(inputs: LeafInputs): Challenge[] {
  const { draw, cash } = inputs as Record<string, bigint>;
  if (draw === undefined || cash === undefined || draw === 0n) return [];
  const full = 1n << C.DRAW_BITS;
  return [
    ...[full - 1n, full, -1n, 1n].map((other) => ({ draw: other, cash: cash + draw - other })),
    { remaining: 1n, terminal: 0n },
    { draw: draw + 5n, fee: 5n },
  ].map((change) => ({ inputs: { ...inputs, ...change }, at: [], by: [] }));
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
