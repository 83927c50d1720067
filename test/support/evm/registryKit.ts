import { StandardMerkleTree } from '@openzeppelin/merkle-tree';
import { type Abi, type Hex, keccak256, toBytes } from 'viem';
import { contractAbi } from '../../../prover/chain/contractAbi.ts';
import type { ProofWords } from '../../../prover/chain/proofWords.ts';
import type { ContractArtifact } from '../../../prover/setup/contracts/contractArtifact.ts';
import { contractNamed, readContracts } from '../../../prover/setup/contracts/readContracts.ts';
import { defaultWorkspace } from '../../../prover/setup/workspace.ts';
import {
  SIGNED_TYPES,
  SIGNING_DOMAIN_VERSION,
  SIGNING_DOMAINS,
  type SignedTypeName,
} from '../../../verifier/signed/signedTypes.ts';
import { EvmChain, type EvmResult, type EvmSettings, type PrivateKeyAccountWithKey, testAccount } from './evmChain.ts';
import type { AnythingProver } from './provenItems.ts';

export const ZERO_ADDRESS: Hex = `0x${'0'.repeat(40)}`;
export const ZERO_WORD: Hex = `0x${'0'.repeat(64)}`;
export const DAY = 86_400n;
/** Between the addition of a verifier and its use, as the kit deploys the registry of verifiers. */
export const NOTICE = 21n * DAY;
/** keccak-256 of a text. */
export const idOf = (text: string): Hex => keccak256(toBytes(text));

/** Everybody who acts; each a different account. */
export const ACTORS = {
  owner: testAccount(1),
  guardian: testAccount(2),
  admin: testAccount(3),
  publisher: testAccount(4),
  announcer: testAccount(5),
  bondOwner: testAccount(6),
  statementSigner: testAccount(7),
  feedAdmin: testAccount(8),
  stranger: testAccount(9),
} as const;

/** Oracle signers by rising address, as signatures have to be. */
export const ORACLES: readonly PrivateKeyAccountWithKey[] = [testAccount(21), testAccount(22), testAccount(23)].sort(
  (a, b) => (a.address.toLowerCase() < b.address.toLowerCase() ? -1 : 1),
);
export const QUORUM = 2;

export const VENUE = 'Test Venue';
export const FEED = 'test-feed';

export const TERMS = {
  recordWithin: 3_600,
  roundsBehind: 3,
  tickAge: 600,
  surfaceAge: 300,
  roundsPerTick: 4,
};

export interface TickMessage {
  feedId: Hex;
  epoch: number;
  round: bigint;
  observedAt: bigint;
  snapshotCommitment: bigint;
  surfacesRoot: Hex;
  previousTick: Hex;
}

export type Contracts = 'CharterRegistry' | 'FeedRegistry' | 'VerifierRegistry' | 'LiquidationRegistry';

/** Addresses by contract name. */
export type Addresses = Record<Contracts | 'verifier', Hex>;

/** EIP-712 types in viem's shape. */
const viemTypes = (name: SignedTypeName) => ({
  [name]: SIGNED_TYPES[name].map(([type, field]) => ({ type, name: field })),
});

/** A tree of surface commitments, as oracles sign its root. */
export function surfacesTree(entries: readonly (readonly [venueId: Hex, surface: bigint, receivedAt: bigint])[]) {
  return StandardMerkleTree.of(
    entries.map(([venueId, surface, receivedAt]) => [venueId, surface.toString(), receivedAt.toString()]),
    ['bytes32', 'uint256', 'uint64'],
  );
}

/** A tree of account states by handle, as venues publish its root. */
export function accountsTree(entries: readonly (readonly [handle: Hex, state: bigint])[]) {
  return StandardMerkleTree.of(
    entries.map(([handle, state]) => [handle, state.toString()]),
    ['bytes32', 'uint256'],
  );
}

export interface KitSettings extends EvmSettings {
  /** Name of the instance under which the prover's verifier is added. */
  readonly instance?: string;
  readonly bond?: Hex;
}

/**
 * A whole deployment in an EVM of this process, with one feed of three signers (quorum 2) and one venue whose charter is
 * in force and which opted in to verifier 1: the generated verifier of an `AnythingProver`.
 */
export class RegistryKit {
  readonly venueId = idOf(VENUE);
  readonly feedId = idOf(FEED);
  round = 0n;

  private constructor(
    readonly chain: EvmChain,
    readonly addresses: Addresses,
    readonly abis: Record<Contracts | 'verifier', Abi>,
    readonly instanceId: Hex,
    readonly prover: AnythingProver | undefined,
  ) {}

