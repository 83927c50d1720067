import { encodeAbiParameters, type Hex, keccak256 } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PUBLIC_SIGNALS } from '../../../circuits/signals.ts';
import type { ProofWords } from '../../../prover/chain/proofWords.ts';
import type { ContractArtifact } from '../../../prover/setup/contracts/contractArtifact.ts';
import { BASE_FIELD, SCALAR_FIELD } from '../../../verifier/points.ts';
import { compileTestContract } from '../../support/evm/compileTestContract.ts';
import { EvmRevert, testAccount } from '../../support/evm/evmChain.ts';
import { chainedItem, LiquidationScene, type ProvenItem, SURFACE } from '../../support/evm/liquidationScene.ts';
import { AnythingProver } from '../../support/evm/provenItems.ts';
import { ACTORS, DAY, idOf, NOTICE, RegistryKit, TERMS } from '../../support/evm/registryKit.ts';

let prover: AnythingProver;
let verifier: ContractArtifact;
let deployed: RegistryKit;
let kit: RegistryKit;
let scene: LiquidationScene;
let venueId: Hex;

const ALICE = idOf('alice');
const BOB = idOf('bob');
const CAROL = idOf('carol');

beforeAll(async () => {
  prover = await AnythingProver.create();
  verifier = await prover.verifier();
  deployed = await RegistryKit.create(prover, verifier);
});
afterAll(() => prover?.close());
beforeEach(async () => {
  kit = await deployed.fork();
  scene = new LiquidationScene(kit);
  venueId = kit.venueId;
});

const now = () => Number(kit.chain.timestamp);

/** What tells a repetition from a contradiction. */
function signalsTag({ accountAfter, outcomeCommitment }: Omit<ProvenItem, 'proof'>): Hex {
  const words = [accountAfter, outcomeCommitment];
  return keccak256(encodeAbiParameters([{ type: 'uint256' }, { type: 'uint256' }], words as [bigint, bigint])).slice(
    0,
    54,
  ) as Hex;
}

/** Adds a verifier and opts in; it is active when this returns. */
async function addVerifier(instance: string, address?: Hex): Promise<number> {
  const verifierId = await kit.addVerifier(instance, address);
  await kit.optIn(venueId, verifierId);
  kit.chain.warp(NOTICE);
  return verifierId;
}

/** (−A, −B, C): another proof of the same signals. */
function negated({ a, b, c }: ProofWords): ProofWords {
  const minus = (value: bigint) => (BASE_FIELD - value) % BASE_FIELD;
  return { a: [a[0], minus(a[1])], b: [b[0], b[1], minus(b[2]), minus(b[3])], c };
}

