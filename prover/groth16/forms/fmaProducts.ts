/** The products of field elements that are unrolled for fused multiply-adds. */
export const FMA_PRODUCTS = ['mul', 'sqr', 'mulSum'] as const;
export type FmaProduct = (typeof FMA_PRODUCTS)[number];

/** Limbs of an element, and bits of a limb; R = 2^255. */
export const FMA_LIMBS = 5;
export const FMA_LIMB_BITS = 51;
/** Columns of a product before reduction. */
export const FMA_COLUMNS = 2 * FMA_LIMBS;

/** One product, unrolled: its statements, and how many halves of limb products each column takes up. */
export interface FmaProgram {
  readonly statements: readonly string[];
  /** By column: products whose lower half was added. Each brings the bits of the double 1.5·2^52 with it. */
  readonly lower: readonly number[];
  /** By column: products whose upper half was added. Each brings the bits of the double 1.5·2^103 with it. */
  readonly upper: readonly number[];
}

/**
 * Unrolls a product with its Montgomery reduction, row by row, as `kernels/field/fma.ts` explains.
 *
 * The first four rows are reduced by the multiple of the modulus that is -1 modulo 2^51 (its upper part stands first in
 * the field's block): the lowest limb itself is then the quotient digit. The last row is reduced by the modulus, so that
 * the result stays near it.
 */
export function fmaProgram(product: FmaProduct): FmaProgram {
  const statements: string[] = [];
  const lower = new Array<number>(FMA_COLUMNS).fill(0);
  const upper = new Array<number>(FMA_COLUMNS).fill(0);
  const multiply = (x: string, y: string, column: number) => {
    statements.push(
      `h = madd(${x}, ${y}, c1);`,
      `t${column} = add(t${column}, madd(${x}, ${y}, sub(c2, h)));`,
      `t${column + 1} = add(t${column + 1}, h);`,
    );
    lower[column] = (lower[column] as number) + 1;
    upper[column + 1] = (upper[column + 1] as number) + 1;
  };
  const carry = (column: number) => `t${column} = add(t${column}, i64x2.shr_u(t${column - 1}, LIMB_BITS));`;

  for (let row = 0; row < FMA_LIMBS; row++) {
    statements.push(`x = v128.load(a, ${16 * row});`);
    if (product === 'sqr') {
      multiply('x', 'x', 2 * row);
      if (row < FMA_LIMBS - 1) statements.push('x = f64x2.add(x, x);');
      for (let j = row + 1; j < FMA_LIMBS; j++) multiply('x', `v128.load(a, ${16 * j})`, row + j);
    } else {
      for (let j = 0; j < FMA_LIMBS; j++) multiply('x', `v128.load(b, ${16 * j})`, row + j);
    }
    if (product === 'mulSum') {
      statements.push(`x = v128.load(c, ${16 * row});`);
      for (let j = 0; j < FMA_LIMBS; j++) multiply('x', `v128.load(d, ${16 * j})`, row + j);
    }
    statements.push(`q = limb(t${row}, mask, exponent, offset);`);
    if (row < FMA_LIMBS - 1) {
      statements.push(carry(row + 1));
      for (let j = 0; j < FMA_LIMBS; j++) multiply('q', `v128.load(f, ${16 * j})`, row + 1 + j);
    } else {
      statements.push(
        'x = v128.load(f, FACTOR);',
        'h = madd(q, x, c1);',
        'q = limb(add(madd(q, x, sub(c2, h)), v128.load(QUOTIENT)), mask, exponent, offset);',
      );
      for (let j = 0; j < FMA_LIMBS; j++) multiply('q', `v128.load(f, MODULUS + ${16 * j})`, row + j);
      statements.push(carry(row + 1));
    }
  }
  for (let i = 0; i < FMA_LIMBS; i++) {
    if (i > 0) statements.push(carry(FMA_LIMBS + i));
    // Nothing takes up a carry of the last limb: it keeps one bit more.
    const rounding =
      i < FMA_LIMBS - 1 ? 'mask, exponent, offset' : 'v128.load(TOP_MASK), exponent, v128.load(TOP_OFFSET)';
    statements.push(`v128.store(out, limb(t${FMA_LIMBS + i}, ${rounding}), ${16 * i});`);
  }
  return { statements, lower, upper };
}

const MEANING: Record<FmaProduct, readonly [parameters: string, meaning: string]> = {
  mul: ['a: usize, b: usize', 'out = a·b / R'],
  sqr: ['a: usize', 'out = a² / R, for limbs of weight 1'],
  mulSum: ['a: usize, b: usize, c: usize, d: usize', 'out = (a·b + c·d) / R, with one reduction'],
};

/** The text of the AssemblyScript module `field/fmaProducts`. */
export function writeFmaProducts(): string {
  const lines = [
    "import { add, limb, madd, sub } from './fmaVector';",
    'import {',
    '  COLUMNS, EXPONENT, LIMB_BITS, MASK, OFFSET, QUOTIENT, ROUND_LOWER, ROUND_UPPER, TOP_MASK, TOP_OFFSET,',
    "} from './fmaLayout';",
    "import { FACTOR, MODULUS } from './layout';",
  ];
  for (const [index, product] of FMA_PRODUCTS.entries()) {
    const [parameters, meaning] = MEANING[product];
    lines.push('', `/** ${meaning}. */`, `export function ${product}(f: usize, out: usize, ${parameters}): void {`);
    lines.push(
      '  const c1 = v128.load(ROUND_UPPER);',
      '  const c2 = v128.load(ROUND_LOWER);',
      '  const mask = v128.load(MASK);',
      '  const exponent = v128.load(EXPONENT);',
      '  const offset = v128.load(OFFSET);',
      '  let x: v128, h: v128, q: v128;',
    );
    for (let column = 0; column < FMA_COLUMNS; column++) {
      lines.push(`  let t${column} = v128.load(COLUMNS, ${16 * (FMA_COLUMNS * index + column)});`);
    }
    lines.push(...fmaProgram(product).statements.map((statement) => `  ${statement}`), '}');
  }
  return `${lines.join('\n')}\n`;
}
