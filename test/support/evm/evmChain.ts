import { createBlock } from '@ethereumjs/block';
import { Common, Hardfork, Mainnet } from '@ethereumjs/common';
import { createLegacyTx } from '@ethereumjs/tx';
import { createAddressFromString, hexToBytes } from '@ethereumjs/util';
import { createVM, runTx, type VM } from '@ethereumjs/vm';
import {
  type Abi,
  bytesToHex,
  decodeErrorResult,
  decodeEventLog,
  decodeFunctionResult,
  encodeDeployData,
  encodeFunctionData,
  type Hex,
} from 'viem';
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';

/** A log, decoded by the ABI of the contracts. */
export interface EvmLog {
  readonly address: Hex;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A log as the EVM gives it. */
export interface RawLog {
  readonly address: Hex;
  readonly topics: readonly Hex[];
  readonly data: Hex;
}

/** A block with the one transaction that it holds. */
export interface EvmBlock {
  readonly number: bigint;
  readonly timestamp: bigint;
  readonly logs: readonly RawLog[];
}

/** What a transaction did. */
export interface EvmResult {
  /** Execution gas: without the 21,000 of a transaction and without calldata. */
  readonly gas: bigint;
  readonly logs: readonly EvmLog[];
  // biome-ignore lint/suspicious/noExplicitAny: decoded by an ABI that is read at run time
  readonly result: any;
}

/** A transaction that was reverted, with the contract's own error. */
export class EvmRevert extends Error {
  constructor(
    /** Name of the custom error; `''` where the EVM itself gave up, with its reason in `reason`. */
    readonly errorName: string,
    readonly args: readonly unknown[],
    readonly reason: string,
    readonly gas: bigint,
  ) {
    super(errorName === '' ? reason : `${errorName}(${args.join(', ')})`);
  }
}

export interface EvmSettings {
  /** Default: 31337, a test chain. */
  readonly chainId?: number;
  /** Seconds of the first block. */
  readonly timestamp?: bigint;
}

const GAS_LIMIT = 100_000_000n;

/** An EVM in this process (Cancun): every transaction is a block of its own. */
export class EvmChain {
  private constructor(
    private readonly vm: VM,
    private readonly common: Common,
    public timestamp: bigint,
    private number = 1n,
    private readonly history: EvmBlock[] = [],
  ) {}

  static async create({ chainId = 31_337, timestamp = 1_774_000_000n }: EvmSettings = {}): Promise<EvmChain> {
    const common = new Common({
      chain: { ...Mainnet, chainId, name: 'test' },
      hardfork: Hardfork.Cancun,
    });
    return new EvmChain(await createVM({ common }), common, timestamp);
  }

  /** Every block so far. */
  get blocks(): readonly EvmBlock[] {
    return this.history;
  }

  get chainId(): bigint {
    return this.common.chainId();
  }

  /** A copy whose further transactions do not reach this chain. */
  async fork(): Promise<EvmChain> {
    return new EvmChain(await this.vm.shallowCopy(), this.common, this.timestamp, this.number, [...this.history]);
  }

  /** Runtime code at an address. */
  async code(address: Hex): Promise<Hex> {
    return bytesToHex(await this.vm.stateManager.getCode(createAddressFromString(address)));
  }

  /** Puts other code at an address, as no transaction could. */
  putCode(address: Hex, code: Hex): Promise<void> {
    return this.vm.stateManager.putCode(createAddressFromString(address), hexToBytes(code));
  }

  warp(seconds: bigint): void {
    this.timestamp += seconds;
  }

  /** Deploys creation code. */
  async deploy(abi: Abi, bytecode: Hex, args: readonly unknown[], from: PrivateKeyAccountWithKey): Promise<Hex> {
    const data = encodeDeployData({ abi, bytecode, args });
    const { createdAddress } = await this.run(undefined, data, from, GAS_LIMIT, abi);
    if (!createdAddress) throw new Error('nothing was deployed');
    return createdAddress.toString() as Hex;
  }

  /**
   * Sends a transaction.
   *
   * @throws EvmRevert
   */
  async send(call: EvmCall & { from: PrivateKeyAccountWithKey; gas?: bigint }): Promise<EvmResult> {
    const { to, abi, functionName, args = [], from, gas = GAS_LIMIT } = call;
    const data = encodeFunctionData({ abi, functionName, args });
    const { execResult } = await this.run(to, data, from, gas, abi);
    return {
      gas: execResult.executionGasUsed,
      logs: (execResult.logs ?? []).map(([address, topics, bytes]) => {
        const { eventName, args: values } = decodeEventLog({
          abi,
          topics: topics.map((topic) => bytesToHex(topic)) as [Hex, ...Hex[]],
          data: bytesToHex(bytes),
        });
        return {
          address: bytesToHex(address),
          name: String(eventName),
          args: (values ?? {}) as Record<string, unknown>,
        };
      }),
      result: decodeFunctionResult({ abi, functionName, data: bytesToHex(execResult.returnValue) }),
    };
  }

