import { writeFieldElement } from '../formats/fieldElement.ts';
import { readCommitment, readWord } from '../formats/hexWord.ts';
import { fieldPath, readArray, readFormat, readObject, readText } from '../formats/readObject.ts';
import { refuse } from '../formats/refuse.ts';
import { MerkleTree } from '../merkle/merkleTree.ts';
import { standardLeaf } from '../merkle/standardLeaf.ts';

export const ACCOUNTS_FORMAT = 'fairmark.accounts.v1';

/** Most accounts in one root: an entry has about 200 bytes. */
export const ACCOUNTS_MAXIMUM = 262_144;

/** Largest file of accounts, in bytes. */
export const ACCOUNTS_BYTES = 64 * 1024 * 1024;

/** The states of a venue's accounts at one moment as JSON, from which its account root is made (RG-07). */
export interface AccountsDocument {
  readonly format: typeof ACCOUNTS_FORMAT;
  /** The venue's name. */
  readonly venue: string;
  /** By rising handle, one state an account. */
  readonly accounts: readonly AccountEntryDocument[];
}

export interface AccountEntryDocument {
  /** Pseudonym of the account: 0x and 64 hex digits. */
  readonly handle: string;
  readonly accountCommitment: string;
}

/** The states of a venue's accounts. */
export interface AccountStates {
  readonly venue: string;
  readonly accounts: readonly AccountEntry[];
}

export interface AccountEntry {
  /** 0x and 64 hex digits. */
  readonly handle: `0x${string}`;
  readonly accountCommitment: bigint;
}

/** Leaf of an account root. */
const ACCOUNT_LEAF = ['bytes32', 'uint256'] as const;

/**
 * Reads account states strictly: one spelling per value, handles strictly increasing, so that no account has two states.
 *
 * @throws InputError `ACCOUNT_REPEATED`, `ACCOUNT_ORDER`, and those of hexWord.ts and readObject.ts
 */
export function readAccounts(value: unknown, field = 'accounts'): AccountStates {
  const fields = readObject(value, field, ['format', 'venue', 'accounts']);
  readFormat(fields.format, fieldPath(field, 'format'), ACCOUNTS_FORMAT);
  const list = fieldPath(field, 'accounts');
  let before = '';
  return {
    venue: readText(fields.venue, fieldPath(field, 'venue')),
    accounts: readArray(fields.accounts, list, ACCOUNTS_MAXIMUM, 1).map((entry, i) => {
      const at = fieldPath(list, i);
      const account = readObject(entry, at, ['handle', 'accountCommitment']);
      const handle = readWord(account.handle, fieldPath(at, 'handle'));
      if (handle === before) refuse('ACCOUNT_REPEATED', at, 'is a second state of its account');
      if (handle < before) refuse('ACCOUNT_ORDER', at, 'does not follow by rising handle');
      before = handle;
      return {
        handle,
        accountCommitment: readCommitment(account.accountCommitment, fieldPath(at, 'accountCommitment')),
      };
    }),
  };
}

/** Account states as a document, by rising handle; reading it gives the same states in that order. */
export function writeAccounts({ venue, accounts }: AccountStates): AccountsDocument {
  const byHandle = [...accounts].sort((one, other) => (one.handle < other.handle ? -1 : 1));
  return {
    format: ACCOUNTS_FORMAT,
    venue,
    accounts: byHandle.map(({ handle, accountCommitment }) => ({
      handle,
      accountCommitment: writeFieldElement(accountCommitment),
    })),
  };
}

/** The tree whose root the venue publishes; `proofOf(i)` is for `accounts[i]`. */
export function accountsTree(accounts: readonly AccountEntry[]): MerkleTree {
  return new MerkleTree(
    accounts.map(({ handle, accountCommitment }) => standardLeaf(ACCOUNT_LEAF, [handle, accountCommitment])),
  );
}
