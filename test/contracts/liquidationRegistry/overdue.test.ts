import type { Hex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chainedItem, LiquidationScene } from '../../support/evm/liquidationScene.ts';
import { AnythingProver } from '../../support/evm/provenItems.ts';
import { ACTORS, DAY, idOf, NOTICE, RegistryKit, TERMS } from '../../support/evm/registryKit.ts';

let prover: AnythingProver;
let deployed: RegistryKit;
let kit: RegistryKit;
let scene: LiquidationScene;
let venueId: Hex;

const ALICE = idOf('alice');
const BOB = idOf('bob');
const CAROL = idOf('carol');
const WITHIN = BigInt(TERMS.recordWithin);
/** Places of `Status` in contracts/interfaces/ILiquidationRegistry.sol. */
const RECORDED = 2;
const OVERDUE = 3;

beforeAll(async () => {
  prover = await AnythingProver.create();
  deployed = await RegistryKit.create(prover, await prover.verifier());
});
afterAll(() => prover?.close());
beforeEach(async () => {
  kit = await deployed.fork();
  scene = new LiquidationScene(kit);
  venueId = kit.venueId;
});

const now = () => Number(kit.chain.timestamp);

describe('RG-12 overdue numbers', () => {
  test('RG-12 are flagged by anybody after the deadline and not in its last second, and counted once', async () => {
    await scene.open([
      [ALICE, 1n],
      [BOB, 2n],
      [CAROL, 3n],
    ]);
    const deadline = now() + TERMS.recordWithin;
    kit.chain.warp(WITHIN);
    await scene.refused(() => scene.flag([2n]), 'DeadlineNotPassed', [2n, deadline, kit.chain.timestamp]);
    kit.chain.warp(1n);
    const { logs } = await scene.flag([3n, 2n]);
    expect(logs).toEqual(
      [3n, 2n].map((state) => ({
        address: kit.addresses.LiquidationRegistry,
        name: 'LiquidationOverdue',
        args: { venueId, sequence: state, accountBefore: state },
      })),
    );
    expect(await scene.view('stateOf', venueId, 2n)).toMatchObject({ status: OVERDUE, recordedAt: 0 });
    expect(await scene.view('stateOf', venueId, 1n)).toMatchObject({ status: 1 });
    expect(await scene.view('countsOf', venueId)).toEqual([3n, 0n, 2n]);
    await scene.refused(() => scene.flag([2n]), 'NotOpen', [2n, OVERDUE]);
    // Everything that a refused call flagged before is open again.
    await scene.refused(() => scene.flag([1n, 1n]), 'NotOpen', [1n, OVERDUE]);
    await scene.refused(() => scene.flag([1n, 2n]), 'NotOpen', [2n, OVERDUE]);
    await scene.flag([1n]);
    expect(await scene.view('countsOf', venueId)).toEqual([3n, 0n, 3n]);
    expect(await scene.flag([])).toMatchObject({ logs: [] });
  });

  test('RG-12 are neither recorded nor unknown numbers, nor another venue’s', async () => {
    const other = await kit.registerVenue('Other Venue');
    await scene.open([
      [ALICE, 1n],
      [BOB, 2n],
    ]);
    await scene.record(await scene.prove(1n, 10n));
    kit.chain.warp(WITHIN + 1n);
    await scene.refused(() => scene.flag([2n, 1n]), 'NotOpen', [1n, RECORDED]);
    await scene.refused(() => scene.flag([2n, 10n]), 'NotAnnounced', [1n, 10n]);
    await scene.refused(() => scene.flag([2n], other), 'NotAnnounced', [0n, 2n]);
  });

  test('V20 stay overdue for ever: a late proof is refused, flagged or not, alone or in a batch', async () => {
    await scene.open([
      [ALICE, 1n],
      [BOB, 2n],
    ]);
    const late = [await scene.prove(1n, 10n), await scene.prove(2n, 20n)] as const;
    const deadline = now() + TERMS.recordWithin;
    kit.chain.warp(WITHIN + 1n);
    await scene.open([[CAROL, 3n]]);
    const carol = await scene.prove(3n, 30n);
    await scene.flag([1n]);
    await scene.refused(() => scene.record(late[0]), 'NotOpen', [1n, OVERDUE]);
    await scene.refused(() => scene.recordBatch([carol, late[0]]), 'NotOpen', [1n, OVERDUE]);
    const refusal = ['DeadlinePassed', [2n, deadline, kit.chain.timestamp]] as const;
    await scene.refused(() => scene.record(late[1]), ...refusal);
    await scene.refused(() => scene.recordBatch([carol, late[1]]), ...refusal);
    expect((await scene.recordBatch([carol])).result).toBe(1n);
    kit.chain.warp(365n * DAY);
    await scene.refused(() => scene.record(late[0]), 'NotOpen', [1n, OVERDUE]);
    expect(await scene.view('countsOf', venueId)).toEqual([3n, 1n, 1n]);
  });

  test('V20 hold up nothing: later numbers, and the account itself from a later root', async () => {
    await scene.open([
      [ALICE, 1n],
      [BOB, 2n],
    ]);
    const { first } = await scene.open([[CAROL, 3n]]);
    expect(first).toBe(3n);
    await scene.record(await scene.prove(3n, 30n));
    kit.chain.warp(WITHIN + 1n);
    await scene.flag([1n, 2n]);
    const next = await scene.open([[ALICE, 11n]]);
    await scene.announce({ items: [chainedItem(ALICE, 12n)], market: next.market });
    await scene.recordBatch([await scene.prove(11n, 12n), await scene.prove(12n, 13n)]);
    expect(await scene.view('countsOf', venueId)).toEqual([5n, 3n, 2n]);
  });

  test('V28 keep their state: it cannot be announced again', async () => {
    await scene.open([[ALICE, 1n]]);
    kit.chain.warp(WITHIN + 1n);
    await scene.flag([1n]);
    const root = await scene.publishRoot([[ALICE, 1n]]);
    kit.chain.warp(1n);
    const market = await scene.market();
    await scene.refused(
      () => scene.announce({ items: [root.item(ALICE, 1n)], market, rootIndex: 2n }),
      'StateConsumed',
      [0n, 1n, 1n],
    );
  });

  test('V25 take what was chained to them along', async () => {
    const { market } = await scene.open([[ALICE, 1n]]);
    kit.chain.warp(60n);
    await scene.announce({ items: [chainedItem(ALICE, 10n)], market });
    const chained = await scene.prove(10n, 20n);
    kit.chain.warp(WITHIN - 59n);
    await scene.flag([1n]);
    await scene.refused(() => scene.record(chained), 'PredecessorNotRecorded', [2n, 1n]);
    await scene.refused(() => scene.flag([10n]), 'DeadlineNotPassed', [2n, now() + 59, kit.chain.timestamp]);
    kit.chain.warp(60n);
    await scene.flag([10n]);
    expect(await scene.view('countsOf', venueId)).toEqual([2n, 0n, 2n]);
  });
});

