import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import type { Abi } from 'viem';

/** One contract as the compiler gives it. */
export interface ContractArtifact {
  readonly abi: Abi;
  /** Creation code, without constructor arguments. */
  readonly bytecode: `0x${string}`;
}

/** Everything that one run of the compiler gives. */
export interface CompiledContracts {
  readonly compiler: string;
  /** By contract name; interfaces, libraries and abstract contracts are left out. */
  readonly contracts: Readonly<Record<string, ContractArtifact>>;
}

/** keccak-256 of a contract's creation code, as the lock has it. */
export function bytecodeHash({ bytecode }: ContractArtifact): `0x${string}` {
  return `0x${bytesToHex(keccak_256(hexToBytes(bytecode.slice(2))))}`;
}
