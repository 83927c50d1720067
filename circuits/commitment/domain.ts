import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

/** What a receipt is bound to. Off chain, chain id and registry are zero and the venue counts the sequence itself. */
export interface DomainPreimage {
  statementVersion: number;
  /** keccak-256 of the instance's name, 0x and 64 hex digits. */
  instanceId: string;
  chainId: bigint;
  /** 0x and 40 hex digits. */
  registry: string;
  /** 0x and 64 hex digits. */
  venueId: string;
  sequence: bigint;
}

const word = (value: bigint) => value.toString(16).padStart(64, '0');

/** keccak-256 of a text as 0x and 64 hex digits. */
export function textId(text: string): string {
  return `0x${bytesToHex(keccak_256(utf8ToBytes(text)))}`;
}

/**
 * domain = uint256(keccak256(abi.encode(keccak256("fairmark.domain.v1"), statementVersion, instanceId, chainId,
 * registry, venueId, sequence))) >> 8 (FM-01).
 */
export function domainValue(preimage: DomainPreimage): bigint {
  const encoded = [
    textId('fairmark.domain.v1').slice(2),
    word(BigInt(preimage.statementVersion)),
    preimage.instanceId.slice(2),
    word(preimage.chainId),
    preimage.registry.slice(2).padStart(64, '0'),
    preimage.venueId.slice(2),
    word(preimage.sequence),
  ].join('');
  return BigInt(`0x${bytesToHex(keccak_256(hexToBytes(encoded)))}`) >> 8n;
}
