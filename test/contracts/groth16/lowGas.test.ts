import type { Hex } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EvmRevert } from '../../support/evm/evmChain.ts';
import { AnythingProver, wordsOf } from '../../support/evm/provenItems.ts';
import { ACTORS, accountsTree, idOf, RegistryKit } from '../../support/evm/registryKit.ts';

const STEP = 5_000n;
const BEFORE = [10n, 11n] as const;

let prover: AnythingProver;
let kit: RegistryKit;
let proofs: readonly Awaited<ReturnType<RegistryKit['proof']>>[];
beforeAll(async () => {
  prover = await AnythingProver.create();
  kit = await RegistryKit.create(prover, await prover.verifier());
  const { venueId } = kit;
  const tree = accountsTree(BEFORE.map((state) => [idOf(`account ${state}`), state]));
  await kit.publishAccountRoot(venueId, tree.root as Hex);
  kit.chain.warp(60n);
  const { tick, surface } = await kit.nextTick();
  const signedTick = { tick, signatures: await kit.signTick(tick) };
  const announcements = BEFORE.map((accountBefore, i) => ({
    handle: idOf(`account ${accountBefore}`),
    accountBefore,
    chained: false,
    proof: tree.getProof(i),
  }));
  const args = [venueId, 1, signedTick, surface, 1n, announcements];
  await kit.send('LiquidationRegistry', 'announce', args, ACTORS.announcer);
  const made = [];
  for (const before of BEFORE) made.push(await kit.proof(venueId, before, before + 100n, before + 200n));
  proofs = made;
});
afterAll(() => prover?.close());

/** Tries every limit below a bound, until it succeeds, and says which errors came on the way. */
async function climb(attempt: (gas: bigint) => Promise<void>, most: bigint) {
  const errors = new Set<string>();
  for (let gas = STEP; gas <= most; gas += STEP) {
    try {
      await attempt(gas);
      return [...errors].sort();
    } catch (error) {
      if (!(error instanceof EvmRevert)) throw error;
      // Whatever the EVM or a precompile gave up on, nobody said that the proof is bad.
      errors.add(error.errorName === '' ? 'out of gas' : `${error.errorName}(${error.args.join()})`);
      if (error.errorName === '') expect(error.reason).toMatch(/^out of gas |^revert 0x$/);
    }
  }
  throw new Error(`${most} is not enough`);
}

/** What a caller without gas may see: an empty error, or which precompile had none. */
const GIVEN_UP = ['PrecompileFailed(6)', 'PrecompileFailed(7)', 'PrecompileFailed(8)', 'out of gas'];

describe('with every execution gas limit from 5,000 upward', () => {
  test('U3, RG-11: verify reverts until it is enough, and never answers anything but true', async () => {
    const proof = proofs[0];
    if (!proof) throw new Error('no proof');
    const signals = await kit.signalsOf(kit.venueId, proof.accountBefore, proof.accountAfter, proof.outcomeCommitment);
    const words = wordsOf([{ proof: proof.proof, signals }]);
    const errors = await climb(async (gas) => {
      const { result } = await kit.send('verifier', 'verify', [words], ACTORS.stranger, gas);
      expect(result).toBe(true);
    }, 250_000n);
    expect(GIVEN_UP).toEqual(expect.arrayContaining(errors));
    expect(errors).toContain('PrecompileFailed(8)');
  });

  test('U3, RG-11: an invalid proof is not called invalid before it was computed', async () => {
    const proof = proofs[0];
    if (!proof) throw new Error('no proof');
    const words = wordsOf([{ proof: proof.proof, signals: [1n, 2n, 3n, 4n, 5n, 6n, 7n] }]);
    for (const [gas, expected] of [
      [100_000n, ['PrecompileFailed(8)', 'out of gas']],
      [235_000n, ['PrecompileFailed(8)']],
      [245_000n, ['ProofInvalid(1)']],
    ] as const) {
      const error = await kit.send('verifier', 'verify', [words], ACTORS.stranger, gas).catch((reason) => reason);
      expect(error).toBeInstanceOf(EvmRevert);
      expect(expected).toContain(error.errorName === '' ? 'out of gas' : `${error.errorName}(${error.args.join()})`);
    }
  });

  test.each([
    ['record', 350_000n],
    ['recordBatch', 450_000n],
  ] as const)('U3, RG-09: %s reverts until it is enough, and then records', async (functionName, most) => {
    const { venueId } = kit;
    const liquidations = functionName === 'record' ? [proofs[0]] : proofs;
    const before = await states();
    let recorded: unknown;
    const errors = await climb(async (gas) => {
      expect(await states()).toEqual(before);
      const argument = functionName === 'record' ? liquidations[0] : liquidations;
      const { logs } = await kit.send('LiquidationRegistry', functionName, [venueId, argument], ACTORS.stranger, gas);
      recorded = logs.map(({ name, args }) => [name, args.sequence]);
    }, most);
    expect(GIVEN_UP).toEqual(expect.arrayContaining(errors));
    expect(errors).toContain('PrecompileFailed(8)');
    // The first was recorded by the row before.
    expect(recorded).toEqual([['LiquidationRecorded', functionName === 'record' ? 1n : 2n]]);
    expect((await states()).map(({ status }) => status)).toEqual(functionName === 'record' ? [2, 1] : [2, 2]);
  });
});

/** The states that the announced liquidations begin from. */
function states(): Promise<readonly { status: number }[]> {
  return Promise.all(BEFORE.map((state) => kit.read('LiquidationRegistry', 'stateOf', [kit.venueId, state])));
}
