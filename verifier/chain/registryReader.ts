import { REGISTRY_VIEWS } from '../generated/registryAbi.ts';
import { ChainAnswerError } from './chainAnswerError.ts';
import type { ChainReader } from './chainReader.ts';
import { decodeView } from './decodeView.ts';
import { encodeCall } from './encodeCall.ts';
import type { ViewArguments, ViewResult } from './viewLayout.ts';

type Hex = `0x${string}`;
type Views = typeof REGISTRY_VIEWS;

/** What a view answers, by its name. */
export type RegistryAnswer<N extends keyof Views> = ViewResult<Views[N]>;
/** What the registry knows of an account state: `State` of ILiquidationRegistry. */
export type RegistryState = RegistryAnswer<'stateOf'>;
export type LiquidationStatus = RegistryState['status'];
/** What an announcement fixed: `Facts` of ILiquidationRegistry. */
export type RegistryFacts = RegistryAnswer<'factsOf'>;
/** A published charter: `Charter` of ICharterRegistry. */
export type RegistryCharter = RegistryAnswer<'charterAt'>;
/** A verifier: `VerifierRecord` of IVerifierRegistry. */
export type RegistryVerifier = RegistryAnswer<'verifierAt'>;

/** The views of a deployment, found from the address of its LiquidationRegistry alone. */
export class RegistryReader {
  readonly charters: Hex = '0x';
  readonly feeds: Hex = '0x';
  readonly verifiers: Hex = '0x';

  private constructor(
    private readonly reader: ChainReader,
    /** LiquidationRegistry, lower case. */
    readonly registry: Hex,
  ) {}

  /** @param registry address of LiquidationRegistry that the caller trusts, lower case; never one out of a receipt */
  static async open(reader: ChainReader, registry: Hex): Promise<RegistryReader> {
    const its = new RegistryReader(reader, registry);
    for (const name of ['charters', 'feeds', 'verifiers'] as const) {
      const { value } = await its.read(name);
      if (BigInt(value) === 0n) throw new ChainAnswerError(name, 'is the zero address');
      Object.assign(its, { [name]: value });
    }
    return its;
  }

  /**
   * What a view answers. Addresses among the arguments are in lower case.
   *
   * Rejects with what the reader rejects with, and with a ChainAnswerError for an answer that is not exactly what its
   * type says: nothing is taken for zero.
   */
  async read<N extends keyof Views>(name: N, ...args: ViewArguments<Views[N]>): Promise<RegistryAnswer<N>> {
    const view = REGISTRY_VIEWS[name];
    return decodeView(name, view, await this.reader.call(this[view.at], encodeCall(name, view, args)));
  }
}
