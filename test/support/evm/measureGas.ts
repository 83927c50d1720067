import type { Hex } from 'viem';
import { type CodeSize, codeSizes } from './codeSizes.ts';
import { type AnythingProver, itemWords } from './provenItems.ts';
import { ACTORS, accountsTree, DAY, idOf, RegistryKit } from './registryKit.ts';

/** Execution gas of one transaction each, without the transaction's 21,000 and calldata; bytes of code. */
export interface GasSnapshot {
  /** By the number of liquidations that are announced at once. */
  readonly announce: Readonly<Record<string, number>>;
  readonly record: number;
  /** By the number of proofs. */
  readonly recordBatch: Readonly<Record<string, number>>;
  /** The verifier alone, by the number of proofs. */
  readonly verify: Readonly<Record<string, number>>;
  readonly flagOverdue: number;
  readonly publishAccountRoot: number;
  readonly anchor: number;
  readonly registerVenue: number;
  readonly proposeCharter: number;
  readonly code: Readonly<Record<string, CodeSize>>;
}

/** Leaves of the account tree from which is announced: 16 levels. */
const ACCOUNTS = 65_536;
const BATCHES = [1, 8, 32] as const;

/**
 * Runs every measured transaction on fresh storage: first liquidations of their accounts at ticks that the chain does
 * not know, signed by a quorum of 2 of 3.
 *
 * Everything is the same in every run but the proofs, which are random; no gas depends on their words.
 */
export async function measureGas(prover: AnythingProver): Promise<GasSnapshot> {
  const kit = await RegistryKit.create(prover, await prover.verifier());
  const { venueId } = kit;
  const accounts = Array.from({ length: ACCOUNTS }, (_, i): Account => [idOf(`account ${i}`), 1_000_000n + BigInt(i)]);
  const tree = accountsTree(accounts);
  const { gas: publishAccountRoot } = await kit.publishAccountRoot(venueId, tree.root as Hex);

  const announce: Record<string, number> = {};
  const recordBatch: Record<string, number> = {};
  const verify: Record<string, number> = {};
  let record = 0n;
  let first = 0;
  for (const count of BATCHES) {
    const batch = accounts.slice(first, first + count);
    announce[count] = Number(await announced(kit, tree, first, batch));
    first += count;
    const proofs = [];
    const items = [];
    for (const [, before] of batch) {
      const [after, outcome] = [before + 1_000_000n, before + 2_000_000n];
      const proven = await kit.proof(venueId, before, after, outcome);
      proofs.push(proven);
      items.push(...itemWords(proven.proof, await kit.signalsOf(venueId, before, after, outcome)));
    }
    verify[count] = Number((await kit.send('verifier', 'verify', [items])).gas);
    if (count === 1) record = (await kit.send('LiquidationRegistry', 'record', [venueId, proofs[0]])).gas;
    else recordBatch[count] = Number((await kit.send('LiquidationRegistry', 'recordBatch', [venueId, proofs])).gas);
  }

  const late = accounts.slice(first, first + 1);
  await announced(kit, tree, first, late);
  kit.chain.warp(DAY);
  const overdue = await kit.send('LiquidationRegistry', 'flagOverdue', [venueId, late.map(([, before]) => before)]);
  const { tick } = await kit.nextTick();
  const anchored = await kit.send('FeedRegistry', 'anchor', [tick, await kit.signTick(tick)]);
  const name = 'Another Venue';
  const registered = await kit.sendVenue(name);
  const proposed = await kit.proposeCharter(idOf(name));
  return {
    announce,
    record: Number(record),
    recordBatch,
    verify,
    flagOverdue: Number(overdue.gas),
    publishAccountRoot: Number(publishAccountRoot),
    anchor: Number(anchored.gas),
    registerVenue: Number(registered.gas),
    proposeCharter: Number(proposed.gas),
    code: await codeSizes(kit),
  };
}

type Account = readonly [handle: Hex, accountBefore: bigint];

/** Announces accounts of the tree at a new tick; the gas of it. */
async function announced(
  kit: RegistryKit,
  tree: ReturnType<typeof accountsTree>,
  first: number,
  batch: readonly Account[],
): Promise<bigint> {
  kit.chain.warp(60n);
  const { tick, surface } = await kit.nextTick();
  const signedTick = { tick, signatures: await kit.signTick(tick) };
  kit.chain.warp(5n);
  const announcements = batch.map(([handle, accountBefore], i) => ({
    handle,
    accountBefore,
    chained: false,
    proof: tree.getProof(first + i),
  }));
  const args = [kit.venueId, 1, signedTick, surface, 1n, announcements];
  const { gas } = await kit.send('LiquidationRegistry', 'announce', args, ACTORS.announcer);
  return gas;
}
