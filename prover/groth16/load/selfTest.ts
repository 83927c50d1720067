import { BASE_FIELD, SCALAR_FIELD } from '../../../verifier/points.ts';
import { joinLimbs, readLimbs, writeElement } from '../forms/elements.ts';
import type { FieldForm } from '../forms/fieldForm.ts';
import { writeConstants } from '../forms/writeConstants.ts';

/** What the test needs of the kernels' exports. */
interface TestedKernels {
  readonly [address: string]: WebAssembly.Global;
}
type Operation = 'mul' | 'sqr' | 'mulSum' | 'add' | 'sub' | 'neg' | 'reduce';
type Operations = Readonly<Record<Operation, (...addresses: number[]) => void>>;

/** Pages of the test's memory: the constants, which end at 64 KiB, and a few pairs. */
const PAGES = 2;
/** Dense numbers that are multiplied with each other, besides the edges. */
const DENSE = 6;
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
  const run = exports as unknown as Operations;
  const addressOf = (name: string) => Number((exports as unknown as TestedKernels)[name]?.value);
  const view = new DataView(memory.buffer);
  const addresses = {
    FORM_CONSTANTS: addressOf('FORM_CONSTANTS'),
    BASE_FIELD: addressOf('BASE_FIELD'),
    SCALAR_FIELD: addressOf('SCALAR_FIELD'),
    CURVE_B3: addressOf('CURVE_B3'),
  };
  writeConstants(view, form, addresses);
  const pair = (index: number) => addressOf('HEAP') + index * addressOf('PAIR');
  const [a, b, c, twice, minus, out] = [pair(0), pair(1), pair(2), pair(3), pair(4), pair(5)] as const;
  const radix = 1n << BigInt(form.radixBits);
  const largestLimb = 1n << BigInt(form.limbBits - 1);

  for (const [name, field, modulus] of [
    ['base', addresses.BASE_FIELD, BASE_FIELD],
    ['scalar', addresses.SCALAR_FIELD, SCALAR_FIELD],
  ] as const) {
    const values = testValues(form, modulus);
    const at = (index: number) => values[index % values.length] as bigint;
    for (let i = 0; i < values.length; i++) {
      for (let j = 0; j < values.length; j++) {
        const lanes = [
          [at(i), at(j), at(i + 1)],
          [at(j + 1), at(i + 2), at(j + 3)],
        ] as const;
        for (const lane of [0, 1] as const) {
          for (const [index, address] of [a, b, c].entries()) {
            writeElement(view, form, address, lane, lanes[lane][index] as bigint);
          }
        }
        /** Whether both lanes of `out` are what is expected / `divisor`, and no larger than they may be. */
        const holds = (expected: (x: bigint, y: bigint, z: bigint) => bigint, divisor: bigint) =>
          lanes.every(([x, y, z], lane) => {
            const limbs = readLimbs(view, form, out, lane as 0 | 1);
            const value = joinLimbs(form, limbs);
            const exact = expected(x, y, z);
            const most = divisor === 1n ? REDUCED * modulus : (100n * absolute(exact)) / divisor + PRODUCT * modulus;
            return (
              (value * divisor - exact) % modulus === 0n &&
              100n * absolute(value) <= most &&
              limbs.slice(0, -1).every((limb) => absolute(limb) <= largestLimb)
            );
          });
        const wrong = (operation: Operation) => `${operation} in the ${name} field gives wrong results`;

        run.mul(field, out, a, b);
        if (!holds((x, y) => x * y, radix)) return wrong('mul');
        run.sqr(field, out, a);
        if (!holds((x) => x * x, radix)) return wrong('sqr');
        run.mulSum(field, out, a, b, b, c);
        if (!holds((x, y, z) => x * y + y * z, radix)) return wrong('mulSum');
        // Factors of the largest weight: 2·a and -2·b.
        run.add(twice, a, a);
        run.neg(minus, b);
        run.sub(minus, minus, b);
        run.mul(field, out, twice, minus);
        if (!holds((x, y) => -4n * x * y, radix)) return wrong('mul');
        run.add(out, twice, minus);
        run.reduce(field, out, out);
        if (!holds((x, y) => 2n * (x - y), 1n)) return wrong('reduce');
      }
    }
  }
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
