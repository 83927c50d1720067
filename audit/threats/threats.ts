import type { Place, Threat } from './threat.ts';

const CLAUSES = 'test/circuits/clauses.test.ts';
const RECEIPTS = 'test/verifier/verifyReceipt.test.ts';
const HOSTILE = 'test/verifier/hostileInput.test.ts';
const PROVE = 'test/prover/prove.test.ts';
const PAGE_BUILD = 'test/verifier/page/build.test.ts';
const PAGE_HOSTILE = 'test/verifier/page/hostile.test.ts';
const PAGE_USE = 'test/verifier/page/use.test.ts';

const open = (places: readonly Place[], reason: string) => ({ places, reason });

/** Every known way to cheat. A test checks that each named file has a test with the id in its title. */
export const THREATS: readonly Threat[] = [
  {
    id: 'V1',
    attack: 'choose the model after seeing prices',
    defence:
      'RG-02, RG-05: a charter takes force after a delay of a day, and the oracle signs the surface inside the tick; without a chain reports say that the time of both is unconfirmed',
    tests: [
      'test/contracts/charterRegistry.test.ts',
      'test/contracts/liquidationRegistry/announce.test.ts',
      'test/verifier/signedChecks.test.ts',
      RECEIPTS,
    ],
  },
  {
    id: 'V2',
    attack: 'several models, one per user',
    defence:
      'RG-02, RG-08: an announcement takes the one rulebook in force and a surface that the oracle signed; signers list one surface a venue, and the audit compares',
    tests: [
      'test/contracts/liquidationRegistry/announce.test.ts',
      'test/verifier/chain/verifyOnChain.test.ts',
      'test/prover/chainAudit/checkPrivate.test.ts',
    ],
    open: open(['contracts'], 'that a tick lists a venue once is the duty of the oracle: the contract sees a root'),
  },
  {
    id: 'V3',
    attack: 'grind salts or parameters to open a commitment in two ways',
    defence: 'FM-02, FM-03: every field of an opened word is ranged; every hash has its tag and arity',
    tests: ['test/circuits/commitment/packedWord.test.ts', CLAUSES],
  },
  {
    id: 'V4',
    attack: 'a stale price',
    defence:
      'FM-05; RG-08: the tick is fixed at the announcement, at most some rounds behind the newest and some seconds old; RG-05 bounds the age of the surface',
    tests: [
      'test/contracts/liquidationRegistry/announce.test.ts',
      'test/verifier/chain/verifyOnChain.test.ts',
      'test/prover/chainAudit/audit.test.ts',
    ],
  },
  {
    id: 'V5',
    attack: 'pick the kindest round inside a window',
    defence:
      'RG-04, RG-08: rounds and times rise together, ticks name each other, an account never goes back to an earlier tick',
    tests: [
      'test/contracts/feedRegistry.test.ts',
      'test/contracts/liquidationRegistry/announce.test.ts',
      'test/prover/chainAudit/audit.test.ts',
    ],
    open: open(['contracts'], 'within the allowed rounds behind the newest a venue may choose'),
  },
  {
    id: 'V6',
    attack: 'count an oracle signer twice, or forge a signature',
    defence: 'RG-04: EIP-712, strictly increasing signers of the epoch in force, quorum of more than half',
    tests: [
      'test/contracts/feedRegistry.test.ts',
      'test/verifier/signedChecks.test.ts',
      'test/verifier/signed/typedData.test.ts',
    ],
  },
  {
    id: 'V7',
    attack: 'forge the thin-book flag to switch between model and market',
    defence: 'there is no such switch: every mark is the model price',
    tests: [],
    open: open(['circuit'], 'the hybrid mark is the reserved clause FM-07'),
  },
  {
    id: 'V8',
    attack: 'empty the own book to make it thin',
    defence: 'outside: STATEMENT.md section 7 and every report say that this is not shown',
    tests: [],
    open: open(['circuit'], 'no proof can show it; reports and page name it under what is not shown'),
  },
  {
    id: 'V9',
    attack: 'wrap around the field, p - x for -x',
    defence: 'FM-03: every input and hint is ranged; no constraint of any instance wraps',
    tests: ['test/audit/wrap.test.ts', CLAUSES],
  },
  {
    id: 'V10',
    attack: "rounding in the venue's favour",
    defence: 'FM-09: all errors are bounded and charged to the venue; no false liquidation near the boundary',
    tests: ['test/audit/boundary.test.ts', 'test/circuits/margin/trigger.test.ts'],
  },
  {
    id: 'V11',
    attack: 'use an approximation outside its domain',
    defence: 'FM-06: the bound is certified over everything that the constraints admit',
    tests: ['test/audit/error.test.ts'],
  },
  {
    id: 'V12',
    attack: 'leave out winning positions, or count losing ones twice',
    defence: 'FM-04: all slots are committed, instruments strictly increase, empty slots are zero',
    tests: [CLAUSES],
  },
  {
    id: 'V13',
    attack: 'another expiry, strike, type or time',
    defence: 'FM-05: terms come from the committed slot and the expiry it names',
    tests: [CLAUSES],
  },
  {
    id: 'V14',
    attack: "somebody else's account",
    defence:
      'FM-02.6: owner and number are in the commitment; RG-13: the statement that the venue signed for the owner is compared',
    tests: [RECEIPTS, 'test/verifier/signedChecks.test.ts'],
  },
  {
    id: 'V15',
    attack: 'use a proof a second time, or on another chain, contract or venue',
    defence: 'FM-01: the domain binds chain, registry, venue and number; RG-09: the registry makes the signals itself',
    tests: [RECEIPTS, 'test/contracts/liquidationRegistry/record.test.ts', 'test/verifier/chain/verifyOnChain.test.ts'],
  },
  {
    id: 'V16',
    attack: 'close more than needed',
    defence: 'FM-11 to FM-13: every lot helps, is needed, and no reduction of less notional would do',
    tests: [CLAUSES, 'test/circuits/closing/amount.test.ts'],
    open: open(
      ['contracts'],
      'least for one scenario and one step; the number of rounds at one snapshot is not limited',
    ),
  },
  {
    id: 'V17',
    attack: 'a penalty or fee above its cap, or on a wrong base',
    defence: 'FM-14, FM-15: caps from the public charter, rounded down',
    tests: [CLAUSES],
  },
  {
    id: 'V18',
    attack: 'absurd parameters',
    defence: 'the charter is public and its hard limits are checked wherever it is read',
    tests: ['test/verifier/formats/charter.test.ts'],
    open: open(['circuit'], 'that the surface is free of arbitrage is not proven'),
  },
  {
    id: 'V19',
    attack: 'lie about fills or an auction',
    defence:
      'FM-14: closing means transfer at the stated price, inside the band; what follows is no part of the statement',
    tests: [CLAUSES],
  },
  {
    id: 'V20',
    attack: 'prove only the fair liquidations',
    defence: 'RG-08, RG-12: numbers are consecutive, and an unproven one is overdue for ever',
    tests: [
      'test/contracts/liquidationRegistry/announce.test.ts',
      'test/contracts/liquidationRegistry/overdue.test.ts',
      'test/prover/chainAudit/audit.test.ts',
    ],
    open: open(['contracts'], 'a liquidation that is never announced shows only in the owner’s statements'),
  },
  {
    id: 'V21',
    attack: 'another witness for the same inputs',
    defence: 'every wire is determined by inputs and by listed free values; every hint has forgeries that are refused',
    tests: ['test/audit/determinism.test.ts', 'test/audit/forgery.test.ts'],
  },
  {
    id: 'V22',
    attack: 'the venue makes its own keys and keeps the secret',
    defence: 'a production key needs a threshold of contributions and a beacon; development keys say so everywhere',
    tests: ['test/prover/ceremony.test.ts'],
  },
  {
    id: 'V23',
    attack: 'change the verifier afterwards',
    defence:
      'RG-06: verifiers cannot be changed, and their code hash is compared at announcement and record; new ones need 21 days and the venue’s opt-in',
    tests: [
      'test/contracts/verifierRegistry.test.ts',
      'test/contracts/groth16/oddVerifier.test.ts',
      'test/contracts/generated.test.ts',
      PAGE_BUILD,
      RECEIPTS,
    ],
  },
  {
    id: 'V24',
    attack: 'leave items out of equity',
    defence: 'FM-16: the state after is the state before with exactly the close applied',
    tests: [CLAUSES],
    open: open(['contracts'], 'that the ledger cash is complete is between owner and venue, by signed statements'),
  },
  {
    id: 'V25',
    attack: 'leave the state after unapplied, or liquidate at a step where the account is healthy',
    defence: 'FM-09, FM-16: every round proves the trigger on the state that the round before left',
    tests: ['test/circuits/liquidation.test.ts', CLAUSES],
  },
  {
    id: 'V26',
    attack: 'raise the surface for one tick',
    defence: 'none: every report says that a sensible surface is unconfirmed, and so does the first line of the page',
    tests: [RECEIPTS, PAGE_USE],
    open: open(['circuit'], 'needs a proof of surface discipline'),
  },
  {
    id: 'V27',
    attack: 'a secret killer scenario, a huge lot, a penalty of everything',
    defence: 'FM-08: the scenario lies within the public charter; the charter has hard limits',
    tests: [CLAUSES, 'test/verifier/formats/charter.test.ts'],
  },
  {
    id: 'V28',
    attack: 'liquidate one state of an account twice',
    defence:
      'RG-08: an announcement consumes its state, and a later one of the account needs a later root or the recorded result',
    tests: [
      'test/contracts/liquidationRegistry/announce.test.ts',
      'test/contracts/liquidationRegistry/overdue.test.ts',
      'test/contracts/liquidationRegistry/bond.test.ts',
    ],
  },
  {
    id: 'V29',
    attack: 'present an old or a second state of an account',
    defence:
      'RG-07, RG-08, RG-13: the latest root before the tick; two statements of one state, two handles of one account, or a liquidation from an older state flag the venue for good',
    tests: [
      'test/contracts/equivocation.test.ts',
      'test/contracts/liquidationRegistry/announce.test.ts',
      'test/verifier/signedChecks.test.ts',
      'test/verifier/chain/verifyOnChain.test.ts',
    ],
    open: open(['contracts'], 'a state that the venue never signed for its owner'),
  },
  {
    id: 'V30',
    attack: 'slip a surface in after the snapshot',
    defence: 'RG-05: surfaces are inside the signed tick, received before it was observed',
    tests: ['test/contracts/liquidationRegistry/announce.test.ts', 'test/verifier/signedChecks.test.ts'],
  },
  {
    id: 'V31',
    attack: 'price untouched legs, or choose closing prices, to steer which legs close',
    defence:
      "FM-11, FM-18: gains are taken at the mark and the charter's fee for every leg; untouched legs have price 0",
    tests: [CLAUSES],
  },
  {
    id: 'V32',
    attack: 'a forward multiplier and a logarithm that disagree',
    defence: 'FM-06.5: only the multiplier is committed, its logarithm is computed',
    tests: ['test/circuits/margin/terms.test.ts'],
  },
  {
    id: 'V33',
    attack: 'wait until a pending rulebook is the worst, and cancel the others',
    defence: 'RG-02: one pending charter, a delay that starts again, in force at the time of the tick',
    tests: ['test/contracts/charterRegistry.test.ts', 'test/prover/chainAudit/audit.test.ts'],
  },
  {
    id: 'U1',
    attack: 'the user denies the account',
    defence: 'the opening binds owner, number and positions; RG-13: the venue signs every state',
    tests: ['test/contracts/equivocation.test.ts', 'test/verifier/signedChecks.test.ts'],
    open: open(['contracts'], 'no owner countersigns'),
  },
  {
    id: 'U2',
    attack: 'the user says there was no receipt',
    defence: 'RG-09: the proof stands in the event of its record, so a receipt can be written again from the chain',
    tests: ['test/contracts/liquidationRegistry/record.test.ts', 'test/prover/chainAudit/audit.test.ts'],
  },
  {
    id: 'U3',
    attack: 'starve the verifier of gas and say the proof is false',
    defence: 'RG-11: too little gas reverts and is never a false proof',
    tests: ['test/contracts/groth16/lowGas.test.ts', 'test/contracts/liquidationRegistry/record.test.ts'],
  },
  {
    id: 'U4',
    attack: 'alter the own receipt to show cheating',
    defence:
      'an altered receipt is INVALID, and the report says that this shows nothing about the venue; the registry has what was recorded',
    tests: [RECEIPTS, 'test/verifier/chain/verifyOnChain.test.ts', 'test/verifier/page/auditorView.test.ts'],
  },
  {
    id: 'U5',
    attack: 'hide an account behind a leg that cannot be priced',
    defence: 'FM-06: the domain covers every listed option',
    tests: ['test/prover/provability/hardCases.test.ts'],
  },
  {
    id: 'U6',
    attack: 'challenge everything for free',
    defence: 'there is no bond yet',
    tests: [],
    open: open(['contracts'], 'stakes and reserved payouts'),
  },
  {
    id: 'O1',
    attack: 'invert marks',
    defence: 'seven public signals, all commitments; one circuit shape',
    tests: ['test/circuits/liquidation.test.ts'],
  },
  {
    id: 'O2',
    attack: 'guess what is in a commitment',
    defence: 'salts of 248 bits from the secure source',
    tests: ['test/prover/randomSalt.test.ts'],
  },
  {
    id: 'O3',
    attack: 'learn the surface from many receipts',
    defence: 'not stopped: README and STATEMENT.md say what owners learn; equity can be withheld',
    tests: [RECEIPTS],
    open: open(['circuit'], 'a stated budget, inherent in proving that a close was least'),
  },
  {
    id: 'O4',
    attack: 'learn from time or size of a proof',
    defence: 'one circuit per instance and proofs of one size; only the instance shows',
    tests: ['test/circuits/liquidation.test.ts'],
    open: open(['service'], 'proving time on a shared machine'),
  },
  {
    id: 'O5',
    attack: 'read the model price from the start of an auction',
    defence: 'outside the statement: there is no auction in it',
    tests: [],
    open: open(['service'], 'a venue that auctions publishes the price'),
  },
  {
    id: 'O6',
    attack: 'reused or weak blinding of a proof',
    defence: 'two proofs of one witness differ; randomness from the secure source',
    tests: [PROVE],
  },
  {
    id: 'W1',
    attack: 'hostile JSON',
    defence: 'size limits, strict schemas, one spelling of numbers; page and command line read by the same readers',
    tests: [HOSTILE, PAGE_HOSTILE],
  },
  {
    id: 'W2',
    attack: 'a receipt that brings its own key or circuit',
    defence:
      'keys are pinned by the verifier; the page is built with them, lists their hashes, and computes each again',
    tests: [RECEIPTS, PAGE_HOSTILE, PAGE_BUILD],
  },
  {
    id: 'W3',
    attack: 'markup in names',
    defence:
      'control and markup characters are refused or shown inert; the page makes text nodes only, and its policy allows one script and one style, by hash',
    tests: [HOSTILE, PAGE_HOSTILE, PAGE_BUILD],
  },
  {
    id: 'W4',
    attack: 'a lying endpoint',
    defence:
      'the proof is verified without any node; a question on chain counts only if all nodes that were named give one answer of the right shape',
    tests: ['test/verifier/chain/verifyOnChain.test.ts', 'test/verifier/page/trustView.test.ts'],
  },
  {
    id: 'W5',
    attack: 'a page that is always green',
    defence:
      'the page is one file that anybody builds to the same bytes; its hash is printed at the build, and the command line is a second opinion',
    tests: [PAGE_BUILD],
    open: open(['page'], 'who trusts a page without comparing its hash is not helped'),
  },
  {
    id: 'W6',
    attack: 'a failure shown as success',
    defence: 'VALID only when every named check has passed; everything else is INVALID',
    tests: ['test/verifier/reportBuilder.test.ts', HOSTILE, PAGE_HOSTILE],
  },
  {
    id: 'W7',
    attack: 'a valid proof shown as a fair liquidation',
    defence: 'checks are listed separately, and no sentence says fair',
    tests: [RECEIPTS, 'test/verifier/page/reportView.test.ts', PAGE_USE],
  },
  {
    id: 'W8',
    attack: 'a link that holds the account leaks',
    defence:
      'the fragment is read once and removed before it is used, and links with an opening are labelled as holding the account',
    tests: ['test/verifier/page/link.test.ts'],
    open: open(['page'], 'the history of a browser may keep an address, and whoever has the link has the account'),
  },
];
