/** Declarations for the parts of the circom tool chain that Fairmark uses; none of them ships its own. */

declare module 'circom_runtime' {
  export interface WitnessCalculator {
    calculateWitness(inputs: Record<string, unknown>, sanityCheck?: boolean): Promise<bigint[]>;
    calculateWTNSBin(inputs: Record<string, unknown>, sanityCheck?: boolean): Promise<Uint8Array>;
  }
  export function WitnessCalculatorBuilder(
    code: Uint8Array,
    options?: Record<string, unknown>,
  ): Promise<WitnessCalculator>;
}

declare module 'r1csfile' {
  export interface R1cs {
    prime: bigint;
    nVars: number;
    nOutputs: number;
    nPubInputs: number;
    nPrvInputs: number;
    nConstraints: number;
    constraints: [Record<string, bigint>, Record<string, bigint>, Record<string, bigint>][];
  }
  export function readR1cs(
    source: string | Uint8Array | { type: 'mem'; data: Uint8Array },
    options?: { loadConstraints?: boolean; loadMap?: boolean; F?: unknown },
  ): Promise<R1cs>;
}
