import { median } from '../../surface/median.ts';

/** How many times less a contender takes than the reference: above 1 it is faster. */
export interface Ratio {
  /** Of the medians. */
  readonly median: number;
  /** Of single rounds: least and largest. */
  readonly min: number;
  readonly max: number;
}

/**
 * @param reference times of the reference, round by round; at least one
 * @param contender times of the contender in the same rounds
 */
export function ratioOf(reference: readonly number[], contender: readonly number[]): Ratio {
  const rounds = reference.map((value, round) => value / (contender[round] ?? Number.NaN));
  return {
    median: median(reference) / median(contender),
    min: Math.min(...rounds),
    max: Math.max(...rounds),
  };
}
