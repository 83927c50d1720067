import { type Abi, createPublicClient, decodeEventLog, type Hex, http, type Log, type PublicClient } from 'viem';
import { FairmarkError, InputError } from '../../circuits/errors.ts';
import type { ChainReader } from '../../verifier/chain/chainReader.ts';
import { RegistryReader } from '../../verifier/chain/registryReader.ts';
import { contractNamed, readContracts } from '../setup/contracts/readContracts.ts';
import {
  type ChainEvent,
  type ChainHistory,
  type ContractName,
  EVENT_SOURCES,
  type EventArguments,
  type EventName,
} from './chainEvents.ts';

/** How far the walk is. */
export interface WalkProgress {
  readonly block: bigint;
  readonly toBlock: bigint;
  readonly events: number;
}

export interface ReadHistoryOptions {
  readonly url: URL;
  /** LiquidationRegistry, lower case. */
  readonly registry: Hex;
  /** First block to read; 0 by default. */
  readonly fromBlock?: bigint;
  /** Folder of the package: the ABIs are in it. */
  readonly root: string;
  readonly onProgress?: (progress: WalkProgress) => void;
}

/** Blocks of one question at first; halved where a node refuses, doubled where it answers. */
const FIRST_RANGE = 10_000n;
const LARGEST_RANGE = 160_000n;
const TIMEOUT = 30_000;
const RETRIES = 2;

const isEventName = (name: string | undefined): name is EventName =>
  name !== undefined && Object.hasOwn(EVENT_SOURCES, name);

/**
 * Walks the events of the four contracts to the latest block.
 *
 * @throws InputError `RPC_FAILED`, `RPC_CONTRADICTS` (logs that no such contract emits), `BLOCK_RANGE`,
 *   ChainAnswerError where there is no registry at the address
 */
export async function readHistory(options: ReadHistoryOptions): Promise<ChainHistory> {
  const { url, registry, root, fromBlock = 0n, onProgress = () => {} } = options;
  const client = createPublicClient({ transport: http(url.href, { timeout: TIMEOUT, retryCount: RETRIES }) });
  const ask = async <T>(question: () => Promise<T>): Promise<T> => {
    try {
      return await question();
    } catch (error) {
      throw error instanceof FairmarkError ? error : refused(url);
    }
  };

  const chainId = BigInt(await ask(() => client.getChainId()));
  const latest = await ask(() => client.getBlock());
  const toBlock = latest.number ?? 0n;
  if (fromBlock > toBlock) {
    throw new InputError('BLOCK_RANGE', `the chain has ${toBlock} blocks, and --from-block is ${fromBlock}`, {
      field: '--from-block',
      remedy: 'Name a block before the deployment of the registry.',
    });
  }
  const reader: ChainReader = {
    chainId: async () => chainId,
    call: async (to, data) => (await client.call({ to, data })).data ?? '0x',
  };
  const { charters, feeds, verifiers } = await ask(() => RegistryReader.open(reader, registry));
  const contracts: Record<ContractName, Hex> = {
    CharterRegistry: charters,
    FeedRegistry: feeds,
    VerifierRegistry: verifiers,
    LiquidationRegistry: registry,
  };
  const compiled = await readContracts(root);
  const abis = new Map(
    Object.entries(contracts).map(([name, address]): [Hex, Abi] => [address, contractNamed(compiled, name).abi]),
  );

  const logs: Log[] = [];
  let range = FIRST_RANGE;
  for (let from = fromBlock; from <= toBlock; ) {
    const to = from + range - 1n < toBlock ? from + range - 1n : toBlock;
    onProgress({ block: from, toBlock, events: logs.length });
    try {
      logs.push(...(await client.getLogs({ address: Object.values(contracts), fromBlock: from, toBlock: to })));
    } catch {
      if (range === 1n) throw refused(url);
      range /= 2n;
      continue;
    }
    from = to + 1n;
    if (range < LARGEST_RANGE) range *= 2n;
  }
  logs.sort(byPlace);
  const events = await withTimes(
    client,
    logs.flatMap((log) => decoded(log, abis, url)),
    ask,
  );
  return { chainId, contracts, fromBlock, toBlock, now: Number(latest.timestamp), events };
}

function byPlace(a: Log, b: Log): number {
  return Number((a.blockNumber ?? 0n) - (b.blockNumber ?? 0n)) || (a.logIndex ?? 0) - (b.logIndex ?? 0);
}

function refused(url: URL): InputError {
  return new InputError('RPC_FAILED', `the node at ${url.host} gives no answer that can be used`, {
    field: '--rpc',
    remedy: 'Check the address, ask again later, or ask another node.',
  });
}

type Untimed = Omit<ChainEvent, 'time'>;

/** The event of a log; none for the events of roles and ownership, which are not read. */
function decoded(log: Log, abis: ReadonlyMap<Hex, Abi>, url: URL): Untimed[] {
  const contradiction = () =>
    new InputError('RPC_CONTRADICTS', `the node at ${url.host} gives logs that these contracts do not emit`, {
      field: '--rpc',
      remedy: 'Check the address of the registry and the version of Fairmark, or ask another node.',
    });
  const abi = abis.get(log.address.toLowerCase() as Hex);
  if (!abi || log.blockNumber === null) throw contradiction();
  try {
    const { eventName, args } = decodeEventLog({ abi, topics: log.topics, data: log.data, strict: true });
    if (!isEventName(eventName)) return [];
    // Decoded by the contract's own ABI, of which EventArguments is the type.
    return [{ name: eventName, args: args as unknown as EventArguments[EventName], block: log.blockNumber }];
  } catch {
    throw contradiction();
  }
}

/** Events whose time stands in no argument: the block is asked. */
const NEED_TIME: readonly EventName[] = [
  'CharterProposed',
  'CharterCancelled',
  'BatchAnnounced',
  'TickAnchored',
  'LiquidationRecorded',
  'LiquidationOverdue',
];
const ASKED_TOGETHER = 8;

async function withTimes(
  client: PublicClient,
  events: readonly Untimed[],
  ask: <T>(question: () => Promise<T>) => Promise<T>,
): Promise<ChainEvent[]> {
  const needed = [...new Set(events.filter(({ name }) => NEED_TIME.includes(name)).map(({ block }) => block))];
  const times = new Map<bigint, number>();
  for (let i = 0; i < needed.length; i += ASKED_TOGETHER) {
    const blocks = needed.slice(i, i + ASKED_TOGETHER);
    const answers = await ask(() => Promise.all(blocks.map((blockNumber) => client.getBlock({ blockNumber }))));
    for (const [k, { timestamp }] of answers.entries()) times.set(blocks[k] ?? 0n, Number(timestamp));
  }
  return events.map((event) => ({ ...event, time: times.get(event.block) ?? 0 }));
}
