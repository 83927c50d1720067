import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * The pseudonym under which an account stands in a venue's account roots (RG-07): keccak-256 of a tag, a secret of the venue
 * and the account number. The same account has one handle for ever, and without the secret nobody can tell whose it is.
 *
 * @param secret 0x and 64 hex digits
 * @param accountNumber below 2^64
 */
export function accountHandle(secret: `0x${string}`, accountNumber: bigint): `0x${string}` {
  const number = hexToBytes(accountNumber.toString(16).padStart(64, '0'));
  const preimage = concatBytes(utf8ToBytes('fairmark.handle.v1'), hexToBytes(secret.slice(2)), number);
  return `0x${bytesToHex(keccak_256(preimage))}`;
}
