import type { ChainSource } from './chain/chainSource.ts';
import { checkChain } from './chain/checkChain.ts';
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

const UNFINISHED = 'The verifier could not finish: take this receipt for invalid, and report the defect.';

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

/** As `VerifyOptions`, with the registry on chain that the receipt is compared with. */
export interface VerifyChainOptions extends VerifyOptions, ChainSource {}

/** As `VerifyTextOptions`, with the registry on chain that the receipt is compared with. */
export interface VerifyChainTextOptions extends VerifyTextOptions, ChainSource {}

/**
 * Verifies a receipt, and with an opening everything that it opens. Needs no network, and runs in a browser. With a
 * `chain` and the address of a `registry` it also compares the receipt with the registry on chain, and answers later:
 * only then can a report go without UNREGISTERED.
 *
 * Never throws or rejects: whatever is wrong with the input, the node, or the verifier itself, is a report that says so.
 *
 * @param receipt parsed JSON
 */
export function verifyReceipt(receipt: unknown, options: VerifyChainOptions): Promise<Report>;
export function verifyReceipt(receipt: unknown, options?: VerifyOptions): Report;
export function verifyReceipt(
  receipt: unknown,
  options: VerifyOptions & Partial<ChainSource> = {},
): Report | Promise<Report> {
  const { opening } = options;
  return verify(
    () => readReceipt(receipt),
    opening === undefined ? undefined : () => readOpening(opening),
    options,
    chainOf(options),
  );
}

/** As `verifyReceipt`, for the texts of the files: also refuses files that are too large or not JSON. */
export function verifyReceiptText(receiptText: string, options: VerifyChainTextOptions): Promise<Report>;
export function verifyReceiptText(receiptText: string, options?: VerifyTextOptions): Report;
export function verifyReceiptText(
  receiptText: string,
  options: VerifyTextOptions & Partial<ChainSource> = {},
): Report | Promise<Report> {
  const { openingText } = options;
  return verify(
    () => parseReceiptText(receiptText),
    openingText === undefined ? undefined : () => parseOpeningText(openingText),
    options,
    chainOf(options),
  );
}

function chainOf({ chain, registry = '' }: Partial<ChainSource>): ChainSource | undefined {
  return chain === undefined ? undefined : { chain, registry };
}

function verify(
  readOneReceipt: () => Receipt,
  readItsOpening: (() => Opening) | undefined,
  options: TrustedSigners & { readonly trustedKeys?: VerificationKeyRecords },
  source: ChainSource | undefined,
): Report | Promise<Report> {
  const { trustedKeys = VERIFICATION_KEYS } = options;
  const report = new ReportBuilder();
  if (readItsOpening) report.demand('opening');
  else {
    report.unconfirm('opening', NO_OPENING);
    report.omit('chain-charter-document');
  }
  if (source) report.demand('chain');
  let receipt: Receipt | undefined;
  let opening: Opening | undefined;
  try {
    receipt = readOrFail(readOneReceipt, report, receiptCheckOf, 'The receipt cannot be read');
    if (receipt) {
      report.about(receipt);
      checkReceipt(receipt, trustedKeys, report);
    }
    opening = readItsOpening && readOrFail(readItsOpening, report, openingCheckOf, 'The opening cannot be read');
    if (receipt && opening) {
      checkOpening(opening, receipt, report);
      checkSigned(opening, receipt, options, report);
    }
    if (!opening?.statement) report.omit('chain-statement');
  } catch {
    report.fail('format', UNFINISHED);
  }
  if (!source) return report.report();
  return (receipt ? checkChain(receipt, opening, source, trustedKeys, report) : Promise.resolve())
    .catch(() => report.fail('format', UNFINISHED))
    .then(() => report.report());
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
