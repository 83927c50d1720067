import { keccak256 } from 'viem';
import { textId } from '../../circuits/commitment/domain.ts';
import { charterDocumentText, type PublishedCharter, readCharter } from '../../verifier/formats/charter.ts';
import { REGISTRATION_TERMS } from '../../verifier/formats/registrationTerms.ts';
import { parseJson } from '../io/parseJson.ts';
import type { Finding } from './finding.ts';
import type { VenueCharter, VenueHistory } from './venueHistory.ts';

/** `MIN_DELAY` of CharterRegistry: a day. */
const LEAST_DELAY = 86_400;

/** The charter in force at a time: the last that was not cancelled and had begun. */
export function charterInForce(venue: VenueHistory, time: number): VenueCharter | undefined {
  return venue.charters
    .filter(({ cancelledAt, proposal }) => cancelledAt === undefined && proposal.activeFrom <= time)
    .at(-1);
}

/**
 * Charters: published in time, with the digest, terms and feeds of their document; and every batch under the one that was
 * in force at its tick (RG-02, V1, V33).
 */
export function checkCharters(venue: VenueHistory, isWhole: boolean): Finding[] {
  const { venueId } = venue;
  const findings: Finding[] = [];
  const add = (code: Finding['code'], sentence: string, sequence?: bigint) =>
    findings.push({ code, venueId, sentence, ...(sequence === undefined ? {} : { sequence }) });
  const least = Math.max(venue.registration?.charterDelay ?? LEAST_DELAY, LEAST_DELAY);

  for (const { proposal, proposedAt, cancelledAt } of venue.charters) {
    const { index, activeFrom, documentDigest, terms, feeds, document } = proposal;
    const name = `Charter ${index}`;
    if (cancelledAt !== undefined) add('charter-cancelled', `${name} was taken back before it was in force.`);
    if (activeFrom - proposedAt < least) {
      add(
        'charter-delay-short',
        `${name} was to be in force ${activeFrom - proposedAt} s after it was published, not ${least}.`,
      );
    }
    if (keccak256(document) !== documentDigest) {
      add('charter-digest-wrong', `${name}: the published document has another digest than the registry keeps.`);
    }
    const published = readDocument(document);
    if (!published || (venue.name !== '' && published.document.venue !== venue.name)) {
      add('charter-unreadable', `${name} is not the canonical text of a charter of this venue.`);
      continue;
    }
    const { registration } = published.document;
    const other = REGISTRATION_TERMS.filter((term) => registration?.[term] !== terms[term]);
    if (other.length > 0) {
      add(
        'charter-terms-differ',
        `${name}: the registry applies other terms than the document says: ${other.join(', ')}.`,
      );
    }
    const named = new Set(published.document.feeds.map(textId));
    if (named.size !== new Set(feeds).size || feeds.some((feed) => !named.has(feed))) {
      add('charter-feeds-differ', `${name}: the registry admits other feeds than the document names.`);
    }
  }

  for (const { announcement } of venue.batches) {
    const { facts, first, feedId } = announcement;
    const inForce = charterInForce(venue, facts.observedAt)?.proposal;
    if (!inForce) {
      // Before the first block that was read there may be one.
      if (isWhole) add('charter-not-in-force', 'No charter was in force at its tick.', first);
      continue;
    }
    if (inForce.index !== facts.charterIndex || inForce.rulebookCommitment !== facts.rulebookCommitment) {
      add(
        'charter-not-in-force',
        `Announced under charter ${facts.charterIndex}, and ${inForce.index} was in force at its tick.`,
        first,
      );
    }
    if (!inForce.feeds.includes(feedId)) {
      add('feed-not-in-charter', 'Its tick is of a feed that the charter in force does not name.', first);
    }
  }
  return findings;
}

/** The charter of a document on chain; `undefined` for anything but canonical text. */
function readDocument(document: `0x${string}`): PublishedCharter | undefined {
  try {
    const bytes = Buffer.from(document.slice(2), 'hex');
    const published = readCharter(parseJson(bytes, 'charter'));
    return charterDocumentText(published.document) === bytes.toString('utf8') ? published : undefined;
  } catch {
    return undefined;
  }
}