describe('RG-09 a record', () => {
  test('RG-09 is kept in both states, counted and published with its proof', async () => {
    await scene.open([
      [ALICE, 1n],
      [BOB, 2n],
    ]);
    const item = await scene.prove(2n, 20n);
    kit.chain.warp(30n);
    const { result, logs } = await scene.record(item);
    expect(result).toBe(2n);
    expect(logs).toEqual([
      {
        address: kit.addresses.LiquidationRegistry,
        name: 'LiquidationRecorded',
        args: {
          venueId,
          sequence: 2n,
          accountAfter: 20n,
          accountBefore: 2n,
          outcomeCommitment: 21n,
          proof: item.proof,
        },
      },
    ]);
    expect(await scene.view('stateOf', venueId, 2n)).toEqual({
      producedBy: 0,
      signalsTag: `0x${'0'.repeat(52)}`,
      consumedBy: 2,
      predecessor: 0,
      offset: 1,
      recordedAt: now(),
      status: 2,
    });
    const after = { producedBy: 2, signalsTag: signalsTag(item), consumedBy: 0, status: 0 };
    expect(await scene.view('stateOf', venueId, 20n)).toMatchObject(after);
    expect(await scene.view('countsOf', venueId)).toEqual([2n, 1n, 0n]);
  });

  test('U2 comes from anybody, in any order', async () => {
    await scene.open([
      [ALICE, 1n],
      [BOB, 2n],
      [CAROL, 3n],
    ]);
    for (const [i, state] of [3n, 1n, 2n].entries()) {
      const item = await scene.prove(state, state + 10n);
      const sent = await kit.send('LiquidationRegistry', 'record', [venueId, item], testAccount(50 + i));
      expect(sent.result).toBe(state);
    }
    expect(await scene.view('countsOf', venueId)).toEqual([3n, 3n, 0n]);
  });

  test('RG-09 is possible in the last second of the deadline and not in the next', async () => {
    await scene.open([
      [ALICE, 1n],
      [BOB, 2n],
    ]);
    const alice = await scene.prove(1n, 10n);
    const bob = await scene.prove(2n, 20n);
    const deadline = now() + TERMS.recordWithin;
    kit.chain.warp(BigInt(TERMS.recordWithin));
    expect((await scene.record(alice)).result).toBe(1n);
    kit.chain.warp(1n);
    await scene.refused(() => scene.record(bob), 'DeadlinePassed', [2n, deadline, kit.chain.timestamp]);
    // What was recorded in time stays, and is still no contradiction.
    expect((await scene.recordBatch([alice])).result).toBe(0n);
  });

  test('RG-09 holds to what the announcement fixed, whatever came since', async () => {
    await scene.open([[ALICE, 1n]]);
    const item = await scene.prove(1n, 10n);
    await kit.proposeCharter(venueId, { rulebook: 999n });
    kit.chain.warp(60n);
    const later = await scene.market({ snapshotCommitment: 444n });
    await kit.send('FeedRegistry', 'anchor', [later.tick, later.signatures]);
    await scene.publishRoot([[ALICE, 5n]]);
    await scene.record(item);
    expect(await scene.view('countsOf', venueId)).toEqual([1n, 1n, 0n]);
  });

  test('RG-09 needs an announcement', async () => {
    await scene.open([[ALICE, 1n]]);
    const item = await scene.prove(1n, 10n);
    await scene.refused(() => scene.record({ ...item, accountBefore: 2n }), 'NotAnnounced', [0n, 2n]);
    await scene.refused(() => scene.recordBatch([item, { ...item, accountBefore: 10n }]), 'NotAnnounced', [1n, 10n]);
  });
});

