import { type ResidualBound, residualGates } from './residualGates.ts';

let bound: ResidualBound | undefined;

/**
 * The greatest root q that SviTotalVariance.circom admits for a square; the least is the honest one, its floor.
 *
 * @param square z² + σ² at 2^-52
 * @param honest the floor of its root
 */
export function greatestRoot(square: bigint, honest: bigint): bigint {
  bound ??= residualGates('pricing/SviTotalVariance.circom');
  let root = honest;
  for (;;) {
    const next = root + 1n;
    if (next >> 30n || next * next + 2n * next - square >= bound(next)) return root;
    root = next;
  }
}
