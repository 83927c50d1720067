/** The functions on field elements that are unrolled for limbs of 29 bits. */
const PROGRAMS = ['mul', 'sqr', 'mulSum', 'reduce'] as const;
type Program = (typeof PROGRAMS)[number];

/** Limbs of an element, and bits of a limb; R = 2^261. */
export const LIMB29_LIMBS = 9;
export const LIMB29_BITS = 29;

/** How the text of a form names what it computes with; both forms run the same statements. */
interface Dialect {
  /** The file behind the words that the statements are made of. */
  readonly file: string;
  readonly words: readonly string[];
  /** A limb as a column holds it. */
  readonly load: (from: string) => string;
  /** A limb as a factor. */
  readonly factor: (from: string) => string;
  /** Writes a digit to `out`. */
  readonly store: (digit: string, offset: number) => string;
}

const WORDS = ['add', 'carry', 'digit', 'double', 'first', 'next', 'quotient', 'sub', 'times'];

const DIALECTS = {
  simd: {
    file: './simdVector',
    words: [...WORDS, 'narrow'],
    load: (from) => `v128.load(${from})`,
    factor: (from) => `narrow(v128.load(${from}))`,
    store: (digit, offset) => `v128.store(out, i64x2.extend_low_i32x4_s(${digit}), ${offset});`,
  },
  scalar: {
    file: './scalarWord',
    words: WORDS,
    load: (from) => `load<i64>(${from})`,
    factor: (from) => `load<i64>(${from})`,
    store: (digit, offset) => `store<i64>(out, ${digit}, ${offset});`,
  },
} satisfies Record<string, Dialect>;

export type Limb29Dialect = keyof typeof DIALECTS;

const LAST = LIMB29_LIMBS - 1;
const LIMBS = Array.from({ length: LIMB29_LIMBS }, (_, index) => index);

/**
 * Unrolls a product with its Montgomery reduction, row by row, as `kernels/field/limb29.ts` explains.
 *
 * The first eight rows are reduced by the multiple of the modulus that is -1 modulo 2^29 (its upper part stands first in
 * the field's block): the lowest limb itself is then the quotient digit. The last row is reduced by the modulus, so that
 * the result stays near it.
 */
function product(program: Exclude<Program, 'reduce'>, { factor, store }: Dialect): string[] {
  const statements: string[] = [];
  const read = (name: string, from: (limb: number) => string) =>
    statements.push(...LIMBS.map((limb) => `const ${name}${limb} = ${factor(from(limb))};`));
  const multiply = (x: string, y: string, column: number) =>
    statements.push(`t${column} = add(t${column}, times(${x}, ${y}));`);
  const carryTo = (column: number) => statements.push(`t${column} = add(t${column}, carry(t${column - 1}));`);

  for (const operand of { sqr: ['a'], mul: ['a', 'b'], mulSum: ['a', 'b', 'c', 'd'] }[program]) {
    read(operand, (limb) => `${operand}, ${16 * limb}`);
  }
  read('u', (limb) => `f, ${16 * limb}`);
  read('m', (limb) => `f, MODULUS + ${16 * limb}`);
  for (let column = 0; column < 2 * LIMB29_LIMBS; column++) {
    statements.push(`let t${column} = ${column === 0 ? 'first()' : 'next()'};`);
  }
  for (const row of LIMBS) {
    if (program === 'sqr') {
      multiply(`a${row}`, `a${row}`, 2 * row);
      if (row < LAST) statements.push(`const twice${row} = double(a${row});`);
      for (const j of LIMBS.slice(row + 1)) multiply(`twice${row}`, `a${j}`, row + j);
    } else {
      for (const j of LIMBS) multiply(`a${row}`, `b${j}`, row + j);
    }
    if (program === 'mulSum') for (const j of LIMBS) multiply(`c${row}`, `d${j}`, row + j);
    if (row < LAST) {
      statements.push(`const q${row} = digit(t${row});`);
      carryTo(row + 1);
      for (const j of LIMBS) multiply(`q${row}`, `u${j}`, row + 1 + j);
    } else {
      statements.push(`const q${row} = digit(add(first(), times(digit(t${row}), ${factor('f, FACTOR')})));`);
      for (const j of LIMBS) multiply(`q${row}`, `m${j}`, row + j);
      carryTo(row + 1);
    }
  }
  for (const limb of LIMBS) {
    if (limb > 0) carryTo(LIMB29_LIMBS + limb);
    statements.push(store(`digit(t${LIMB29_LIMBS + limb})`, 16 * limb));
  }
  return statements;
}

/** Takes off the nearest multiple of the modulus, as the top limb tells it, and carries. */
function reduction({ load, factor, store }: Dialect): string[] {
  const statements = [`const q = quotient(${factor(`a, ${16 * LAST}`)}, ${factor('f, TOP_INVERSE')});`];
  for (const limb of LIMBS) {
    const start = limb === 0 ? 'first()' : `add(next(), carry(t${limb - 1}))`;
    const multiple = `times(q, ${factor(`f, MODULUS + ${16 * limb}`)})`;
    statements.push(
      `const t${limb} = sub(add(${start}, ${load(`a, ${16 * limb}`)}), ${multiple});`,
      store(`digit(t${limb})`, 16 * limb),
    );
  }
  return statements;
}

const MEANING: Record<Program, readonly [parameters: string, meaning: string]> = {
  mul: ['a: usize, b: usize', 'out = a·b / R'],
  sqr: ['a: usize', 'out = a² / R, for limbs of weight 1'],
  mulSum: ['a: usize, b: usize, c: usize, d: usize', 'out = (a·b + c·d) / R, with one reduction'],
  reduce: ['a: usize', 'out = a modulo the modulus, reduced'],
};

/** The text of the AssemblyScript module `field/simdProducts` or `field/scalarProducts`. */
export function writeLimb29Products(name: Limb29Dialect): string {
  const dialect = DIALECTS[name];
  const lines = [
    `import { ${dialect.words.join(', ')} } from '${dialect.file}';`,
    "import { FACTOR, MODULUS, TOP_INVERSE } from './layout';",
  ];
  for (const program of PROGRAMS) {
    const [parameters, meaning] = MEANING[program];
    lines.push('', `/** ${meaning}. */`, `export function ${program}(f: usize, out: usize, ${parameters}): void {`);
    const statements = program === 'reduce' ? reduction(dialect) : product(program, dialect);
    lines.push(...statements.map((statement) => `  ${statement}`), '}');
  }
  return `${lines.join('\n')}\n`;
}