describe('V15 a proof of something else', () => {
  test.each(PUBLIC_SIGNALS.map((name, position) => [name, position] as const))(
    'V15 is refused: %s',
    async (_, position) => {
      await scene.open([[ALICE, 1n]]);
      const signals = await kit.signalsOf(venueId, 1n, 10n, 11n);
      const proof = await prover.prove(signals.map((signal, i) => (i === position ? signal + 1n : signal)));
      const item = { accountBefore: 1n, accountAfter: 10n, outcomeCommitment: 11n, proof };
      await scene.refused(() => scene.record(item), 'ProofInvalid', [1n]);
    },
  );

  test('V15 S is refused: another number of the same venue', async () => {
    await scene.open([
      [ALICE, 1n],
      [BOB, 2n],
    ]);
    const alice = await scene.prove(1n, 10n);
    await scene.refused(() => scene.record({ ...alice, accountBefore: 2n }), 'ProofInvalid', [1n]);
    const signals = await kit.signalsOf(venueId, 2n, 10n, 11n);
    const [domainOfAlice] = await kit.signalsOf(venueId, 1n, 10n, 11n);
    const proof = await prover.prove([domainOfAlice!, ...signals.slice(1)]);
    await scene.refused(() => scene.record({ ...alice, accountBefore: 2n, proof }), 'ProofInvalid', [1n]);
  });

  test('V15 S is refused: another chain', async () => {
    const other = await RegistryKit.create(prover, verifier, { chainId: 1_337 });
    expect(other.addresses).toEqual(kit.addresses);
    const elsewhere = new LiquidationScene(other);
    await scene.open([[ALICE, 1n]]);
    await elsewhere.open([[ALICE, 1n]]);
    const item = await scene.prove(1n, 10n);
    await elsewhere.refused(() => elsewhere.record(item), 'ProofInvalid', [1n]);
    await elsewhere.record(await elsewhere.prove(1n, 10n));
    await scene.record(item);
  });

  test('V15 S is refused: another registry', async () => {
    const elsewhere = new LiquidationScene(await kit.anotherRegistry());
    const { market } = await scene.open([[ALICE, 1n]]);
    const root = await elsewhere.publishRoot([[ALICE, 1n]]);
    kit.chain.warp(1n);
    expect(root.publishedAt).toBeGreaterThan(market.tick.observedAt);
    const next = await scene.market();
    await elsewhere.announce({ items: [root.item(ALICE, 1n)], market: next, rootIndex: 1n });
    const item = await scene.prove(1n, 10n);
    await elsewhere.refused(() => elsewhere.record(item), 'ProofInvalid', [1n]);
    await scene.record(item);
    await elsewhere.record(await elsewhere.prove(1n, 10n));
  });

  test('V15 S is refused: another venue, with the same rulebook, surface, tick and number', async () => {
    const other = await kit.registerVenue('Other Venue');
    await kit.proposeCharter(other);
    kit.chain.warp(DAY);
    const mine = await scene.publishRoot([[ALICE, 1n]]);
    const theirs = await scene.publishRoot([[ALICE, 1n]], other);
    kit.chain.warp(1n);
    const receivedAt = kit.chain.timestamp - 10n;
    const market = await scene.market({}, [
      [venueId, SURFACE, receivedAt],
      [other, SURFACE, receivedAt],
    ]);
    await scene.announce({ items: [mine.item(ALICE, 1n)], market, rootIndex: 1n });
    const item = await scene.prove(1n, 10n);
    await scene.refused(() => scene.record(item, other), 'NotAnnounced', [0n, 1n]);
    await scene.announce({ items: [theirs.item(ALICE, 1n)], market, rootIndex: 1n, venueId: other });
    await scene.refused(() => scene.record(item, other), 'ProofInvalid', [1n]);
    await scene.record(item);
    expect(await scene.view('countsOf', other)).toEqual([1n, 0n, 0n]);
    expect(await scene.view('stateOf', other, 10n)).toMatchObject({ producedBy: 0 });
    await scene.record(await kit.proof(other, 1n, 10n, 11n), other);
  });

  test('V15 S is refused: another instance of the statement', async () => {
    const second = await addVerifier('second');
    await scene.open([[ALICE, 1n]], second);
    // The kit proves for the instance of verifier 1.
    await scene.refused(async () => scene.record(await scene.prove(1n, 10n)), 'ProofInvalid', [1n]);
    const signals = await kit.signalsOf(venueId, 1n, 10n, 11n);
    const domain = await scene.view('domainOf', venueId, 1n, 1, idOf('second'));
    const proof = await prover.prove([domain, ...signals.slice(1)]);
    await scene.record({ accountBefore: 1n, accountAfter: 10n, outcomeCommitment: 11n, proof });
  });

  test('V23 S is refused: a key that is not the announced verifier’s', async () => {
    const other = await AnythingProver.create('another key');
    try {
      expect(other.keyHash).not.toBe(prover.keyHash);
      const artifact = await other.verifier('development', 'other');
      const address = await kit.chain.deploy(artifact.abi, artifact.bytecode, [], ACTORS.owner);
      const second = await addVerifier('anything', address);
      await scene.open([[ALICE, 1n]], second);
      await scene.open([[BOB, 2n]]);
      const signals = async (before: bigint) => kit.signalsOf(venueId, before, before * 10n, before * 10n + 1n);
      const item = async (by: AnythingProver, before: bigint) => ({
        accountBefore: before,
        accountAfter: before * 10n,
        outcomeCommitment: before * 10n + 1n,
        proof: await by.prove(await signals(before)),
      });
      await scene.refused(async () => scene.record(await item(prover, 1n)), 'ProofInvalid', [1n]);
      await scene.refused(async () => scene.record(await item(other, 2n)), 'ProofInvalid', [1n]);
      const alice = await item(other, 1n);
      const bob = await item(prover, 2n);
      await scene.refused(() => scene.recordBatch([alice, bob]), 'MixedVerifiers', [2n, 1, second]);
      await scene.refused(() => scene.recordBatch([bob, alice]), 'MixedVerifiers', [1n, second, 1]);
      await scene.record(alice);
      // A recorded item is skipped, whatever its verifier.
      expect((await scene.recordBatch([alice, bob])).result).toBe(1n);
    } finally {
      await other.close();
    }
  });

  test('RG-09 signals at or above the order of the field are refused', async () => {
    await scene.open([[ALICE, 1n]]);
    const item = await scene.prove(1n, 10n);
    const accountAfter = SCALAR_FIELD + 10n;
    await scene.refused(() => scene.record({ ...item, accountAfter }), 'SignalNotCanonical', [0n, 5n, accountAfter]);
    const outcomeCommitment = SCALAR_FIELD + 11n;
    await scene.refused(() => scene.record({ ...item, outcomeCommitment }), 'SignalNotCanonical', [
      0n,
      6n,
      outcomeCommitment,
    ]);
  });
});

