import { CHAIN_CHECKS } from './chain/chainChecks.ts';

/** Where a check belongs: to the receipt alone, to an opening of it, to the registry on chain, or to the world outside. */
export type CheckPart = 'receipt' | 'opening' | 'chain' | 'fact';

interface CheckDefinition {
  readonly part: CheckPart;
  readonly clause?: string;
  readonly title: string;
  /** The sentence of a check that passed, and that of one which could not be made. */
  readonly passed: string;
  readonly unconfirmed: string;
}

/** What a proof shows under a key that nobody can forge with. */
export const PROVEN =
  'by the committed rules, model and market data, the committed account was liquidatable, and was closed as clauses FM-10 to FM-17 say';

/** What a receipt under a development key is worth. */
export const FORGEABLE =
  'DEVELOPMENT key: its secret is public, and anyone can forge this proof. It shows nothing about a real liquidation.';

const NOT_REACHED = 'Not checked, because an earlier check failed.';

const of =
  (part: CheckPart) =>
  (title: string, passed: string, clause?: string): CheckDefinition => ({
    ...{ part, title, passed, unconfirmed: NOT_REACHED },
    ...(clause && { clause }),
  });
const receipt = of('receipt');
const opening = of('opening');

function fact(title: string, unconfirmed: string, passed = ''): CheckDefinition {
  return { part: 'fact', title, passed, unconfirmed };
}

