/** Declarations for the parts of ffjavascript 0.3.1 that Fairmark uses; ffjavascript ships none. */
declare module 'ffjavascript' {
  /** Points are affine (two coordinates) or Jacobian (three), little-endian Montgomery. */
  export interface WasmGroup {
    g: Uint8Array;
    timesScalar(point: Uint8Array, scalar: bigint): Uint8Array;
    toAffine(point: Uint8Array): Uint8Array;
    /** Big-endian, not Montgomery: the form that snarkjs hashes. */
    toUncompressed(point: Uint8Array): Uint8Array;
    fromRng(rng: ChaCha): Uint8Array;
    /** Points are affine, scalars 32 little-endian bytes each; the product is Jacobian. */
    multiExpAffine(points: Uint8Array, scalars: Uint8Array): Promise<Uint8Array>;
  }
  export interface WasmCurve {
    G1: WasmGroup;
    G2: WasmGroup;
    Fr: {
      s: number;
      w: Uint8Array[];
      e(value: bigint): Uint8Array;
      toObject(element: Uint8Array): bigint;
      fromRng(rng: ChaCha): Uint8Array;
      /** Transforms in natural order, on elements one after the other. */
      fft(elements: Uint8Array): Promise<Uint8Array>;
      ifft(elements: Uint8Array): Promise<Uint8Array>;
      /** Multiplies element i by first · factor^i. */
      batchApplyKey(elements: Uint8Array, first: Uint8Array, factor: Uint8Array): Promise<Uint8Array>;
    };
    terminate(): Promise<void>;
  }
  export class ChaCha {
    constructor(seed: number[]);
  }
  export function buildBn128(singleThread?: boolean): Promise<WasmCurve>;
}
