import { afterAll, beforeAll, expect, test } from 'vitest';
import { Draws } from '../../../prover/accounts/draws.ts';
import type { ProofWords } from '../../../prover/chain/proofWords.ts';
import type { ContractArtifact } from '../../../prover/setup/contracts/contractArtifact.ts';
import { verifyProof } from '../../../verifier/proof.ts';
import { AnythingProver } from '../../support/evm/provenItems.ts';
import { RegistryWalk } from '../../support/evm/registryWalk.ts';

/** Of each walk; a failure names the seed, the step and the last actions. */
const STEPS = 150;
/** Milliseconds; a walk takes half a minute of one core that has nothing else to do. */
const TIMEOUT = 600_000;

let prover: AnythingProver;
let verifier: ContractArtifact;
beforeAll(async () => {
  prover = await AnythingProver.create();
  verifier = await prover.verifier();
});
afterAll(() => prover?.close());

/** The proof of an event as the verifier off chain takes it. */
const offChain = ({ a, b, c }: ProofWords) => ({
  a: a.map(String) as [string, string],
  b: [
    [String(b[1]), String(b[0])],
    [String(b[3]), String(b[2])],
  ] as [[string, string], [string, string]],
  c: c.map(String) as [string, string],
});

test.each([1, 2])(
  'RG-07 to RG-12 V15 V20 V25 V28 hold in random histories, seed %i',
  async (seed) => {
    const walk = await RegistryWalk.create(prover, verifier, new Draws(seed));
    for (let step = 0; step < STEPS; step++) await walk.step();
    await walk.compareAll();

    // Every kind of action has to succeed and to be refused, or the walk shows nothing.
    const { accepted, refused } = walk.tally;
    for (const action of ['announce', 'record', 'recordBatch', 'flagOverdue']) {
      expect(accepted.get(action) ?? 0, `accepted: ${action}`).toBeGreaterThan(2);
      expect([...refused.keys()].filter((key) => key.startsWith(`${action} `)).length, action).toBeGreaterThan(0);
    }

    // RG-09: an auditor verifies again, off chain and from the events alone.
    let recorded = 0;
    for (const venueId of walk.venueIds) {
      for (const number of walk.ledger.numbers(venueId)) {
        if (!number.recorded) continue;
        const { after, outcome, proof } = number.recorded;
        const { rulebookCommitment, surfaceCommitment, snapshotCommitment } = number.facts;
        const domain = walk.domainOf(venueId, number.sequence, number.facts.verifierId);
        const signals = [
          domain,
          rulebookCommitment,
          surfaceCommitment,
          snapshotCommitment,
          number.before,
          after,
          outcome,
        ];
        expect(verifyProof(prover.key, signals, offChain(proof)), `${venueId} ${number.sequence}`).toBe(true);
        recorded++;
      }
    }
    expect(recorded).toBeGreaterThan(15);
  },
  TIMEOUT,
);
