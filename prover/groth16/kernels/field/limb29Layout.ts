import { FORM_CONSTANTS } from './layout';

export const LIMB_BITS: i32 = 29;
/** Bits behind the point of 1 / the modulus in units of the top limb. */
export const QUOTIENT_BITS: i32 = 49;

// Vectors of constants: from memory, because engines build a vector literal out of several instructions.
/** What the lowest column starts from: 2^63 + 2^28. */
export const FIRST: usize = FORM_CONSTANTS;
/** What the other columns start from: 2^63 + 2^28 - 2^34. */
export const NEXT: usize = FORM_CONSTANTS + 16;
/** 2^29 - 1, in 32-bit lanes. */
export const MASKS: usize = FORM_CONSTANTS + 32;
/** 2^28, in 32-bit lanes. */
export const HALVES: usize = FORM_CONSTANTS + 48;
/** 8.5 in units of 2^-49. */
export const QUOTIENT_START: usize = FORM_CONSTANTS + 64;
/** 8. */
export const QUOTIENT_OFFSET: usize = FORM_CONSTANTS + 80;
