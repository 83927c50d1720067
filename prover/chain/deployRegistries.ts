import { textId } from '../../circuits/commitment/domain.ts';
import { CONSTANTS } from '../../circuits/constants.ts';
import { TEST_CHAINS } from '../../verifier/chain/testChains.ts';
import { ArtifactError } from '../setup/artifactError.ts';
import { readLock } from '../setup/artifactsLock.ts';
import { bytecodeHash } from '../setup/contracts/contractArtifact.ts';
import { contractNamed } from '../setup/contracts/readContracts.ts';
import { verifierName } from '../setup/contracts/verifierContract.ts';
import { readInstances } from '../setup/instances.ts';
import { lockedInstance } from '../setup/lockedInstance.ts';
import { defaultWorkspace, type Workspace } from '../setup/workspace.ts';
import { callContract } from './callContract.ts';
import { ChainError } from './chainError.ts';
import type { SigningConnection } from './connectChain.ts';
import { DEPLOYMENT_FORMAT, type DeploymentDocument } from './deploymentDocument.ts';
import { openDeployment } from './openDeployment.ts';
import { type DeployedContract, deployContract } from './sendTransaction.ts';

export interface DeployOptions {
  /** Adds verifiers, after a notice; default: the account that deploys. */
  readonly owner?: `0x${string}`;
  /** Retires verifiers at once, and can do nothing else; default: the owner. */
  readonly guardian?: `0x${string}`;
  /** Circuit sizes to deploy verifiers of; default: all. */
  readonly instances?: readonly string[];
  /** sha256 of the ceremony's transcript by instance; needed for every key of a ceremony. 0x and 64 hex digits. */
  readonly transcripts?: Readonly<Record<string, `0x${string}`>>;
  readonly workspace?: Workspace;
  readonly onProgress?: (line: string) => void;
}

export interface Deployed {
  readonly deployment: DeploymentDocument;
  /** Every contract in the order of deployment, verifiers first. */
  readonly contracts: readonly (Pick<DeployedContract, 'address' | 'bytes' | 'gasUsed'> & { readonly name: string })[];
  /** Whether a verifier is of a development key, under which anyone can forge. */
  readonly isDevelopment: boolean;
}

/** The four contracts that a registry is made of, in the order of their deployment. */
export const REGISTRY_CONTRACTS = [
  'CharterRegistry',
  'FeedRegistry',
  'VerifierRegistry',
  'LiquidationRegistry',
] as const;

/** 21 days: `MIN_NOTICE` of VerifierRegistry. */
const NOTICE_SECONDS = 1_814_400;
/** `SetupKind` of IVerifierRegistry.sol. */
const SETUP_KINDS = { development: 0, ceremony: 1 } as const;
const NO_TRANSCRIPT = `0x${'0'.repeat(64)}` as const;
/** A registry without a bond. */
const NO_BOND = `0x${'0'.repeat(40)}` as const;

/**
 * Deploys a registry: the verifiers of the pinned keys, and the four contracts that rely on them. Nothing is sent before
 * everything that can be checked without the chain was: creation code against the lock, kind of the keys against the
 * chain.
 *
 * @throws ArtifactError `CONTRACT_LOCK_MISMATCH`, `LOCK_MISSING`, `LOCK_FORMAT`, `CONTRACTS_MISSING`
 * @throws ChainError `DEVELOPMENT_KEY` off the named test chains, and those of `deployContract`
 */
