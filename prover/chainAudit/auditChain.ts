import { InputError } from '../../circuits/errors.ts';
import type { ChainReader } from '../../verifier/chain/chainReader.ts';
import { RegistryReader } from '../../verifier/chain/registryReader.ts';
import { rpcReader } from '../../verifier/chain/rpcReader.ts';
import { VERIFICATION_KEYS } from '../../verifier/generated/verificationKeys.ts';
import type { VerificationKeyRecords } from '../../verifier/verificationKey.ts';
import { defaultWorkspace } from '../setup/workspace.ts';
import type { AuditDocument } from './auditDocument.ts';
import type { AuditInput } from './auditInput.ts';
import { checkCharters } from './checkCharters.ts';
import { checkEvidence } from './checkEvidence.ts';
import { checkHandles } from './checkHandles.ts';
import { checkNumbers } from './checkNumbers.ts';
import { checkPrivate } from './checkPrivate.ts';
import { checkReceipts } from './checkReceipts.ts';
import { checkRecords } from './checkRecords.ts';
import { checkFeed, checkTicks, newestRounds } from './checkTicks.ts';
import { feedHistories } from './feedHistory.ts';
import type { Finding } from './finding.ts';
import { readHistory } from './readHistory.ts';
import { venueHistories } from './venueHistory.ts';
import { verifierHistories } from './verifierHistory.ts';
import { writeAudit } from './writeAudit.ts';

export interface AuditOptions {
  readonly url: URL;
  /** LiquidationRegistry, lower case. */
  readonly registry: `0x${string}`;
  /** First block to read; 0 by default. */
  readonly fromBlock?: bigint;
  /** Name of the one venue to check; all by default. */
  readonly venue?: string;
  /** Folder of receipts to compare. */
  readonly receipts?: string;
  /** Folder with a venue's events, under confidence. */
  readonly private?: string;
  /** Keys to accept instead of those built in. */
  readonly trustedKeys?: VerificationKeyRecords;
  /** Called often with what is being done. */
  readonly onProgress?: (doing: string) => void;
}

/**
 * Reads everything that a registry and its three neighbours ever said, and checks it: numbers, proofs, deadlines, ticks,
 * charters, verifiers, account chains, evidence; then receipts and private material, if given.
 *
 * @throws InputError those of `readHistory`, `VENUE_UNKNOWN`, and those of the folders
 */
export async function auditChain(options: AuditOptions): Promise<AuditDocument> {
  const { url, registry, fromBlock = 0n, trustedKeys = VERIFICATION_KEYS, onProgress = () => {} } = options;
  const history = await readHistory({
    url,
    registry,
    fromBlock,
    root: defaultWorkspace().root,
    onProgress: ({ block, toBlock, events }) => onProgress(`block ${block} of ${toBlock}, ${events} events`),
  });
  const feeds = feedHistories(history.events);
  const verifiers = verifierHistories(history.events, trustedKeys);
  const input: AuditInput = { history, feeds: new Map(feeds.map((feed) => [feed.feedId, feed])), verifiers };
  const all = venueHistories(history.events);
  const venues = options.venue === undefined ? all : all.filter(({ name }) => name === options.venue);
  if (options.venue !== undefined && venues.length === 0) {
    throw new InputError('VENUE_UNKNOWN', `no venue of the name ${JSON.stringify(options.venue)} is registered`, {
      field: '--venue',
      remedy: 'Leave --venue out to see all, and --from-block to see early ones.',
    });
  }

  const reader: ChainReader = rpcReader(url);
  const views = await RegistryReader.open(reader, registry);
  const newest = newestRounds(history.events);
  const isWhole = fromBlock === 0n;
  const findings: Finding[] = feeds.flatMap(checkFeed);
  const verified = new Map<string, number>();
  let proofs = 0;
  for (const venue of venues) {
    const counts = await views.read('countsOf', venue.venueId);
    findings.push(...checkNumbers(venue, counts, input), ...checkCharters(venue, isWhole));
    findings.push(...checkTicks(venue, input, newest), ...checkHandles(venue));
    const { value: hasEquivocated } = await views.read('hasEquivocated', venue.venueId);
    findings.push(...checkEvidence(venue, hasEquivocated));
    const records = await checkRecords(venue, input, () => {
      proofs += 1;
      onProgress(`${proofs} proofs verified again`);
    });
    findings.push(...records.findings);
    verified.set(venue.venueId, records.verified);
  }
  const receipts =
    options.receipts === undefined ? undefined : await checkReceipts(options.receipts, venues, input, trustedKeys);
  let judged = 0;
  const secret =
    options.private === undefined
      ? undefined
      : await checkPrivate(options.private, venues, () => {
          judged += 1;
          onProgress(`${judged} private events judged`);
        });
  findings.push(...(receipts?.findings ?? []), ...(secret?.findings ?? []));
  return writeAudit({ input, venues, feeds, verified, receipts, secret, findings });
}
