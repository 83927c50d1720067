import type { Contest } from './contender.ts';

/** How many times less than snarkjs a prover has to take, without tables of windows and with them. */
const LEAST_RATIO = 3;
const LEAST_RATIO_WITH_TABLES = 4;

async function openKernels(tables: boolean) {
  const { KernelBackend } = await import('../../groth16/kernelBackend.ts');
  const { nodePlatform } = await import('../../groth16/platform/nodePlatform.ts');
  return new KernelBackend(nodePlatform, { tables });
}

/** The provers of `fairmark bench --prover`. */
export const CONTEST: Contest = {
  reference: {
    name: 'snarkjs',
    open: async () => new (await import('../../groth16/snarkjsBackend.ts')).SnarkjsBackend(),
  },
  challengers: [
    { name: 'kernels', leastRatio: LEAST_RATIO, open: () => openKernels(false) },
    { name: 'kernels with tables', leastRatio: LEAST_RATIO_WITH_TABLES, open: () => openKernels(true) },
  ],
};
