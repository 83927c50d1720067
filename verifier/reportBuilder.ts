import { FairmarkError } from '../circuits/errors.ts';
import { CHECK_IDS, type CheckId, type CheckPart, checkDefinition, FORGEABLE } from './checks.ts';
import { isUnregistered, type Receipt } from './receipt.ts';
import { type Banner, type Check, type CheckStatus, NOT_SHOWN, REPORT_FORMAT, type Report } from './report.ts';

/** Longest reason that a sentence repeats from an error. */
const REASON_LENGTH = 240;

/**
 * Collects the results of the checks. A check without a result is unconfirmed, and a required one without a result
 * makes the report INVALID: whatever goes wrong in between, nothing passes by default.
 */
export class ReportBuilder {
  private readonly results = new Map<CheckId, { status: CheckStatus; sentence: string }>();
  private readonly omitted = new Set<CheckId>();
  private readonly required = new Set<CheckPart>(['receipt']);
  private receipt: Receipt | null = null;
  private developmentKey = false;
  private equivocated = false;

  /** Makes every check of the part necessary for VALID: passed, or unconfirmed on purpose. */
  demand(part: CheckPart): void {
    this.required.add(part);
  }

  /** The receipt, once it is read, for the summary. */
  about(receipt: Receipt): void {
    this.receipt = receipt;
    if (receipt.setup === 'development') this.developmentKey = true;
  }

  /** Says that the pinned key is one under which anyone can forge. */
  underDevelopmentKey(): void {
    this.developmentKey = true;
  }

  /** Says that the venue was convicted of signing two truths. */
  ofEquivocator(): void {
    this.equivocated = true;
  }

  /** What a check has come to so far. */
  statusOf(id: CheckId): CheckStatus {
    return this.results.get(id)?.status ?? 'unconfirmed';
  }

  /** Whether any check has failed so far. */
  get hasFailed(): boolean {
    return [...this.results.values()].some(({ status }) => status === 'failed');
  }

  pass(id: CheckId, sentence: string = checkDefinition(id).passed): void {
    this.set(id, 'passed', sentence);
  }

  fail(id: CheckId, sentence: string): void {
    this.set(id, 'failed', sentence);
  }

  unconfirm(id: CheckId, sentence: string = checkDefinition(id).unconfirmed): void {
    this.set(id, 'unconfirmed', sentence);
  }

  /** Leaves out checks that do not apply. */
  omit(...ids: CheckId[]): void {
    for (const id of ids) this.omitted.add(id);
  }

  /**
   * Runs one check: passed if `holds` is true, else failed with the sentence. A check that throws has failed.
   *
   * @returns whether it passed
   */
  check(id: CheckId, holds: () => boolean, sentence: string): boolean {
    let passed = false;
    try {
      passed = holds() === true;
    } catch (error) {
      this.fail(id, `${sentence} (${reasonOf(error)})`);
      return false;
    }
    if (passed) this.pass(id);
    else this.fail(id, sentence);
    return passed;
  }

  report(): Report {
    const checks = CHECK_IDS.filter((id) => this.isListed(id)).map((id): Check => {
      const { title, clause, unconfirmed } = checkDefinition(id);
      const { status, sentence } = this.results.get(id) ?? { status: 'unconfirmed', sentence: unconfirmed };
      return { id, ...(clause === undefined ? {} : { clause }), title, sentence: printable(sentence), status };
    });
    const failed = checks.filter(({ status }) => status === 'failed');
    const unconfirmed = checks.filter(({ status }) => status === 'unconfirmed').length;
    const complete = CHECK_IDS.every((id) => this.isSettled(id));
    const verdict = failed.length === 0 && complete ? 'VALID' : 'INVALID';
    const banners = this.banners();
    return {
      format: REPORT_FORMAT,
      verdict,
      headline: printable(headline(verdict, banners, unconfirmed, failed[0])),
      banners,
      unconfirmed,
      checks,
      notShown: NOT_SHOWN,
      receipt: this.summary(),
    };
  }

  private set(id: CheckId, status: CheckStatus, sentence: string): void {
    // The first failure stays: what comes later may be its consequence.
    if (this.results.get(id)?.status !== 'failed') this.results.set(id, { status, sentence });
  }

  private isListed(id: CheckId): boolean {
    if (this.omitted.has(id)) return false;
    const { part } = checkDefinition(id);
    if (part === 'chain') return this.required.has('chain');
    return part !== 'opening' || this.required.has('opening') || id === 'opening';
  }

  /**
   * Whether nothing is missing for VALID in this check. Checks of an opening may be left open on purpose, and those of the
   * chain where it gave no answer.
   */
  private isSettled(id: CheckId): boolean {
    const { part } = checkDefinition(id);
    if (!this.required.has(part) || this.omitted.has(id)) return true;
    const status = this.results.get(id)?.status;
    return status === 'passed' || part === 'chain' || (status === 'unconfirmed' && part === 'opening');
  }

  private banners(): Banner[] {
    const banners: Banner[] = [];
    if (this.developmentKey) {
      banners.push({ code: 'DEVELOPMENT', sentence: FORGEABLE });
    }
    const offChain = this.receipt !== null && isUnregistered(this.receipt);
    if (this.statusOf('registration') !== 'passed' || this.hasFailed) {
      banners.push({
        code: 'UNREGISTERED',
        sentence: offChain
          ? 'UNREGISTERED: the receipt stands on no chain.'
          : 'UNREGISTERED: no registration on any chain has been confirmed.',
      });
    }
    if (this.equivocated) {
      banners.push({
        code: 'EQUIVOCATED',
        sentence:
          'EQUIVOCATED: the registry holds evidence that this venue signed two contradictory statements about an account.',
      });
    }
    return banners;
  }

  private summary(): Report['receipt'] {
    if (!this.receipt) return null;
    const { instance, setup, verificationKeyHash, domain } = this.receipt;
    const { venue, sequence, chainId } = domain;
    return { venue: printable(venue), sequence, chainId, instance, setup, verificationKeyHash };
  }
}

function headline(
  verdict: Report['verdict'],
  banners: readonly Banner[],
  unconfirmed: number,
  failed: Check | undefined,
): string {
  const warnings = banners.length === 0 ? '' : ` (${banners.map(({ code }) => code).join(', ')})`;
  if (verdict === 'VALID') {
    const facts = unconfirmed === 1 ? '1 fact is unconfirmed' : `${unconfirmed} facts are unconfirmed`;
    return `VALID${warnings}: the proof is valid. ${facts}.`;
  }
  const why = failed ? `${failed.title}: ${failed.sentence}` : 'a check could not be made.';
  return `INVALID${warnings}: ${why} This alone does not show that the venue cheated.`;
}

/** The reason an error gives, if it was meant for people. */
export function reasonOf(error: unknown): string {
  return error instanceof FairmarkError ? error.message.slice(0, REASON_LENGTH) : 'it could not be computed';
}

/** Text without characters that could steer a terminal or turn the direction of writing. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\u{fffd}');
}
