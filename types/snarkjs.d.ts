/** Declarations for the parts of snarkjs 0.7.6 that Fairmark uses; snarkjs ships none. */
declare module 'snarkjs' {
  export interface SnarkjsProof {
    pi_a: string[];
    pi_b: string[][];
    pi_c: string[];
    protocol: string;
    curve: string;
  }
  export interface SnarkjsCurve {
    terminate(): Promise<void>;
  }
  /** A file in memory: `data` is its content once the writer has closed it. */
  export interface MemoryFile {
    type: 'mem';
    initialSize?: number;
    data?: Uint8Array;
  }
  export interface SnarkjsLogger {
    debug(line: string): void;
    info(line: string): void;
    warn(line: string): void;
    error(line: string): void;
  }
  export const groth16: {
    prove(
      provingKey: Uint8Array | string,
      witness: Uint8Array | string,
      logger?: undefined,
      options?: { singleThread?: boolean },
    ): Promise<{ proof: SnarkjsProof; publicSignals: string[] }>;
    verify(key: unknown, publicSignals: readonly string[], proof: unknown): Promise<boolean>;
  };
  export const zKey: {
    exportVerificationKey(provingKey: Uint8Array | string): Promise<Record<string, unknown>>;
    /** −1 where it refuses, after it has begun the file. */
    newZKey(r1cs: Uint8Array, ptau: Uint8Array, out: MemoryFile, logger?: SnarkjsLogger): Promise<Uint8Array | -1>;
    /** Asks on the terminal where `entropy` is empty. */
    contribute(
      old: Uint8Array,
      out: MemoryFile,
      name: string,
      entropy: string,
      logger?: SnarkjsLogger,
    ): Promise<Uint8Array>;
    /** false where it refuses. */
    beacon(
      old: Uint8Array,
      out: MemoryFile,
      name: string,
      value: string,
      iterationsExp: number,
      logger?: SnarkjsLogger,
    ): Promise<Uint8Array | false>;
    verifyFromR1cs(r1cs: Uint8Array, ptau: Uint8Array, key: Uint8Array, logger?: SnarkjsLogger): Promise<boolean>;
  };
  export const powersOfTau: {
    newAccumulator(curve: SnarkjsCurve, power: number, out: MemoryFile): Promise<Uint8Array>;
    contribute(old: Uint8Array, out: MemoryFile, name: string, entropy: string): Promise<Uint8Array>;
    beacon(old: Uint8Array, out: MemoryFile, name: string, value: string, iterationsExp: number): Promise<Uint8Array>;
    preparePhase2(old: Uint8Array, out: MemoryFile): Promise<void>;
  };
  export const curves: {
    getCurveFromName(name: string, options?: { singleThread?: boolean }): Promise<SnarkjsCurve>;
  };
}