describe('RG-09 recorded again', () => {
  let item: ProvenItem;
  beforeEach(async () => {
    await scene.open([
      [ALICE, 1n],
      [BOB, 2n],
      [CAROL, 3n],
    ]);
    item = await scene.prove(1n, 10n);
    await scene.record(item);
  });

  test('V15 S with the same signals nothing happens: single, in a batch, after the deadline, with any proof', async () => {
    const storage = await scene.storage();
    const broken = { ...item, proof: { ...item.proof, c: item.proof.a } };
    const repeat = async () => {
      for (const again of [item, broken]) {
        expect(await scene.record(again)).toMatchObject({ result: 1n, logs: [] });
        expect(await scene.recordBatch([again, again])).toMatchObject({ result: 0n, logs: [] });
      }
    };
    await repeat();
    kit.chain.warp(BigInt(TERMS.recordWithin) + 1n);
    await repeat();
    expect(await scene.storage()).toEqual(storage);
    expect(await scene.recordBatch([])).toMatchObject({ result: 0n, logs: [] });
  });

  test.each([
    ['another state', 12n, 11n],
    ['another outcome', 10n, 12n],
    ['another of both', 13n, 14n],
  ])('V15 S with %s, proven too, it contradicts', async (_, accountAfter, outcomeCommitment) => {
    const other = await scene.prove(1n, accountAfter, outcomeCommitment);
    const values = [1n, accountAfter, outcomeCommitment];
    await scene.refused(() => scene.record(other), 'RecordContradicts', values);
    const bob = await scene.prove(2n, 20n);
    await scene.refused(() => scene.recordBatch([bob, other]), 'RecordContradicts', values);
    await scene.refused(() => scene.recordBatch([bob, item, other]), 'RecordContradicts', values);
  });

  test('RG-10 a front-run item does not kill a batch', async () => {
    const bob = await scene.prove(2n, 20n);
    const carol = await scene.prove(3n, 30n);
    const { result, logs } = await scene.recordBatch([bob, item, carol]);
    expect(result).toBe(2n);
    expect(logs.map(({ args }) => args.sequence)).toEqual([2n, 3n]);
    expect(await scene.view('countsOf', venueId)).toEqual([3n, 3n, 0n]);
  });

  test('RG-10 an item that stands twice in a batch counts once', async () => {
    const bob = await scene.prove(2n, 20n);
    const { result, logs } = await scene.recordBatch([bob, bob]);
    expect([result, logs.length]).toEqual([1n, 1]);
    expect(await scene.view('countsOf', venueId)).toEqual([3n, 2n, 0n]);
  });

  test('V15 a proof is not an identity: another proof of the same signals records, and the first then repeats', async () => {
    const bob = await scene.prove(2n, 20n);
    await scene.record({ ...bob, proof: negated(bob.proof) });
    expect(await scene.record(bob)).toMatchObject({ result: 2n, logs: [] });
  });

  test('V25 no two liquidations end in one state', async () => {
    const bob = await scene.prove(2n, 10n);
    await scene.refused(() => scene.record(bob), 'StateProduced', [10n, 1n]);
    const toBob = await scene.prove(2n, 20n);
    const carol = await scene.prove(3n, 20n);
    await scene.refused(() => scene.recordBatch([toBob, carol]), 'StateProduced', [20n, 2n]);
  });
});

