import { STD_DEV_BITS, STD_DEV_FLOOR } from '../../circuits/pricing/formats.ts';

const FLOOR = Number(STD_DEV_FLOOR) / 2 ** STD_DEV_BITS;

/** s = max(√w, 2^-12), the total standard deviation that FM-06 prices with; w may be below zero. */
export function totalStdDev(totalVariance: number): number {
  return Math.sqrt(Math.max(totalVariance, FLOOR * FLOOR));
}