/** Every check of a report, in its order. */
export const CHECKS = {
  format: receipt('Receipt format', 'The file is a receipt: nothing is missing or added.'),
  'statement-version': receipt('Statement version', 'The receipt is of the statement version that is checked here.'),
  'key-known': receipt('Verification key', 'The receipt names a key that is built into this verifier.'),
  instance: receipt('Circuit size', 'The key belongs to the circuit size that the receipt names.'),
  'key-kind': receipt('Kind of key', 'The receipt says truthfully how its key came to be.'),
  'key-sound': receipt('Soundness of the key', 'The key has none of the known defects that let anyone forge.'),
  signals: receipt('Public signals', 'All seven are there, each in its only spelling.', 'FM-03'),
  domain: receipt(
    'Domain',
    'The proof was made for this venue, sequence number and statement, and for nothing else.',
    'FM-01',
  ),
  'proof-points': receipt('Form of the proof', 'It consists of proper points of its curves.'),
  proof: receipt('Proof', `The proof holds: ${PROVEN}.`, 'FM-01 to FM-18'),

  opening: opening('Opening', 'The file is an opening: nothing is missing or added.'),
  charter: opening('Charter', 'Every value is inside the hard limits of the statement.', 'FM-02.1'),
  venue: opening('Venue of the charter', 'The charter names the venue of the receipt.'),
  rulebook: opening(
    'Rulebook',
    'Charter and scenario root are those of the proof. The scenarios stay hidden, but the proof keeps them inside the bounds of the charter.',
    'FM-02.2',
  ),
  snapshot: opening('Market data', 'Index, forwards and discounts are those of the proof.', 'FM-02.5'),
  'account-before': opening('Account before', 'This is the account of the proof before the liquidation.', 'FM-02.6'),
  'account-state': opening(
    'State of the account',
    'The account is not later than the market data, and settles in the currency of the charter.',
    'FM-05',
  ),
  instruments: opening('Instruments', 'The market data cover every position, and none had expired.', 'FM-05'),
  'reduce-only': opening('Reduce only', 'At least one lot was closed, and of no position more than was held.', 'FM-10'),
  'closing-prices': opening(
    'Closing prices',
    'No price is below zero, and futures, perpetuals and spot closed within the caps of the charter. Of options, whose marks are hidden, the proof shows it.',
    'FM-14',
  ),
  fee: opening('Fee', 'The fee is at most the rate of the charter on the closed notional.', 'FM-15'),
  terminal: opening(
    'Terminal close',
    'Nothing stayed open. Clauses FM-11 to FM-13 do not bind a terminal close.',
    'FM-17',
  ),
  draw: opening(
    'Insurance draw',
    'The insurance fund paid exactly what brought cash up to zero, with nothing left open and no fee.',
    'FM-17',
  ),
  'after-applied': opening(
    'Effect on the account',
    'The account after is the account before with the closed lots removed, the cash moved, and the next sequence number.',
    'FM-16',
  ),
  'account-after': opening('Account after', 'This is the account of the proof after the liquidation.', 'FM-16'),
  outcome: opening(
    'Outcome',
    'Closed lots, prices, fee, draw, equity and requirement are exactly those of the proof.',
    'FM-18',
  ),
  trigger: opening('Trigger', 'The equity that the venue tells is below the requirement, or below zero.', 'FM-09'),

  statement: opening('Account statement', 'The opening holds a statement, signed by the signer whom it names.'),
  'statement-place': opening('Place of the statement', 'It was signed for the chain and registry of the receipt.'),
  'statement-account': opening(
    'Account of the statement',
    'It is on the account before: venue, number, sequence, time and commitment are the same.',
  ),
  'statement-signer': opening(
    'Signer of the statement',
    'It was signed by an address that you trust to sign for the venue.',
  ),
  tick: opening('Signed tick', 'The opening holds a tick, signed by the different signers whom it names.'),
  'tick-place': opening('Place of the tick', 'It was signed for the chain of the receipt.'),
  'tick-snapshot': opening(
    'Market data of the tick',
    'It is of the market data of the proof: commitment, feed, round and time are the same.',
  ),
  'tick-surface': opening(
    'Surface of the tick',
    'It lists one surface of the venue, that of the proof, and says that it came before the market was observed.',
  ),
  'tick-signers': opening('Signers of the tick', 'A quorum of the oracle signers that you trust signed the tick.'),
  ...CHAIN_CHECKS,

  'least-notional': {
    part: 'fact',
    clause: 'FM-13',
    title: 'Least notional',
    passed:
      'The charter demands that a close which is not terminal has the least notional that meets its scenario, and the proof covers it.',
    unconfirmed: 'Whether the charter demands it is not known without an opening.',
  },
  setup: {
    part: 'fact',
    title: 'Set-up of the key',
    passed: 'The key comes from a ceremony.',
    unconfirmed: 'How the key came to be is not known.',
  },
  registration: fact(
    'Registration',
    'UNREGISTERED: no on-chain record of this liquidation is confirmed. The venue counts the sequence number itself and could give it twice.',
  ),
  'model-committed': fact(
    'Model fixed beforehand',
    'It is not confirmed that rules and surface were committed before the market data were known, or are the same for every account.',
  ),
  'surface-sensible': fact(
    'Sensible surface',
    'Nothing shows that the venue’s volatility surface was sensible at this tick.',
  ),
  'oracle-signature': fact(
    'Oracle',
    'It is not confirmed that an oracle signed the market data.',
    'A quorum of the oracle signers that you trust signed the market data of the proof.',
  ),
  'charter-published': fact(
    'Published charter',
    'It is not confirmed that the venue had published this charter. Compare it with the venue’s.',
  ),
  'account-statement': fact(
    'Statement on the account',
    'It is not confirmed that the account is yours, and that its state was the latest. Compare it with the last statement that the venue signed for you.',
    'An address that you trust to sign for the venue signed this state of the account. If you hold a statement with a higher sequence number from before the market data, the state was not the latest: report it.',
  ),
} as const satisfies Record<string, CheckDefinition>;

export type CheckId = keyof typeof CHECKS;

/** The ids in the order of a report. */
export const CHECK_IDS = Object.keys(CHECKS) as CheckId[];

/** The definition of a check, with its optional parts. */
export function checkDefinition(id: CheckId): CheckDefinition {
  return CHECKS[id];
}
