import { encodeErrorResult, type Hex } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ContractArtifact } from '../../../prover/setup/contracts/contractArtifact.ts';
import { contractNamed } from '../../../prover/setup/contracts/readContracts.ts';
import { EvmRevert } from '../../support/evm/evmChain.ts';
import { AnythingProver, type Item, wordsOf } from '../../support/evm/provenItems.ts';
import { ACTORS, accountsTree, idOf, RegistryKit, ZERO_WORD } from '../../support/evm/registryKit.ts';
import { compileTestContracts } from '../../support/evm/testContract.ts';

const TRUE: Hex = `0x${'1'.padStart(64, '0')}`;
const FALSE = ZERO_WORD;
const TWO: Hex = `0x${'2'.padStart(64, '0')}`;
const BEFORE = 10n;
const NO_PROOF = { a: [1n, 2n], b: [0n, 0n, 0n, 0n], c: [1n, 2n] };
const LIQUIDATION = { accountBefore: BEFORE, accountAfter: 20n, outcomeCommitment: 30n, proof: NO_PROOF };

let odd: ContractArtifact;
let caller: ContractArtifact;
let kit: RegistryKit;
beforeAll(async () => {
  const compiled = await compileTestContracts('OddVerifier.sol');
  odd = contractNamed(compiled, 'OddVerifier');
  caller = contractNamed(compiled, 'VerifierCaller');
  kit = await RegistryKit.create(undefined, odd);
  const tree = accountsTree([
    [idOf('account'), BEFORE],
    [idOf('another'), 11n],
  ]);
  await kit.publishAccountRoot(kit.venueId, tree.root as Hex);
  kit.chain.warp(60n);
  const { tick, surface } = await kit.nextTick();
  const signedTick = { tick, signatures: await kit.signTick(tick) };
  const announcement = { handle: idOf('account'), accountBefore: BEFORE, chained: false, proof: tree.getProof(0) };
  const args = [kit.venueId, 1, signedTick, surface, 1n, [announcement]];
  await kit.send('LiquidationRegistry', 'announce', args, ACTORS.announcer);
});

const answer = (data: Hex, reverts = false) => kit.send('verifier', 'setAnswer', [data, reverts]);
const ATTEMPTS = [
  ['record', LIQUIDATION],
  ['recordBatch', [LIQUIDATION]],
] as const;

async function refusal(attempt: () => Promise<unknown>): Promise<readonly unknown[]> {
  const error = await attempt().then(
    () => undefined,
    (reason) => reason,
  );
  if (!(error instanceof EvmRevert)) throw new Error('it was not refused', { cause: error });
  return error.errorName === '' ? [error.reason] : [error.errorName, ...error.args];
}

async function expectUntouched(): Promise<void> {
  const state = await kit.read('LiquidationRegistry', 'stateOf', [kit.venueId, BEFORE]);
  expect(state).toMatchObject({ status: 1, recordedAt: 0 });
  const produced = await kit.read('LiquidationRegistry', 'stateOf', [kit.venueId, LIQUIDATION.accountAfter]);
  expect(produced).toMatchObject({ producedBy: 0, signalsTag: `0x${'0'.repeat(52)}` });
  expect(await kit.read('LiquidationRegistry', 'countsOf', [kit.venueId])).toEqual([1n, 0n, 0n]);
}

describe.each(ATTEMPTS)('%s with a verifier', (functionName, liquidation) => {
  const attempt = () => kit.send('LiquidationRegistry', functionName, [kit.venueId, liquidation]);

  test.each([
    ['false', FALSE, ['ProofRefused', 1]],
    ['nothing', '0x', ['revert 0x']],
    ['the number two', TWO, ['revert 0x']],
    ['31 bytes of true', TRUE.slice(0, -2) as Hex, ['revert 0x']],
    ['every bit set', `0x${'f'.repeat(64)}`, ['revert 0x']],
  ] as const)('RG-11: that answers %s, nothing is recorded', async (_, data, expected) => {
    await answer(data);
    expect(await refusal(attempt)).toEqual(expected);
    await expectUntouched();
  });

  test('RG-11: that reverts, its error is passed on and nothing is recorded', async () => {
    const abi = kit.abis.LiquidationRegistry;
    await answer(encodeErrorResult({ abi, errorName: 'ProofInvalid', args: [1n] }), true);
    expect(await refusal(attempt)).toEqual(['ProofInvalid', 1n]);
    await answer('0x', true);
    expect(await refusal(attempt)).toEqual(['revert 0x']);
    await expectUntouched();
  });

  test('RG-06, V23: whose code is no longer the one that was added, nothing is recorded', async () => {
    const fork = await kit.chain.fork();
    await fork.setCode(kit.addresses.verifier, '0x');
    const changed = () =>
      fork.send({
        to: kit.addresses.LiquidationRegistry,
        abi: kit.abis.LiquidationRegistry,
        from: ACTORS.stranger,
        functionName,
        args: [kit.venueId, liquidation],
      });
    const { codeHash } = await kit.read('VerifierRegistry', 'verifierAt', [1]);
    // keccak-256 of nothing: the hash of an account that is there and has no code.
    const empty = '0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470';
    expect(await refusal(changed)).toEqual(['CodeChanged', 1, codeHash, empty]);
  });
});

test('RG-11: the same liquidation is recorded once the verifier answers true', async () => {
  await answer(TRUE);
  const { result } = await kit.send('LiquidationRegistry', 'record', [kit.venueId, LIQUIDATION]);
  expect(result).toBe(1n);
});

test('RG-06: an address without code is not added as a verifier', async () => {
  const entry = {
    statementVersion: 1,
    instanceId: kit.instanceId,
    verifier: ACTORS.stranger.address,
    kind: 0,
    transcriptHash: ZERO_WORD,
  };
  const add = () => kit.send('VerifierRegistry', 'add', [entry], ACTORS.owner);
  expect(await refusal(add)).toEqual(['VerifierWithoutCode', ACTORS.stranger.address]);
});

describe('a contract that asks a verifier', () => {
  let prover: AnythingProver;
  let items: readonly Item[];
  let address: Hex;
  let verifier: Hex;
  beforeAll(async () => {
    prover = await AnythingProver.create();
    items = await prover.items(2);
    const artifact = await prover.verifier();
    verifier = await kit.chain.deploy(artifact.abi, artifact.bytecode, [], ACTORS.owner);
    address = await kit.chain.deploy(caller.abi, caller.bytecode, [], ACTORS.owner);
  });
  afterAll(() => prover?.close());

  const ask = (to: Hex, asked: readonly Item[]) => {
    const abi = [...caller.abi, ...kit.abis.LiquidationRegistry.filter(({ type }) => type === 'error')];
    return kit.chain.read({ to: address, abi, functionName: 'ask', args: [to, wordsOf(asked)] });
  };

  test('RG-11: gets true for valid items: the coefficients are its own', async () => {
    expect(await ask(verifier, items)).toBe(true);
  });

  test('RG-11: gets the error for invalid ones', async () => {
    const [first, second] = items as [Item, Item];
    const swapped = [first, { ...second, signals: first.signals }];
    expect(await refusal(() => ask(verifier, swapped))).toEqual(['ProofInvalid', 2n]);
  });

  test('RG-11: is stopped at an address without code', async () => {
    expect(await refusal(() => ask(ACTORS.stranger.address, items))).toEqual(['revert 0x']);
  });
});
