import type { Arena } from '../memory/arena.ts';
import type { KernelCall } from '../memory/kernelCall.ts';
import { coefficientRows } from './coefficientRows.ts';
import { encodePlan } from './quotientPlan.ts';
import { transformTables } from './transformTables.ts';

/** What of a key the scalars of the H product depend on. */
export interface QuotientKey {
  /** Content of section 4 of the key: the coefficients. */
  readonly coefficients: Uint8Array;
  /** Size of the evaluation domain: a power of two from 2 to 2^27. */
  readonly domain: number;
  /** Wires of the circuit, the constant one included. */
  readonly wires: number;
}

/** The way from a witness to the scalars of the H product, laid out in the kernels' memory. */
export interface Quotient {
  /** Calls to run once, in stages as those of a proof. */
  readonly preparation: readonly (readonly KernelCall[])[];
  /**
   * What one proof runs: the calls of a stage are independent, and a stage needs all those before it.
   *
   * @param witness address of the wires: 32 little-endian bytes each, below the order of the scalar field
   */
  stages(witness: number): KernelCall[][];
  /** Address of the result: one scalar of 32 little-endian bytes, below the order, for each element of the domain. */
  readonly scalars: number;
  /** What a proof leaves behind outside of scratch memory and has to be wiped: address and bytes. */
  readonly secrets: readonly (readonly [address: number, bytes: number])[];
}

/** Calls that a stage is cut into at most, and items (pairs, or wires) that a call takes at least. */
const CALLS = 12;
const LEAST_ITEMS = 32;
/** Parts that transforms are cut into, and the least number of pairs for it: a part needs two. */
const PARTS = 4;
const LEAST_CUT = 2 * PARTS;

/**
 * Prepares (A·B - C) at the odd powers of the root of unity of twice the domain's order, for the A, B and C = A·B that a
 * witness gives: the scalars of the H product as snarkjs defines them (`groth16_prove.js`).
 *
 * @param elementBytes size of a field element in the form of the kernels
 * @param arena where the kernels' memory is free
 * @param write writes to the kernels' memory
 * @throws KeyError (`KEY_UNREADABLE`, `KEY_COEFFICIENTS`)
 */
export function prepareQuotient(
  { coefficients: section, domain, wires }: QuotientKey,
  elementBytes: number,
  arena: Arena,
  write: (address: number, bytes: Uint8Array) => void,
): Quotient {
  const { starts, terms, values } = coefficientRows(section, domain, wires);
  const place = (content: Uint8Array | Uint32Array) => {
    const address = arena.allocate(content.byteLength);
    write(address, new Uint8Array(content.buffer, content.byteOffset, content.byteLength));
    return address;
  };
  const pairBytes = 2 * elementBytes;
  const vectors = domain / 2;
  const parts = vectors >= LEAST_CUT ? PARTS : 1;

  // Before the first proof, what the coefficients are read from lies where the polynomials will be.
  const polynomials = arena.allocate(Math.max(3 * domain * elementBytes, values.length));
  write(polynomials, values);
  const tables = transformTables(domain, pairBytes, arena, write);
  const count = values.length / 32;
  const plan = {
    wires: arena.allocate(wires * elementBytes),
    kinds: arena.allocate(wires),
    coefficients: arena.allocate(count * elementBytes),
    starts: place(starts),
    terms: place(terms),
    polynomials,
    vectors,
    parts,
    ...tables.addresses,
    scalars: arena.allocate(32 * domain),
  };
  const planAddress = place(encodePlan(plan));
  const perPart = ranges(vectors / parts);
  return {
    preparation: [
      [
        ...tables.calls,
        ...ranges(count).map(([from, to]) => ({
          name: 'importCoefficients',
          args: [plan.coefficients + from * elementBytes, polynomials + 32 * from, to - from],
        })),
      ],
    ],
    stages: (witness) => [
      ranges(wires).map(([from, to]) => ({ name: 'importWires', args: [planAddress, witness, from, to] })),
      perPart.map(([from, to]) => ({ name: 'evaluateRows', args: [planAddress, from, to] })),
      [0, 1, 2].flatMap((polynomial) =>
        Array.from({ length: parts }, (_, part) => ({ name: 'transformPart', args: [planAddress, polynomial, part] })),
      ),
      perPart.map(([from, to]) => ({ name: 'finishQuotient', args: [planAddress, from, to] })),
    ],
    scalars: plan.scalars,
    secrets: [
      [plan.wires, wires * elementBytes],
      [plan.kinds, wires],
      [plan.polynomials, 3 * domain * elementBytes],
      [plan.scalars, 32 * domain],
    ],
  };
}

/** Cuts items into ranges of almost the same length, for one call each. */
function ranges(items: number): (readonly [from: number, to: number])[] {
  const calls = Math.min(CALLS, Math.ceil(items / LEAST_ITEMS));
  const cut = (call: number) => Math.floor((call * items) / calls);
  return Array.from({ length: calls }, (_, call) => [cut(call), cut(call + 1)]);
}
