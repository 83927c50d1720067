import type { AuditInput } from './auditInput.ts';
import type { Finding } from './finding.ts';
import type { VenueHistory } from './venueHistory.ts';

/** What the registry counts of a venue, at the latest block. */
export interface VenueCounts {
  readonly announced: bigint;
  readonly recorded: bigint;
  readonly overdue: bigint;
}

/** Numbers follow one by one, every log is there, and no state is announced twice (RG-08, V20, V28). */
export function checkNumbers(venue: VenueHistory, counts: VenueCounts, { history }: AuditInput): Finding[] {
  const { venueId, liquidations, batches } = venue;
  const findings: Finding[] = [];
  const add = (code: Finding['code'], sentence: string, sequence?: bigint) =>
    findings.push({ code, venueId, sentence, ...(sequence === undefined ? {} : { sequence }) });

  // Where the walk began later, the first number that it met is the first that it can judge.
  let expected = history.fromBlock === 0n ? 1n : (liquidations[0]?.sequence ?? 1n);
  const began = expected;
  const states = new Map<bigint, bigint>();
  for (const { sequence, accountBefore, batch } of liquidations) {
    if (sequence !== expected) {
      add('numbers-not-consecutive', `Number ${expected} should follow, and ${sequence} does.`, sequence);
    } else if (!batch) {
      add('numbers-not-consecutive', `Number ${sequence} was announced in no batch.`, sequence);
    }
    expected = sequence + 1n;
    const before = states.get(accountBefore);
    if (before !== undefined) {
      add(
        'state-announced-twice',
        `The account state of number ${before} was liquidated again as ${sequence}.`,
        sequence,
      );
    }
    states.set(accountBefore, sequence);
  }
  const inBatches = batches.reduce((sum, { announcement }) => sum + announcement.count, 0n);
  const told = [
    ['announced', counts.announced - (began - 1n), BigInt(liquidations.length)],
    ['announced in batches', counts.announced - (began - 1n), inBatches],
    ...(began === 1n
      ? ([
          ['recorded', counts.recorded, BigInt(liquidations.filter(({ record }) => record).length)],
          ['flagged as overdue', counts.overdue, BigInt(liquidations.filter(({ isFlagged }) => isFlagged).length)],
        ] as const)
      : []),
  ] as const;
  for (const [what, counted, shown] of told) {
    if (counted !== shown) {
      add('events-missing', `The registry counts ${counted} liquidations ${what}, and the logs show ${shown}.`);
    }
  }
  return findings;
}
