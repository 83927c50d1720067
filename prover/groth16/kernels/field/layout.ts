/** Bytes of one element in memory: its limbs, least significant first. */
export const ELEMENT: usize = 8 * LIMBS;
/**
 * Bytes of a pair: two independent elements side by side, limb by limb, so that one vector holds the same limb of both.
 * Kernels compute with pairs; both lanes are always computed.
 */
export const PAIR: usize = 2 * ELEMENT;

/** Address of the constants of the form; everything below the heap is written by `forms/writeConstants.ts`. */
export const FORM_CONSTANTS: usize = 1024;
/** Addresses of the blocks of the fields of coordinates and of scalars: pairs with the same element in both lanes. */
export const BASE_FIELD: usize = 4096;
export const SCALAR_FIELD: usize = 8192;
/** Address of 3b of the curve y² = x³ + b of G1: a pair; behind it that of G2: a pair each for c0 and c1. */
export const CURVE_B3: usize = 12288;
/** First address that is not a constant. */
export const HEAP: usize = 65536;

// A field's block, after the multiple of its modulus that reductions use.
/** Offset of the modulus. */
export const MODULUS: usize = PAIR;
/** Offset of the factor of the last quotient digit, and (16 bytes on) of 1 / the modulus in units of the top limb. */
export const FACTOR: usize = 2 * PAIR;
export const TOP_INVERSE: usize = FACTOR + 16;
/** Offset of 1, in Montgomery form. */
export const ONE: usize = 3 * PAIR;
/** Offset of the factor that brings a number to Montgomery form: R². */
export const FROM_PLAIN: usize = 4 * PAIR;
/** Offset of the factor for numbers that are in the Montgomery form of key files, v·2^256: R² / 2^256. */
export const FROM_KEY: usize = 5 * PAIR;
/** Offset of the factor for coefficients of key files, v·2^512: R² / 2^512. */
export const FROM_COEFFICIENT: usize = 6 * PAIR;
/** Offset of the number 1, not in Montgomery form: multiplying by it leaves Montgomery form. */
export const PLAIN_ONE: usize = 7 * PAIR;
/** Offset of the factor that brings Montgomery form to that of key files: the number 2^256. */
export const TO_KEY: usize = 8 * PAIR;
