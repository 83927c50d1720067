import { writeTime } from '../../verifier/formats/time.ts';
import type { AuditInput } from './auditInput.ts';
import { type ChainEvent, isNamed } from './chainEvents.ts';
import type { FeedHistory } from './feedHistory.ts';
import type { Finding } from './finding.ts';
import type { VenueHistory } from './venueHistory.ts';

/** The ticks of a feed that the chain knows: times rise with rounds, and each names the one before (RG-04, V5). */
export function checkFeed({ feedId, name, ticks, revoked }: FeedHistory): Finding[] {
  const findings: Finding[] = [];
  const feed = name === '' ? feedId : JSON.stringify(name);
  let before: FeedHistory['ticks'][number] | undefined;
  for (const tick of ticks) {
    const { round, observedAt, previousTick } = tick.args;
    if (before && (round === before.args.round || observedAt <= before.args.observedAt)) {
      findings.push({
        code: 'tick-order',
        sentence: `Feed ${feed}: round ${round} was not observed after round ${before.args.round}.`,
      });
    }
    if (before && round === before.args.round + 1n && previousTick !== before.args.tickHash) {
      findings.push({
        code: 'tick-chain-broken',
        sentence: `Feed ${feed}: round ${round} names another tick before it than round ${before.args.round}.`,
      });
    }
    before = tick;
  }
  for (const signer of revoked) {
    findings.push({ code: 'feed-signer-revoked', sentence: `Feed ${feed}: the signer ${signer} was revoked.` });
  }
  return findings;
}

/** The newest round of its feed that the chain knew at every announcement. */
export function newestRounds(events: readonly ChainEvent[]): Map<ChainEvent, bigint> {
  const newest = new Map<string, bigint>();
  const known = new Map<ChainEvent, bigint>();
  for (const event of events) {
    if (isNamed(event, 'TickAnchored')) {
      const { feedId, round } = event.args;
      if (round > (newest.get(feedId) ?? 0n)) newest.set(feedId, round);
    }
    if (isNamed(event, 'BatchAnnounced')) known.set(event, newest.get(event.args.feedId) ?? 0n);
  }
  return known;
}

/** The ticks that a venue announced with: known, unchanged, and fresh by its charter's terms (RG-04, RG-08, V4, V5). */
export function checkTicks(
  venue: VenueHistory,
  { feeds }: AuditInput,
  newest: ReadonlyMap<ChainEvent, bigint>,
): Finding[] {
  const { venueId } = venue;
  const findings: Finding[] = [];
  for (const { announcement, event } of venue.batches) {
    const { first, tickHash, feedId, facts } = announcement;
    const add = (code: Finding['code'], sentence: string) =>
      findings.push({ code, venueId, sequence: first, sentence });
    const tick = feeds.get(feedId)?.ticks.find(({ args }) => args.tickHash === tickHash)?.args;
    if (!tick) add('tick-unknown', `The tick of round ${facts.round} was never anchored.`);
    else if (
      tick.round !== facts.round ||
      tick.snapshotCommitment !== facts.snapshotCommitment ||
      tick.observedAt !== BigInt(facts.observedAt)
    ) {
      add('tick-differs', 'The announcement fixed other market data than its tick has.');
    }
    const terms = venue.charters.find(({ proposal }) => proposal.index === facts.charterIndex)?.proposal.terms;
    if (!terms) continue;
    const age = facts.announcedAt - facts.observedAt;
    if (age < 0 || age > terms.tickAge) {
      add('tick-stale', `Announced ${age} s after the observation; the charter allows ${terms.tickAge} s.`);
    }
    const behind = (newest.get(event) ?? facts.round) - facts.round;
    if (behind > BigInt(terms.roundsBehind)) {
      add(
        'tick-stale',
        `Its tick was ${behind} rounds behind the newest that the chain knew; the charter allows ${terms.roundsBehind}.`,
      );
    }
    if (facts.announcedAt !== event.time || facts.deadline !== facts.announcedAt + terms.recordWithin) {
      const said = writeTime(BigInt(facts.announcedAt));
      add(
        'tick-differs',
        `The facts say that it was announced at ${said}, which does not go with its block and deadline.`,
      );
    }
  }
  const own = new Set(Object.values(venue.registration?.accounts ?? {}).map((address) => address.toLowerCase()));
  for (const feedId of new Set(venue.batches.map(({ announcement }) => announcement.feedId))) {
    const feed = feeds.get(feedId);
    const held = [...(feed?.admins ?? []), ...(feed?.epochs ?? []).flatMap(({ proposal }) => proposal.signers)];
    const shared = new Set(held.map((address) => address.toLowerCase()).filter((address) => own.has(address)));
    if (shared.size === 0) continue;
    findings.push({
      code: 'feed-of-the-venue',
      venueId,
      sentence: `The venue itself has a hand in its feed ${JSON.stringify(feed?.name ?? '')}: ${[...shared].join(', ')}.`,
    });
  }
  return findings;
}
