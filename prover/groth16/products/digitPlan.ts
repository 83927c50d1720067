/** How scalars are cut into digits for a multi-scalar product. */
export interface DigitPlan {
  /** Bits of a digit: 2^(bits - 1) buckets. */
  readonly bits: number;
  /** Number of digits of a scalar. */
  readonly windows: number;
}

/** Bits that digits have to cover (`kernels/msm/recode.ts`). */
const DIGIT_BITS = 255;
/** Digits are written in 16 bits. */
const MOST_BITS = 16;
/** Additions that a bucket costs besides its points: one for its row and one for its column. */
const BUCKET_ADDITIONS = 2;

/**
 * The digits with the least additions: every point once a window, every bucket twice a bucket set.
 *
 * @param points number of points whose scalars are of full size
 * @param bucketSets how often buckets are summed if there are tables; without them, once a window
 */
export function planDigits(points: number, bucketSets?: number): DigitPlan {
  let best: DigitPlan | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (let bits = 2; bits <= MOST_BITS; bits++) {
    const windows = Math.ceil(DIGIT_BITS / bits);
    const additions = windows * points + (bucketSets ?? windows) * BUCKET_ADDITIONS * 2 ** (bits - 1);
    if (additions < least) [best, least] = [{ bits, windows }, additions];
  }
  return best as DigitPlan;
}
