import { textId } from '../../circuits/commitment/domain.ts';
import { callContract } from './callContract.ts';
import { ChainError } from './chainError.ts';
import type { SigningConnection } from './connectChain.ts';
import type { DeploymentDocument } from './deploymentDocument.ts';
import { SHORTEST_DELAY } from './registerFeed.ts';
import { type ChainTransaction, sendTransaction } from './sendTransaction.ts';

/** Who acts for a venue, in the order of `VenueAccounts`. */
export const VENUE_ROLES = ['admin', 'publisher', 'announcer', 'bondOwner', 'statementSigner'] as const;
export type VenueRole = (typeof VENUE_ROLES)[number];

export interface VenueSettings {
  /** As its charters have it. */
  readonly name: string;
  /** Default: the account that registers. They may be the same, and should not be. */
  readonly roles?: Readonly<Partial<Record<VenueRole, `0x${string}`>>>;
  /** Seconds from the proposal of a charter to its force, at least a day; default: a day. */
  readonly charterDelay?: number;
}

export interface RegisteredVenue extends ChainTransaction {
  /** keccak-256 of the name. */
  readonly venueId: `0x${string}`;
  readonly roles: Readonly<Record<VenueRole, `0x${string}`>>;
}

/**
 * Registers a venue with the accounts that act for it (RG-01). It can announce once its admin opted in to a verifier and
 * a charter is in force.
 *
 * @throws ContractRefusal, ChainError
 */
export async function registerVenue(
  connection: SigningConnection,
  { charters }: DeploymentDocument,
  { name, roles = {}, charterDelay = SHORTEST_DELAY }: VenueSettings,
): Promise<RegisteredVenue> {
  const sender = connection.account.address.toLowerCase() as `0x${string}`;
  const accounts = Object.fromEntries(VENUE_ROLES.map((role) => [role, roles[role] ?? sender])) as Record<
    VenueRole,
    `0x${string}`
  >;
  const done = await sendTransaction(connection, {
    contract: 'CharterRegistry',
    address: charters,
    functionName: 'registerVenue',
    args: [name, accounts, charterDelay],
  });
  return { ...done, venueId: textId(name) as `0x${string}`, roles: accounts };
}

/**
 * Accepts for a venue to be held to proofs under verifiers (RG-06); those that it accepted before are passed over. For the
 * venue's admin.
 *
 * @param instances circuit sizes; default: all of the deployment
 * @returns the sizes that were not accepted before
 * @throws ChainError `DEPLOYMENT_MISMATCH` for a size that the deployment does not have, ContractRefusal
 */
export async function optIn(
  connection: SigningConnection,
  deployment: DeploymentDocument,
  venue: string,
  instances: readonly string[] = Object.keys(deployment.verifierIds),
): Promise<string[]> {
  const venueId = textId(venue);
  const added: string[] = [];
  for (const instance of instances) {
    const call = {
      contract: 'VerifierRegistry',
      address: deployment.verifiers,
      args: [venueId, verifierId(deployment, instance)],
    };
    if (await callContract<boolean>(connection, { ...call, functionName: 'hasOptedIn' })) continue;
    await sendTransaction(connection, { ...call, functionName: 'optIn' });
    added.push(instance);
  }
  return added;
}

/**
 * Number of the verifier of a circuit size.
 *
 * @throws ChainError `DEPLOYMENT_MISMATCH`
 */
export function verifierId({ verifierIds }: DeploymentDocument, instance: string): number {
  const id = Object.hasOwn(verifierIds, instance) ? verifierIds[instance] : undefined;
  if (id !== undefined) return id;
  throw new ChainError('DEPLOYMENT_MISMATCH', `the deployment has no verifier of ${instance}`, {
    field: 'deployment.verifierIds',
    remedy: `It has verifiers of ${Object.keys(verifierIds).join(', ')}.`,
  });
}
