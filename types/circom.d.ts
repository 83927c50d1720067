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
