import { writeTime } from '../../verifier/formats/time.ts';
import { printable } from '../../verifier/reportBuilder.ts';
import { AUDIT_FORMAT, type AuditDocument, type AuditVenueDocument } from './auditDocument.ts';
import type { AuditInput } from './auditInput.ts';
import type { PrivateChecks } from './checkPrivate.ts';
import type { ReceiptChecks } from './checkReceipts.ts';
import { type LiquidationState, stateOf } from './checkRecords.ts';
import type { FeedHistory } from './feedHistory.ts';
import { FINDING_CODES, type Finding } from './finding.ts';
import type { VenueHistory } from './venueHistory.ts';

/** Everything that an audit knows in the end. */
export interface AuditResult {
  readonly input: AuditInput;
  readonly venues: readonly VenueHistory[];
  readonly feeds: readonly FeedHistory[];
  /** Proofs that were verified again, by venue. */
  readonly verified: ReadonlyMap<string, number>;
  readonly receipts: ReceiptChecks | undefined;
  readonly secret: PrivateChecks | undefined;
  readonly findings: readonly Finding[];
}

/** Digits after the point of vol points. */
const VOL_DIGITS = 3;

/** The contracts write "never" as the largest second that they can; no time of theirs is in a year of five digits. */
const NEVER = Date.UTC(10_000, 0, 1) / 1000;

const timeText = (seconds: number) => (seconds < NEVER ? writeTime(BigInt(seconds)) : 'never');
const nameOrNull = (name: string) => (name === '' ? null : printable(name));
const rounded = (value: number) => Number(value.toFixed(VOL_DIGITS));

/** An audit as a document. */
export function writeAudit(result: AuditResult): AuditDocument {
  const { input, venues, feeds, verified, receipts, secret, findings } = result;
  const { chainId, contracts, fromBlock, toBlock, now } = input.history;
  const written = findings.map(({ code, venueId, sequence, sentence }) => ({
    code,
    severity: FINDING_CODES[code],
    venueId: venueId ?? null,
    sequence: sequence === undefined ? null : String(sequence),
    sentence: printable(sentence),
  }));
  const isClean = written.every(({ severity }) => severity !== 'finding');
  const isDevelopment = [...input.verifiers.values()].some(({ kind }) => kind !== 'ceremony');
  const banners = [
    ...(isDevelopment ? (['DEVELOPMENT'] as const) : []),
    ...(fromBlock === 0n ? [] : (['PARTIAL'] as const)),
  ];
  const venueDocuments = venues.map((venue) => writeVenue(venue, verified.get(venue.venueId) ?? 0, now));
  const sum = (count: (venue: AuditVenueDocument) => number) =>
    venueDocuments.reduce((all, its) => all + count(its), 0);
  const found = written.filter(({ severity }) => severity === 'finding').length;
  const warnings = banners.length === 0 ? '' : ` (${banners.join(', ')})`;
  const checked = `${counted(
    sum(({ announced }) => announced),
    'announced liquidation',
  )}, ${counted(
    sum((its) => its.verified),
    'proof',
  )} verified again`;
  return {
    format: AUDIT_FORMAT,
    verdict: isClean ? 'CLEAN' : 'FINDINGS',
    headline: isClean
      ? `CLEAN${warnings}: nothing was found. ${checked}.`
      : `FINDINGS${warnings}: ${counted(found, 'finding')}. ${checked}.`,
    banners,
    chain: {
      chainId: String(chainId),
      registry: contracts.LiquidationRegistry,
      charters: contracts.CharterRegistry,
      feeds: contracts.FeedRegistry,
      verifiers: contracts.VerifierRegistry,
      fromBlock: String(fromBlock),
      toBlock: String(toBlock),
      time: timeText(now),
    },
    verifiers: [...input.verifiers].map(([id, { added, kind, retiredAt, pinned }]) => ({
      id,
      verificationKeyHash: added.verificationKeyHash,
      kind,
      statementVersion: added.statementVersion,
      instance: pinned?.instance ?? null,
      activeFrom: timeText(added.activeFrom),
      retiredAt: retiredAt === undefined ? null : timeText(retiredAt),
    })),
    feeds: feeds.map(({ feedId, name, admins, epochs, revoked, ticks }) => ({
      feedId,
      name: nameOrNull(name),
      admin: admins.at(-1) ?? null,
      epochs: epochs.map(({ proposal, isCancelled }) => ({
        epoch: proposal.epoch,
        quorum: proposal.quorum,
        signers: proposal.signers.map((signer) => signer.toLowerCase()),
        activeFrom: timeText(proposal.activeFrom),
        cancelled: isCancelled,
      })),
      revoked,
      ticks: ticks.length,
    })),
    venues: venueDocuments,
    receipts: receipts ? { matched: receipts.matched, otherFiles: receipts.otherFiles } : null,
    private: secret
      ? {
          unmatched: secret.unmatched,
          unreadable: secret.unreadable,
          venues: secret.venues.map(({ venueId, scenarios, surfaces, moves }) => ({
            venueId,
            scenarios,
            surfaces,
            moves: moves.map((move) => ({ ...move, largest: rounded(move.largest), median: rounded(move.median) })),
          })),
        }
      : null,
    findings: written,
  };
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function writeVenue(venue: VenueHistory, verified: number, now: number): AuditVenueDocument {
  const { venueId, name, liquidations, charters, registration, signersAdded, signersRetired } = venue;
  const states = liquidations.map((liquidation) => stateOf(liquidation, now));
  const inState = (state: LiquidationState) => states.filter((its) => its === state).length;
  return {
    venueId,
    name: nameOrNull(name),
    announced: liquidations.length,
    recorded: inState('recorded'),
    open: inState('open'),
    overdue: inState('overdue'),
    verified,
    accounts: new Set(liquidations.map(({ handle }) => handle)).size,
    charters: charters.map(({ proposal, cancelledAt }) => ({
      index: proposal.index,
      documentDigest: proposal.documentDigest,
      activeFrom: timeText(proposal.activeFrom),
      cancelled: cancelledAt !== undefined,
    })),
    roles: registration
      ? Object.fromEntries(
          Object.entries(registration.accounts).map(([role, account]) => [role, account.toLowerCase()]),
        )
      : null,
    statementSigners: signersAdded.map(({ signer }) => ({
      signer: signer.toLowerCase(),
      retired: signersRetired.some((its) => its.signer === signer),
    })),
  };
}
