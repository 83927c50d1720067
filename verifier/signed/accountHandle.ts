import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { staticWord } from './staticWord.ts';

/**
 * The pseudonym under which an account stands in a venue's account roots (RG-07): keccak-256 of a tag, a secret of the venue
 * and the account number. The same account has one handle for ever, and without the secret nobody can tell whose it is.
 *
 * @param secret 0x and 64 hex digits
 * @param accountNumber below 2^64
 */
export function accountHandle(secret: `0x${string}`, accountNumber: bigint): `0x${string}` {
  const preimage = concatBytes(
    utf8ToBytes('fairmark.handle.v1'),
    staticWord('bytes32', secret),
    staticWord('uint256', accountNumber),
  );
  return `0x${bytesToHex(keccak_256(preimage))}`;
}
