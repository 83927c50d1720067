import { join } from 'node:path';
import { defaultWorkspace } from '../../setup/workspace.ts';
import type { KernelForm } from '../forms/kernelForm.ts';

/** Path of the compiled kernels of a form; `npm run build` makes them. */
export function kernelFile(form: KernelForm, root = defaultWorkspace().root): string {
  return join(root, 'dist/prover/groth16/kernels', `${form}.wasm`);
}
