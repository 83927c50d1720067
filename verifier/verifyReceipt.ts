import type { CheckId } from './checks.ts';
import { VERIFICATION_KEYS } from './generated/verificationKeys.ts';
import { type Opening, OpeningError, parseOpeningText, readOpening } from './opening.ts';
import { checkOpening } from './openingChecks.ts';
import { parseReceiptText, type Receipt, ReceiptError, readReceipt } from './receipt.ts';
import { checkReceipt } from './receiptChecks.ts';
import type { Report } from './report.ts';
import { ReportBuilder, reasonOf } from './reportBuilder.ts';
import { checkSigned, type TrustedSigners } from './signedChecks.ts';
import type { VerificationKeyRecords } from './verificationKey.ts';

const NO_OPENING =
  'No opening was given: rules, prices, account and amounts stay hidden behind commitments and were not compared with anything.';

export interface VerifyOptions extends TrustedSigners {
  /** Parsed JSON of the opening that the account's owner has. Left out: the receipt is verified alone. */
  readonly opening?: unknown;
  /** Keys to accept instead of those built in. Never take them from whoever gave the receipt. */
  readonly trustedKeys?: VerificationKeyRecords;
}

export interface VerifyTextOptions extends TrustedSigners {
  /** Text of the opening's file. */
  readonly openingText?: string;
  readonly trustedKeys?: VerificationKeyRecords;
}

/**
 * Verifies a receipt, and with an opening everything that it opens. Needs no network, and runs in a browser.
 *
 * Never throws: whatever is wrong with the input, or with the verifier itself, is a report that says INVALID.
 *
 * @param receipt parsed JSON
 */
export function verifyReceipt(receipt: unknown, options: VerifyOptions = {}): Report {
  const { opening } = options;
  return verify(() => readReceipt(receipt), opening === undefined ? undefined : () => readOpening(opening), options);
}

/** As `verifyReceipt`, for the texts of the files: also refuses files that are too large or not JSON. */
export function verifyReceiptText(receiptText: string, options: VerifyTextOptions = {}): Report {
  const { openingText } = options;
  return verify(
    () => parseReceiptText(receiptText),
    openingText === undefined ? undefined : () => parseOpeningText(openingText),
    options,
  );
}

function verify(
  readOneReceipt: () => Receipt,
  readItsOpening: (() => Opening) | undefined,
  options: TrustedSigners & { readonly trustedKeys?: VerificationKeyRecords },
): Report {
  const { trustedKeys = VERIFICATION_KEYS } = options;
  const report = new ReportBuilder();
  if (readItsOpening) report.demand('opening');
  else report.unconfirm('opening', NO_OPENING);
  try {
    const receipt = readOrFail(readOneReceipt, report, receiptCheckOf, 'The receipt cannot be read');
    if (receipt) {
      report.about(receipt);
      checkReceipt(receipt, trustedKeys, report);
    }
    const opening = readItsOpening && readOrFail(readItsOpening, report, openingCheckOf, 'The opening cannot be read');
    if (receipt && opening) {
      checkOpening(opening, receipt, report);
      checkSigned(opening, receipt, options, report);
    }
  } catch {
    report.fail('format', 'The verifier could not finish: take this receipt for invalid, and report the defect.');
  }
  return report.report();
}

function readOrFail<T>(
  read: () => T,
  report: ReportBuilder,
  checkOf: (error: unknown) => CheckId,
  sentence: string,
): T | undefined {
  try {
    return read();
  } catch (error) {
    report.fail(checkOf(error), `${sentence}: ${reasonOf(error)}.`);
    return undefined;
  }
}

/** The check that a reading error belongs to, by the field in which it stands. */
function checkOfField(
  field: string | undefined,
  checks: Readonly<Record<string, CheckId>>,
  otherwise: CheckId,
): CheckId {
  const top = /^\w+/.exec(field ?? '')?.[0] ?? '';
  return Object.hasOwn(checks, top) ? (checks[top] ?? otherwise) : otherwise;
}

const RECEIPT_CHECKS = {
  statementVersion: 'statement-version',
  publicSignals: 'signals',
  domain: 'domain',
  proof: 'proof-points',
} as const satisfies Record<string, CheckId>;

function receiptCheckOf(error: unknown): CheckId {
  return checkOfField(error instanceof ReceiptError ? error.field : undefined, RECEIPT_CHECKS, 'format');
}

const OPENING_CHECKS = {
  charter: 'charter',
  scenarioRoot: 'rulebook',
  snapshot: 'snapshot',
  accountBefore: 'account-before',
  accountAfter: 'account-after',
  outcome: 'outcome',
  statement: 'statement',
  tick: 'tick',
} as const satisfies Record<string, CheckId>;

function openingCheckOf(error: unknown): CheckId {
  return checkOfField(error instanceof OpeningError ? error.field : undefined, OPENING_CHECKS, 'opening');
}
