import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import {
  encodeType,
  SIGNED_TYPES,
  SIGNING_DOMAIN_VERSION,
  SIGNING_DOMAINS,
  type SignedTypeName,
} from './signedTypes.ts';
import type { SigningPlace } from './signingPlace.ts';
import { type StaticValue, staticWord } from './staticWord.ts';

/** What stands in the fields of a signed type: integers for `uintN`, 0x and hex digits for `bytes32`. */
export type SignedMessage<Name extends SignedTypeName> = {
  readonly [Field in (typeof SIGNED_TYPES)[Name][number] as Field[1]]: Field[0] extends `uint${number}`
    ? bigint
    : `0x${string}`;
};

const DOMAIN_TYPE = 'EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)';

const hashText = (text: string) => keccak_256(utf8ToBytes(text));
const hex = (bytes: Uint8Array): `0x${string}` => `0x${bytesToHex(bytes)}`;

/**
 * EIP-712 `hashStruct` of a message: keccak-256 of the type's hash and one word per field.
 *
 * @throws RangeError where a value does not fit the type of its field
 */
export function structHash<Name extends SignedTypeName>(name: Name, message: SignedMessage<Name>): `0x${string}` {
  const values: Readonly<Record<string, StaticValue>> = message;
  const words = SIGNED_TYPES[name].map(([type, field]) => staticWord(type, values[field] as StaticValue));
  return hex(keccak_256(concatBytes(hashText(encodeType(name)), ...words)));
}

/** EIP-712 domain separator of the contract that checks signatures over a type. */
export function domainSeparator(name: SignedTypeName, { chainId, verifyingContract }: SigningPlace): `0x${string}` {
  const words = [
    hashText(DOMAIN_TYPE),
    hashText(SIGNING_DOMAINS[name]),
    hashText(SIGNING_DOMAIN_VERSION),
    staticWord('uint256', chainId),
    staticWord('address', verifyingContract),
  ];
  return hex(keccak_256(concatBytes(...words)));
}

/** The 32 bytes that are signed: keccak-256 of 0x1901, the domain separator and the struct hash. */
export function signingDigest<Name extends SignedTypeName>(
  name: Name,
  message: SignedMessage<Name>,
  place: SigningPlace,
): `0x${string}` {
  const words = [domainSeparator(name, place), structHash(name, message)] as const;
  return hex(keccak_256(concatBytes(Uint8Array.of(0x19, 0x01), ...words.map((word) => staticWord('bytes32', word)))));
}
