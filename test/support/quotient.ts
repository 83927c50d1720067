import type { KernelForm } from '../../prover/groth16/forms/kernelForm.ts';
import type { KernelCall } from '../../prover/groth16/memory/kernelCall.ts';
import { prepareQuotient, type Quotient } from '../../prover/groth16/quotient/prepareQuotient.ts';
import { rootsOfUnity } from '../../prover/groth16/quotient/rootsOfUnity.ts';
import { writeWord } from '../../prover/setup/binaryFile.ts';
import { COEFFICIENT_BYTES, viewOf } from '../../prover/setup/zkey.ts';
import { SCALAR_FIELD as R } from '../../verifier/points.ts';
import { TestKernels } from './kernels.ts';

/** A term of A (0) or B (1). */
export type Term = readonly [matrix: number, row: number, wire: number, value: bigint];

/** Section 4 of a key with these terms, in this order. */
export function coefficientSection(terms: readonly Term[]): Uint8Array {
  const bytes = new Uint8Array(4 + terms.length * COEFFICIENT_BYTES);
  const view = viewOf(bytes);
  view.setUint32(0, terms.length, true);
  for (const [index, [matrix, row, wire, value]] of terms.entries()) {
    const at = 4 + index * COEFFICIENT_BYTES;
    view.setUint32(at, matrix, true);
    view.setUint32(at + 4, row, true);
    view.setUint32(at + 8, wire, true);
    writeWord(view, at + 12, (value << 512n) % R);
  }
  return bytes;
}

/** A quotient on kernels of its own, run call by call. */
export class QuotientRun {
  readonly kernels: TestKernels;
  readonly quotient: Quotient;
  readonly witnessAt: number;

  constructor(
    form: KernelForm,
    section: Uint8Array,
    readonly domain: number,
    private readonly wires: number,
  ) {
    this.kernels = new TestKernels(form, { scratch: 1 << 16 });
    const { arena, layout, view } = this.kernels;
    const memory = new Uint8Array(view.buffer);
    this.witnessAt = arena.allocate(32 * wires);
    this.quotient = prepareQuotient({ coefficients: section, domain, wires }, layout.ELEMENT!, arena, (at, bytes) =>
      memory.set(bytes, at),
    );
    this.runAll(this.quotient.preparation);
  }

  /** The scalars for a witness; `rearrange` may put other calls that do the same in place of those of a stage. */
  scalars(witness: readonly bigint[], rearrange = (stage: readonly KernelCall[]) => stage): bigint[] {
    if (witness.length !== this.wires) throw new RangeError('another number of wires');
    for (const [wire, value] of witness.entries()) this.kernels.writeBytes(this.witnessAt + 32 * wire, value);
    this.runAll(this.quotient.stages(this.witnessAt).map(rearrange));
    return Array.from({ length: this.domain }, (_, i) => this.kernels.readBytes(this.quotient.scalars + 32 * i));
  }

  private runAll(stages: readonly (readonly KernelCall[])[]): void {
    for (const { name, args } of stages.flat()) this.kernels.call[name]!(...args);
  }
}

/** A and B times a witness, by rows. */
export function rowValues(terms: readonly Term[], domain: number, witness: readonly bigint[]): [bigint[], bigint[]] {
  const sides: [bigint[], bigint[]] = [new Array(domain).fill(0n), new Array(domain).fill(0n)];
  for (const [matrix, row, wire, value] of terms) {
    const side = sides[matrix]!;
    side[row] = (side[row]! + value * witness[wire]!) % R;
  }
  return sides;
}

/** A·B - C at the odd powers of the root of twice the order, from the values at the even ones: by definition, slowly. */
export function quotientByDefinition(a: readonly bigint[], b: readonly bigint[], c: readonly bigint[]): bigint[] {
  const power = Math.log2(a.length);
  const step = rootsOfUnity(power + 1)[power + 1]!;
  const powers = [1n];
  while (powers.length < 2 * a.length) powers.push((powers.at(-1)! * step) % R);
  const at = (exponent: number) => powers[((exponent % powers.length) + powers.length) % powers.length]!;
  const perDomain = inverseOfPowerOfTwo(power);
  const coefficients = (values: readonly bigint[]) =>
    values.map((_, i) => (values.reduce((sum, value, j) => sum + value * at(-2 * i * j), 0n) % R) * perDomain);
  const [ofA, ofB, ofC] = [coefficients(a), coefficients(b), coefficients(c)] as const;
  const evaluate = (polynomial: readonly bigint[], i: number) =>
    polynomial.reduceRight((sum, coefficient) => (sum * at(2 * i + 1) + coefficient) % R, 0n);
  return a.map((_, i) => (((evaluate(ofA, i) * evaluate(ofB, i) - evaluate(ofC, i)) % R) + R) % R);
}

function inverseOfPowerOfTwo(power: number): bigint {
  let inverse = 1n;
  for (let i = 0; i < power; i++) inverse = (inverse % 2n === 0n ? inverse : inverse + R) / 2n;
  return inverse;
}

/** Numbers below the order that look random and are always the same. */
export function numbers(seed: number, count: number): bigint[] {
  let state = BigInt(seed) + 1n;
  const next = () => {
    state = (state * 0x9e3779b97f4a7c15f39cc0605cedc835n + 0x2545f4914f6cdd1dn) % (1n << 256n);
    return state;
  };
  return Array.from({ length: count }, () => ((next() >> 64n) * (next() >> 100n)) % R);
}
