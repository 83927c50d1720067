import { CONSTANTS as C } from '../constants.ts';
import type { Snapshot, SnapshotExpiry, SnapshotUnderlying } from '../objects.ts';
import { packWord } from './packWord.ts';
import { poseidon } from './poseidon.ts';

/** One expiry in one field element; an empty slot is 0 (FM-02.5). */
export function snapshotExpiryWord(expiry: SnapshotExpiry | null | undefined): bigint {
  if (!expiry) return 0n;
  return packWord([
    [expiry.expiryHours, C.EXPIRY_HOURS_BITS, 'snapshot.expiry.expiryHours'],
    [expiry.forward, C.PRICE_BITS, 'snapshot.expiry.forward'],
    [expiry.discountGap, C.DISCOUNT_BITS, 'snapshot.expiry.discountGap'],
  ]);
}

/** The 14 slot words of one underlying. */
export function snapshotRowWords(row: SnapshotUnderlying): bigint[] {
  return Array.from({ length: Number(C.EXPIRY_SLOTS) }, (_, slot) => snapshotExpiryWord(row.expiries[slot]));
}

/** The first word of a row: tag, index and perpetual mark. */
export function snapshotRowHead(row: SnapshotUnderlying): bigint {
  return packWord([
    [C.TAG_SNAPSHOT_ROW, C.TAG_BITS, 'tag'],
    [row.index, C.PRICE_BITS, 'snapshot.index'],
    [row.perpetual, C.PRICE_BITS, 'snapshot.perpetual'],
  ]);
}

/** Poseidon(head, 14 slots); 0 for an underlying without a row (FM-02.5). */
export function snapshotRowHashes(snapshot: Snapshot): bigint[] {
  return Array.from({ length: Number(C.UNDERLYING_SLOTS) }, (_, u) => {
    const row = snapshot.underlyings[u];
    return row ? poseidon([snapshotRowHead(row), ...snapshotRowWords(row)]) : 0n;
  });
}

/** snapshotCommitment = Poseidon(TAG_SNAPSHOT, time, round, feed, previous, quotesRoot, 8 rows) (FM-02.5). */
export function snapshotCommitment(snapshot: Snapshot): bigint {
  return poseidon([
    C.TAG_SNAPSHOT,
    snapshot.time,
    snapshot.round,
    snapshot.feed,
    snapshot.previous,
    snapshot.quotesRoot,
    ...snapshotRowHashes(snapshot),
  ]);
}
