import { accountCommitment } from '../../circuits/commitment/accountCommitment.ts';
import type { Account } from '../../circuits/objects.ts';
import type { PublishedCharter } from '../../verifier/formats/charter.ts';
import { accountHandle } from '../../verifier/signed/accountHandle.ts';
import type { SigningPlace } from '../../verifier/signed/signingPlace.ts';
import type { UnsignedStatement } from '../../verifier/signed/statement.ts';

/**
 * What a venue signs for the owner about a state of the account (RG-13).
 *
 * @param handleSecret the venue's, 0x and 64 hex digits
 */
export function draftStatement(
  account: Account,
  published: PublishedCharter,
  place: SigningPlace,
  handleSecret: `0x${string}`,
): UnsignedStatement {
  return {
    place,
    venue: published.document.venue,
    handle: accountHandle(handleSecret, account.accountNumber),
    accountNumber: account.accountNumber,
    stateSequence: account.sequence,
    stateTime: account.time,
    accountCommitment: accountCommitment(account),
  };
}
