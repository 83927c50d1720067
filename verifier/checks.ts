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
  /**
   * How this verifier comes to know it, or who alone could show it: for a trader, and true whatever the check came to.
   * Rules of REGISTRY.md stand in it, the clause of STATEMENT.md beside it.
   */
  readonly how: string;
}

/** What a proof shows under a key that nobody can forge with. */
export const PROVEN =
  'by the committed rules, model and market data, the committed account was liquidatable, and was closed as clauses FM-10 to FM-17 say';

/** What a receipt under a development key is worth. */
export const FORGEABLE =
  'DEVELOPMENT key: its secret is public, and anyone can forge this proof. It shows nothing about a real liquidation.';

const NOT_REACHED = 'Not checked, because an earlier check failed.';

const READ = 'By reading it field by field, each in one spelling.';
const HASHED = 'By hashing it again, and comparing with the proof’s signal.';
const SIGNER = 'By recovering the address from the signature.';
const APPLIED = 'By applying the close to the account before.';
const BUILT_IN = 'By comparing with what is built in beside the key.';

const of =
  (part: CheckPart) =>
  (title: string, passed: string, how: string, clause?: string): CheckDefinition => ({
    ...{ part, title, passed, how, unconfirmed: NOT_REACHED },
    ...(clause && { clause }),
  });
const receipt = of('receipt');
const opening = of('opening');

function fact(title: string, how: string, unconfirmed: string, passed = ''): CheckDefinition {
  return { part: 'fact', title, passed, unconfirmed, how };
}

