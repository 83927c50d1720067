import type { VerificationKey } from '../../../verifier/verificationKey.ts';
import { type ProvingKey, ZKEY } from '../../setup/zkey.ts';
import type { KernelRunner } from '../memory/kernelRunner.ts';
import { prepareBasePoints, STAGING_BYTES } from '../products/basePoints.ts';
import { planDigits } from '../products/digitPlan.ts';
import { allocateDigits, type Digits } from '../products/digits.ts';
import { fillTableCalls, type Product, planProduct, productScratch } from '../products/product.ts';
import { prepareQuotient, type Quotient } from '../quotient/prepareQuotient.ts';
import { type BlindingPoints, prepareBlinding } from './blindingPoints.ts';

/** A proving key in the memory of the kernels, with room for the proof that is being made. */
export interface PreparedKey {
  readonly wires: number;
  readonly publicSignals: number;
  readonly verificationKey: VerificationKey;
  /** Room for the witness: 32 little-endian bytes a wire. */
  readonly witness: number;
  readonly quotient: Quotient;
  readonly witnessDigits: Digits;
  readonly quotientDigits: Digits;
  /** Σ a, Σ b, Σ c, Σ h in G1, then Σ b in G2, whose results stand in this order. */
  readonly products: { readonly [name in 'a' | 'b1' | 'c' | 'h' | 'b2']: Product };
  readonly blinding: BlindingPoints;
  /** Where the first product's result stands; the others follow. */
  readonly sums: number;
  /** Bytes of scratch memory that a worker needs. */
  readonly scratch: number;
  /** Bytes of the tables of windows. */
  readonly tableBytes: number;
}

export interface PrepareOptions {
  /** Whether to keep a table of the points for every window: less work for each proof, more memory. */
  readonly tables: boolean;
}

/**
 * Brings a proving key to the form of the kernels: points without those at infinity, coefficients by rows, roots of
 * unity; and finds room for all that a proof needs.
 *
 * @throws KeyError for points off their curve and coefficients out of range
 */
export async function prepareKey(
  runner: KernelRunner,
  key: ProvingKey,
  { tables }: PrepareOptions,
): Promise<PreparedKey> {
  const { wires, publicSignals, domain } = key;
  const { arena, workers } = runner;
  const witness = arena.allocate(32 * wires);
  const bucketSets = tables ? workers : undefined;
  const witnessPlan = planDigits(wires, bucketSets);
  const quotientPlan = planDigits(domain, bucketSets);
  const witnessDigits = allocateDigits(runner, witnessPlan, wires);
  const quotientDigits = allocateDigits(runner, quotientPlan, domain);

  const staging = Array.from({ length: workers }, () => arena.allocate(STAGING_BYTES));
  const bases = async (id: number, group: 'g1' | 'g2', windows: number, firstScalar = 0) =>
    prepareBasePoints(runner, group, key.section(id), id, staging, { firstScalar, tables: tables ? windows : 1 });
  const g1Sum = await runner.call({ name: 'g1ProjectivePairBytes', args: [] });
  const g2Sum = await runner.call({ name: 'g2ProjectivePairBytes', args: [] });
  const sums = arena.allocate(4 * g1Sum + g2Sum);
  const inWitness = witnessPlan.windows;
  const a = await bases(ZKEY.a, 'g1', inWitness);
  const b1 = await bases(ZKEY.b1, 'g1', inWitness);
  const c = await bases(ZKEY.c, 'g1', inWitness, publicSignals + 1);
  const h = await bases(ZKEY.h, 'g1', quotientPlan.windows);
  const b2 = await bases(ZKEY.b2, 'g2', inWitness);
  const products = {
    a: planProduct(runner, a, witnessDigits, sums, tables),
    b1: planProduct(runner, b1, witnessDigits, sums + g1Sum, tables),
    c: planProduct(runner, c, witnessDigits, sums + 2 * g1Sum, tables),
    h: planProduct(runner, h, quotientDigits, sums + 3 * g1Sum, tables),
    b2: planProduct(runner, b2, witnessDigits, sums + 4 * g1Sum, tables),
  };
  const all = Object.values(products);
  const needs = await Promise.all(all.map((product) => productScratch(runner, product)));
  const writes: Promise<void>[] = [];
  let quotient: Quotient;
  try {
    quotient = prepareQuotient(
      { coefficients: key.section(ZKEY.coefficients), domain, wires },
      runner.layout.ELEMENT as number,
      arena,
      (address, bytes) => writes.push(runner.write(address, bytes)),
    );
  } finally {
    // Even if memory did not suffice: nobody else hears of writes that fail.
    await Promise.all(writes);
  }
  for (const stage of quotient.preparation) await runner.all(stage);
  const blinding = await prepareBlinding(runner, key, staging[0] as number);
  return {
    wires,
    publicSignals,
    verificationKey: key.verificationKey,
    witness,
    quotient,
    witnessDigits,
    quotientDigits,
    products,
    blinding,
    sums,
    scratch: Math.max(...needs),
    tableBytes: tables
      ? all.reduce((sum, { bases, digits }) => sum + bases.count * bases.pointBytes * (digits.windows - 1), 0)
      : 0,
  };
}

/** Computes the tables of windows of a key that has been prepared for them; scratch memory must have been reserved. */
export async function fillTables(
  runner: KernelRunner,
  { products }: PreparedKey,
  signal: AbortSignal | undefined,
): Promise<void> {
  await runner.all(
    Object.values(products).flatMap((product) => fillTableCalls(product)),
    signal ? { signal } : {},
  );
}
