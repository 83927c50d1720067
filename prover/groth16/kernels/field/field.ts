/**
 * Field arithmetic on pairs, in the form that the kernels are compiled for: `compile/compileKernels.ts` puts the name of
 * the form here.
 *
 * Everything above this file is the same for every form and relies on what all forms export with the same meaning:
 *
 * - `mul(f, out, a, b)`: a·b / R; `sqr(f, out, a)`: a² / R for weight 1; `mulSum(f, out, a, b, c, d)`: (a·b + c·d) / R
 * - `add(out, a, b)`, `sub(out, a, b)`, `neg(out, a)`: weights and values add up
 * - `reduce(f, out, a)`: for weight and value (in moduli) at most 4, and for what `readLane` reads
 * - `zeroLanes(a)`: bits 0 and 1 say which lanes of a reduced pair are zero
 * - `gather(out, p, q)`, `gatherSigned(out, p, q, pSign, qSign)`, `scatter(a, p, q)`: between pairs and single elements;
 *   a sign of 1 negates
 * - `readLane(out, lane, bytes)`, `writeLane(f, bytes, a, lane)`: numbers of 32 little-endian bytes; a number read is
 *   below 2^256 and has to be reduced; only a reduced one can be written
 *
 * An element is *reduced* (weight 1, value within half a modulus of zero, so that zero has one representation), a
 * product, or a sum of such, whose weights and values add up. Weights of factors multiply to at most 4, in each of the
 * products of `mulSum`; their values, in all, to at most 4 square moduli. A product of v square moduli has a value within
 * 0.63 + 0.38·v moduli, or 0.76 + 0.01·v (the forms differ), and weight 1, but for the last limb: the value bounds that
 * one, at 0.76 units of weight a modulus or less. `f` is the address of the field's block (`layout.ts`), `out` may be an
 * operand.
 */
export {
  add,
  gather,
  gatherSigned,
  mul,
  mulSum,
  neg,
  readLane,
  reduce,
  scatter,
  sqr,
  sub,
  writeLane,
  zeroLanes,
} from './fma';
