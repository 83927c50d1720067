import { floorShift } from '../arithmetic/floorShift.ts';
import { requireClause } from '../clauseViolation.ts';
import { CONSTANTS as C } from '../constants.ts';
import { naturalLog } from '../functions/naturalLog.ts';
import type { Charter, Snapshot, Surface, SviSlice } from '../objects.ts';
import type { UnderlyingTerms } from './underlyingTerms.ts';

/** What the statement reads of one expiry; money per lot. */
export interface ExpiryTerms {
  slot: number;
  /** Tenor bucket, 0 to 3. */
  bucket: number;
  slice: SviSlice;
  /** 2^37. */
  lnForward: bigint;
  forwardMoney: bigint;
  discountedForward: bigint;
  shockedDiscountedForward: bigint;
  /** D, 2^-20. */
  discountFactor: bigint;
  /** c of the tenor bucket, 2^-10. */
  volMultiplier: bigint;
}

/** Place of an expiry in the snapshot's row of its underlying, or -1. */
export function expirySlot(snapshot: Snapshot, underlying: number, expiryHours: bigint): number {
  const row = snapshot.underlyings[underlying];
  return row ? row.expiries.findIndex((expiry) => expiry?.expiryHours === expiryHours) : -1;
}

/** The tenor bucket of a time to expiry in seconds: lower boundary <= time < upper boundary. */
export function tenorBucket(charter: Charter, seconds: bigint): number {
  const above = charter.bucketHours.findIndex((hours) => seconds < hours * C.SECONDS_PER_HOUR);
  return above < 0 ? Number(C.TENOR_BUCKETS) - 1 : above;
}

/** The model of ExpiryTerms.circom (FM-04, FM-05, FM-06). */
export function expiryTerms(
  charter: Charter,
  snapshot: Snapshot,
  surface: Surface,
  terms: UnderlyingTerms,
  underlying: number,
  expiryHours: bigint,
): ExpiryTerms {
  const slot = expirySlot(snapshot, underlying, expiryHours);
  const market = snapshot.underlyings[underlying]?.expiries[slot];
  requireClause(!!market, 'FM-05', 'an instrument expires at a time that the snapshot does not list');
  const secondsLeft = expiryHours * C.SECONDS_PER_HOUR - snapshot.time;
  requireClause(secondsLeft > 0n, 'FM-05', 'an instrument has expired at the time of the snapshot');
  const slice = surface.rows[underlying]?.[slot];
  requireClause(
    !!slice && slice.expiryHours === expiryHours,
    'FM-04',
    'the surface has no slice at the place of an expiry that the account holds',
    'Commit a slice for every expiry of the snapshot, in the snapshot’s order.',
  );

  const bucket = tenorBucket(charter, secondsLeft);
  const discountFactor = (1n << C.DISCOUNT_BITS) - market.discountGap;
  const forwardMoney = market.forward * terms.rules.lotFactor;
  const discountedForward = floorShift(forwardMoney * discountFactor, Number(C.DISCOUNT_BITS));
  return {
    slot,
    bucket,
    slice,
    lnForward: naturalLog(market.forward, 36),
    forwardMoney,
    discountedForward,
    shockedDiscountedForward: floorShift(
      discountedForward * terms.scenario.forwardMultiplier,
      Number(C.MULTIPLIER_FRACTION_BITS),
    ),
    discountFactor,
    volMultiplier: terms.scenario.volMultipliers[bucket] as bigint,
  };
}
