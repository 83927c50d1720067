import { readAddress } from '../formats/hexWord.ts';
import { fieldPath } from '../formats/readObject.ts';
import { refuse } from '../formats/refuse.ts';

/** Where a signature counts: zeros off chain. */
export interface SigningPlace {
  readonly chainId: bigint;
  /** The contract that checks the signature: 0x and 40 lower-case hex digits. */
  readonly verifyingContract: `0x${string}`;
}

/** As many digits as fit in 256 bits whatever they are. */
const CHAIN_ID = /^(?:0|[1-9]\d{0,76})$/;

export const NO_CONTRACT: `0x${string}` = `0x${'0'.repeat(40)}`;

/** Where signatures count that no chain is to check. */
export const OFF_CHAIN: SigningPlace = { chainId: 0n, verifyingContract: NO_CONTRACT };

/**
 * Reads a place from the fields `chainId` and `contractKey` of a document: both are zero or neither is.
 *
 * @throws InputError `CHAIN_ID_INVALID`, `ADDRESS_INVALID`, `PLACE_MIXED`
 */
export function readSigningPlace<Key extends string>(
  fields: Readonly<Record<'chainId' | Key, unknown>>,
  contractKey: Key,
  parent: string,
): SigningPlace {
  const chainField = fieldPath(parent, 'chainId');
  const contractField = fieldPath(parent, contractKey);
  if (typeof fields.chainId !== 'string' || !CHAIN_ID.test(fields.chainId)) {
    return refuse('CHAIN_ID_INVALID', chainField, 'is not a text of decimal digits in their one spelling');
  }
  const chainId = BigInt(fields.chainId);
  const verifyingContract = readAddress(fields[contractKey], contractField);
  if ((chainId === 0n) === (verifyingContract === NO_CONTRACT)) return { chainId, verifyingContract };
  return refuse('PLACE_MIXED', chainField, `and ${contractField} do not go together`, {
    remedy: 'Off chain both are zero, on chain neither is.',
  });
}
