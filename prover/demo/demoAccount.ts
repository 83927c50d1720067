import type { Account } from '../../circuits/objects.ts';
import {
  ACCOUNT_FORMAT,
  type AccountDocument,
  type PositionDocument,
  readAccount,
} from '../../verifier/formats/account.ts';
import { formatScaled, MICRO } from '../../verifier/formats/decimal.ts';
import { writeFieldElement } from '../../verifier/formats/fieldElement.ts';
import { writeTime } from '../../verifier/formats/time.ts';
import { cashFor } from '../accounts/cashFor.ts';
import { accountHealth } from '../plan/accountHealth.ts';
import { randomSalt } from '../randomSalt.ts';
import { demoPlanInput } from './demoPlanInput.ts';
import type { DemoTick } from './demoTick.ts';
import type { ExampleRules } from './exampleRules.ts';

const SECONDS_BEFORE = 60n;
/** Cash is in whole dollars. */
const DOLLAR = 1_000_000n;

/** How the account is made up. */
export interface DemoAccountOptions {
  positions: readonly PositionDocument[];
  rules: ExampleRules;
  /** Its state is dated a minute before this tick. */
  opened: DemoTick;
  /** At this tick equity is below the requirement by `shortfall` per mille of it. */
  liquidated: DemoTick;
  shortfall: bigint;
}

/** An account with chosen positions, and cash that leaves it under water by a chosen share. */
export function demoAccount(options: DemoAccountOptions): { document: AccountDocument; account: Account } {
  const { positions, rules, opened, liquidated, shortfall } = options;
  const withCash = (cash: bigint): AccountDocument => ({
    format: ACCOUNT_FORMAT,
    owner: 'made-up account 42',
    accountNumber: 42,
    sequence: 17,
    time: writeTime(opened.snapshot.time - SECONDS_BEFORE),
    settlement: { currency: 'USD' },
    cash: formatScaled(cash, MICRO),
    salt,
    positions,
  });
  const salt = writeFieldElement(randomSalt());
  const read = (document: AccountDocument) => readAccount(document, rules.published, liquidated.snapshot);
  const health = accountHealth(demoPlanInput(read(withCash(0n)), rules, liquidated));
  const document = withCash(cashFor(health, shortfall, DOLLAR));
  return { document, account: read(document) };
}
