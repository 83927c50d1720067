import { accountCommitment } from '../circuits/commitment/accountCommitment.ts';
import { checkDefinition } from './checks.ts';
import { nameTag } from './formats/fieldElement.ts';
import type { Opening } from './opening.ts';
import type { Receipt } from './receipt.ts';
import type { ReportBuilder } from './reportBuilder.ts';
import { compareStatement } from './signed/compareStatement.ts';
import type { Statement } from './signed/statement.ts';
import type { Tick } from './signed/tick.ts';

/** An oracle's signers, as who verifies trusts them. */
export interface TrustedOracle {
  /** Addresses in any case. */
  readonly signers: readonly string[];
  /** How many of them have to have signed a tick. */
  readonly quorum: number;
}

/** Whom who verifies trusts. Never take it from whoever gave receipt or opening. */
export interface TrustedSigners {
  /** By the name of the feed. Left out: the report names who signed, and confirms nothing. */
  readonly oracleSigners?: Readonly<Record<string, TrustedOracle>>;
  /** Addresses that sign statements for the venue of the receipt. */
  readonly statementSigners?: readonly string[];
}

/** Signers that a sentence names; more are counted. */
const NAMED_SIGNERS = 5;

/** Compares the signed documents of an opening with the receipt, and settles the facts that follow from them. */
export function checkSigned(opening: Opening, receipt: Receipt, trusted: TrustedSigners, report: ReportBuilder): void {
  const { statement, tick } = opening;
  if (statement) checkStatement(statement, opening, receipt, trusted.statementSigners, report);
  else {
    report.omit('statement', 'statement-place', 'statement-account', 'statement-signer');
    report.unconfirm(
      'account-statement',
      `The opening holds no signed statement. ${checkDefinition('account-statement').unconfirmed}`,
    );
  }
  if (tick) checkTick(tick, opening, receipt, trusted.oracleSigners, report);
  else {
    report.omit('tick', 'tick-place', 'tick-snapshot', 'tick-surface', 'tick-signers');
    for (const id of ['oracle-signature', 'model-committed'] as const) {
      report.unconfirm(id, `The opening holds no signed tick. ${checkDefinition(id).unconfirmed}`);
    }
  }
}

// RG-13
function checkStatement(
  statement: Statement,
  opening: Opening,
  receipt: Receipt,
  trusted: readonly string[] | undefined,
  report: ReportBuilder,
): void {
  const { signer } = statement;
  report.pass('statement');
  const isHere = report.check(
    'statement-place',
    () =>
      String(statement.place.chainId) === receipt.domain.chainId &&
      statement.place.verifyingContract === receipt.domain.registry,
    'It was signed for another chain or registry than the receipt names.',
  );
  const isOfAccount = checkStatementAccount(statement, opening, receipt, report);
  let isTrusted = false;
  if (trusted) {
    isTrusted = report.check(
      'statement-signer',
      () => addresses(trusted).has(signer),
      `It was signed by ${signer}, whom you do not trust.`,
    );
  } else {
    report.unconfirm(
      'statement-signer',
      `It was signed by ${signer}: compare this address with the one that the venue publishes.`,
    );
  }
  if (isHere && isOfAccount && isTrusted) report.pass('account-statement');
  else if (isHere && isOfAccount && !trusted) {
    report.unconfirm(
      'account-statement',
      `${signer} signed a statement on this state; nobody told this verifier who signs for the venue.`,
    );
  } else {
    report.unconfirm('account-statement', 'A check of the statement failed: it shows nothing.');
  }
}

function checkStatementAccount(
  statement: Statement,
  { accountBefore, snapshot }: Opening,
  receipt: Receipt,
  report: ReportBuilder,
): boolean {
  const commitment = accountCommitment(accountBefore);
  if (String(commitment) !== receipt.publicSignals.accountBefore) {
    report.unconfirm('statement-account', 'Not compared: the account of the opening is not the one of the proof.');
    return false;
  }
  const { relation, sentence } = compareStatement(statement, {
    venue: receipt.domain.venue,
    account: accountBefore,
    accountCommitment: commitment,
    observedAt: snapshot.time,
  });
  return report.check('statement-account', () => relation === 'same', sentence);
}

