import type { Contest } from './contender.ts';

/** The provers of `fairmark bench --prover`. */
export const CONTEST: Contest = {
  reference: {
    name: 'snarkjs',
    open: async () => new (await import('../../groth16/snarkjsBackend.ts')).SnarkjsBackend(),
  },
  challengers: [],
};
