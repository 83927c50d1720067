import {
  type Abi,
  type Chain,
  createPublicClient,
  createWalletClient,
  defineChain,
  type HttpTransport,
  http,
  type PublicClient,
  type WalletClient,
} from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import type { CompiledContracts } from '../setup/contracts/contractArtifact.ts';
import { readContracts } from '../setup/contracts/readContracts.ts';
import { defaultWorkspace, type Workspace } from '../setup/workspace.ts';
import { ChainError } from './chainError.ts';
import { contractAbi } from './contractAbi.ts';
import { translateError } from './translateError.ts';

/** A node, and what is needed to understand the contracts behind it. */
export interface ChainConnection {
  readonly chainId: bigint;
  readonly client: PublicClient<HttpTransport, Chain>;
  readonly compiled: CompiledContracts;
  /** By contract name. */
  readonly abi: (contract: string) => Abi;
}

/** A connection with an account that pays and signs. */
export interface SigningConnection extends ChainConnection {
  readonly account: PrivateKeyAccount;
  readonly wallet: WalletClient<HttpTransport, Chain, PrivateKeyAccount>;
}

const POLLING_MILLISECONDS = 500;
const TIMEOUT_MILLISECONDS = 20_000;

/**
 * Connects to a node over JSON-RPC and asks it which chain it is.
 *
 * @throws ChainError `RPC_URL`, `NODE_UNREACHABLE`, `NODE_FAILED`
 * @throws ArtifactError `CONTRACTS_MISSING`
 */
export async function connectChain(
  rpcUrl: string,
  account: PrivateKeyAccount,
  workspace?: Workspace,
): Promise<SigningConnection>;
export async function connectChain(
  rpcUrl: string,
  account?: undefined,
  workspace?: Workspace,
): Promise<ChainConnection>;
export async function connectChain(
  rpcUrl: string,
  account?: PrivateKeyAccount,
  workspace: Workspace = defaultWorkspace(),
): Promise<ChainConnection | SigningConnection> {
  if (!/^https?:\/\/./.test(rpcUrl) || !URL.canParse(rpcUrl)) {
    throw new ChainError('RPC_URL', 'the address of the node is no http or https URL', {
      field: '--rpc',
      remedy: 'Name a node such as http://127.0.0.1:8545.',
    });
  }
  const compiled = await readContracts(workspace.root);
  const transport = http(rpcUrl, { timeout: TIMEOUT_MILLISECONDS, retryCount: 2 });
  let id: number;
  try {
    id = await createPublicClient({ transport }).getChainId();
  } catch (error) {
    throw translateError(error, 'eth_chainId', []);
  }
  const chain = defineChain({
    id,
    name: `chain ${id}`,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  });
  const settings = { chain, transport, pollingInterval: POLLING_MILLISECONDS, cacheTime: 0 };
  const abis = new Map<string, Abi>();
  const connection: ChainConnection = {
    chainId: BigInt(id),
    client: createPublicClient(settings),
    compiled,
    abi(contract) {
      const found = abis.get(contract) ?? contractAbi(compiled, contract);
      abis.set(contract, found);
      return found;
    },
  };
  return account ? { ...connection, account, wallet: createWalletClient({ ...settings, account }) } : connection;
}
