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
  };
  export const curves: {
    getCurveFromName(name: string, options?: { singleThread?: boolean }): Promise<SnarkjsCurve>;
  };
}
