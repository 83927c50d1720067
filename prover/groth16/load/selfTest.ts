import { BASE_FIELD, SCALAR_FIELD } from '../../../verifier/points.ts';
import { joinLimbs, readLimbs, writeElement } from '../forms/elements.ts';
import type { FieldForm } from '../forms/fieldForm.ts';
import { writeConstants } from '../forms/writeConstants.ts';

type Operation = 'mul' | 'sqr' | 'mulSum' | 'add' | 'sub' | 'neg' | 'reduce';

/** Kernels under test, on their memory. */
interface TestedKernels {
  readonly form: FieldForm;
  readonly run: Readonly<Record<Operation, (...addresses: number[]) => void>>;
  readonly view: DataView;
  /** Address of a pair, by number. */
  pair(index: number): number;
}

interface TestedField {
  readonly address: number;
  readonly modulus: bigint;
}

/** The three numbers that one lane computes with. */
type Numbers = readonly [x: bigint, y: bigint, z: bigint];

/** Pages of the test's memory: the constants, which end at 64 KiB, and a few pairs. */
const PAGES = 2;
/** Dense numbers that are multiplied with each other, besides the edges. */
const DENSE = 6;
/** How far apart, in the list of test values, the factors of a product stand: edges meet edges and dense numbers. */
const DISTANCES = [0, 1, 4, 7];
/** Largest values in hundredths of a modulus: of reduced elements, and of products beyond what their factors add. */
const REDUCED = 51n;
const PRODUCT = 76n;

/**
 * Compares the field arithmetic of compiled kernels with BigInt, on memory of its own: products of edges and of dense
 * numbers of full length, in both fields, with another element in each lane.
 *
 * An engine may round a relaxed multiply-add twice. The product of two dense limbs has more than the 53 bits of a double:
 * rounding it before the addition loses its lower half, and the digits that come of it are wrong.
 *
 * @returns what is wrong, or undefined
 * @throws Error of the engine, for kernels that cannot be run or write limbs that are no integers
 */
export async function selfTest(module: WebAssembly.Module, form: FieldForm): Promise<string | undefined> {
  const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  const addressOf = (name: string) => Number((exports as Record<string, WebAssembly.Global>)[name]?.value);
  const addresses = {
    FORM_CONSTANTS: addressOf('FORM_CONSTANTS'),
    BASE_FIELD: addressOf('BASE_FIELD'),
    SCALAR_FIELD: addressOf('SCALAR_FIELD'),
    CURVE_B3: addressOf('CURVE_B3'),
  };
  const kernels: TestedKernels = {
    form,
    run: exports as unknown as TestedKernels['run'],
    view: new DataView(memory.buffer),
    pair: (index) => addressOf('HEAP') + index * addressOf('PAIR'),
  };
  writeConstants(kernels.view, form, addresses);
  for (const [name, address, modulus] of [
    ['base', addresses.BASE_FIELD, BASE_FIELD],
    ['scalar', addresses.SCALAR_FIELD, SCALAR_FIELD],
  ] as const) {
    const wrong = testField(kernels, { address, modulus });
    if (wrong !== undefined) return `${wrong} in the ${name} field gives wrong results`;
  }
  return undefined;
}

/** The first operation that is wrong. */
function testField(kernels: TestedKernels, field: TestedField): Operation | undefined {
  const values = testValues(kernels.form, field.modulus);
  const at = (index: number) => values[index % values.length] as bigint;
  for (let i = 0; i < values.length; i++) {
    for (const j of DISTANCES.map((distance) => i + distance)) {
      const wrong = testNumbers(kernels, field, [
        [at(i), at(j), at(i + 1)],
        [at(j + 1), at(i + 2), at(j + 3)],
      ]);
      if (wrong !== undefined) return wrong;
    }
  }
  return undefined;
}

/** As `testField`, with these numbers in the two lanes. */
function testNumbers(
  { form, run, view, pair }: TestedKernels,
  { address, modulus }: TestedField,
  lanes: readonly [Numbers, Numbers],
): Operation | undefined {
  const [a, b, c, twice, minus, out] = [pair(0), pair(1), pair(2), pair(3), pair(4), pair(5)] as const;
  for (const lane of [0, 1] as const) {
    for (const [index, at] of [a, b, c].entries()) {
      writeElement(view, form, at, lane, lanes[lane][index] as bigint);
    }
  }
  const largestLimb = 1n << BigInt(form.limbBits - 1);
  const radix = 1n << BigInt(form.radixBits);
  /** Whether both lanes of `out` are what is expected / `divisor`, and no larger than they may be. */
  const holds = (divisor: bigint, expected: (...numbers: Numbers) => bigint) =>
    lanes.every((numbers, lane) => {
      const limbs = readLimbs(view, form, out, lane as 0 | 1);
      const value = joinLimbs(form, limbs);
      const exact = expected(...numbers);
      const most = divisor === 1n ? REDUCED * modulus : (100n * absolute(exact)) / divisor + PRODUCT * modulus;
      return (
        (value * divisor - exact) % modulus === 0n &&
        100n * absolute(value) <= most &&
        limbs.slice(0, -1).every((limb) => absolute(limb) <= largestLimb)
      );
    });

  run.mul(address, out, a, b);
  if (!holds(radix, (x, y) => x * y)) return 'mul';
  run.sqr(address, out, a);
  if (!holds(radix, (x) => x * x)) return 'sqr';
  run.mulSum(address, out, a, b, b, c);
  if (!holds(radix, (x, y, z) => x * y + y * z)) return 'mulSum';
  // Factors of the largest weight: 2·a and -2·b.
  run.add(twice, a, a);
  run.neg(minus, b);
  run.sub(minus, minus, b);
  run.mul(address, out, twice, minus);
  if (!holds(radix, (x, y) => -4n * x * y)) return 'mul';
  run.add(out, twice, minus);
  run.reduce(address, out, out);
  if (!holds(1n, (x, y) => 2n * (x - y))) return 'reduce';
  return undefined;
}

/** Numbers around zero and the modulus, limbs at their limits, and dense numbers: the same in every run. */
function testValues(form: FieldForm, modulus: bigint): bigint[] {
  const everyLimb = (limb: bigint) => joinLimbs(form, [...new Array<bigint>(form.limbs - 1).fill(limb), 0n]);
  const half = 1n << BigInt(form.limbBits - 1);
  const edges = [0n, 1n, -1n, modulus - 1n, modulus / 2n, -(modulus / 2n), everyLimb(-half), everyLimb(half - 1n)];
  const dense = [3n ** 160n % modulus];
  while (dense.length < DENSE) dense.push((dense.at(-1) as bigint) ** 3n % modulus);
  return [...edges, ...dense];
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}
