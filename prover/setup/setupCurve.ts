import { buildBn128, type ChaCha, type WasmCurve, type WasmGroup } from 'ffjavascript';
import { readWord } from './binaryFile.ts';
import { G1_BYTES, G2_BYTES } from './zkey.ts';

export type GroupName = 'G1' | 'G2';

type Call = (...pointers: number[]) => number;

/** Points per batch: bounds the memory, and lets other work of the process run in between. */
const BATCH = 2048;
const PAGE = 65536;

/**
 * BN254 group arithmetic for key set-up, on a private instance of ffjavascript's curve: no workers, nothing to close.
 * Points are affine, little-endian Montgomery, the identity all zeros: the form of a proving key.
 */
export class SetupCurve {
  private static built: Promise<SetupCurve> | undefined;

  private constructor(
    private readonly curve: WasmCurve,
    private readonly memory: WebAssembly.Memory,
    private readonly exports: Record<string, Call>,
    /** First address that the module leaves free. */
    private readonly heap: number,
  ) {}

  /** The curve of this process, built once. */
  static load(): Promise<SetupCurve> {
    SetupCurve.built ??= SetupCurve.build();
    return SetupCurve.built;
  }

  private static async build(): Promise<SetupCurve> {
    const curve = await buildBn128(true);
    const memory = new WebAssembly.Memory({ initial: 25 });
    const { instance } = await WebAssembly.instantiate(curve.tm.code, { env: { memory } });
    const heap = new DataView(memory.buffer).getUint32(0, true);
    return new SetupCurve(curve, memory, instance.exports as Record<string, Call>, heap);
  }

  /** Primitive 2^power-th root of unity of the scalar field that snarkjs uses for its domains. */
  rootOfUnity(power: number): bigint {
    const root = this.curve.Fr.w[power];
    if (root === undefined) throw new RangeError(`no root of unity of order 2^${power}`);
    return this.curve.Fr.toObject(root);
  }

  /** The generator times a scalar in [0, r). */
  timesGenerator(group: GroupName, scalar: bigint): Uint8Array {
    return this.times(group, this.group(group).g, scalar);
  }

  /** A point times a scalar in [0, r). */
  times(group: GroupName, point: Uint8Array, scalar: bigint): Uint8Array {
    return this.group(group).toAffine(this.group(group).timesScalar(point, scalar));
  }

  /** Big-endian coordinates, the form that snarkjs hashes. */
  uncompressed(group: GroupName, point: Uint8Array): Uint8Array {
    return this.group(group).toUncompressed(point);
  }

  /** A G2 point of unknown logarithm, drawn as snarkjs draws it. */
  drawG2(rng: ChaCha): Uint8Array {
    return this.curve.G2.toAffine(this.curve.G2.fromRng(rng));
  }

  /** What snarkjs draws for a contribution: its secret, in [0, r), then its base point. */
  drawContribution(rng: ChaCha): { secret: bigint; base: Uint8Array } {
    const secret = this.curve.Fr.toObject(this.curve.Fr.fromRng(rng));
    return { secret, base: this.curve.G1.toAffine(this.curve.G1.fromRng(rng)) };
  }

  private group(name: GroupName): WasmGroup {
    return this.curve[name];
  }

  /**
   * Index of the first point that is not on its curve or has a coordinate at or above the field order; −1 if there is
   * none. The identity passes. Says nothing about the subgroup of G2.
   */
  firstInvalid(group: GroupName, points: Uint8Array, fieldOrder: bigint): number {
    const affine = group === 'G1' ? G1_BYTES : G2_BYTES;
    const inCurve = this.exports[`${group === 'G1' ? 'g1m' : 'g2m'}_inCurveAffine`] as Call;
    const isZero = this.exports[`${group === 'G1' ? 'g1m' : 'g2m'}_isZeroAffine`] as Call;
    const view = new DataView(points.buffer, points.byteOffset, points.byteLength);
    const topOfOrder = fieldOrder >> 192n;
    this.reserve(this.heap, this.heap + BATCH * affine);
    for (let start = 0; start < points.length; start += BATCH * affine) {
      const batch = points.subarray(start, start + BATCH * affine);
      new Uint8Array(this.memory.buffer).set(batch, this.heap);
      for (let at = 0; at < batch.length; at += affine) {
        for (let word = start + at; word < start + at + affine; word += 32) {
          if (view.getBigUint64(word + 24, true) >= topOfOrder && readWord(view, word) >= fieldOrder) {
            return (start + at) / affine;
          }
        }
        if (!isZero(this.heap + at) && !inCurve(this.heap + at)) return (start + at) / affine;
      }
    }
    return -1;
  }

  /** Makes the memory reach `end`, and the module take its own temporary space from `free` on. */
  private reserve(free: number, end: number): void {
    const missing = end - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
    new DataView(this.memory.buffer).setUint32(0, free, true);
  }
}
