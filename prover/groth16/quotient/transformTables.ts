import { bn254 } from '@noble/curves/bn254.js';
import { writeWord } from '../../setup/binaryFile.ts';
import { viewOf } from '../../setup/zkey.ts';
import type { Arena } from '../memory/arena.ts';
import type { KernelCall } from '../memory/kernelCall.ts';
import type { QuotientPlan } from './quotientPlan.ts';
import { rootsOfUnity } from './rootsOfUnity.ts';

const { Fr } = bn254.fields;

/** Tables of twiddles, and the calls that compute them, in any order. */
export interface TransformTables {
  readonly addresses: Pick<QuotientPlan, 'inverse' | 'innermost' | 'forward' | 'first' | 'scales'>;
  readonly calls: readonly KernelCall[];
}

/**
 * Lays out the tables that the kernels `transformPart` and `finishQuotient` read (`transformBlock` says what they hold).
 * Kernels compute them; a few powers of roots of unity are all they need.
 *
 * @param pairBytes size of a pair of field elements
 * @param write writes to the kernels' memory
 */
export function transformTables(
  domain: number,
  pairBytes: number,
  arena: Arena,
  write: (address: number, bytes: Uint8Array) => void,
): TransformTables {
  const power = Math.log2(domain);
  const vectors = domain / 2;
  const roots = rootsOfUnity(power + 1);
  const words: bigint[] = [];
  const tables: { name: string; out: number; word: number; rest: readonly number[] }[] = [];
  /** Writes 2^(number of factors) pairs: the first one times each product of factors. */
  const products = (at: number, first: readonly [bigint, bigint], factors: readonly bigint[]) => {
    tables.push({ name: 'subsetProducts', out: at, word: words.length, rest: [factors.length] });
    words.push(...first, ...factors.flatMap((factor) => [factor, factor]));
  };
  const allocate = (pairs: number) => arena.allocate(pairs * pairBytes);

  // Powers of the inverse root in bit-reversed order: that of 2^i is the inverse root of order 2^(i + 2).
  const blockBits = Math.max(power - 2, 0);
  const reversed = roots.slice(2, blockBits + 3).map((root) => Fr.inv(root));
  const inverse = allocate(2 ** blockBits);
  products(inverse, [1n, 1n], reversed.slice(0, blockBits));
  const innermost = allocate(2 ** blockBits);
  products(innermost, [1n, reversed[0]!], reversed.slice(1));

  const forward = allocate(Math.max(vectors - 1, 1));
  for (let distance = 1, bits = 0; 2 * distance <= vectors; distance *= 2, bits++) {
    // From the root on, every fourth power of it and the second behind each.
    const root = roots[bits + 3]!;
    const factors = roots.slice(2, bits + 2).reverse();
    products(forward + (distance - 1) * pairBytes, [root, Fr.pow(root, 3n)], factors);
  }
  const first = allocate(1);
  products(first, [roots[2]!, roots[2]!], []);

  const scales = allocate(2);
  const perDomain = Fr.inv(BigInt(domain));
  for (const [index, scale] of [Fr.sqr(perDomain), Fr.neg(perDomain)].entries()) {
    tables.push({ name: 'importPlain', out: scales + index * pairBytes, word: words.length, rest: [] });
    words.push(scale);
  }

  const bytes = new Uint8Array(32 * words.length);
  for (const [index, word] of words.entries()) writeWord(viewOf(bytes), 32 * index, word);
  const from = arena.allocate(bytes.length);
  write(from, bytes);
  return {
    addresses: { inverse, innermost, forward, first, scales },
    calls: tables.map(({ name, out, word, rest }) => ({ name, args: [out, from + 32 * word, ...rest] })),
  };
}
