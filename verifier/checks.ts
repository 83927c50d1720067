/** Where a check belongs: to the receipt alone, to an opening of it, or to the world outside both. */
export type CheckPart = 'receipt' | 'opening' | 'fact';

interface CheckDefinition {
  readonly part: CheckPart;
  readonly clause?: string;
  readonly title: string;
  /** The sentence of a check that passed, and that of one which could not be made. */
  readonly passed: string;
  readonly unconfirmed: string;
}

const NOT_REACHED = 'Not checked, because an earlier check failed.';

function receipt(title: string, passed: string, clause?: string): CheckDefinition {
  return { part: 'receipt', title, passed, unconfirmed: NOT_REACHED, ...(clause === undefined ? {} : { clause }) };
}

function opening(title: string, passed: string, clause?: string): CheckDefinition {
  return { part: 'opening', title, passed, unconfirmed: NOT_REACHED, ...(clause === undefined ? {} : { clause }) };
}

function fact(title: string, unconfirmed: string, passed = ''): CheckDefinition {
  return { part: 'fact', title, passed, unconfirmed };
}

/** Every check of a report, in its order. */
export const CHECKS = {
  format: receipt('Receipt format', 'The file is a receipt, with nothing missing and nothing added.'),
  'statement-version': receipt(
    'Statement version',
    'The receipt is about the version of the statement that is checked here.',
  ),
  'key-known': receipt(
    'Verification key',
    'The receipt names a verification key that is built into this verifier. Keys are never taken from a receipt.',
  ),
  instance: receipt('Circuit size', 'The verification key belongs to the circuit size that the receipt names.'),
  'key-kind': receipt('Kind of key', 'The receipt says truthfully how its verification key came to be.'),
  'key-sound': receipt(
    'Soundness of the key',
    'The verification key has none of the known defects that let anyone forge.',
  ),
  signals: receipt('Public signals', 'All seven public signals are there, each in its only spelling.', 'FM-03'),
  domain: receipt(
    'Domain',
    'The proof was made for this venue, this sequence number and this statement, and for nothing else.',
    'FM-01',
  ),
  'proof-points': receipt('Form of the proof', 'The proof consists of proper points of its curves.'),
  proof: receipt(
    'Proof',
    'The proof holds: by the committed rules, model and market data, the committed account was liquidatable, and was closed as clauses FM-10 to FM-17 say.',
    'FM-01 to FM-18',
  ),

  opening: opening('Opening', 'The file is an opening, with nothing missing and nothing added.'),
  charter: opening('Charter', 'Every value of the charter is inside the hard limits of the statement.', 'FM-02.1'),
  venue: opening('Venue of the charter', 'The charter names the venue of the receipt.'),
  rulebook: opening(
    'Rulebook',
    'Charter and scenario root are those of the proof. The scenarios behind the root stay hidden, but the proof keeps them inside the bounds of the charter.',
    'FM-02.2',
  ),
  snapshot: opening('Market data', 'Index, forwards and discounts are those of the proof.', 'FM-02.5'),
  'account-before': opening(
    'Account before',
    'This is the account of the proof, as it was before the liquidation.',
    'FM-02.6',
  ),
  'account-state': opening(
    'State of the account',
    'The state of the account is not later than the market data, and settles in the currency of the charter.',
    'FM-05',
  ),
  instruments: opening('Instruments', 'The market data cover every position, and none had expired.', 'FM-05'),
  'reduce-only': opening(
    'Reduce only',
    'At least one lot was closed, and no position was closed by more than was held.',
    'FM-10',
  ),
  'closing-prices': opening(
    'Closing prices',
    'No price is below zero, and futures, perpetuals and spot closed within the caps of the charter. That options did so too is in the proof: their marks are hidden.',
    'FM-14',
  ),
  fee: opening('Fee', 'The fee is at most the rate of the charter on the notional that was closed.', 'FM-15'),
  terminal: opening(
    'Terminal close',
    'The close ended the account, and nothing stayed open. Clauses FM-11 to FM-13 do not bind such a close.',
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
  'account-after': opening(
    'Account after',
    'This is the account of the proof, as it was after the liquidation.',
    'FM-16',
  ),
  outcome: opening(
    'Outcome',
    'Closed lots, prices, fee, draw, equity and requirement are exactly those of the proof.',
    'FM-18',
  ),
  trigger: opening('Trigger', 'The equity that the venue tells is below the requirement, or below zero.', 'FM-09'),

  statement: opening(
    'Account statement',
    'The opening holds a statement on an account, and its signature is that of the signer whom it names.',
  ),
  'statement-place': opening(
    'Place of the statement',
    'The statement was signed for the chain and the registry of the receipt.',
  ),
  'statement-account': opening(
    'Account of the statement',
    'The statement is on the account before: venue, number, sequence, time and commitment are the same.',
  ),
  'statement-signer': opening(
    'Signer of the statement',
    'The statement was signed by an address that you trust to sign for the venue.',
  ),
  tick: opening(
    'Signed tick',
    'The opening holds a tick with signatures of different signers, each by the signer whom it names.',
  ),
  'tick-place': opening('Place of the tick', 'The tick was signed for the chain of the receipt.'),
  'tick-snapshot': opening(
    'Market data of the tick',
    'The tick is of the market data of the proof: commitment, feed, round and time are the same.',
  ),
  'tick-surface': opening(
    'Surface of the tick',
    'The tick lists one surface of the venue, that of the proof, and says that it came before the market was observed.',
  ),
  'tick-signers': opening('Signers of the tick', 'A quorum of the oracle signers that you trust signed the tick.'),

  'least-notional': {
    part: 'fact',
    clause: 'FM-13',
    title: 'Least notional',
    passed:
      'The charter demands that a close which is not terminal has the least notional that meets its scenario, and the proof covers it.',
    unconfirmed: 'Whether the charter demands closes of least notional (FM-13) is not known without an opening.',
  },
  setup: {
    part: 'fact',
    title: 'Set-up of the key',
    passed: 'The verification key comes from a ceremony.',
    unconfirmed: 'How the verification key came to be is not known.',
  },
  registration: fact(
    'Registration',
    'UNREGISTERED: this verifier has not confirmed any on-chain record of this liquidation. The venue counts the sequence number itself and could give it twice.',
  ),
  'model-committed': fact(
    'Model fixed beforehand',
    'It is not confirmed that rules and surface were committed before the market data were known, or are the same for every account.',
  ),
  'surface-sensible': fact(
    'Sensible surface',
    'Nothing shows that the venue’s volatility surface was sensible at this tick: no proof of surface discipline exists yet.',
  ),
  'oracle-signature': fact(
    'Oracle',
    'It is not confirmed that an oracle signed the market data.',
    'A quorum of the oracle signers that you trust signed the market data of the proof.',
  ),
  'charter-published': fact(
    'Published charter',
    'It is not confirmed that the charter is the one that the venue had published. Compare it with the venue’s.',
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
