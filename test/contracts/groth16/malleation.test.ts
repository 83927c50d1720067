import { bn254 } from '@noble/curves/bn254.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProofWords } from '../../../prover/chain/proofWords.ts';
import { g2Point, SCALAR_FIELD } from '../../../verifier/points.ts';
import { DeployedVerifier } from '../../support/evm/deployedVerifier.ts';
import { EvmRevert } from '../../support/evm/evmChain.ts';
import { g1Of, g1Words, g2Of, g2Words } from '../../support/evm/pointWords.ts';
import { AnythingProver, type Item, wordsOf } from '../../support/evm/provenItems.ts';
import { ACTORS, accountsTree, idOf, RegistryKit } from '../../support/evm/registryKit.ts';

const { Fr } = bn254.fields;
const SCALAR = 987_654_321n;

let prover: AnythingProver;
beforeAll(async () => {
  prover = await AnythingProver.create();
});
afterAll(() => prover?.close());

/** Other proofs of the same claim, which anybody can make of a proof without knowing a witness. */
const MALLEATIONS: [string, (proof: ProofWords) => ProofWords][] = [
  ['(−A, −B, C)', ({ a, b, c }) => ({ a: g1Words(g1Of(a).negate()), b: g2Words(g2Of(b).negate()), c })],
  [
    '(r A, B / r, C)',
    ({ a, b, c }) => ({
      a: g1Words(g1Of(a).multiply(SCALAR)),
      b: g2Words(g2Of(b).multiply(Fr.inv(SCALAR))),
      c,
    }),
  ],
  [
    '(A, B + s delta, C + s A)',
    ({ a, b, c }) => ({
      a,
      b: g2Words(g2Of(b).add(g2Point(prover.key.delta).multiply(SCALAR))),
      c: g1Words(g1Of(c).add(g1Of(a).multiply(SCALAR))),
    }),
  ],
];

describe('the verifier alone', () => {
  let verifier: DeployedVerifier;
  let items: readonly Item[];
  beforeAll(async () => {
    verifier = await DeployedVerifier.deploy(await prover.verifier());
    items = await prover.items(2);
  });

  test.each(MALLEATIONS)('RG-11: holds %s for a proof too: that is Groth16', async (_, malleate) => {
    const [first, second] = items as [Item, Item];
    const other = { ...first, proof: malleate(first.proof) };
    expect(wordsOf([other])).not.toEqual(wordsOf([first]));
    expect(await verifier.verify(wordsOf([other]))).toBe(true);
    expect(await verifier.verify(wordsOf([second, other, first]))).toBe(true);
  });

  test('RG-11: half of a malleation does not hold', async () => {
    const [{ proof, signals }] = items as [Item];
    for (const [, malleate] of MALLEATIONS) {
      const half = { ...proof, b: malleate(proof).b };
      expect(await verifier.refusal(wordsOf([{ proof: half, signals }]))).toEqual(['ProofInvalid', 1n]);
    }
  });
});

describe('the registry', () => {
  let kit: RegistryKit;
  let proofs: readonly Awaited<ReturnType<RegistryKit['proof']>>[];
  beforeAll(async () => {
    kit = await RegistryKit.create(prover, await prover.verifier());
    const entries = MALLEATIONS.map(([name], i) => [idOf(name), 10n + BigInt(i)] as const);
    const tree = accountsTree(entries);
    await kit.publishAccountRoot(kit.venueId, tree.root as `0x${string}`);
    kit.chain.warp(60n);
    const { tick, surface } = await kit.nextTick();
    const signedTick = { tick, signatures: await kit.signTick(tick) };
    const announcements = entries.map(([handle, accountBefore], i) => ({
      handle,
      accountBefore,
      chained: false,
      proof: tree.getProof(i),
    }));
    const args = [kit.venueId, 1, signedTick, surface, 1n, announcements];
    await kit.send('LiquidationRegistry', 'announce', args, ACTORS.announcer);
    const made = [];
    for (const [, before] of entries) made.push(await kit.proof(kit.venueId, before, before + 100n, before + 200n));
    proofs = made;
  });

  test.each(MALLEATIONS.map(([name, malleate], i) => [name, malleate, i] as const))(
    'RG-09: %s in front of the proof, or after it, records once',
    async (_, malleate, i) => {
      const original = proofs[i];
      if (!original) throw new Error('no proof');
      const malleated = { ...original, proof: malleate(original.proof) };
      const { venueId } = kit;
      const before = await kit.read('LiquidationRegistry', 'countsOf', [venueId]);

      const first = await kit.send('LiquidationRegistry', 'record', [venueId, malleated]);
      expect(first.logs.map(({ name }) => name)).toEqual(['LiquidationRecorded']);
      const state = await kit.read('LiquidationRegistry', 'stateOf', [venueId, original.accountBefore]);
      const produced = await kit.read('LiquidationRegistry', 'stateOf', [venueId, original.accountAfter]);
      const counts = await kit.read('LiquidationRegistry', 'countsOf', [venueId]);
      expect(counts[1]).toBe(before[1] + 1n);

      for (const again of [original, malleated]) {
        const repeated = await kit.send('LiquidationRegistry', 'record', [venueId, again]);
        expect(repeated.result).toBe(first.result);
        expect(repeated.logs).toEqual([]);
        const batch = await kit.send('LiquidationRegistry', 'recordBatch', [venueId, [again, malleated]]);
        expect(batch.result).toBe(0n);
        expect(batch.logs).toEqual([]);
      }
      expect(await kit.read('LiquidationRegistry', 'stateOf', [venueId, original.accountBefore])).toEqual(state);
      expect(await kit.read('LiquidationRegistry', 'stateOf', [venueId, original.accountAfter])).toEqual(produced);
      expect(await kit.read('LiquidationRegistry', 'countsOf', [venueId])).toEqual(counts);
    },
  );

  test('RG-09: a malleated proof of other signals for a recorded number is a contradiction', async () => {
    const [proof] = proofs;
    if (!proof) throw new Error('no proof');
    const other = { ...proof, outcomeCommitment: (proof.outcomeCommitment + 1n) % SCALAR_FIELD };
    const refused = await kit.send('LiquidationRegistry', 'record', [kit.venueId, other]).catch((error) => error);
    expect(refused).toBeInstanceOf(EvmRevert);
    expect(refused.errorName).toBe('RecordContradicts');
    expect(refused.args[0]).toBe(1n);
  });
});
