import type { Hex } from 'viem';
import { bytecodeSizes } from './bytecodeSizes.ts';
import { AnythingProver, itemWords } from './provenItems.ts';
import { ACTORS, accountsTree, idOf, RegistryKit } from './registryKit.ts';

/** Execution gas of one transaction each, and bytes of code; by what was measured. */
export interface GasSnapshot {
  /** By the number of liquidations announced at once, from an account tree of `ACCOUNTS` leaves. */
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
  /** Bytes by contract. */
  readonly code: Readonly<Record<string, { readonly creation: number; readonly runtime: number }>>;
}

/** Leaves of the account tree that is announced from: 16 levels. */
export const ACCOUNTS = 65_536;
const BATCHES = [1, 8, 32] as const;

/**
 * Runs every measured transaction on fresh storage: first liquidations of their accounts, ticks that the chain does not
 * know yet, and a quorum of 2 of 3.
 *
 * Everything is fixed but the proofs, which are random: precompiles, hashes and logs cost the same for any words.
 */
export async function measureGas(prover: AnythingProver): Promise<GasSnapshot> {
  const kit = await RegistryKit.create(prover, await prover.verifier());
  const { venueId } = kit;
  // The batches, and one more account that is never proven.
  const used = BATCHES.reduce((sum, count) => sum + count, 1);
  const accounts = Array.from({ length: ACCOUNTS }, (_, i): [Hex, bigint] => [
    idOf(`account ${i}`),
    1_000_000n + BigInt(i),
  ]);
  const tree = accountsTree(accounts);
  const published = await kit.publishAccountRoot(venueId, tree.root as Hex);
  kit.chain.warp(60n);

  const announce: Record<string, number> = {};
  const recordBatch: Record<string, number> = {};
  const verify: Record<string, number> = {};
  let record = 0;
  let next = 0;
  for (const count of BATCHES) {
    const first = next;
    next += count;
    const batch = accounts.slice(first, next);
    announce[count] = Number((await announceAll(kit, tree, first, batch)).gas);
    const proofs = [];
    const items = [];
    for (const [, before] of batch) {
      const proven = await kit.proof(venueId, before, before + 1_000_000n, before + 2_000_000n);
      proofs.push(proven);
      const signals = await kit.signalsOf(venueId, before, proven.accountAfter, proven.outcomeCommitment);
      items.push(...itemWords(proven.proof, signals));
    }
    verify[count] = Number((await kit.send('verifier', 'verify', [items])).gas);
    if (count === 1) record = Number((await kit.send('LiquidationRegistry', 'record', [venueId, proofs[0]])).gas);
    else recordBatch[count] = Number((await kit.send('LiquidationRegistry', 'recordBatch', [venueId, proofs])).gas);
  }

  await announceAll(kit, tree, next, accounts.slice(next, used));
  kit.chain.warp(86_400n);
  const flagOverdue = await kit.send('LiquidationRegistry', 'flagOverdue', [venueId, [accounts[next]?.[1]]]);
  const { tick } = await kit.nextTick();
  const anchor = await kit.send('FeedRegistry', 'anchor', [tick, await kit.signTick(tick)]);
  const accountsOfVenue = {
    admin: ACTORS.admin.address,
    publisher: ACTORS.publisher.address,
    announcer: ACTORS.announcer.address,
    bondOwner: ACTORS.bondOwner.address,
    statementSigner: ACTORS.statementSigner.address,
  };
  const name = 'Another Venue';
  const registerVenue = await kit.send('CharterRegistry', 'registerVenue', [name, accountsOfVenue, 86_400]);
  const proposeCharter = await kit.proposeCharter(idOf(name));
  return {
    announce,
    record,
    recordBatch,
    verify,
    flagOverdue: Number(flagOverdue.gas),
    publishAccountRoot: Number(published.gas),
    anchor: Number(anchor.gas),
    registerVenue: Number(registerVenue.gas),
    proposeCharter: Number(proposeCharter.gas),
    code: await bytecodeSizes(kit),
  };
}

async function announceAll(
  kit: RegistryKit,
  tree: ReturnType<typeof accountsTree>,
  first: number,
  batch: readonly (readonly [handle: Hex, accountBefore: bigint])[],
) {
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
  return kit.send('LiquidationRegistry', 'announce', args, ACTORS.announcer);
}