  /**
   * Calls without changing anything.
   *
   * @throws EvmRevert
   */
  // biome-ignore lint/suspicious/noExplicitAny: decoded by an ABI that is read at run time
  async read({ to, abi, functionName, args = [] }: EvmCall): Promise<any> {
    const data = encodeFunctionData({ abi, functionName, args });
    return decodeFunctionResult({ abi, functionName, data: await this.call(to, data, abi) });
  }

  /** Raw `eth_call`. */
  async call(to: Hex, data: Hex, abi: Abi = []): Promise<Hex> {
    await this.vm.stateManager.checkpoint();
    try {
      const { execResult } = await this.vm.evm.runCall({
        to: createAddressFromString(to),
        data: hexToBytes(data),
        gasLimit: GAS_LIMIT,
        isStatic: true,
        block: this.block(),
      });
      if (execResult.exceptionError) throw revertOf(execResult, abi);
      return bytesToHex(execResult.returnValue);
    } finally {
      await this.vm.stateManager.revert();
    }
  }

  /** Root of a contract's whole storage: the same root means that nothing in it changed. */
  async storageRoot(address: Hex): Promise<Hex> {
    const account = await this.vm.stateManager.getAccount(createAddressFromString(address));
    if (!account) throw new Error(`there is no contract at ${address}`);
    return bytesToHex(account.storageRoot);
  }

  /** The code that is deployed at an address. */
  codeAt(address: Hex): Promise<Uint8Array> {
    return this.vm.stateManager.getCode(createAddressFromString(address));
  }

  /** Puts other code at an address, which no transaction of this hardfork can. */
  setCode(address: Hex, code: Hex): Promise<void> {
    return this.vm.stateManager.putCode(createAddressFromString(address), hexToBytes(code));
  }

  private block() {
    return createBlock(
      { header: { number: this.number, timestamp: this.timestamp, gasLimit: GAS_LIMIT * 10n, baseFeePerGas: 0n } },
      { common: this.common, skipConsensusFormatValidation: true },
    );
  }

  private async run(to: Hex | undefined, data: Hex, from: PrivateKeyAccountWithKey, gas: bigint, abi: Abi) {
    const intrinsic = createLegacyTx(
      { ...(to === undefined ? {} : { to }), data, gasLimit: GAS_LIMIT, gasPrice: 0n },
      { common: this.common },
    ).getIntrinsicGas();
    // The limit that a test gives is of execution: calldata and the transaction itself are paid on top.
    const tx = createLegacyTx(
      { ...(to === undefined ? {} : { to }), data, gasLimit: gas + intrinsic, gasPrice: 0n },
      { common: this.common },
    ).sign(hexToBytes(from.privateKey));
    const done = await runTx(this.vm, {
      tx,
      block: this.block(),
      skipBalance: true,
      skipNonce: true,
      skipHardForkValidation: true,
      skipBlockGasLimitValidation: true,
    });
    const { exceptionError, logs = [] } = done.execResult;
    this.history.push({
      number: this.number,
      timestamp: this.timestamp,
      logs: (exceptionError ? [] : logs).map(([address, topics, data]) => ({
        address: bytesToHex(address),
        topics: topics.map((topic) => bytesToHex(topic)),
        data: bytesToHex(data),
      })),
    });
    this.number += 1n;
    if (exceptionError) throw revertOf(done.execResult, abi);
    return done;
  }
}

interface EvmCall {
  readonly to: Hex;
  readonly abi: Abi;
  readonly functionName: string;
  readonly args?: readonly unknown[];
}

/** An account that tests send from and sign with. */
export type PrivateKeyAccountWithKey = PrivateKeyAccount & { readonly privateKey: Hex };

/** The account of a small number: the same in every run. */
export function testAccount(number: number): PrivateKeyAccountWithKey {
  const privateKey: Hex = `0x${(0xfa1_0000 + number).toString(16).padStart(64, '0')}`;
  return { ...privateKeyToAccount(privateKey), privateKey };
}

function revertOf(
  result: { exceptionError?: { error: string }; returnValue: Uint8Array; executionGasUsed: bigint },
  abi: Abi,
): EvmRevert {
  const data = bytesToHex(result.returnValue);
  const reason = String(result.exceptionError?.error ?? 'unknown');
  try {
    const { errorName, args } = decodeErrorResult({ abi, data });
    return new EvmRevert(errorName, (args ?? []) as readonly unknown[], reason, result.executionGasUsed);
  } catch {
    return new EvmRevert('', [], `${reason} ${data}`, result.executionGasUsed);
  }
}
