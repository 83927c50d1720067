import { buildBn128, type ChaCha, type WasmCurve, type WasmGroup } from 'ffjavascript';

export type GroupName = 'G1' | 'G2';

/**
 * BN254 group arithmetic for key set-up, on a private instance of ffjavascript's curve: no workers, nothing to close.
 * Points are affine, little-endian Montgomery, the identity all zeros: the form of a proving key.
 */
export class SetupCurve {
  private static built: Promise<SetupCurve> | undefined;

  private constructor(private readonly curve: WasmCurve) {}

  /** The curve of this process, built once. */
  static load(): Promise<SetupCurve> {
    SetupCurve.built ??= buildBn128(true).then((curve) => new SetupCurve(curve));
    return SetupCurve.built;
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
}