/** Every check of a report, in its order. */
export const CHECKS = {
  format: receipt('Receipt format', 'The file is a receipt: nothing is missing or added.', READ),
  'statement-version': receipt(
    'Statement version',
    'The receipt is of the statement version that is checked here.',
    'By comparing it with the one known here.',
    'FM-01',
  ),
  'key-known': receipt(
    'Verification key',
    'The receipt names a key that is built into this verifier.',
    'By looking its hash up among the built-in keys.',
  ),
  instance: receipt('Circuit size', 'The key belongs to the circuit size that the receipt names.', BUILT_IN, 'FM-01'),
  'key-kind': receipt('Kind of key', 'The receipt says truthfully how its key came to be.', BUILT_IN),
  'key-sound': receipt(
    'Soundness of the key',
    'The key has none of the known defects that let anyone forge.',
    'By testing its hash, and its points (for the page at its build). What its makers kept secret leaves no trace in it. STATEMENT.md, 6.',
  ),
  signals: receipt(
    'Public signals',
    'All seven are there, each in its only spelling.',
    'By reading each as a number below the field’s order.',
    'FM-03',
  ),
  domain: receipt(
    'Domain',
    'The proof was made for this venue, sequence number and statement, and for nothing else.',
    'By hashing version, size, chain, registry, venue and number again.',
    'FM-01',
  ),
  'proof-points': receipt(
    'Form of the proof',
    'It consists of proper points of its curves.',
    'By testing each for its curve and group.',
  ),
  proof: receipt(
    'Proof',
    `The proof holds: ${PROVEN}.`,
    'By computing a pairing equation of proof, signals and built-in key.',
    'FM-01 to FM-18',
  ),

  opening: opening(
    'Opening',
    'The file is an opening: nothing is missing or added.',
    `${READ} Owners get it from the venue.`,
  ),
  charter: opening(
    'Charter',
    'Every value is inside the hard limits of the statement.',
    'By comparing each with its limit.',
    'FM-02.1',
  ),
  venue: opening(
    'Venue of the charter',
    'The charter names the venue of the receipt.',
    'By comparing the names.',
    'FM-01',
  ),
  rulebook: opening(
    'Rulebook',
    'Charter and scenario root are those of the proof. The scenarios stay hidden, but the proof keeps them inside the bounds of the charter.',
    HASHED,
    'FM-02.2',
  ),
  snapshot: opening('Market data', 'Index, forwards and discounts are those of the proof.', HASHED, 'FM-02.5'),
  'account-before': opening(
    'Account before',
    'This is the account of the proof before the liquidation.',
    HASHED,
    'FM-02.6',
  ),
  'account-state': opening(
    'State of the account',
    'The account is not later than the market data, and settles in the currency of the charter.',
    'By comparing times and currencies.',
    'FM-05',
  ),
  instruments: opening(
    'Instruments',
    'The market data cover every position, and none had expired.',
    'By looking each up in the market data.',
    'FM-05',
  ),
  'reduce-only': opening(
    'Reduce only',
    'At least one lot was closed, and of no position more than was held.',
    'By comparing closed and held lots, leg by leg.',
    'FM-10',
  ),
  'closing-prices': opening(
    'Closing prices',
    'No price is below zero, and futures, perpetuals and spot closed within the caps of the charter. Of options, whose marks are hidden, the proof shows it.',
    'By computing the caps; of options only the sign can be seen.',
    'FM-14',
  ),
  fee: opening(
    'Fee',
    'The fee is at most the rate of the charter on the closed notional.',
    'By computing the most that lots, index and rate allow.',
    'FM-15',
  ),
  terminal: opening(
    'Terminal close',
    'Nothing stayed open. Clauses FM-11 to FM-13 do not bind a terminal close.',
    APPLIED,
    'FM-17',
  ),
  draw: opening(
    'Insurance draw',
    'The insurance fund paid exactly what brought cash up to zero, with nothing left open and no fee.',
    APPLIED,
    'FM-17',
  ),
  'after-applied': opening(
    'Effect on the account',
    'The account after is the account before with the closed lots removed, the cash moved, and the next sequence number.',
    APPLIED,
    'FM-16',
  ),
  'account-after': opening('Account after', 'This is the account of the proof after the liquidation.', HASHED, 'FM-16'),
  outcome: opening(
    'Outcome',
    'Closed lots, prices, fee, draw, equity and requirement are exactly those of the proof.',
    'By hashing them all again, and comparing with the signal.',
    'FM-18',
  ),
  trigger: opening(
    'Trigger',
    'The equity that the venue tells is below the requirement, or below zero.',
    'By comparing the two, if told. Only a valid proof shows that they are right.',
    'FM-09',
  ),

  statement: opening(
    'Account statement',
    'The opening holds a statement, signed by the signer whom it names.',
    `${SIGNER} RG-13.`,
  ),
  'statement-place': opening(
    'Place of the statement',
    'It was signed for the chain and registry of the receipt.',
    'By comparing what was signed with the receipt. RG-13.',
  ),
  'statement-account': opening(
    'Account of the statement',
    'It is on the account before: venue, number, sequence, time and commitment are the same.',
    'By hashing the account before again. RG-13.',
  ),
  'statement-signer': opening(
    'Signer of the statement',
    'It was signed by an address that you trust to sign for the venue.',
    'By comparing with those you named. Take them from the venue itself. RG-13.',
  ),
  tick: opening(
    'Signed tick',
    'The opening holds a tick, signed by the different signers whom it names.',
    `${SIGNER} RG-04.`,
  ),
  'tick-place': opening(
    'Place of the tick',
    'It was signed for the chain of the receipt.',
    'By comparing what was signed with the receipt. RG-04.',
  ),
  'tick-snapshot': opening(
    'Market data of the tick',
    'It is of the market data of the proof: commitment, feed, round and time are the same.',
    'By comparing what was signed with receipt and opening. RG-04.',
  ),
  'tick-surface': opening(
    'Surface of the tick',
    'It lists one surface of the venue, that of the proof, and says that it came before the market was observed.',
    'By looking the venue up in the signed list. RG-05.',
  ),
  'tick-signers': opening(
    'Signers of the tick',
    'A quorum of the oracle signers that you trust signed the tick.',
    'By counting those you named. Take them from the oracle itself. RG-03.',
  ),
  ...CHAIN_CHECKS,

  'least-notional': {
    part: 'fact',
    clause: 'FM-13',
    title: 'Least notional',
    passed:
      'The charter demands that a close which is not terminal has the least notional that meets its scenario, and the proof covers it.',
    unconfirmed: 'Whether the charter demands it is not known without an opening.',
    how: 'By reading it in the opening’s charter, if that is the proof’s.',
  },
  setup: fact(
    'Set-up of the key',
    'By what is built in beside the key. A ceremony has a transcript that you can check.',
    'How the key came to be is not known.',
    'The key comes from a ceremony.',
  ),
  registration: fact(
    'Registration',
    'Only the chain can show it: name a node and the registry to ask. RG-08, RG-09, RG-12.',
    'UNREGISTERED: no on-chain record of this liquidation is confirmed. The venue counts the sequence number itself and could give it twice.',
  ),
  'model-committed': fact(
    'Model fixed beforehand',
    'Of the rules only the chain shows it, of the surface a signed tick too. RG-02, RG-05.',
    'It is not confirmed that rules and surface were committed before the market data were known, or are the same for every account.',
  ),
  'surface-sensible': fact(
    'Sensible surface',
    'No receipt can show it. Compare closing prices with the market of that time. STATEMENT.md, 7.',
    'Nothing shows that the venue’s volatility surface was sensible at this tick.',
  ),
  'oracle-signature': fact(
    'Oracle',
    'By a signed tick and signers you named, or by the chain. RG-04.',
    'It is not confirmed that an oracle signed the market data.',
    'A quorum of the oracle signers that you trust signed the market data of the proof.',
  ),
  'charter-published': fact(
    'Published charter',
    'Only the chain keeps what was published. Or ask the venue. RG-02.',
    'It is not confirmed that the venue had published this charter. Compare it with the venue’s.',
  ),
  'account-statement': fact(
    'Statement on the account',
    'By a statement whose signer you or the chain vouch for. Keep yours: only they show the latest. RG-13.',
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