export async function deployRegistries(connection: SigningConnection, options: DeployOptions = {}): Promise<Deployed> {
  const { workspace = defaultWorkspace(), onProgress = () => {} } = options;
  const owner = options.owner ?? (connection.account.address.toLowerCase() as `0x${string}`);
  const known = [...(await readInstances(workspace)).keys()];
  const instances = known.filter((name) => options.instances?.includes(name) ?? true);
  const stranger = options.instances?.find((name) => !known.includes(name));
  if (stranger !== undefined || instances.length === 0) {
    throw new ArtifactError(
      'UNKNOWN_INSTANCE',
      `there is no instance ${JSON.stringify(stranger ?? '')}`,
      `Use one of: ${known.join(', ')}.`,
    );
  }
  const verifiers = [];
  for (const instance of instances) {
    const { kind, verificationKeyHash } = await lockedInstance(workspace, instance);
    const transcriptHash = kind === 'ceremony' ? options.transcripts?.[instance] : NO_TRANSCRIPT;
    if (transcriptHash === undefined) {
      throw new ArtifactError(
        'TRANSCRIPT_MISSING',
        `the key of ${instance} is of a ceremony, and its transcript is not named`,
        `Name the published transcript with --transcript ${instance}=FILE.`,
      );
    }
    verifiers.push({ instance, kind, verificationKeyHash, transcriptHash, name: verifierName(instance) });
  }
  const isDevelopment = verifiers.some(({ kind }) => kind === 'development');
  if (isDevelopment && !Object.values<bigint>(TEST_CHAINS).includes(connection.chainId)) {
    throw new ChainError(
      'DEVELOPMENT_KEY',
      `chain ${connection.chainId} is no named test chain, and the lock pins development keys: anyone could forge`,
      {
        field: '--rpc',
        remedy: `Deploy to one of ${Object.keys(TEST_CHAINS).join(', ')}, or install keys of a ceremony.`,
      },
    );
  }
  const bytecode = await lockedBytecode(connection, workspace, [
    ...verifiers.map(({ name }) => name),
    ...REGISTRY_CONTRACTS,
  ]);

  const contracts: (DeployedContract & { name: string })[] = [];
  const deploy = async (name: string, args: readonly unknown[] = []) => {
    onProgress(`deploy: ${name}`);
    const deployed = await deployContract(connection, name, args);
    contracts.push({ ...deployed, name });
    return deployed.address;
  };
  const entries = [];
  for (const { instance, kind, verificationKeyHash, transcriptHash, name } of verifiers) {
    const verifier = await deploy(name);
    const found = await callContract<string>(connection, {
      contract: name,
      address: verifier,
      functionName: 'verificationKeyHash',
    });
    if (found !== verificationKeyHash) throw lockMismatch(name, 'has another verification key than the lock pins');
    entries.push({
      statementVersion: Number(CONSTANTS.STATEMENT_VERSION),
      instanceId: textId(instance),
      verifier,
      kind: SETUP_KINDS[kind],
      transcriptHash,
    });
  }
  const charters = await deploy('CharterRegistry');
  const feeds = await deploy('FeedRegistry');
  const guardian = options.guardian ?? owner;
  const verifierRegistry = await deploy('VerifierRegistry', [charters, owner, guardian, NOTICE_SECONDS, entries]);
  const registry = await deploy('LiquidationRegistry', [charters, feeds, verifierRegistry, NO_BOND]);
  const deployment: DeploymentDocument = {
    format: DEPLOYMENT_FORMAT,
    chainId: String(connection.chainId),
    registry,
    charters,
    feeds,
    verifiers: verifierRegistry,
    block: Number(contracts[0]?.block ?? 0n),
    verifierIds: Object.fromEntries(instances.map((instance, i) => [instance, i + 1])),
    bytecode,
  };
  await openDeployment(connection, deployment);
  return {
    deployment,
    contracts: contracts.map(({ name, address, bytes, gasUsed }) => ({ name, address, bytes, gasUsed })),
    isDevelopment,
  };
}

const lockMismatch = (name: string, why: string) =>
  new ArtifactError(
    'CONTRACT_LOCK_MISMATCH',
    `${name} ${why}`,
    'Restore contracts/ and circuits/artifacts.lock.json from the package; who changed a contract runs npm run generate.',
  );

/** Hashes of the creation code, each as the lock has it. */
async function lockedBytecode(
  { compiled }: SigningConnection,
  workspace: Workspace,
  names: readonly string[],
): Promise<Record<string, `0x${string}`>> {
  const locked = (await readLock(workspace))?.contracts?.bytecode ?? {};
  const hashes = names.map((name): [string, `0x${string}`] => {
    const hash = bytecodeHash(contractNamed(compiled, name));
    if (!Object.hasOwn(locked, name) || locked[name] !== hash) {
      throw lockMismatch(name, 'is not the contract that the lock pins');
    }
    return [name, hash];
  });
  return Object.fromEntries(hashes);
}
