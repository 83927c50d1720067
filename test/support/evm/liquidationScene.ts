import type { Hex } from 'viem';
import { expect } from 'vitest';
import type { ProofWords } from '../../../prover/chain/proofWords.ts';
import type { EvmResult, PrivateKeyAccountWithKey } from './evmChain.ts';
import { expectRevert } from './expectRevert.ts';
import { ACTORS, accountsTree, type RegistryKit, surfacesTree, type TickMessage } from './registryKit.ts';

/** State of an account under its handle. */
export type Leaf = readonly [handle: Hex, state: bigint];

/** A published account root with what is in it. */
export interface PublishedRoot {
  readonly index: bigint;
  readonly root: Hex;
  readonly publishedAt: bigint;
  /** The announcement of a state that the root shows. */
  readonly item: (handle: Hex, state: bigint) => AnnouncedItem;
}

export interface AnnouncedItem {
  readonly handle: Hex;
  readonly accountBefore: bigint;
  readonly chained: boolean;
  readonly proof: readonly Hex[];
}

export interface SurfaceItem {
  readonly surfaceCommitment: bigint;
  readonly receivedAt: bigint;
  readonly proof: readonly Hex[];
}

/** A tick with signatures of a quorum, and the surfaces that it shows by venue. */
export interface MarketTick {
  readonly tick: TickMessage;
  readonly signatures: readonly Hex[];
  readonly surfaceOf: (venueId: Hex) => SurfaceItem;
}

/** A proof with the signals that the registry does not make itself. */
export interface ProvenItem {
  readonly accountBefore: bigint;
  readonly accountAfter: bigint;
  readonly outcomeCommitment: bigint;
  readonly proof: ProofWords;
}

export interface AnnounceCall {
  readonly items: readonly AnnouncedItem[];
  readonly market: MarketTick;
  /** Default: none, for chained items only. */
  readonly rootIndex?: bigint;
  readonly venueId?: Hex;
  readonly verifierId?: number;
  readonly surface?: SurfaceItem;
  readonly from?: PrivateKeyAccountWithKey;
}

/** A surface of 222 that was received ten seconds before the observation. */
export const SURFACE = 222n;
export const SNAPSHOT = 333n;
export const RULEBOOK = 111n;

/** The announcement of what the handle's last liquidation will have left. */
export function chainedItem(handle: Hex, accountBefore: bigint): AnnouncedItem {
  return { handle, accountBefore, chained: true, proof: [] };
}

/** Account roots, ticks, announcements and records of venues in one deployment, with what tests mostly want as default. */
export class LiquidationScene {
  /** Hashes of the ticks that were made here, by round: a tick names the one before, anchored or not. */
  private readonly tickHashes = new Map<bigint, Hex>();

  constructor(readonly kit: RegistryKit) {}

  /** Publishes an account root. */
  async publishRoot(leaves: readonly Leaf[], venueId: Hex = this.kit.venueId): Promise<PublishedRoot> {
    const tree = accountsTree(leaves);
    const root = tree.root as Hex;
    await this.kit.publishAccountRoot(venueId, root);
    return {
      index: await this.kit.read('LiquidationRegistry', 'accountRootCount', [venueId]),
      root,
      publishedAt: this.kit.chain.timestamp,
      item: (handle, accountBefore) => ({
        handle,
        accountBefore,
        chained: false,
        proof: tree.getProof([handle, accountBefore.toString()]) as Hex[],
      }),
    };
  }

