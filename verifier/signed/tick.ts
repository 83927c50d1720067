import { textId } from '../../circuits/commitment/domain.ts';
import { merkleRoot } from '../merkle/merkleRoot.ts';
import { MerkleTree } from '../merkle/merkleTree.ts';
import { standardLeaf } from '../merkle/standardLeaf.ts';
import type { SigningPlace } from './signingPlace.ts';
import { type SignedMessage, signingDigest, structHash } from './typedData.ts';

/** One observation of the market, without signatures (RG-04). */
export interface UnsignedTick {
  /** The chain and its FeedRegistry. */
  readonly place: SigningPlace;
  /** Name of the feed. */
  readonly feed: string;
  /** Whose signers sign. */
  readonly epoch: bigint;
  /** Counts the feed's ticks, from 1. */
  readonly round: bigint;
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly observedAt: bigint;
  readonly snapshotCommitment: bigint;
  /** Hash of the tick before, 0x and 64 hex digits; zeros for the first. */
  readonly previousTick: `0x${string}`;
  /** By rising venue id, one a venue (RG-05). */
  readonly surfaces: readonly TickSurface[];
}

/** A tick with the signatures that it has so far. */
export interface Tick extends UnsignedTick {
  /** By rising address, one a signer; each was recovered. */
  readonly signatures: readonly TickSignature[];
}

export interface TickSurface {
  /** keccak-256 of the venue's name. */
  readonly venueId: `0x${string}`;
  readonly surfaceCommitment: bigint;
  /** When the oracle had it, in seconds since 1970; before `observedAt`. */
  readonly receivedAt: bigint;
}

export interface TickSignature {
  /** Address in lower case. */
  readonly signer: `0x${string}`;
  /** 65 bytes. */
  readonly signature: `0x${string}`;
}

/** Leaf of the tree of surfaces. */
const SURFACE_LEAF = ['bytes32', 'uint256', 'uint64'] as const;

/** Tree of a tick's surfaces; undefined where the oracle had none. */
export function surfacesTree(surfaces: readonly TickSurface[]): MerkleTree | undefined {
  return surfaces.length === 0 ? undefined : new MerkleTree(surfaces.map(surfaceLeaf));
}

function surfaceLeaf({ venueId, surfaceCommitment, receivedAt }: TickSurface): `0x${string}` {
  return standardLeaf(SURFACE_LEAF, [venueId, surfaceCommitment, receivedAt]);
}

/** What is signed of a tick; a tick without surfaces has the root zero, in which nothing can be proven. */
export function tickMessage(tick: UnsignedTick): SignedMessage<'Tick'> {
  const { feed, surfaces } = tick;
  return {
    ...tick,
    feedId: textId(feed) as `0x${string}`,
    surfacesRoot: surfaces.length === 0 ? `0x${'0'.repeat(64)}` : merkleRoot(surfaces.map(surfaceLeaf)),
  };
}

/** By what the next tick names this one: the EIP-712 struct hash, the same at every place. */
export function tickHash(tick: UnsignedTick): `0x${string}` {
  return structHash('Tick', tickMessage(tick));
}

/** What the oracle's signers sign: the EIP-712 digest at the tick's place. */
export function tickDigest(tick: UnsignedTick): `0x${string}` {
  return signingDigest('Tick', tickMessage(tick), tick.place);
}
