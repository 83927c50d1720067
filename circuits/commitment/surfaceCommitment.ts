import { CONSTANTS as C } from '../constants.ts';
import type { Surface, SviSlice } from '../objects.ts';
import { packWord, signedOffset } from './packWord.ts';
import { poseidon } from './poseidon.ts';

/** One slice in one field element; an empty slot is 0 (FM-02.4). */
export function sviSliceWord(slice: SviSlice | null | undefined): bigint {
  if (!slice) return 0n;
  return packWord([
    [slice.expiryHours, C.EXPIRY_HOURS_BITS, 'surface.slice.expiryHours'],
    [signedOffset(slice.a, C.SVI_A_BITS, 'surface.slice.a'), C.SVI_A_BITS, 'surface.slice.a'],
    [slice.b, C.SVI_B_BITS, 'surface.slice.b'],
    [signedOffset(slice.bRho, C.SVI_B_RHO_BITS, 'surface.slice.bRho'), C.SVI_B_RHO_BITS, 'surface.slice.bRho'],
    [signedOffset(slice.m, C.SVI_M_BITS, 'surface.slice.m'), C.SVI_M_BITS, 'surface.slice.m'],
    [slice.sigma, C.SVI_SIGMA_BITS, 'surface.slice.sigma'],
  ]);
}

/** The 14 slot words of one underlying. */
export function surfaceRowWords(row: readonly (SviSlice | null)[]): bigint[] {
  return Array.from({ length: Number(C.EXPIRY_SLOTS) }, (_, slot) => sviSliceWord(row[slot]));
}

/** Poseidon(14 slots), the tag above the first one; 0 for an underlying without a row (FM-02.4). */
export function surfaceRowHashes(surface: Surface): bigint[] {
  return Array.from({ length: Number(C.UNDERLYING_SLOTS) }, (_, u) => {
    const row = surface.rows[u];
    if (!row) return 0n;
    const [first, ...others] = surfaceRowWords(row) as [bigint, ...bigint[]];
    return poseidon([first + (C.TAG_SURFACE_ROW << C.SVI_SLICE_BITS), ...others]);
  });
}

/** surfaceCommitment = Poseidon(TAG_SURFACE, number, previous, salt, 8 rows) (FM-02.4). */
export function surfaceCommitment(surface: Surface): bigint {
  return poseidon([C.TAG_SURFACE, surface.number, surface.previous, surface.salt, ...surfaceRowHashes(surface)]);
}