describe('RG-10 a batch', () => {
  let items: ProvenItem[];
  beforeEach(async () => {
    await scene.open([
      [ALICE, 1n],
      [BOB, 2n],
      [CAROL, 3n],
    ]);
    items = [];
    for (const state of [1n, 2n, 3n]) items.push(await scene.prove(state, state * 10n));
  });

  test('RG-10 keeps nothing where one proof is bad, and the views stay as they were', async () => {
    const views = async () => [
      await scene.view('countsOf', venueId),
      ...(await Promise.all([1n, 2n, 3n, 10n, 20n, 30n].map((state) => scene.view('stateOf', venueId, state)))),
    ];
    const before = await views();
    const [alice, bob, carol] = items as [ProvenItem, ProvenItem, ProvenItem];
    for (const bad of [
      [{ ...alice, proof: bob.proof }, bob, carol],
      [alice, { ...bob, accountAfter: 21n }, carol],
      [alice, bob, { ...carol, outcomeCommitment: 32n }],
    ]) {
      await scene.refused(() => scene.recordBatch(bad), 'ProofInvalid', [3n]);
    }
    expect(await views()).toEqual(before);
    expect((await scene.recordBatch(items)).result).toBe(3n);
  });

  test('RG-10 proofs or signals that two items swapped are refused', async () => {
    const [alice, bob] = items as [ProvenItem, ProvenItem, ProvenItem];
    const signals = ({ accountAfter, outcomeCommitment }: ProvenItem) => ({ accountAfter, outcomeCommitment });
    for (const swapped of [
      [
        { ...alice, proof: bob.proof },
        { ...bob, proof: alice.proof },
      ],
      [
        { ...alice, ...signals(bob) },
        { ...bob, ...signals(alice) },
      ],
      [
        { ...alice, proof: { ...alice.proof, c: bob.proof.c } },
        { ...bob, proof: { ...bob.proof, c: alice.proof.c } },
      ],
    ]) {
      await scene.refused(() => scene.recordBatch(swapped), 'ProofInvalid', [2n]);
    }
  });

  test('V15 a batch of another venue’s items records nothing', async () => {
    const other = await kit.registerVenue('Other Venue');
    await scene.refused(() => scene.recordBatch(items, other), 'NotAnnounced', [0n, 1n]);
  });
});

