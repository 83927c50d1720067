import { join } from 'node:path';
import { defaultWorkspace } from '../../setup/workspace.ts';
import { compileKernels } from './compileKernels.ts';

const { root } = defaultWorkspace();
await compileKernels(join(root, 'prover/groth16/kernels'), join(root, 'dist/prover/groth16/kernels'));
