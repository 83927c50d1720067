import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { domainValue, textId } from '../../circuits/commitment/domain.ts';
import { InputError } from '../../circuits/errors.ts';
import { REGISTRY_EVENTS } from '../generated/registryAbi.ts';
import { type Receipt, writeReceipt } from '../receipt.ts';
import type { VerificationKeyRecords } from '../verificationKey.ts';
import { ChainAnswerError } from './chainAnswerError.ts';
import { decodeLog } from './decodeLog.ts';
import type { ChainLog, NodeSource } from './nodeReader.ts';
import { RegistryReader } from './registryReader.ts';
import type { ViewResult } from './viewLayout.ts';

type Hex = `0x${string}`;

const { LiquidationRecorded, VenueRegistered } = REGISTRY_EVENTS;
/** Blocks of one question at first; halved where a node refuses, doubled where it answers. */
const FIRST_RANGE = 10_000n;

/** Everything that the events of a registry say of its recorded liquidations. */
export interface RegistryRecords {
  readonly chainId: bigint;
  readonly registry: RegistryReader;
  /** Names of the venues, by their ids. */
  readonly venues: ReadonlyMap<Hex, string>;
  readonly records: readonly ViewResult<typeof LiquidationRecorded>[];
}

/**
 * Walks the events of a registry to the latest block.
 *
 * @param onBlock called before every question; where it throws, the walk ends with that
 * @throws what the nodes reject with; ChainAnswerError for events that no registry emits
 */
export async function readRecords(
  { chain, registry: address }: NodeSource,
  onBlock: (block: bigint, last: bigint) => void = () => {},
): Promise<RegistryRecords> {
  const chainId = await chain.chainId();
  const registry = await RegistryReader.open(chain, address);
  const last = await chain.blockNumber();
  const venues = new Map<Hex, string>();
  const records: ViewResult<typeof LiquidationRecorded>[] = [];
  const take = (log: ChainLog) => {
    if (log[0] === address) records.push(decodeLog('LiquidationRecorded', LiquidationRecorded, log));
    else if (log[0] === registry.charters) venues.set(...namedVenue(log));
    else throw new ChainAnswerError('eth_getLogs', 'has events of another contract');
  };
  let range = FIRST_RANGE;
  for (let from = 0n; from <= last; ) {
    onBlock(from, last);
    const end = from + range - 1n;
    const to = end < last ? end : last;
    let logs: readonly ChainLog[];
    try {
      logs = await chain.logs({
        address: [address, registry.charters],
        topics: [[LiquidationRecorded.topic, VenueRegistered.topic]],
        fromBlock: hex(from),
        toBlock: hex(to),
      });
    } catch (error) {
      // Nodes that answer differently do so for fewer blocks too.
      if (range === 1n || !(error instanceof InputError && error.code === 'RPC_FAILED')) throw error;
      range /= 2n;
      continue;
    }
    logs.forEach(take);
    from = to + 1n;
    range *= 2n;
  }
  return { chainId, registry, venues, records };
}

const hex = (value: bigint): Hex => `0x${value.toString(16)}`;

/** Id and name of a venue. The id is the hash of the name, so no other name passes; contracts take any bytes for one. */
function namedVenue(log: ChainLog): [Hex, string] {
  const [address, topics, data] = log;
  const head = 2 + 64 * (VenueRegistered.words.length - VenueRegistered.indexed);
  const { venueId } = decodeLog('VenueRegistered', VenueRegistered, [address, topics, data.slice(0, head) as Hex]);
  // Behind these words: length in bytes, and the bytes, filled up to whole words.
  const length = Number(`0x${data.slice(head, head + 64)}`);
  const name = hexToBytes(data.slice(head + 64, head + 64 + 2 * length));
  const isWhole = data.length === head + 64 * (1 + Math.ceil(length / 32));
  if (!isWhole || `0x${bytesToHex(keccak_256(name))}` !== venueId) {
    throw new ChainAnswerError('VenueRegistered', 'has a name that is not the venue’s');
  }
  return [venueId, new TextDecoder('utf-8', { ignoreBOM: true }).decode(name)];
}

/**
 * The receipt of a recorded liquidation, from its event and the registry's answers alone.
 *
 * @throws InputError where the key is not among the trusted ones, or the answers make no receipt
 */
export async function rebuildReceipt(
  record: RegistryRecords['records'][number],
  { chainId, registry, venues }: RegistryRecords,
  trustedKeys: VerificationKeyRecords,
): Promise<Receipt> {
  const { venueId, sequence, accountBefore, accountAfter, outcomeCommitment } = record;
  const venue = venues.get(venueId);
  if (venue === undefined) throw new InputError('VENUE_UNKNOWN', 'no event names the venue');
  const { consumedBy, offset } = await registry.stateOf(venueId, accountBefore);
  if (consumedBy !== sequence) throw new ChainAnswerError('stateOf', 'contradicts the event');
  const facts = await registry.factsOf(venueId, consumedBy - offset);
  const { verificationKeyHash, instanceId, statementVersion, kind } = await registry.verifierAt(facts.verifierId);
  const hash = verificationKeyHash;
  const pinned = Object.hasOwn(trustedKeys, hash) ? trustedKeys[hash] : undefined;
  if (!pinned || textId(pinned.instance) !== instanceId || BigInt(pinned.statementVersion) !== statementVersion) {
    throw new InputError('KEY_UNKNOWN', `unknown key: ${hash} is not built in, so the proof cannot be verified`);
  }
  const point = (name: 'a' | 'c') => [String(record[`proof.${name}.0`]), String(record[`proof.${name}.1`])] as const;
  return writeReceipt({
    instance: pinned.instance,
    verificationKeyHash: hash,
    setup: kind,
    domain: { chainId: String(chainId), registry: registry.registry, venue, venueId, sequence: String(sequence) },
    publicSignals: {
      domain: domainValue({
        statementVersion: pinned.statementVersion,
        instanceId,
        chainId,
        registry: registry.registry,
        venueId,
        sequence,
      }),
      ...facts,
      accountBefore,
      accountAfter,
      outcomeCommitment,
    },
    proof: {
      a: point('a'),
      // The imaginary parts stand first on chain (EIP-197).
      b: [
        [String(record['proof.b.1']), String(record['proof.b.0'])],
        [String(record['proof.b.3']), String(record['proof.b.2'])],
      ],
      c: point('c'),
    },
  });
}
