import { REGISTRY_VIEWS } from '../generated/registryAbi.ts';
import type { SetupKind } from '../verificationKey.ts';
import { ChainAnswerError } from './chainAnswerError.ts';
import type { ChainReader } from './chainReader.ts';
import { decodeView } from './decodeView.ts';
import { encodeCall } from './encodeCall.ts';
import type { ViewArguments, ViewLayout, ViewResult } from './viewLayout.ts';

type Hex = `0x${string}`;

const { LiquidationRegistry, CharterRegistry, VerifierRegistry } = REGISTRY_VIEWS;

/** In the order of the contract's `Status`. */
const STATUSES = ['none', 'announced', 'recorded', 'overdue'] as const;
/** In the order of the contract's `SetupKind`. */
const KINDS = ['development', 'ceremony'] as const satisfies readonly SetupKind[];

export type LiquidationStatus = (typeof STATUSES)[number];

/** What the registry knows of an account state: `State` of ILiquidationRegistry. */
export type RegistryState = Omit<ViewResult<typeof LiquidationRegistry.stateOf>, 'status'> & {
  readonly status: LiquidationStatus;
};
/** What an announcement fixed: `Facts` of ILiquidationRegistry. */
export type RegistryFacts = ViewResult<typeof LiquidationRegistry.factsOf>;
/** A published charter: `Charter` of ICharterRegistry. */
export type RegistryCharter = ViewResult<typeof CharterRegistry.charterAt>;
/** A verifier: `VerifierRecord` of IVerifierRegistry. */
export type RegistryVerifier = Omit<ViewResult<typeof VerifierRegistry.verifierAt>, 'kind'> & {
  readonly kind: SetupKind;
};

const hasCode = (address: Hex) => !/^0x0*$/.test(address);

/**
 * The views of a deployment, found from the address of its LiquidationRegistry alone.
 *
 * Every method rejects with what the reader rejects with, and with a ChainAnswerError for an answer that is not exactly
 * what its type says: nothing is taken for zero.
 */
export class RegistryReader {
  private constructor(
    private readonly reader: ChainReader,
    /** LiquidationRegistry, lower case. */
    readonly registry: Hex,
    readonly charters: Hex,
    readonly feeds: Hex,
    readonly verifiers: Hex,
  ) {}

  /** @param registry address of LiquidationRegistry that the caller trusts, lower case; never one out of a receipt */
  static async open(reader: ChainReader, registry: Hex): Promise<RegistryReader> {
    const addressOf = async (name: 'charters' | 'feeds' | 'verifiers'): Promise<Hex> => {
      const { value } = await ask(reader, registry, name, LiquidationRegistry[name], []);
      if (!hasCode(value)) throw new ChainAnswerError(name, 'is the zero address');
      return value;
    };
    return new RegistryReader(
      reader,
      registry,
      await addressOf('charters'),
      await addressOf('feeds'),
      await addressOf('verifiers'),
    );
  }

  async stateOf(venueId: Hex, accountCommitment: bigint): Promise<RegistryState> {
    const view = LiquidationRegistry.stateOf;
    const state = await ask(this.reader, this.registry, 'stateOf', view, [venueId, accountCommitment]);
    return { ...state, status: named('stateOf', STATUSES, state.status) };
  }

  factsOf(venueId: Hex, first: bigint): Promise<RegistryFacts> {
    return ask(this.reader, this.registry, 'factsOf', LiquidationRegistry.factsOf, [venueId, first]);
  }

  countsOf(venueId: Hex): Promise<ViewResult<typeof LiquidationRegistry.countsOf>> {
    return ask(this.reader, this.registry, 'countsOf', LiquidationRegistry.countsOf, [venueId]);
  }

  async hasEquivocated(venueId: Hex): Promise<boolean> {
    const view = LiquidationRegistry.hasEquivocated;
    return (await ask(this.reader, this.registry, 'hasEquivocated', view, [venueId])).value;
  }

  charterAt(venueId: Hex, index: bigint): Promise<RegistryCharter> {
    return ask(this.reader, this.charters, 'charterAt', CharterRegistry.charterAt, [venueId, index]);
  }

  /** @param signer lower case */
  async isStatementSigner(venueId: Hex, signer: Hex, stateTime: bigint): Promise<boolean> {
    const view = CharterRegistry.isStatementSigner;
    return (await ask(this.reader, this.charters, 'isStatementSigner', view, [venueId, signer, stateTime])).value;
  }

  async verifierAt(verifierId: bigint): Promise<RegistryVerifier> {
    const view = VerifierRegistry.verifierAt;
    const record = await ask(this.reader, this.verifiers, 'verifierAt', view, [verifierId]);
    return { ...record, kind: named('verifierAt', KINDS, record.kind) };
  }
}

async function ask<const V extends ViewLayout>(
  reader: ChainReader,
  to: Hex,
  name: string,
  view: V,
  args: ViewArguments<V>,
): Promise<ViewResult<V>> {
  return decodeView(name, view, await reader.call(to, encodeCall(view, args)));
}

/** The name of an enum's value. */
function named<T extends string>(view: string, names: readonly T[], value: bigint): T {
  const name = names[Number(value)];
  if (name === undefined) throw new ChainAnswerError(view, 'has a value outside its enumeration');
  return name;
}