// RG-04, RG-05
function checkTick(
  tick: Tick,
  { snapshot }: Opening,
  receipt: Receipt,
  trusted: TrustedSigners['oracleSigners'],
  report: ReportBuilder,
): void {
  report.pass('tick');
  const isHere = report.check(
    'tick-place',
    () => String(tick.place.chainId) === receipt.domain.chainId,
    'It was signed for another chain than the receipt names.',
  );
  const rows: [same: boolean, what: string][] = [
    [String(tick.snapshotCommitment) === receipt.publicSignals.snapshotCommitment, 'the commitment'],
    [nameTag(tick.feed) === snapshot.feed, 'the feed'],
    [tick.round === snapshot.round, 'the round'],
    [tick.observedAt === snapshot.time, 'the time'],
  ];
  const wrong = rows.filter(([same]) => !same).map(([, what]) => what);
  const isSnapshot = report.check(
    'tick-snapshot',
    () => wrong.length === 0,
    `The tick is not of the market data of the proof: ${wrong.join(', ')} should be other.`,
  );
  const hasSurface = checkTickSurface(tick, receipt, report);
  const isTrusted = checkTickSigners(tick, trusted, report);
  settleTickFacts({ isSigned: isHere && isSnapshot, hasSurface, isTrusted }, tick, report);
}

function checkTickSurface(tick: Tick, receipt: Receipt, report: ReportBuilder): boolean {
  const entries = tick.surfaces.filter(({ venueId }) => venueId === receipt.domain.venueId);
  const [entry] = entries;
  return report.check(
    'tick-surface',
    () =>
      entry !== undefined &&
      entries.length === 1 &&
      String(entry.surfaceCommitment) === receipt.publicSignals.surfaceCommitment &&
      entry.receivedAt < tick.observedAt,
    entry === undefined
      ? 'The tick lists no surface of the venue.'
      : 'The oracle had another surface of the venue than that of the proof.',
  );
}

/** Whether a quorum is trusted; undefined where nobody said whom to trust for this feed. */
function checkTickSigners(
  tick: Tick,
  trusted: TrustedSigners['oracleSigners'],
  report: ReportBuilder,
): boolean | undefined {
  const oracle = trusted && Object.hasOwn(trusted, tick.feed) ? trusted[tick.feed] : undefined;
  if (!oracle) {
    report.unconfirm('tick-signers', `Compare with the signers that the oracle publishes: ${untold(tick)}.`);
    return undefined;
  }
  const signers = addresses(oracle.signers);
  const { quorum } = oracle;
  if (!Number.isInteger(quorum) || quorum < 1 || quorum > signers.size) {
    report.fail(
      'tick-signers',
      `No quorum of ${quorum} can be met by the ${signers.size} oracle signers that you trust.`,
    );
    return false;
  }
  const count = tick.signatures.filter(({ signer }) => signers.has(signer)).length;
  return report.check(
    'tick-signers',
    () => count >= quorum,
    `Of the oracle signers that you trust ${count} signed the tick, and ${quorum} have to; ${signedBy(tick)}.`,
  );
}

interface TickFindings {
  /** The tick is of the receipt's market data and chain. */
  readonly isSigned: boolean;
  readonly hasSurface: boolean;
  readonly isTrusted: boolean | undefined;
}

function settleTickFacts({ isSigned, hasSurface, isTrusted }: TickFindings, tick: Tick, report: ReportBuilder): void {
  const failed = 'a check of the tick failed';
  const why = isTrusted === undefined ? untold(tick) : failed;
  const because = (id: 'oracle-signature' | 'model-committed', reason: string) =>
    checkDefinition(id).unconfirmed.replace(/\.$/, `: ${reason}.`);
  if (isSigned && isTrusted) report.pass('oracle-signature');
  else report.unconfirm('oracle-signature', because('oracle-signature', isSigned ? why : failed));
  // A tick tells nothing of the rulebook: only the registry on chain shows since when it is in force.
  report.unconfirm(
    'model-committed',
    isSigned && hasSurface && isTrusted
      ? 'The surface was fixed beforehand: the oracle had it, one for each venue. That charter and scenarios were, and are the same for every account, is not confirmed.'
      : because('model-committed', isSigned && hasSurface ? why : failed),
  );
}

function addresses(list: readonly string[]): ReadonlySet<string> {
  return new Set(list.map((address) => address.toLowerCase()));
}

function signedBy({ signatures }: Tick): string {
  const named = signatures.slice(0, NAMED_SIGNERS).map(({ signer }) => signer);
  const others = signatures.length - named.length;
  return `the tick was signed by ${named.join(', ')}${others > 0 ? ` and ${others} more` : ''}`;
}

function untold(tick: Tick): string {
  return `nobody told this verifier who signs for the feed ${JSON.stringify(tick.feed)}; ${signedBy(tick)}`;
}
