import { type SeededIntegers, seeded } from '../../audit/vectors/seeded.ts';
import { joinLimbs } from '../../prover/groth16/forms/elements.ts';
import type { FieldForm } from '../../prover/groth16/forms/fieldForm.ts';

/** Makes up operands of the field kernels: limbs at the edge of their weight, edges of the field, and anything between. */
export class FieldOperands {
  private readonly random: SeededIntegers;
  private readonly half: bigint;

  /** @param seed equal seeds give equal operands */
  constructor(
    private readonly form: FieldForm,
    readonly modulus: bigint,
    seed: number,
  ) {
    this.random = seeded(seed);
    this.half = 1n << BigInt(form.limbBits - 1);
  }

  /** One of them. */
  pick<T>(values: readonly T[]): T {
    return this.random.pick(values);
  }

  /** A number below 2^256, or an edge of that. */
  word(): bigint {
    const edges = [0n, 1n, this.modulus - 1n, this.modulus, this.modulus + 1n, (1n << 256n) - 1n, 1n << 255n];
    return this.random.below(4n) === 0n ? this.pick(edges) : this.bits(256);
  }

  /**
   * Limbs of an element.
   *
   * @param weight bound of its limbs, in units of half a limb
   * @param value bound of the number, in moduli
   */
  limbs(weight: bigint, value: bigint): bigint[] {
    if (this.random.below(4n) === 0n) return this.edge(weight < value ? weight : value);
    const { limbs, limbBits } = this.form;
    const most = weight * this.half;
    // What the other limbs may come to is left to them: less than `weight` units of the last one.
    const room = ((value * this.modulus) >> BigInt(limbBits * (limbs - 1))) - weight - 1n;
    const last = room < most ? room : most;
    return Array.from({ length: limbs }, (_, i) => this.limb(i < limbs - 1 ? most : last));
  }

  /** A multiple of a number at an edge of the field, with limbs of that weight. */
  private edge(multiple: bigint): bigint[] {
    const { limbs, limbBits } = this.form;
    const half = this.modulus / 2n;
    const edges = [0n, 1n, -1n, this.modulus - 1n, 1n - this.modulus, half, -half, half + 1n, this.modulus];
    let rest = this.pick(edges);
    return Array.from({ length: limbs }, (_, i) => {
      const limb = i === limbs - 1 ? rest : BigInt.asIntN(limbBits, rest);
      rest = (rest - limb) >> BigInt(limbBits);
      return multiple * limb;
    });
  }

  private limb(most: bigint): bigint {
    const edges = [most, -most, most - 1n, 1n - most, 0n];
    return this.random.below(2n) === 0n ? this.pick(edges) : (this.bits(64) % (2n * most + 1n)) - most;
  }

  private bits(count: number): bigint {
    let value = 0n;
    for (let i = 0; i < count; i += 32) value = (value << 32n) + this.random.below(1n << 32n);
    return value;
  }

  valueOf(limbs: readonly bigint[]): bigint {
    return joinLimbs(this.form, limbs);
  }
}
