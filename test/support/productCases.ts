import { bn254 } from '@noble/curves/bn254.js';
import { buildBn128, type WasmCurve } from 'ffjavascript';
import { writeWord } from '../../prover/setup/binaryFile.ts';
import { SCALAR_FIELD } from '../../verifier/points.ts';
import { AFFINE_GROUPS, type AffinePoint, modulo } from './affineGroup.ts';
import { keySection } from './keySection.ts';
import { seededScalars } from './seededScalars.ts';

const R = SCALAR_FIELD;
/** Logarithm of the first base; the others are its doubles. */
const FIRST = 0x5eed5eed5eed5eedn;

/** Bases and scalars of a multi-scalar product. */
export interface ProductCase {
  readonly bases: readonly AffinePoint[];
  /** The scalar of each base. */
  readonly scalars: readonly bigint[];
  readonly result: AffinePoint;
}

/** A base by its place in the list of doubles; negated where `sign` is -1. */
interface BaseChoice {
  readonly index: number;
  readonly sign: 1n | -1n;
}
interface Pattern {
  /** Default: all different. */
  readonly base?: (i: number) => BaseChoice;
  readonly scalar: (i: number, random: readonly bigint[]) => bigint;
}

/** All digits are 1 if they have as many bits as 5,000 points with tables take: one bucket has all points. */
const REPEATED = Array.from({ length: 19 }, (_, i) => 1n << BigInt(13 * i)).reduce((sum, bit) => sum + bit, 0n);

const plus = (index: number): BaseChoice => ({ index, sign: 1n });
/** Every base is followed by its negative. */
const pairs = (i: number): BaseChoice => ({ index: i >> 1, sign: i % 2 === 0 ? 1n : -1n });

/** What scalars and bases look like; each makes another part of the kernels work that random ones leave alone. */
export const PATTERNS = {
  random: { scalar: (i, random) => random[i]! },
  'equal scalars': { scalar: (_, random) => random[0]! },
  ones: { scalar: () => 1n },
  zeros: { scalar: () => 0n },
  'minus one': { scalar: () => R - 1n },
  'small, of either sign': { scalar: (i) => modulo(BigInt((i % 200) - 100), R) },
  'half of them zero': { scalar: (i, random) => (i % 2 === 0 ? 0n : random[i]!) },
  'equal bases': { base: () => plus(0), scalar: (i, random) => random[i]! },
  'equal bases, few scalars': { base: () => plus(0), scalar: (i) => BigInt(i % 7) },
  'equal bases, equal scalars': { base: () => plus(0), scalar: (_, random) => random[0]! },
  'bases that cancel': { base: pairs, scalar: (i, random) => random[i >> 1]! },
  'bases that cancel among others': {
    base: (i) => (i % 3 === 2 ? plus(i) : pairs(i - Math.floor(i / 3))),
    scalar: (i, random) => random[i % 5]!,
  },
  'scalars that cancel': {
    base: (i) => plus(i >> 1),
    scalar: (i, random) => (i % 2 === 0 ? random[i]! : R - random[i - 1]!),
  },
  'digits near the top only': { scalar: (i) => BigInt((i % 3) + 1) << 250n },
  'every bit set': { scalar: (i) => (1n << BigInt(253 - (i % 4))) - 1n },
  'ones in every digit': { scalar: () => REPEATED },
  'ones in every digit, bases that cancel': { base: pairs, scalar: () => REPEATED },
} as const satisfies Record<string, Pattern>;
export type PatternName = keyof typeof PATTERNS;

const doubles: Record<'g1' | 'g2', AffinePoint[]> = { g1: [], g2: [] };
const made = new Map<string, Promise<ProductCase>>();
let curve: Promise<WasmCurve> | undefined;

/**
 * A product of that many points, with the result that noble and ffjavascript agree on.
 *
 * @throws Error if they do not
 */
export function productCase(group: 'g1' | 'g2', name: PatternName, count: number): Promise<ProductCase> {
  const key = `${group} ${count} ${name}`;
  const known = made.get(key) ?? make(group, PATTERNS[name], count);
  made.set(key, known);
  return known;
}

async function make(group: 'g1' | 'g2', { base = plus, scalar }: Pattern, count: number): Promise<ProductCase> {
  const affine = AFFINE_GROUPS[group];
  const list = doubles[group];
  if (list.length === 0) list.push(affine.multiply(affine.generator, FIRST));
  while (list.length < count) list.push(affine.add(list.at(-1), list.at(-1)));
  const choices = Array.from({ length: count }, (_, i) => base(i));
  const bases = choices.map(({ index, sign }) => (sign === 1n ? list[index] : affine.negate(list[index])));
  // Patterns read the first few even where there are fewer bases.
  const random = seededScalars(count + 5, count);
  const scalars = choices.map((_, i) => scalar(i, random));
  const power = powersOfTwo(count);
  const logarithm = choices.reduce((sum, { index, sign }, i) => sum + sign * power[index]! * scalars[i]!, 0n);
  const result = multiple(group, modulo(logarithm * FIRST, R));
  curve ??= buildBn128(true);
  const peer = (await curve)[group === 'g1' ? 'G1' : 'G2'];
  if (count > 0) {
    const bytes = new Uint8Array(32 * count);
    for (const [i, value] of scalars.entries()) writeWord(new DataView(bytes.buffer), 32 * i, value);
    const product = peer.toAffine(await peer.multiExpAffine(keySection(group, bases), bytes));
    if (Buffer.compare(product, keySection(group, [result])) !== 0) throw new Error('the references do not agree');
  }
  return { bases, scalars, result };
}

function powersOfTwo(count: number): bigint[] {
  const powers = [1n];
  while (powers.length < count) powers.push((powers.at(-1)! * 2n) % R);
  return powers;
}

function multiple(group: 'g1' | 'g2', scalar: bigint): AffinePoint {
  if (scalar === 0n) return undefined;
  if (group === 'g1') {
    const { x, y } = bn254.G1.Point.BASE.multiply(scalar).toAffine();
    return { x: [x], y: [y] };
  }
  const { x, y } = bn254.G2.Point.BASE.multiply(scalar).toAffine();
  return { x: [x.c0, x.c1], y: [y.c0, y.c1] };
}
