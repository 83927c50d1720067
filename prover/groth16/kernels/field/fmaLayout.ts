import { FORM_CONSTANTS } from './layout';

export const LIMB_BITS: i32 = 51;

// Vectors of constants: from memory, because engines build a vector literal out of several instructions.
/** 1.5·2^103: adding it rounds to a multiple of 2^51. */
export const ROUND_UPPER: usize = FORM_CONSTANTS;
/** 1.5·2^103 + 1.5·2^52. */
export const ROUND_LOWER: usize = FORM_CONSTANTS + 16;
/** The integer 2^51 - 1. */
export const MASK: usize = FORM_CONSTANTS + 32;
/** The bits of the double 2^52. */
export const EXPONENT: usize = FORM_CONSTANTS + 48;
/** The double 2^52 + 2^50. */
export const OFFSET: usize = FORM_CONSTANTS + 64;
/** What a lower half needs so that `limb` reads it: 2^50 minus the bits of 1.5·2^52. */
export const QUOTIENT: usize = FORM_CONSTANTS + 80;
/** 1.5·2^52: adding and subtracting it rounds to an integer. */
export const ROUND_ONE: usize = FORM_CONSTANTS + 96;
/** 2^-51. */
export const LIMB_INVERSE: usize = FORM_CONSTANTS + 112;
/** The integer 2^52 - 1. */
export const TOP_MASK: usize = FORM_CONSTANTS + 128;
/** The double 2^52 + 2^51. */
export const TOP_OFFSET: usize = FORM_CONSTANTS + 144;
/** Where the columns of each generated product begin, ten vectors a product. */
export const COLUMNS: usize = FORM_CONSTANTS + 160;
