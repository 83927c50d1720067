import { textId } from '../../circuits/commitment/domain.ts';
import { signalsTag } from '../../verifier/chain/signalsTag.ts';
import { callContract } from './callContract.ts';
import type { ChainConnection } from './connectChain.ts';
import type { DeploymentDocument } from './deploymentDocument.ts';

/** `Status` of ILiquidationRegistry.sol, in its order. */
const STATUSES = ['none', 'announced', 'recorded', 'overdue'] as const;
export type LiquidationStatus = (typeof STATUSES)[number];

/** What the registry knows of the liquidation from an account state. */
export interface RegisteredLiquidation {
  readonly status: LiquidationStatus;
  /** Its number; zero where none was announced from the state. */
  readonly sequence: bigint;
  /** What the announcement fixed; absent where there is none. */
  readonly facts?: RegisteredFacts;
}

export interface RegisteredFacts {
  readonly rulebookCommitment: bigint;
  readonly surfaceCommitment: bigint;
  readonly snapshotCommitment: bigint;
  /** Seconds since 1970. */
  readonly deadline: number;
  readonly verifierId: number;
}

interface State {
  readonly producedBy: number | bigint;
  readonly signalsTag: `0x${string}`;
  readonly consumedBy: number | bigint;
  readonly offset: number;
  readonly status: number;
}

/**
 * Asks the registry for the liquidation from an account state.
 *
 * @throws ChainError
 */
export async function registeredLiquidation(
  connection: ChainConnection,
  { registry }: DeploymentDocument,
  venue: string,
  accountBefore: bigint,
): Promise<RegisteredLiquidation> {
  const venueId = textId(venue);
  const call = { contract: 'LiquidationRegistry', address: registry };
  const state = await callContract<State>(connection, {
    ...call,
    functionName: 'stateOf',
    args: [venueId, accountBefore],
  });
  const sequence = BigInt(state.consumedBy);
  const status = STATUSES[state.status] ?? 'none';
  if (sequence === 0n) return { status, sequence };
  const facts = await callContract<RegisteredFacts>(connection, {
    ...call,
    functionName: 'factsOf',
    args: [venueId, sequence - BigInt(state.offset)],
  });
  return { status, sequence, facts };
}

/**
 * Whether a liquidation is recorded with this result.
 *
 * @param sequence its number
 * @throws ChainError
 */
export async function isRecordedAs(
  connection: ChainConnection,
  { registry }: DeploymentDocument,
  venue: string,
  { sequence, accountAfter, outcomeCommitment }: RecordedResult,
): Promise<boolean> {
  const { producedBy, signalsTag: tag } = await callContract<State>(connection, {
    contract: 'LiquidationRegistry',
    address: registry,
    functionName: 'stateOf',
    args: [textId(venue), accountAfter],
  });
  return BigInt(producedBy) === sequence && tag === signalsTag(accountAfter, outcomeCommitment);
}

export interface RecordedResult {
  readonly sequence: bigint;
  readonly accountAfter: bigint;
  readonly outcomeCommitment: bigint;
}

/** A published root of a venue's account states. */
export interface RegisteredRoot {
  /** Counts from one. */
  readonly index: bigint;
  readonly root: `0x${string}`;
}

/**
 * The latest account root that was published before a time, or undefined: the only one with which a tick of that time can
 * be announced (RG-07).
 *
 * @param time seconds since 1970
 * @throws ChainError
 */
export async function latestRootBefore(
  connection: ChainConnection,
  { registry }: DeploymentDocument,
  venue: string,
  time: bigint,
): Promise<RegisteredRoot | undefined> {
  const venueId = textId(venue);
  const call = { contract: 'LiquidationRegistry', address: registry };
  const count = await callContract<bigint>(connection, {
    ...call,
    functionName: 'accountRootCount',
    args: [venueId],
  });
  for (let index = count; index > 0n; index--) {
    const [root, publishedAt] = await callContract<readonly [`0x${string}`, number]>(connection, {
      ...call,
      functionName: 'accountRootAt',
      args: [venueId, index],
    });
    if (BigInt(publishedAt) < time) return { index, root };
  }
  return undefined;
}

/**
 * The rulebook commitment of the charter that judges a tick.
 *
 * @param time of the tick, seconds since 1970
 * @throws ContractRefusal `NoCharterInForce`, `FeedNotInCharter`; ChainError
 */
export async function rulebookInForce(
  connection: ChainConnection,
  { charters }: DeploymentDocument,
  venue: string,
  feed: string,
  time: bigint,
): Promise<bigint> {
  const [, charter] = await callContract<readonly [number, { rulebookCommitment: bigint }]>(connection, {
    contract: 'CharterRegistry',
    address: charters,
    functionName: 'charterFor',
    args: [textId(venue), textId(feed), time],
  });
  return charter.rulebookCommitment;
}
