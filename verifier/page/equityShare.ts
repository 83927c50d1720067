import type { Outcome } from '../../circuits/objects.ts';

/** The requirement counts 10^-6 of a money unit; a share is per cent. */
const SCALE = 10n ** 8n;
/** From here on a share says no more than that the account was insolvent. */
const LEAST = -100n;

/** Equity as a share of the requirement, in whole per cent. */
export interface EquityShare {
  /** From -100 to 100; what is below -100 is drawn there. */
  readonly percent: number;
  readonly text: string;
}

/**
 * Equity against the requirement in steps of 1%, **rounded up**: equity never looks lower than it was, so the venue's
 * case never looks stronger. What rounds to the requirement itself is said to be below it, as FM-09 proves.
 *
 * The step is coarse on purpose: exact figures of many owners together give the venue's vols.
 *
 * @returns `undefined` where the requirement is not above zero, so that there is no share of it
 */
export function equityShare({ equity, requirement }: Pick<Outcome, 'equity' | 'requirement'>): EquityShare | undefined {
  if (requirement <= 0n) return undefined;
  const dividend = equity * SCALE;
  // Division rounds towards zero: up for what is negative.
  const up = (dividend > 0n ? dividend + requirement - 1n : dividend) / requirement;
  const share = up < LEAST ? LEAST : up;
  const isBelow = share === 100n || (share === 0n && equity < 0n);
  return { percent: Number(share), text: `${isBelow ? 'below' : 'at most'} ${share}%` };
}
