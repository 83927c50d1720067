import { accountCommitment } from '../../circuits/commitment/accountCommitment.ts';
import { type AccountDocument, readAccount } from '../../verifier/formats/account.ts';
import { writeFieldElement } from '../../verifier/formats/fieldElement.ts';
import { accountHandle } from '../../verifier/signed/accountHandle.ts';
import type { AccountEntry } from '../../verifier/signed/accountsDocument.ts';
import { type AccountKind, generateAccount } from '../accounts/generateAccount.ts';
import { listedMarket } from '../accounts/listedMarket.ts';
import { randomSalt } from '../randomSalt.ts';
import type { DemoTick } from './demoTick.ts';
import type { ExampleRules } from './exampleRules.ts';

/** An account of the made-up venue. */
export interface ChainAccount {
  readonly document: AccountDocument;
  readonly entry: AccountEntry;
  /** Whether it is below its requirement. */
  readonly isLiquidated: boolean;
}

/** What each account trades, and by how much equity is below the requirement, per mille of it; negative is healthy. */
const ACCOUNTS: readonly (readonly [kind: AccountKind, shortfall: bigint])[] = [
  ['shortStrangle', 80n],
  ['nakedShort', 120n],
  ['vertical', 60n],
  ['condor', -150n],
  ['coveredCall', -300n],
  ['shortStrangle', -80n],
];

/**
 * Small made-up accounts of a tick, some of them under water, with their pseudonyms.
 *
 * @param handleSecret from which handles follow
 */
export function chainAccounts(tick: DemoTick, rules: ExampleRules, handleSecret: `0x${string}`): ChainAccount[] {
  const market = listedMarket({ ...tick, books: [tick] }, rules);
  return ACCOUNTS.map(([kind, shortfall], i) => {
    const made = generateAccount({ market, kind, seed: i + 1, size: 'small', shortfall });
    // A made-up salt follows from the seed and hides nothing.
    const document = { ...made.document, accountNumber: i + 1, salt: writeFieldElement(randomSalt()) };
    const account = readAccount(document, rules.published, tick.snapshot);
    return {
      document,
      entry: {
        handle: accountHandle(handleSecret, account.accountNumber),
        accountCommitment: accountCommitment(account),
      },
      isLiquidated: shortfall > 0n,
    };
  });
}
