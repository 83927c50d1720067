import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';

/** r and s of 32 bytes, v of one: 0x and 130 hex digits. */
const SIGNATURE = /^0x([0-9a-f]{128})(1b|1c)$/i;

/**
 * The address whose key signed a digest, as OpenZeppelin's ECDSA recovers it: 65 bytes, v 27 or 28, s in the lower half
 * of the order. A signature so has one spelling, and whoever has one cannot make a second of it.
 *
 * @param digest 0x and 64 hex digits
 * @returns address in lower case, or undefined where the signature is none
 */
export function recoverSigner(digest: `0x${string}`, signature: string): `0x${string}` | undefined {
  const [, scalars, v] = SIGNATURE.exec(signature) ?? [];
  if (scalars === undefined || v === undefined) return undefined;
  try {
    const parsed = secp256k1.Signature.fromBytes(hexToBytes(scalars), 'compact');
    if (parsed.hasHighS()) return undefined;
    const key = parsed.addRecoveryBit(Number.parseInt(v, 16) - 27).recoverPublicKey(hexToBytes(digest.slice(2)));
    return `0x${bytesToHex(keccak_256(key.toBytes(false).subarray(1)).subarray(12))}`;
  } catch {
    // r or s is zero or not below the order, or r is the x of no point.
    return undefined;
  }
}
