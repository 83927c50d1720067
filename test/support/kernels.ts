import { readFileSync } from 'node:fs';
import { joinLimbs, readLimbs, writeElement, writePair } from '../../prover/groth16/forms/elements.ts';
import { FIELD_FORMS, type KernelForm } from '../../prover/groth16/forms/kernelForm.ts';
import { type ConstantAddresses, writeConstants } from '../../prover/groth16/forms/writeConstants.ts';
import { allowRelaxedSimd } from '../../prover/groth16/load/allowRelaxedSimd.ts';
import { kernelFile } from '../../prover/groth16/load/kernelFile.ts';
import { Arena } from '../../prover/groth16/memory/arena.ts';

type Kernel = (...args: number[]) => number;

/** Compiled kernels of one form on memory of their own, called directly: for tests of single kernels. */
export class TestKernels {
  readonly call: Record<string, Kernel>;
  readonly layout: Record<string, number>;
  readonly arena: Arena;
  readonly view: DataView;

  /** @param scratch bytes of scratch memory */
  constructor(
    readonly form: KernelForm,
    { megabytes = 16, scratch = 4 << 20 }: { megabytes?: number; scratch?: number } = {},
  ) {
    allowRelaxedSimd();
    const memory = new WebAssembly.Memory({ initial: megabytes * 16, maximum: 65536 });
    const module = new WebAssembly.Module(readFileSync(kernelFile(form)));
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    const entries = Object.entries(exports);
    this.call = Object.fromEntries(entries.filter(([, item]) => typeof item === 'function')) as Record<string, Kernel>;
    this.layout = Object.fromEntries(
      entries.flatMap(([name, item]) => (item instanceof WebAssembly.Global ? [[name, Number(item.value)]] : [])),
    );
    this.view = new DataView(memory.buffer);
    writeConstants(this.view, FIELD_FORMS[form], this.layout as unknown as ConstantAddresses);
    this.arena = new Arena(this.layout.HEAP!);
    this.call.setScratch!(this.arena.allocate(scratch));
  }

  /** A pair of its own. */
  pair(): number {
    return this.arena.allocate(this.layout.PAIR!);
  }

  /** Writes one number into both lanes, as it is: not brought to Montgomery form, not reduced. */
  write(at: number, value: bigint): void {
    writePair(this.view, FIELD_FORMS[this.form], at, value);
  }

  /** As `write`, into one lane. */
  writeLane(at: number, lane: 0 | 1, value: bigint): void {
    writeElement(this.view, FIELD_FORMS[this.form], at, lane, value);
  }

  /** The limbs of a lane, least significant first. */
  limbs(at: number, lane: 0 | 1): bigint[] {
    return readLimbs(this.view, FIELD_FORMS[this.form], at, lane);
  }

  /** The number that a lane's limbs stand for. */
  read(at: number, lane: 0 | 1): bigint {
    return joinLimbs(FIELD_FORMS[this.form], this.limbs(at, lane));
  }

  /** Writes 32 little-endian bytes. */
  writeBytes(at: number, value: bigint): void {
    for (let i = 0; i < 4; i++) this.view.setBigUint64(at + 8 * i, BigInt.asUintN(64, value >> BigInt(64 * i)), true);
  }

  readBytes(at: number): bigint {
    let value = 0n;
    for (let i = 3; i >= 0; i--) value = (value << 64n) + this.view.getBigUint64(at + 8 * i, true);
    return value;
  }
}
