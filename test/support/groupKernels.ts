import { FIELD_FORMS, KERNEL_FORMS, type KernelForm } from '../../prover/groth16/forms/kernelForm.ts';
import type { GroupName } from '../../prover/groth16/products/basePoints.ts';
import { BASE_FIELD } from '../../verifier/points.ts';
import {
  AFFINE_GROUPS,
  type AffineGroup,
  type AffinePoint,
  type Coordinate,
  coordinates,
  inverse,
  modulo,
} from './affineGroup.ts';
import { TestKernels } from './kernels.ts';

/** Every form with every group: for `describe.each`. */
export const GROUP_CASES = KERNEL_FORMS.flatMap((form) => (['g1', 'g2'] as const).map((group) => ({ form, group })));

/** Kernels of one group in one form, with points written and read as BigInt. */
export class GroupKernels {
  readonly group: AffineGroup;
  /** Base field elements of a coordinate. */
  readonly parts: 1 | 2;
  readonly element: number;
  readonly pair: number;
  readonly affineBytes: number;
  readonly projectiveBytes: number;
  private readonly radix: bigint;
  private readonly radixInverse: bigint;

  /** @param kernels may be shared with the other group */
  constructor(
    private readonly formName: KernelForm,
    private readonly name: GroupName,
    readonly kernels = new TestKernels(formName),
  ) {
    this.group = AFFINE_GROUPS[name];
    this.parts = name === 'g1' ? 1 : 2;
    this.element = this.kernels.layout.ELEMENT!;
    this.pair = this.parts * this.kernels.layout.PAIR!;
    this.affineBytes = this.call('AffineBytes');
    this.projectiveBytes = this.call('ProjectivePairBytes');
    this.radix = 1n << BigInt(FIELD_FORMS[formName].radixBits);
    this.radixInverse = inverse(this.radix);
  }

  /** Calls the kernel of this group: `AddPairs` for `g1AddPairs`. */
  call(name: string, ...args: number[]): number {
    return this.kernels.call[`${this.name}${name}`]!(...args);
  }

  allocate(bytes: number): number {
    return this.kernels.arena.allocate(bytes);
  }

  bytes(at: number, length: number): Uint8Array {
    return new Uint8Array(this.kernels.view.buffer, at, length);
  }

  /** Montgomery form, nearest to zero. */
  private toMontgomery(value: bigint): bigint {
    const least = modulo(value * this.radix);
    return 2n * least > BASE_FIELD ? least - BASE_FIELD : least;
  }

  /** Writes a coordinate, reduced, into one lane of a pair. */
  writeLane(at: number, lane: 0 | 1, coordinate: Coordinate): void {
    for (const [i, value] of coordinate.entries()) {
      this.kernels.writeLane(at + i * this.kernels.layout.PAIR!, lane, this.toMontgomery(value));
    }
  }

  /** The coordinate that one lane of a pair stands for. */
  readLane(at: number, lane: 0 | 1): Coordinate {
    return Array.from({ length: this.parts }, (_, i) =>
      modulo(this.kernels.read(at + i * this.kernels.layout.PAIR!, lane) * this.radixInverse),
    );
  }

  /** Writes an affine point as it stands in memory. */
  writeAffine(at: number, point: AffinePoint): void {
    if (point === undefined) this.bytes(at, this.affineBytes).fill(0);
    else for (const [i, value] of [...point.x, ...point.y].entries()) this.writeElement(at + i * this.element, value);
  }

  private writeElement(at: number, value: bigint): void {
    const { limbs, limbBits, writeLimb } = FIELD_FORMS[this.formName];
    let rest = this.toMontgomery(value);
    for (let i = 0; i < limbs; i++) {
      const limb = i === limbs - 1 ? rest : BigInt.asIntN(limbBits, rest);
      writeLimb(this.kernels.view, at + 8 * i, limb);
      rest = (rest - limb) >> BigInt(limbBits);
    }
  }

  /**
   * Reads an affine point.
   *
   * @throws Error if an element is not reduced
   */
  readAffine(at: number): AffinePoint {
    const values = Array.from({ length: 2 * this.parts }, (_, i) => this.readElement(at + i * this.element));
    const y = values.slice(this.parts);
    return coordinates.isZero(y) ? undefined : { x: values.slice(0, this.parts), y };
  }

  private readElement(at: number): bigint {
    const { limbs, readLimb } = FIELD_FORMS[this.formName];
    const read = Array.from({ length: limbs }, (_, i) => readLimb(this.kernels.view, at + 8 * i));
    return modulo(this.reduced(read) * this.radixInverse);
  }

  /** The number of limbs that must be those of a reduced element. */
  private reduced(limbs: readonly bigint[]): bigint {
    const { limbBits } = FIELD_FORMS[this.formName];
    const half = 1n << BigInt(limbBits - 1);
    const value = limbs.reduceRight((sum, limb) => (sum << BigInt(limbBits)) + limb, 0n);
    // The quotient is taken from the top limb: half a modulus is exceeded by what lower limbs add up to.
    const most = BASE_FIELD / 2n + (BASE_FIELD >> 16n);
    if (limbs.some((limb) => limb > half || limb < -half) || value > most || value < -most) {
      throw new Error('an element is not reduced');
    }
    return value;
  }

  /** Whether both lanes of a pair of coordinates are reduced. */
  isReduced(at: number): boolean {
    for (let i = 0; i < this.parts; i++) {
      for (const lane of [0, 1] as const) {
        try {
          this.reduced(this.kernels.limbs(at + i * this.kernels.layout.PAIR!, lane));
        } catch {
          return false;
        }
      }
    }
    return true;
  }

  /** Writes a point into one lane of a projective pair, with that denominator. */
  writeProjective(at: number, lane: 0 | 1, point: AffinePoint, z: bigint = 1n): void {
    const one = this.parts === 1 ? [1n] : [1n, 0n];
    const zero = one.map(() => 0n);
    const factor = this.parts === 1 ? [z] : [z, z + 1n];
    const parts = point === undefined ? [zero, one, zero] : [point.x, point.y, one];
    for (const [i, value] of parts.entries()) {
      this.writeLane(at + i * this.pair, lane, coordinates.multiply(value, factor));
    }
  }

  /**
   * Reads one lane of a projective pair.
   *
   * @throws Error if a coordinate is not reduced, or if all are zero
   */
  readProjective(at: number, lane: 0 | 1): AffinePoint {
    const [x, y, z] = [0, 1, 2].map((i) => {
      if (!this.isReduced(at + i * this.pair)) throw new Error('a coordinate is not reduced');
      return this.readLane(at + i * this.pair, lane);
    }) as [Coordinate, Coordinate, Coordinate];
    if (coordinates.isZero(z)) {
      if (!coordinates.isZero(x) || coordinates.isZero(y)) throw new Error('no point');
      return undefined;
    }
    const factor = coordinates.invert(z);
    return { x: coordinates.multiply(x, factor), y: coordinates.multiply(y, factor) };
  }
}
