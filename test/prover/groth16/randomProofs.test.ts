import { afterAll, expect, test } from 'vitest';
import { checkProof, endChecks } from '../../../prover/bench/proving/checkProof.ts';
import { KernelBackend } from '../../../prover/groth16/kernelBackend.ts';
import { nodePlatform } from '../../../prover/groth16/platform/nodePlatform.ts';
import { makeDevelopmentKey } from '../../../prover/setup/developmentKey.ts';
import { parseProvingKey } from '../../../prover/setup/zkey.ts';
import { SCALAR_FIELD as R } from '../../../verifier/points.ts';
import { Draws, encodeWitness, randomCircuit } from '../../support/randomCircuit.ts';

/** Proofs of all circuits together: `EVERY_PROOF=1` asks for a thousand, which take some minutes. */
const PROOFS = process.env.EVERY_PROOF ? 1000 : 100;

/** Size of the domain, and number of public signals, of each circuit. */
const CIRCUITS = [
  [4, 0],
  [8, 1],
  [16, 3],
  [32, 0],
  [64, 8],
  [128, 2],
  [256, 5],
  [512, 1],
  [1024, 20],
  [1024, 0],
] as const;

const backends = [false, true].map((tables) => new KernelBackend(nodePlatform, { tables, workers: 2 }));
afterAll(async () => {
  await Promise.all(backends.map((backend) => backend.close()));
  await endChecks();
});

/** Witnesses of these inputs are among those of every circuit; the others are random. */
const SPECIAL = [() => 0n, () => 1n, () => -1n];

test.each(CIRCUITS.map(([domain, signals], seed) => ({ domain, signals, seed })))(
  `${PROOFS / CIRCUITS.length} proofs of random witnesses: domain $domain, public signals: $signals`,
  async ({ domain, signals, seed }) => {
    const draws = new Draws(seed);
    // A domain has room for one more constraint and signal than the half, and one less than all.
    const constraints = Math.max(1, domain / 2 - signals + draws.below(domain / 2 - 2));
    const circuit = randomCircuit(draws, constraints, signals);
    const { zkey, verificationKey } = await makeDevelopmentKey(circuit.r1cs, { seed: String(seed) });
    expect(parseProvingKey(zkey)).toMatchObject({ domain, publicSignals: signals });
    for (let i = 0; i < PROOFS / CIRCUITS.length; i++) {
      const special = SPECIAL[i];
      const values = circuit.solve(special ? () => (special() + R) % R : () => draws.element());
      const witness = encodeWitness(values);
      const result = await backends[i % 2]!.prove(zkey, witness);
      // By Fairmark's verifier and by snarkjs.
      await checkProof('fairmark', result, { verificationKey, publicSignals: values.slice(1, 1 + signals) });
    }
  },
  1_000_000,
);
