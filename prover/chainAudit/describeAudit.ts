import { textTable } from '../io/textTable.ts';
import type { AuditDocument, AuditFindingDocument } from './auditDocument.ts';

const BANNERS = {
  DEVELOPMENT:
    '!! DEVELOPMENT key: its secret is public and anyone can forge proofs under it. Nothing here is about a real liquidation.',
  PARTIAL: '!! PARTIAL: the chain was not read from its beginning; what lies before is not judged.',
} as const satisfies Record<AuditDocument['banners'][number], string>;

/** Findings of one kind that are listed one by one; of the others only how many. */
const LISTED = 20;

/** An audit as lines of text for a terminal. */
export function describeAudit(audit: AuditDocument): string[] {
  const { headline, banners, chain, venues, receipts, findings } = audit;
  const lines = [headline, '', ...banners.map((code) => BANNERS[code])];
  if (banners.length > 0) lines.push('');
  lines.push(
    `Chain ${chain.chainId}, registry ${chain.registry}`,
    `Blocks ${chain.fromBlock} to ${chain.toBlock}, which is of ${chain.time}`,
    '',
    ...describeVerifiers(audit),
    ...describeFeeds(audit),
    'Venues',
    ...textTable(
      [
        ['venue', 'announced', 'recorded', 'verified', 'open', 'overdue', 'accounts', 'findings', 'warnings'],
        ...venues.map((venue) => {
          const its = findings.filter(({ venueId }) => venueId === venue.venueId);
          const count = (severity: string) => String(its.filter((finding) => finding.severity === severity).length);
          const { announced, recorded, verified, open, overdue, accounts } = venue;
          return [
            venue.name ?? venue.venueId,
            ...[announced, recorded, verified, open, overdue, accounts].map(String),
            count('finding'),
            count('warning'),
          ];
        }),
      ],
      { indent: '  ' },
    ),
    '',
  );
  if (receipts) {
    lines.push(`Receipts: ${receipts.matched} are what the registry recorded; ${receipts.otherFiles} other files`, '');
  }
  lines.push(...describePrivate(audit), ...describeFindings(audit));
  return lines;
}

function describeVerifiers({ verifiers }: AuditDocument): string[] {
  return [
    'Verifiers',
    ...textTable(
      [
        ['id', 'kind', 'circuit', 'key', 'active from', 'retired'],
        ...verifiers.map(({ id, kind, instance, verificationKeyHash, activeFrom, retiredAt }) => [
          String(id),
          kind === 'ceremony' ? kind : kind.toUpperCase(),
          instance ?? 'not built in',
          verificationKeyHash,
          activeFrom,
          retiredAt ?? '-',
        ]),
      ],
      { indent: '  ', left: [0, 1, 2, 3, 4, 5] },
    ),
    '',
  ];
}

function describeFeeds({ feeds }: AuditDocument): string[] {
  return feeds.flatMap(({ name, feedId, admin, epochs, revoked, ticks }) => [
    `Feed ${name ?? feedId}: ${ticks} ticks on chain; who administers it can change its signers: ${admin ?? 'unknown'}`,
    ...epochs.map(
      ({ epoch, quorum, signers, activeFrom, cancelled }) =>
        `  epoch ${epoch}${cancelled ? ' (cancelled)' : ''} from ${activeFrom}: ${quorum} of ${signers.join(', ')}`,
    ),
    ...(revoked.length === 0 ? [] : [`  revoked: ${revoked.join(', ')}`]),
    '',
  ]);
}

function describePrivate({ private: secret, venues }: AuditDocument): string[] {
  if (!secret) return [];
  return [
    `Private material: ${secret.unmatched} events were never announced, ${secret.unreadable} cannot be read`,
    ...secret.venues.flatMap(({ venueId, scenarios, surfaces, moves }) => [
      `  ${venues.find((venue) => venue.venueId === venueId)?.name ?? venueId}`,
      `    scenario: ${scenarios.worst} under the worst, ${scenarios.milder} under a milder one, ${scenarios.undetermined} undetermined`,
      `    ${surfaces} surfaces; moves at the money between consecutive ticks, in vol points`,
      ...(moves.length === 0
        ? []
        : textTable(
            [
              ['expiry', 'pairs', 'median', 'largest'],
              ...moves.map(({ underlying, expiry, pairs, median, largest }) => [
                `${underlying}-${expiry}`,
                String(pairs),
                String(median),
                String(largest),
              ]),
            ],
            { indent: '      ' },
          )),
    ]),
    '',
  ];
}

function describeFindings({ findings, venues }: AuditDocument): string[] {
  const nameOf = (venueId: string | null) =>
    venueId === null ? '' : `${venues.find((venue) => venue.venueId === venueId)?.name ?? venueId}`;
  const line = ({ code, venueId, sequence, sentence }: AuditFindingDocument) =>
    `  ${code}: ${[nameOf(venueId), sequence === null ? '' : `number ${sequence}`].filter(Boolean).join(' ')}${
      venueId === null && sequence === null ? '' : ': '
    }${sentence}`;
  return (['finding', 'warning'] as const).flatMap((severity) => {
    const its = findings.filter((finding) => finding.severity === severity);
    const codes = [...new Set(its.map(({ code }) => code))];
    if (its.length === 0) return severity === 'finding' ? ['No findings.'] : [];
    return [
      severity === 'finding' ? 'Findings' : 'Warnings',
      ...codes.flatMap((code) => {
        const same = its.filter((finding) => finding.code === code);
        const more = same.length - LISTED;
        return [...same.slice(0, LISTED).map(line), ...(more > 0 ? [`  ${code}: ${more} more; --json has all`] : [])];
      }),
    ];
  });
}
