import { COMMON_OPTIONS, requiredOption } from '../io/readArguments.ts';
import { connectChain, type SigningConnection } from './connectChain.ts';
import { type DeploymentDocument, loadDeployment } from './deploymentDocument.ts';
import { openDeployment } from './openDeployment.ts';
import { readPrivateKey } from './readPrivateKey.ts';

/** Environment variable that holds the address of the node where none is named: it may hold a key. */
export const RPC_VARIABLE = 'FAIRMARK_RPC_URL';

/** Options of every command that sends transactions. */
export const CHAIN_OPTIONS = {
  ...COMMON_OPTIONS,
  rpc: { type: 'string' },
  'key-file': { type: 'string' },
} as const;

/** Options of commands that use a deployment. */
export const REGISTRY_OPTIONS = { ...CHAIN_OPTIONS, deployment: { type: 'string' } } as const;

/** How the help of every command explains them. */
export const CHAIN_HELP = `  --rpc URL          the node, such as http://127.0.0.1:8545; default: the
                     environment variable ${RPC_VARIABLE}
  --key-file FILE    holds the private key of the account that pays and signs,
                     readable by its owner only; default: the environment
                     variable FAIRMARK_PRIVATE_KEY`;

export const DEPLOYMENT_HELP = '  --deployment FILE  the deployment document of fairmark deploy';

interface ChainValues {
  readonly rpc?: string | undefined;
  readonly 'key-file'?: string | undefined;
  readonly deployment?: string | undefined;
}

/** Connects as the arguments say. @throws InputError, ChainError */
export async function openChain(command: string, values: ChainValues): Promise<SigningConnection> {
  const rpc = requiredOption(command, values.rpc ?? (process.env[RPC_VARIABLE] || undefined), '--rpc');
  const account = await readPrivateKey(values['key-file']);
  return connectChain(rpc, account);
}

/** Connects, and checks that the deployment is there. @throws InputError, ChainError */
export async function openRegistry(
  command: string,
  values: ChainValues,
): Promise<{ connection: SigningConnection; deployment: DeploymentDocument }> {
  const deployment = await loadDeployment(requiredOption(command, values.deployment, '--deployment'));
  const connection = await openChain(command, values);
  await openDeployment(connection, deployment);
  return { connection, deployment };
}
