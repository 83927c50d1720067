// Names for the vector instructions of the FMA form; the optimiser inlines them.

/** a·b + c with one rounding, where the machine fuses; the self-test at load refuses one that does not. */
export function madd(a: v128, b: v128, c: v128): v128 {
  return f64x2.relaxed_madd(a, b, c);
}

export function sub(a: v128, b: v128): v128 {
  return f64x2.sub(a, b);
}

/** Integer addition modulo 2^64. */
export function add(a: v128, b: v128): v128 {
  return i64x2.add(a, b);
}

/**
 * The low bits of an integer, as many as the mask has, less what `offset` has beyond 2^52, as a double: 51 bits and 2^50
 * give a digit in [-2^50, 2^50).
 */
export function limb(t: v128, mask: v128, exponent: v128, offset: v128): v128 {
  return f64x2.sub(v128.or(v128.and(t, mask), exponent), offset);
}