  static async create(
    prover: AnythingProver | undefined,
    verifier: ContractArtifact,
    { instance = 'anything', bond = ZERO_ADDRESS, ...settings }: KitSettings = {},
  ): Promise<RegistryKit> {
    const chain = await EvmChain.create(settings);
    const compiled = await readContracts(defaultWorkspace().root);
    const names = ['CharterRegistry', 'FeedRegistry', 'VerifierRegistry', 'LiquidationRegistry'] as const;
    const abis = Object.fromEntries(names.map((name) => [name, contractAbi(compiled, name)])) as Record<Contracts, Abi>;
    const deploy = (name: Contracts, args: readonly unknown[]) =>
      chain.deploy(abis[name], contractNamed(compiled, name).bytecode, args, ACTORS.owner);

    const verifierAddress = await chain.deploy(verifier.abi, verifier.bytecode, [], ACTORS.owner);
    const charters = await deploy('CharterRegistry', []);
    const feeds = await deploy('FeedRegistry', []);
    const entry = {
      statementVersion: 1,
      instanceId: idOf(instance),
      verifier: verifierAddress,
      kind: 0,
      transcriptHash: ZERO_WORD,
    };
    const verifiers = await deploy('VerifierRegistry', [
      charters,
      ACTORS.owner.address,
      ACTORS.guardian.address,
      Number(NOTICE),
      [entry],
    ]);
    const registry = await deploy('LiquidationRegistry', [charters, feeds, verifiers, bond]);
    const kit = new RegistryKit(
      chain,
      {
        CharterRegistry: charters,
        FeedRegistry: feeds,
        VerifierRegistry: verifiers,
        LiquidationRegistry: registry,
        verifier: verifierAddress,
      },
      { ...abis, verifier: contractAbi({ ...compiled, contracts: { ...compiled.contracts, verifier } }, 'verifier') },
      idOf(instance),
      prover,
    );
    await kit.registerFeed(FEED);
    await kit.registerVenue(VENUE);
    await kit.proposeCharter(kit.venueId);
    chain.warp(DAY);
    return kit;
  }

  /** A copy of everything, whose further transactions do not reach this kit. */
  async fork(): Promise<RegistryKit> {
    const copy = new RegistryKit(await this.chain.fork(), this.addresses, this.abis, this.instanceId, this.prover);
    copy.round = this.round;
    return copy;
  }

  /**
   * Another LiquidationRegistry on the same chain, over the same charters, feeds and verifiers.
   *
   * @param bondAbi so that the bond's events and errors are decoded
   */
  async anotherRegistry(bond: Hex = ZERO_ADDRESS, bondAbi: Abi = []): Promise<RegistryKit> {
    const { CharterRegistry, FeedRegistry, VerifierRegistry } = this.addresses;
    const { bytecode } = contractNamed(await readContracts(defaultWorkspace().root), 'LiquidationRegistry');
    const LiquidationRegistry = await this.chain.deploy(
      this.abis.LiquidationRegistry,
      bytecode,
      [CharterRegistry, FeedRegistry, VerifierRegistry, bond],
      ACTORS.owner,
    );
    const addresses = { ...this.addresses, LiquidationRegistry };
    const added = bondAbi.filter(({ type }) => type === 'event' || type === 'error');
    const abis = { ...this.abis, LiquidationRegistry: [...this.abis.LiquidationRegistry, ...added] };
    const other = new RegistryKit(this.chain, addresses, abis, this.instanceId, this.prover);
    other.round = this.round;
    return other;
  }

  /** Sends to one of the contracts. */
  send(
    contract: Contracts | 'verifier',
    functionName: string,
    args: readonly unknown[],
    from: PrivateKeyAccountWithKey = ACTORS.stranger,
    gas?: bigint,
  ): Promise<EvmResult> {
    return this.chain.send({
      to: this.addresses[contract],
      abi: this.abis[contract],
      functionName,
      args,
      from,
      ...(gas === undefined ? {} : { gas }),
    });
  }

  // biome-ignore lint/suspicious/noExplicitAny: decoded by an ABI that is read at run time
  read(contract: Contracts | 'verifier', functionName: string, args: readonly unknown[] = []): Promise<any> {
    return this.chain.read({ to: this.addresses[contract], abi: this.abis[contract], functionName, args });
  }

  registerFeed(name: string): Promise<EvmResult> {
    const signers = ORACLES.map(({ address }) => address);
    return this.send('FeedRegistry', 'registerFeed', [name, ACTORS.feedAdmin.address, signers, QUORUM, Number(DAY)]);
  }

  async registerVenue(name: string): Promise<Hex> {
    await this.sendVenue(name);
    await this.optIn(idOf(name), 1);
    return idOf(name);
  }

  /** Registers a venue, without its opt-in. */
  sendVenue(name: string): Promise<EvmResult> {
    const { admin, publisher, announcer, bondOwner, statementSigner } = ACTORS;
    const accounts = {
      admin: admin.address,
      publisher: publisher.address,
      announcer: announcer.address,
      bondOwner: bondOwner.address,
      statementSigner: statementSigner.address,
    };
    return this.send('CharterRegistry', 'registerVenue', [name, accounts, Number(DAY)]);
  }

