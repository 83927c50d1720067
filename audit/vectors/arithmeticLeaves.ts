import { monotoneRoute } from '../../circuits/arithmetic/monotoneRoute.ts';
import { SCALAR_FIELD } from '../../verifier/points.ts';
import type { Leaf, LeafInputs } from './leaf.ts';
import { seeded } from './seeded.ts';

const oneHot = (size: number, place: number) => Array.from({ length: size }, (_, i) => (i === place ? 1n : 0n));
const bitsOf = (value: bigint, width: number) => Array.from({ length: width }, (_, i) => (value >> BigInt(i)) & 1n);

/** Residuals at and below what the levels 2, 4, 5 allow for magnitudes of 7 bits, shift 1. */
function gatedResiduals(): LeafInputs[] {
  return [0n, 1n, 3n, 4n, 11n, 15n, 16n, 31n, 32n, 100n].flatMap((magnitude) =>
    [0n, magnitude / 2n, magnitude, 127n].flatMap((residual) =>
      [0n, 1n].map((open) => ({ magnitudeBits: bitsOf(magnitude, 7), residualBits: bitsOf(residual, 7), open })),
    ),
  );
}

/** The templates of circuits/arithmetic, in small sizes, and those of circuits/commitment that only pack. */
export function arithmeticLeaves(): Leaf[] {
  const random = seeded(1);
  const leaf = (path: string, parameters: Leaf['parameters'], inputs: readonly LeafInputs[]): Leaf => ({
    file: `circuits/${path}.circom`,
    template: path.split('/')[1] as string,
    parameters,
    inputs,
  });
  const four = Array.from({ length: 4 }, () => random.below(1n << 50n));
  const values = [
    [11n, 101n],
    [22n, 202n],
    [33n, 303n],
  ];
  const routes = [
    [0, 0, 0, 0, 0, 0],
    [0, 1, 2, 2, 2, 2],
    [0, 0, 1, 1, 2, 2],
    [0, 0, 0, 0, 1, 2],
    [0, 1, 1, 1, 1, 2],
  ];
  return [
    leaf(
      'arithmetic/Bits',
      [5],
      [0n, 1n, 2n, 21n, 30n, 31n].map((value) => ({ in: value })),
    ),
    leaf(
      'arithmetic/RangeCheck',
      [6],
      [0n, 1n, 32n, 63n].map((value) => ({ in: value })),
    ),
    leaf(
      'arithmetic/DivideDown',
      [1000, 10],
      [0n, 999n, 1000n, 5_023n, (1n << 60n) + 5n].map((value) => ({ in: value })),
    ),
    leaf(
      'arithmetic/FloorShift',
      [4],
      [0n, 1n, 15n, 16n, 12_345n, -1n, -16n, -17n, -12_345n].map((value) => ({ in: value })),
    ),
    leaf(
      'arithmetic/Gate',
      [],
      [
        { open: 0n, value: 0n },
        { open: 1n, value: 5n },
        { open: 7n, value: 9n },
        { open: 2n, value: 0n },
        { open: 0n, value: 3n },
      ],
    ),
    leaf(
      'arithmetic/IndexOneHot',
      [5],
      [0n, 1n, 3n, 4n].map((index) => ({ index })),
    ),
    leaf(
      'arithmetic/IsNonZero',
      [],
      [0n, 1n, 2n, -1n, 1n << 60n].map((value) => ({ in: value })),
    ),
    leaf(
      'arithmetic/MemberOf',
      [5],
      [7n, 0n, -3n, 1n << 250n].map((value) => ({ in: value, values: [7n, 0n, SCALAR_FIELD - 3n, 9n, 1n << 250n] })),
    ),
    leaf(
      'arithmetic/Monomials',
      [3],
      [
        [0n, 0n, 0n],
        [1n, 0n, 1n],
        [1n, 1n, 1n],
        [3n, 5n, 7n],
      ].map((given) => ({ in: given })),
    ),
    leaf(
      'arithmetic/MonotoneRoute',
      [3, 6, 2],
      routes.map((route) => ({ values, switches: monotoneRoute(3, route) })),
    ),
    leaf(
      'arithmetic/MonotoneRoute',
      [2, 3, 1],
      [
        [0, 0, 0],
        [0, 0, 1],
        [0, 1, 1],
      ].map((route) => ({ values: [[5n], [9n]], switches: monotoneRoute(2, route) })),
    ),
    leaf(
      'arithmetic/MultilinearSelect',
      [2, [13, 4, 29, 111]],
      [
        [1n, 0n, 0n, 0n],
        [1n, 1n, 0n, 0n],
        [1n, 0n, 1n, 0n],
        [1n, 1n, 1n, 1n],
      ].map((monomials) => ({ monomials })),
    ),
    leaf(
      'arithmetic/ResidualGates',
      [3, [2, 4, 5], 7, 1],
      gatedResiduals().map((given) => ({ ...given, residualBits: (given.residualBits as bigint[]).slice(0, 7) })),
    ),
    leaf(
      'arithmetic/Select',
      [4],
      [0, 1, 2, 3].map((place) => ({ selector: oneHot(4, place), values: four })),
    ),
    leaf(
      'arithmetic/SelectOrZero',
      [4],
      [0, 1, 2, 3, 4].map((place) => ({ selector: oneHot(4, place), values: four })),
    ),
    leaf(
      'commitment/PackedWord',
      [3, [3, 8, 1]],
      [
        [0n, 0n, 0n],
        [7n, 255n, 1n],
        [5n, 130n, 0n],
      ].map((given) => ({ values: given })),
    ),
    leaf(
      'commitment/SlotChain',
      [9, 5, 10, 2, 1],
      [0, 1, 2, 3].map((chunks) => ({
        values: [700n, 2n, 3n, 1023n, 5n].map((value, i) => (i < 2 * chunks ? value : 0n)),
        count: oneHot(4, chunks),
      })),
    ),
    leaf(
      'commitment/SlotChain',
      [8, 7, 10, 2, 2],
      [1, 2].map((chunks) => ({
        values: [700n, 2n, 3n, 1023n, 5n, 6n, 9n].map((value, i) => (i < 4 * chunks ? value : 0n)),
        count: oneHot(3, chunks),
      })),
    ),
  ];
}