  /** The next tick, observed now; each venue's surface is `SURFACE`, received ten seconds before. */
  async market(
    overrides: Partial<TickMessage> = {},
    surfaces?: readonly (readonly [venueId: Hex, surface: bigint, receivedAt: bigint])[],
  ): Promise<MarketTick> {
    const { kit } = this;
    const observedAt = overrides.observedAt ?? kit.chain.timestamp;
    const entries = surfaces ?? [[kit.venueId, SURFACE, observedAt - 10n] as const];
    // Never a tree of one leaf: its proof would be empty.
    const tree = surfacesTree([...entries, [`0x${'77'.repeat(32)}`, 1n, observedAt - 10n]]);
    const previousTick = this.tickHashes.get(kit.round);
    const { tick } = await kit.nextTick({
      surfacesRoot: tree.root as Hex,
      ...(previousTick === undefined ? {} : { previousTick }),
      ...overrides,
    });
    this.tickHashes.set(tick.round, await kit.read('FeedRegistry', 'hashTick', [tick]));
    return {
      tick,
      signatures: await kit.signTick(tick),
      surfaceOf: (venueId) => {
        const position = entries.findIndex(([id]) => id === venueId);
        const [, surfaceCommitment, receivedAt] = entries[position]!;
        return { surfaceCommitment, receivedAt, proof: tree.getProof(position) as Hex[] };
      },
    };
  }

  /** @throws EvmRevert */
  announce({
    items,
    market,
    rootIndex = 0n,
    venueId = this.kit.venueId,
    verifierId = 1,
    surface,
    from = ACTORS.announcer,
  }: AnnounceCall): Promise<EvmResult> {
    const { tick, signatures } = market;
    return this.kit.send(
      'LiquidationRegistry',
      'announce',
      [venueId, verifierId, { tick, signatures }, surface ?? market.surfaceOf(venueId), rootIndex, items],
      from,
    );
  }

  /**
   * Publishes a root of these states, observes a tick ten seconds later and announces all of them five seconds later.
   *
   * @throws EvmRevert
   */
  async open(
    leaves: readonly Leaf[],
    verifierId = 1,
  ): Promise<{ market: MarketTick; root: PublishedRoot; first: bigint }> {
    const root = await this.publishRoot(leaves);
    this.kit.chain.warp(10n);
    const market = await this.market();
    this.kit.chain.warp(5n);
    const items = leaves.map(([handle, state]) => root.item(handle, state));
    const { result } = await this.announce({ items, market, rootIndex: root.index, verifierId });
    return { market, root, first: result };
  }

  /** @throws EvmRevert */
  record(item: ProvenItem, venueId: Hex = this.kit.venueId): Promise<EvmResult> {
    return this.kit.send('LiquidationRegistry', 'record', [venueId, item]);
  }

  /** @throws EvmRevert */
  recordBatch(items: readonly ProvenItem[], venueId: Hex = this.kit.venueId): Promise<EvmResult> {
    return this.kit.send('LiquidationRegistry', 'recordBatch', [venueId, items]);
  }

  /** @throws EvmRevert */
  flag(states: readonly bigint[], venueId: Hex = this.kit.venueId): Promise<EvmResult> {
    return this.kit.send('LiquidationRegistry', 'flagOverdue', [venueId, states]);
  }

  /** Proves an announced liquidation of the kit's venue. */
  prove(accountBefore: bigint, accountAfter: bigint, outcomeCommitment = accountAfter + 1n): Promise<ProvenItem> {
    return this.kit.proof(this.kit.venueId, accountBefore, accountAfter, outcomeCommitment);
  }

  // biome-ignore lint/suspicious/noExplicitAny: decoded by an ABI that is read at run time
  view(functionName: string, ...args: readonly unknown[]): Promise<any> {
    return this.kit.read('LiquidationRegistry', functionName, args);
  }

  /** Expects this error with these values, and that no contract keeps anything of what was sent. */
  async refused(send: () => Promise<unknown>, errorName: string, args: readonly unknown[]): Promise<void> {
    const before = await this.storage();
    await expectRevert(send(), errorName, args);
    expect(await this.storage()).toEqual(before);
  }

  /** Storage roots of every contract: equal roots mean that nothing changed. */
  async storage(): Promise<Record<string, Hex>> {
    const { CharterRegistry, FeedRegistry, VerifierRegistry, LiquidationRegistry } = this.kit.addresses;
    const { chain } = this.kit;
    return {
      charters: await chain.storageRoot(CharterRegistry),
      feeds: await chain.storageRoot(FeedRegistry),
      verifiers: await chain.storageRoot(VerifierRegistry),
      liquidations: await chain.storageRoot(LiquidationRegistry),
    };
  }
}
