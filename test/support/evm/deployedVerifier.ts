import type { Abi, Hex } from 'viem';
import type { ContractArtifact } from '../../../prover/setup/contracts/contractArtifact.ts';
import { EvmChain, EvmRevert, testAccount } from './evmChain.ts';

const SENDER = testAccount(1);

/** A Groth16 verifier alone in an EVM. */
export class DeployedVerifier {
  private constructor(
    readonly chain: EvmChain,
    readonly address: Hex,
    readonly abi: Abi,
  ) {}

  static async deploy({ abi, bytecode }: ContractArtifact): Promise<DeployedVerifier> {
    const chain = await EvmChain.create();
    return new DeployedVerifier(chain, await chain.deploy(abi, bytecode, [], SENDER), abi);
  }

  /** Who calls `verify`. */
  get sender(): Hex {
    return SENDER.address;
  }

  /**
   * What `verify` answers.
   *
   * @param gas limit of execution
   * @throws EvmRevert
   */
  async verify(words: readonly bigint[], gas?: bigint): Promise<unknown> {
    const { result } = await this.chain.send({
      to: this.address,
      abi: this.abi,
      functionName: 'verify',
      args: [words],
      from: SENDER,
      ...(gas === undefined ? {} : { gas }),
    });
    return result;
  }

  /** The error and its values with which `verify` refuses; `undefined` if it does not. */
  async refusal(words: readonly bigint[], gas?: bigint): Promise<readonly unknown[] | undefined> {
    try {
      await this.verify(words, gas);
      return undefined;
    } catch (error) {
      if (!(error instanceof EvmRevert)) throw error;
      return [error.errorName, ...error.args];
    }
  }

  // biome-ignore lint/suspicious/noExplicitAny: decoded by an ABI that is read at run time
  read(functionName: string): Promise<any> {
    return this.chain.read({ to: this.address, abi: this.abi, functionName });
  }
}