describe('RG-12 a verifier that the guardian retired', () => {
  const retire = (id: number) => kit.send('VerifierRegistry', 'retire', [id], ACTORS.guardian);

  test.each([
    ['right after the announcement', 1n],
    ['in the last second of the deadline', WITHIN],
  ])('RG-12 %s: the number is not the venue’s to answer for', async (_, seconds) => {
    await scene.open([
      [ALICE, 1n],
      [BOB, 2n],
    ]);
    await scene.record(await scene.prove(1n, 10n));
    kit.chain.warp(seconds);
    await retire(1);
    const retiredAt = now();
    kit.chain.warp(WITHIN + 1n);
    await scene.refused(() => scene.flag([2n]), 'VerifierIsRetired', [1, retiredAt]);
    expect(await scene.view('countsOf', venueId)).toEqual([2n, 1n, 0n]);
  });

  test('RG-12 before the deadline the number is not flagged either', async () => {
    await scene.open([[ALICE, 1n]]);
    const deadline = now() + TERMS.recordWithin;
    await retire(1);
    await scene.refused(() => scene.flag([1n]), 'DeadlineNotPassed', [1n, deadline, kit.chain.timestamp]);
  });

  test('RG-12 after the deadline: the venue was late before', async () => {
    await scene.open([[ALICE, 1n]]);
    kit.chain.warp(WITHIN + 1n);
    await retire(1);
    await scene.flag([1n]);
    expect(await scene.view('countsOf', venueId)).toEqual([1n, 0n, 1n]);
  });

  test('RG-12 numbers under other verifiers are flagged all the same', async () => {
    await kit.optIn(venueId, await kit.addVerifier('second'));
    kit.chain.warp(NOTICE);
    await scene.open([[ALICE, 1n]]);
    await scene.open([[BOB, 2n]], 2);
    await retire(1);
    const retiredAt = now();
    kit.chain.warp(WITHIN + 1n);
    await scene.refused(() => scene.flag([2n, 1n]), 'VerifierIsRetired', [1, retiredAt]);
    await scene.flag([2n]);
    expect(await scene.view('countsOf', venueId)).toEqual([2n, 0n, 1n]);
    // The account of the other number goes on under the other verifier.
    await scene.open([[ALICE, 11n]], 2);
  });
});
