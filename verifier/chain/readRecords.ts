import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { domainValue } from '../../circuits/commitment/domain.ts';
import { InputError } from '../../circuits/errors.ts';
import { PUBLIC_SIGNALS } from '../../circuits/signals.ts';
import { REGISTRY_EVENTS } from '../generated/registryAbi.ts';
import { domainPreimage, RECEIPT_FORMAT } from '../receipt.ts';
import type { VerificationKeyRecords } from '../verificationKey.ts';
import { ChainAnswerError } from './chainAnswerError.ts';
import { decodeView } from './decodeView.ts';
import type { ChainLog, NodeSource } from './nodeReader.ts';
import { RegistryReader } from './registryReader.ts';
import type { ViewResult } from './viewLayout.ts';

type Hex = `0x${string}`;

const { LiquidationRecorded, VenueRegistered } = REGISTRY_EVENTS;
/** Blocks of one question at first; halved where a node refuses, doubled where it answers. */
const FIRST_RANGE = 10_000n;

/** A recorded liquidation as its event has it. */
export type RegistryRecord = ViewResult<typeof LiquidationRecorded>;

/** Everything that the events of a registry say of its recorded liquidations. */
export interface RegistryRecords {
  readonly chainId: bigint;
  readonly registry: RegistryReader;
  /** Names of the venues, by their ids. */
  readonly venues: ReadonlyMap<Hex, string>;
  readonly records: readonly RegistryRecord[];
}

/**
 * Walks the events of a registry to the latest block.
 *
 * @param onBlock called before every question
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
  const records: RegistryRecord[] = [];
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
        fromBlock: `0x${from.toString(16)}`,
        toBlock: `0x${to.toString(16)}`,
      });
    } catch (error) {
      if (range === 1n) throw error;
      range /= 2n;
      continue;
    }
    for (const [emitter, [topic, ...indexed], data] of logs) {
      const digits = [...indexed, data].map((its) => its.slice(2)).join('');
      if (
        emitter === address &&
        topic === LiquidationRecorded.topic &&
        indexed.length === LiquidationRecorded.indexed
      ) {
        records.push(decodeView('LiquidationRecorded', LiquidationRecorded, `0x${digits}`));
      } else if (emitter === registry.charters && topic === VenueRegistered.topic) venues.set(...namedVenue(digits));
      else throw new ChainAnswerError('eth_getLogs', 'has events that were not asked for');
    }
    from = to + 1n;
    range *= 2n;
  }
  return { chainId, registry, venues, records };
}

/**
 * Id and name of a venue, from the words of its event. The id is the hash of the name, so no other name passes. Contracts
 * take any bytes for a name.
 */
function namedVenue(digits: string): [Hex, string] {
  const tail = digits.slice(64 * VenueRegistered.wordsBeforeText);
  // Length in bytes, and the bytes, filled up to whole words.
  const length = Number(`0x${tail.slice(0, 64)}`);
  const name = hexToBytes(tail.slice(64, 64 + 2 * length));
  const venueId: Hex = `0x${bytesToHex(keccak_256(name))}`;
  if (!digits.startsWith(venueId.slice(2)) || tail.length !== 64 * (1 + Math.ceil(length / 32))) {
    throw new ChainAnswerError('VenueRegistered', 'has a name that is not the venue’s');
  }
  return [venueId, new TextDecoder('utf-8', { ignoreBOM: true }).decode(name)];
}

/**
 * Text of the receipt of a recorded liquidation, from its event and the registry's answers alone. Whether it is one is for
 * `verifyReceiptText` to say.
 *
 * @throws InputError where its key is not among the trusted ones or no event names its venue; what the nodes reject with
 */
export async function rebuildReceipt(
  record: RegistryRecord,
  { chainId, registry, venues }: RegistryRecords,
  trustedKeys: VerificationKeyRecords,
): Promise<string> {
  const { venueId, sequence, accountBefore } = record;
  const { offset } = await registry.read('stateOf', venueId, accountBefore);
  const facts = await registry.read('factsOf', venueId, sequence - offset);
  const { verificationKeyHash, kind } = await registry.read('verifierAt', facts.verifierId);
  const key = trustedKeys[verificationKeyHash];
  const venue = venues.get(venueId);
  if (!key || venue === undefined) {
    throw new InputError('RECEIPT_LOST', key ? 'no event names the venue' : `unknown key ${verificationKeyHash}`);
  }
  const { instance, statementVersion } = key;
  const domain = {
    chainId: String(chainId),
    registry: registry.registry,
    venue,
    venueId,
    sequence: String(sequence),
  };
  const values = { ...facts, ...record, domain: domainValue(domainPreimage({ statementVersion, instance, domain })) };
  // The proof is the last of the event; in B the imaginary parts stand first (EIP-197).
  const [a0, a1, b01, b00, b11, b10, c0, c1] = Object.values(record).slice(-8);
  return JSON.stringify(
    {
      format: RECEIPT_FORMAT,
      statementVersion,
      instance,
      verificationKeyHash,
      setup: kind,
      domain,
      publicSignals: Object.fromEntries(PUBLIC_SIGNALS.map((name) => [name, values[name]])),
      proof: {
        a: [a0, a1],
        b: [
          [b00, b01],
          [b10, b11],
        ],
        c: [c0, c1],
      },
    },
    (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
  );
}
