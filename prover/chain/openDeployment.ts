import { callContract } from './callContract.ts';
import { ChainError } from './chainError.ts';
import type { ChainConnection } from './connectChain.ts';
import type { DeploymentDocument } from './deploymentDocument.ts';

const REMEDY = 'Use the deployment document that belongs to the node after --rpc.';

/** Contracts that a registry names, with the function that names each. */
const NAMED = ['charters', 'feeds', 'verifiers'] as const;

/**
 * Refuses a deployment document that is not of the connected chain, or whose contracts are not one deployment: the
 * registry itself names the other three.
 *
 * @throws ChainError `CHAIN_OTHER`, `DEPLOYMENT_MISMATCH`, `CONTRACT_MISSING`, `NODE_…`
 */
export async function openDeployment(connection: ChainConnection, deployment: DeploymentDocument): Promise<void> {
  if (deployment.chainId !== String(connection.chainId)) {
    throw new ChainError(
      'CHAIN_OTHER',
      `the deployment is on chain ${deployment.chainId}, and the node is of chain ${connection.chainId}`,
      { field: 'deployment.chainId', remedy: REMEDY },
    );
  }
  for (const name of NAMED) {
    const address = await callContract<string>(connection, {
      contract: 'LiquidationRegistry',
      address: deployment.registry,
      functionName: name,
    });
    if (address.toLowerCase() === deployment[name]) continue;
    throw new ChainError('DEPLOYMENT_MISMATCH', `the registry at ${deployment.registry} has other ${name}`, {
      field: `deployment.${name}`,
      remedy: REMEDY,
    });
  }
}
