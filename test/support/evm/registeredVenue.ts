import type { Hex } from 'viem';
import type { ContractArtifact } from '../../../prover/setup/contracts/contractArtifact.ts';
import type { AnythingProver } from './provenItems.ts';
import { type RegisteredCase, type RegisteredCaseOptions, registeredCase } from './registeredCase.ts';
import { ACTORS, accountsTree, idOf } from './registryKit.ts';

/** A further announcement of a venue. */
export interface FurtherAnnouncement {
  readonly handle: string;
  readonly accountBefore: bigint;
  readonly chained?: boolean;
}

/** A case with a venue that goes on: further ticks, announcements and records. */
export class RegisteredVenue {
  private constructor(readonly its: RegisteredCase) {}

  static async create(
    prover: AnythingProver,
    verifier: ContractArtifact,
    options?: RegisteredCaseOptions,
  ): Promise<RegisteredVenue> {
    return new RegisteredVenue(await registeredCase(prover, verifier, options));
  }

  get venue(): string {
    return this.its.objects.published.document.venue;
  }

  get feed(): string {
    return this.its.objects.published.document.feeds[0] ?? '';
  }

  /** A tick of the case's feed that follows the newest one, with these market data and this surface of the venue. */
  async tick({ snapshotCommitment = 333n, surface = 222n } = {}) {
    const { kit, venueId } = this.its;
    const feedId = idOf(this.feed);
    const [newest]: [bigint] = await kit.read('FeedRegistry', 'newestTick', [feedId]);
    kit.chain.warp(60n);
    const made = await kit.nextTick(
      {
        feedId,
        round: newest + 1n,
        observedAt: kit.chain.timestamp,
        snapshotCommitment,
        previousTick: await kit.read('FeedRegistry', 'tickHashOf', [feedId, newest]),
      },
      { venueId, surface },
    );
    kit.chain.warp(5n);
    return made;
  }

  /** Announces at a tick of its own; states that are not chained get an account root before it. */
  async announce(
    items: readonly FurtherAnnouncement[],
    market: Parameters<RegisteredVenue['tick']>[0] = {},
  ): Promise<void> {
    const { kit, venueId } = this.its;
    const rooted = items.filter(({ chained }) => !chained);
    const tree = accountsTree([
      [idOf('somebody else'), 999n],
      ...rooted.map(({ handle, accountBefore }) => [idOf(handle), accountBefore] as const),
    ]);
    if (rooted.length > 0) await kit.publishAccountRoot(venueId, tree.root as Hex);
    const index: bigint = await kit.read('LiquidationRegistry', 'accountRootCount', [venueId]);
    const { tick, surface } = await this.tick(market);
    const announcements = items.map(({ handle, accountBefore, chained = false }) => ({
      handle: idOf(handle),
      accountBefore,
      chained,
      proof: chained ? [] : tree.getProof([idOf(handle), accountBefore.toString()]),
    }));
    const signedTick = { tick, signatures: await kit.signTick(tick) };
    const root = rooted.length > 0 ? index : 0n;
    await kit.send(
      'LiquidationRegistry',
      'announce',
      [venueId, 1, signedTick, surface, root, announcements],
      ACTORS.announcer,
    );
  }

  /** Proves and records a liquidation that ends in a state one above where it began. */
  async record(accountBefore: bigint, accountAfter = accountBefore + 1n, outcome = accountBefore + 2n): Promise<void> {
    const { kit, venueId } = this.its;
    const proof = await kit.proof(venueId, accountBefore, accountAfter, outcome);
    await kit.send('LiquidationRegistry', 'record', [venueId, proof]);
  }
}