describe('V25 a chained liquidation', () => {
  test('V25 is recorded after its predecessor: alone, and in the order of one batch', async () => {
    const { market } = await scene.open([[ALICE, 1n]]);
    await scene.announce({ items: [chainedItem(ALICE, 10n), chainedItem(ALICE, 20n)], market });
    const first = await scene.prove(1n, 10n);
    const second = await scene.prove(10n, 20n);
    const third = await scene.prove(20n, 30n);
    await scene.refused(() => scene.record(second), 'PredecessorNotRecorded', [2n, 1n]);
    await scene.refused(() => scene.recordBatch([second, first]), 'PredecessorNotRecorded', [2n, 1n]);
    await scene.refused(() => scene.recordBatch([first, third, second]), 'PredecessorNotRecorded', [3n, 2n]);
    expect((await scene.recordBatch([first, second])).result).toBe(2n);
    await scene.record(third);
    expect(await scene.view('stateOf', venueId, 20n)).toMatchObject({ producedBy: 2, consumedBy: 3, predecessor: 2 });
  });

  test('V25 is recorded only from the state that its predecessor ended in', async () => {
    const { market } = await scene.open([
      [ALICE, 1n],
      [BOB, 2n],
    ]);
    await scene.announce({ items: [chainedItem(ALICE, 20n)], market });
    await scene.record(await scene.prove(1n, 10n));
    const chained = await scene.prove(20n, 30n);
    await scene.refused(() => scene.record(chained), 'PredecessorNotRecorded', [3n, 1n]);
    // Nor from a state that another account's liquidation ended in.
    await scene.record(await scene.prove(2n, 20n));
    await scene.refused(() => scene.record(chained), 'PredecessorNotRecorded', [3n, 1n]);
  });
});

describe('RG-06 verifiers', () => {
  test('V23 S there is no pause: the guardian’s retirement is the only stop, at once and for one verifier', async () => {
    const second = await addVerifier('anything');
    await scene.open([
      [ALICE, 1n],
      [BOB, 2n],
    ]);
    const { market, root } = await scene.open([[CAROL, 3n]], second);
    const alice = await scene.prove(1n, 10n);
    const bob = await scene.prove(2n, 20n);
    const carol = await scene.prove(3n, 30n);
    await scene.record(alice);
    kit.chain.warp(1n);
    await kit.send('VerifierRegistry', 'retire', [1], ACTORS.guardian);
    await scene.refused(() => scene.record(bob), 'VerifierIsRetired', [1, now()]);
    await scene.refused(() => scene.recordBatch([alice, bob]), 'VerifierIsRetired', [1, now()]);
    // What was recorded stays; other verifiers, roots and announcements under them go on.
    expect((await scene.recordBatch([alice, carol])).result).toBe(1n);
    expect(root.index).toBe(2n);
    await scene.announce({ items: [chainedItem(CAROL, 30n)], market, verifierId: second });
    await scene.record(await scene.prove(30n, 40n));
    const functions = kit.abis.LiquidationRegistry.flatMap((item) => (item.type === 'function' ? [item.name] : []));
    expect(functions.filter((name) => /paus|owner|upgrade|admin|halt|stop/i.test(name))).toEqual([]);
  });

  test('RG-11 every answer of a verifier but true is refused', async () => {
    const lying = await compileTestContract('FalseVerifier');
    const address = await kit.chain.deploy(lying.abi, lying.bytecode, [], ACTORS.owner);
    const second = await addVerifier('false', address);
    await scene.open([[ALICE, 1n]], second);
    const item = await scene.prove(1n, 10n);
    await scene.refused(() => scene.record(item), 'ProofRefused', [second]);
  });
});

describe('U3 gas', () => {
  test('U3 S with too little gas a record reverts and says nothing about the proof; with enough it succeeds', async () => {
    await scene.open([[ALICE, 1n]]);
    const item = await scene.prove(1n, 10n);
    const fork = new LiquidationScene(await kit.fork());
    const { gas: needed } = await fork.record(item);
    const record = (gas: bigint) => kit.send('LiquidationRegistry', 'record', [venueId, item], ACTORS.stranger, gas);
    const before = await scene.storage();
    for (let gas = 5_000n; gas < needed; gas += 10_000n) {
      const error = await record(gas).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error, `with ${gas} gas`).toBeInstanceOf(EvmRevert);
      const { errorName, reason } = error as EvmRevert;
      expect(errorName === '' ? reason : errorName).toMatch(/^(out of gas|revert 0x$|PrecompileFailed)/);
    }
    expect(await scene.storage()).toEqual(before);
    // A 64th stays with each caller.
    expect((await record((needed * 11n) / 10n)).result).toBe(1n);
  });
});
