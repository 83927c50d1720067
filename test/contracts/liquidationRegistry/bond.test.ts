import { decodeErrorResult, encodeFunctionData, type Hex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { compileTestContract } from '../../support/evm/compileTestContract.ts';
import type { EvmResult } from '../../support/evm/evmChain.ts';
import { LiquidationScene, RULEBOOK, SNAPSHOT, SURFACE } from '../../support/evm/liquidationScene.ts';
import { AnythingProver } from '../../support/evm/provenItems.ts';
import { ACTORS, idOf, RegistryKit, TERMS } from '../../support/evm/registryKit.ts';

let prover: AnythingProver;
let deployed: RegistryKit;

const ALICE = idOf('alice');
const BOB = idOf('bob');
const CAROL = idOf('carol');

beforeAll(async () => {
  prover = await AnythingProver.create();
  deployed = await RegistryKit.create(prover, await prover.verifier());
});
afterAll(() => prover?.close());

/** A registry that asks the bond of this name. */
async function sceneWithBond(name: string) {
  const { abi, bytecode } = await compileTestContract(name);
  const kit = await deployed.fork();
  const bond = await kit.chain.deploy(abi, bytecode, [], ACTORS.owner);
  const scene = new LiquidationScene(await kit.anotherRegistry(bond, abi));
  const root = await scene.publishRoot([
    [ALICE, 1n],
    [BOB, 2n],
    [CAROL, 3n],
  ]);
  kit.chain.warp(10n);
  const market = await scene.market();
  kit.chain.warp(5n);
  return { scene, bond, abi, root, market };
}

test('RG-14 the bond is asked with the venue, the first number, how many and until when', async () => {
  const { scene, bond, root, market } = await sceneWithBond('RecordingBond');
  const { kit } = scene;
  expect((await scene.view('bond')).toLowerCase()).toBe(bond);
  const asked = async (...leaves: (readonly [Hex, bigint])[]) => {
    const items = leaves.map(([handle, state]) => root.item(handle, state));
    const { logs } = await scene.announce({ items, market, rootIndex: 1n });
    return logs.filter(({ address }) => address === bond);
  };
  const reserved = (first: bigint, count: bigint) => ({
    address: bond,
    name: 'Reserved',
    args: {
      registry: expect.toSatisfy((value: string) => value.toLowerCase() === kit.addresses.LiquidationRegistry),
      venueId: kit.venueId,
      first,
      count,
      deadline: kit.chain.timestamp + BigInt(TERMS.recordWithin),
    },
  });
  expect(await asked([ALICE, 1n])).toEqual([reserved(1n, 1n)]);
  kit.chain.warp(3n);
  expect(await asked([BOB, 2n], [CAROL, 3n])).toEqual([reserved(2n, 2n)]);
});

test('RG-14 where the bond does not cover them nothing is announced, and no number is lost', async () => {
  const { scene, root, market } = await sceneWithBond('RefusingBond');
  const { venueId } = scene.kit;
  const items = [root.item(ALICE, 1n), root.item(BOB, 2n)];
  await scene.refused(() => scene.announce({ items, market, rootIndex: 1n }), 'BondTooSmall', [venueId, 2n]);
  expect(await scene.view('countsOf', venueId)).toEqual([0n, 0n, 0n]);
  expect(await scene.kit.read('FeedRegistry', 'newestTick', [scene.kit.feedId])).toEqual([0n, 0n]);
  expect((await scene.announce({ items: [items[1]!], market, rootIndex: 1n })).result).toBe(1n);
  expect((await scene.announce({ items: [items[0]!], market, rootIndex: 1n })).result).toBe(2n);
});

describe('RG-14 S a bond that calls back', () => {
  let scene: LiquidationScene;
  let bond: Hex;
  let world: Awaited<ReturnType<typeof sceneWithBond>>;
  beforeEach(async () => {
    world = await sceneWithBond('ReenteringBond');
    ({ scene, bond } = world);
  });

  /** Announces Alice's liquidation while the bond sends these calls; what each of them gave. */
  async function announceWith(calls: readonly (readonly [functionName: string, ...args: readonly unknown[]])[]) {
    const { kit } = scene;
    const abi = kit.abis.LiquidationRegistry;
    const encoded = calls.map(([functionName, ...args]) => encodeFunctionData({ abi, functionName, args }));
    await kit.chain.send({ to: bond, abi: world.abi, functionName: 'prepare', args: [encoded], from: ACTORS.stranger });
    const items = [world.root.item(ALICE, 1n)];
    const sent = await scene.announce({ items, market: world.market, rootIndex: 1n });
    return { sent, answers: answersOf(sent) };
  }

  const answersOf = ({ logs }: EvmResult) =>
    logs
      .filter(({ name }) => name === 'Reentered')
      .map(({ args }) => {
        if (args.succeeded) return 'succeeded';
        const { errorName, args: values } = decodeErrorResult({
          abi: scene.kit.abis.LiquidationRegistry,
          data: args.answer as Hex,
        });
        return [errorName, values];
      });

  const announcement = (...leaves: (readonly [Hex, bigint])[]) => {
    const { tick, signatures, surfaceOf } = world.market;
    const items = leaves.map(([handle, state]) => world.root.item(handle, state));
    const { venueId } = scene.kit;
    return ['announce', venueId, 1, { tick, signatures }, surfaceOf(venueId), 1n, items] as const;
  };

  test('RG-14 S cannot announce for a venue that did not make it its announcer', async () => {
    const { venueId } = scene.kit;
    const role = await scene.kit.roleOf(venueId, 'ANNOUNCER');
    const { answers } = await announceWith([announcement([BOB, 2n])]);
    expect(answers).toEqual([
      ['AccessControlUnauthorizedAccount', [expect.toSatisfy((value: string) => value.toLowerCase() === bond), role]],
    ]);
    expect(await scene.view('countsOf', venueId)).toEqual([1n, 0n, 0n]);
  });

  test('RG-14 V28 S finds the announced state consumed, and its own announcement gets the next numbers', async () => {
    const { kit } = scene;
    const { venueId } = kit;
    const role = await scene.kit.roleOf(venueId, 'ANNOUNCER');
    await kit.send('CharterRegistry', 'grantRole', [role, bond], ACTORS.admin);
    const { sent, answers } = await announceWith([
      announcement([BOB, 2n], [ALICE, 1n]),
      announcement([CAROL, 3n], [BOB, 2n]),
    ]);
    expect(sent.result).toBe(1n);
    expect(answers[1]).toBe('succeeded');
    expect(answers[0]).toEqual([
      'AccountRootNotLater',
      [1n, ALICE, Number(world.root.publishedAt), Number(kit.chain.timestamp)],
    ]);
    expect(
      sent.logs
        .filter(({ name }) => name === 'LiquidationAnnounced')
        .map(({ args }) => [args.sequence, args.accountBefore]),
    ).toEqual([
      [1n, 1n],
      [2n, 3n],
      [3n, 2n],
    ]);
    expect(await scene.view('countsOf', venueId)).toEqual([3n, 0n, 0n]);
    expect(await scene.view('factsOf', venueId, 2n)).toEqual(await scene.view('factsOf', venueId, 1n));
    expect(await scene.view('stateOf', venueId, 2n)).toMatchObject({ consumedBy: 3, offset: 1 });
  });

  test('RG-14 S cannot flag or record what was just announced but by a proof of it', async () => {
    const { kit } = scene;
    const { venueId } = kit;
    const domain = await scene.view('domainOf', venueId, 1n, 1, kit.instanceId);
    const item = async (accountAfter: bigint, outcomeCommitment: bigint) => ({
      accountBefore: 1n,
      accountAfter,
      outcomeCommitment,
      proof: await prover.prove([domain, RULEBOOK, SURFACE, SNAPSHOT, 1n, accountAfter, outcomeCommitment]),
    });
    const good = await item(10n, 11n);
    const { sent, answers } = await announceWith([
      ['flagOverdue', venueId, [1n]],
      ['record', venueId, { ...good, accountAfter: 12n }],
      ['record', venueId, good],
      ['record', venueId, good],
      ['record', venueId, await item(12n, 11n)],
      ['flagOverdue', venueId, [1n]],
    ]);
    const deadline = Number(kit.chain.timestamp) + TERMS.recordWithin;
    expect(answers).toEqual([
      ['DeadlineNotPassed', [1n, deadline, kit.chain.timestamp]],
      ['ProofInvalid', [1n]],
      'succeeded',
      'succeeded',
      ['RecordContradicts', [1n, expect.any(BigInt), expect.any(BigInt)]],
      ['NotOpen', [1n, 2]],
    ]);
    expect(sent.logs.filter(({ name }) => name === 'LiquidationRecorded')).toHaveLength(1);
    expect(await scene.view('countsOf', venueId)).toEqual([1n, 1n, 0n]);
    // The announcement's own proof, from anybody, is a repetition now.
    expect(await scene.record(good)).toMatchObject({ result: 1n, logs: [] });
  });
});
