import { type ResidualGates, residualGates } from '../error/residualGates.ts';

let gates: ResidualGates | undefined;

/**
 * The greatest root q that SviTotalVariance.circom admits for a square; the least is the honest one, its floor. What is
 * admitted need not be one interval: just below a level the gates may refuse what they admit from it on.
 *
 * @param square z² + σ² at 2^-52
 * @param honest the floor of its root
 */
export function greatestRoot(square: bigint, honest: bigint): bigint {
  gates ??= residualGates('SviTotalVariance');
  const { bound, nextLevel } = gates;
  const admits = (q: bigint) => q >> 30n === 0n && q * q + 2n * q - square < bound(q);
  let root = honest;
  for (;;) {
    const next = [root + 1n, nextLevel(root)].find(admits);
    if (next === undefined) return root;
    root = next;
  }
}
