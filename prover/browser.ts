export type { Groth16Backend, ProofResult } from './groth16/backend.ts';
export { KERNEL_FORMS, type KernelForm } from './groth16/forms/kernelForm.ts';
export { KernelBackend, type KernelBackendOptions, type KernelUse } from './groth16/kernelBackend.ts';
export { browserPlatform } from './groth16/platform/browserPlatform.ts';
export { ProvingError } from './groth16/provingError.ts';
export { WitnessGenerator } from './witness/witnessGenerator.ts';
