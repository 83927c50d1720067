/**
 * What the kernels of the quotient work on, as 32-bit words at one address: `prover/groth16/quotient/quotientPlan.ts`
 * writes them in this order. All but VECTORS and PARTS are addresses.
 */
/** Elements: the witness in Montgomery form. */
export const WIRES: usize = 0;
/** One byte a wire: 0 and 1 for these values, 2 for all others. */
export const KINDS: usize = 4;
/** Elements: the distinct coefficients. The first three are 1, -1 and 0. */
export const COEFFICIENTS: usize = 8;
/**
 * Words: row r of A has the terms from word 2r to word 2r + 1, row r of B those from there to word 2r + 2.
 */
export const STARTS: usize = 12;
/** Two words a term: a wire, and the number of its coefficient. */
export const TERMS: usize = 16;
/** The three polynomials: values of A, B and C = A·B. */
export const POLYNOMIALS: usize = 20;
/** Vectors (pairs) of a polynomial: half the size of the domain. */
export const VECTORS: usize = 24;
/** Parts that a polynomial is cut into: 4 if two layers are taken across the parts, or 1. */
export const PARTS: usize = 28;
/** Twiddles, as `transformBlock` takes them. */
export const INVERSE: usize = 32;
export const INNERMOST: usize = 36;
export const FORWARD: usize = 40;
export const FIRST: usize = 44;
/** Two pairs, not in Montgomery form: 1 / n² and -1 / n, for the size n of the domain. */
export const SCALES: usize = 48;
/** 32 bytes an element: the result. */
export const SCALARS: usize = 52;