  /**
   * Adds a verifier with a development key; it is active after the notice, for venues that opt in.
   *
   * @param instance name of the instance
   * @returns its id
   */
  async addVerifier(instance: string, verifier: Hex = this.addresses.verifier): Promise<number> {
    const entry = { statementVersion: 1, instanceId: idOf(instance), verifier, kind: 0, transcriptHash: ZERO_WORD };
    return (await this.send('VerifierRegistry', 'add', [entry], ACTORS.owner)).result;
  }

  optIn(venueId: Hex, verifierId: number): Promise<EvmResult> {
    return this.send('VerifierRegistry', 'optIn', [venueId, verifierId], ACTORS.admin);
  }

  /** @param kind `ADMIN`, `PUBLISHER`, `ANNOUNCER` or `BOND_OWNER` */
  roleOf(venueId: Hex, kind: string): Promise<Hex> {
    const word = `0x${Buffer.from(kind).toString('hex').padEnd(64, '0')}`;
    return this.read('CharterRegistry', 'roleOf', [venueId, word]);
  }

  proposeCharter(venueId: Hex, { rulebook = 111n, terms = TERMS, feeds = [this.feedId] } = {}): Promise<EvmResult> {
    const document = `0x${Buffer.from('{"a charter":true}').toString('hex')}`;
    return this.send(
      'CharterRegistry',
      'proposeCharter',
      [venueId, document, rulebook, terms, feeds],
      ACTORS.publisher,
    );
  }

  publishAccountRoot(venueId: Hex, root: Hex): Promise<EvmResult> {
    return this.send('LiquidationRegistry', 'publishAccountRoot', [venueId, root], ACTORS.publisher);
  }

  /** The EIP-712 signatures of a tick, in the order of the signers given. */
  signTick(tick: TickMessage, signers: readonly PrivateKeyAccountWithKey[] = ORACLES.slice(0, QUORUM)): Promise<Hex[]> {
    return Promise.all(signers.map((signer) => this.sign('Tick', tick, signer, this.addresses.FeedRegistry)));
  }

  sign(
    name: SignedTypeName,
    message: object,
    signer: PrivateKeyAccountWithKey,
    verifyingContract: Hex = this.addresses.LiquidationRegistry,
    chainId: bigint = this.chain.chainId,
  ): Promise<Hex> {
    return signer.signTypedData({
      domain: {
        name: SIGNING_DOMAINS[name],
        version: SIGNING_DOMAIN_VERSION,
        chainId,
        verifyingContract,
      },
      types: viemTypes(name),
      primaryType: name,
      message: message as Record<string, unknown>,
    });
  }

  /** The next tick, observed now, with one surface of the venue received ten seconds before. */
  async nextTick(overrides: Partial<TickMessage> = {}, { venueId = this.venueId, surface = 222n } = {}) {
    this.round += 1n;
    const observedAt = overrides.observedAt ?? this.chain.timestamp;
    const receivedAt = observedAt - 10n;
    const tree = surfacesTree([
      [venueId, surface, receivedAt],
      [idOf('another venue'), 5n, receivedAt],
    ]);
    const tick: TickMessage = {
      feedId: this.feedId,
      epoch: 0,
      round: this.round,
      observedAt,
      snapshotCommitment: 333n,
      surfacesRoot: tree.root as Hex,
      previousTick: await this.read('FeedRegistry', 'tickHashOf', [this.feedId, this.round - 1n]),
      ...overrides,
    };
    const entry = { surfaceCommitment: surface, receivedAt, proof: tree.getProof(0) as Hex[] };
    return { tick, surface: entry };
  }

  /** Proves an announced liquidation for real. */
  async proof(venueId: Hex, accountBefore: bigint, accountAfter: bigint, outcomeCommitment: bigint) {
    if (!this.prover) throw new Error('this kit has no prover');
    const signals = await this.signalsOf(venueId, accountBefore, accountAfter, outcomeCommitment);
    const proof: ProofWords = await this.prover.prove(signals);
    return { accountBefore, accountAfter, outcomeCommitment, proof };
  }

  /** The seven public signals that an announced liquidation has to be proven with. */
  async signalsOf(
    venueId: Hex,
    accountBefore: bigint,
    accountAfter: bigint,
    outcomeCommitment: bigint,
  ): Promise<bigint[]> {
    const state = await this.read('LiquidationRegistry', 'stateOf', [venueId, accountBefore]);
    const sequence = BigInt(state.consumedBy);
    const facts = await this.read('LiquidationRegistry', 'factsOf', [venueId, sequence - BigInt(state.offset)]);
    const domain = await this.read('LiquidationRegistry', 'domainOf', [venueId, sequence, 1, this.instanceId]);
    return [
      domain,
      facts.rulebookCommitment,
      facts.surfaceCommitment,
      facts.snapshotCommitment,
      accountBefore,
      accountAfter,
      outcomeCommitment,
    ];
  }
}
