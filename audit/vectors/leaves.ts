import { circomSources } from '../circuit/plainCircuit.ts';
import { arithmeticLeaves } from './arithmeticLeaves.ts';
import type { Leaf } from './leaf.ts';
import { pricingLeaves } from './pricingLeaves.ts';
import { wholeLeaves } from './wholeLeaves.ts';

let known: Promise<Leaf[]> | undefined;

/**
 * Every template of circuits/ but Liquidation, with inputs of an honest prover: small templates at edges and random
 * values, the others as whole liquidations of made-up accounts use them. The same in every run.
 */
export function leaves(): Promise<Leaf[]> {
  known ??= wholeLeaves(circomSources()).then((whole) => [...arithmeticLeaves(), ...pricingLeaves(), ...whole]);
  return known;
}
