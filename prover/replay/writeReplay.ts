import { textId } from '../../circuits/commitment/domain.ts';
import { formatScaled, MICRO } from '../../verifier/formats/decimal.ts';
import { writeNatural } from '../../verifier/formats/readObject.ts';
import { nearestQuotient } from '../plan/nearestQuotient.ts';
import type { JudgedEvent } from './judgedEvent.ts';
import {
  REPLAY_FORMAT,
  type RepeatedSequenceDocument,
  type ReplayDocument,
  type ReplayedEventDocument,
  type ReplaySummaryDocument,
} from './replayDocument.ts';

const MILLION = 1_000_000n;
/** Line 2 before line 10. */
const NAMES = new Intl.Collator('en', { numeric: true });
const VENUE_ID = /^0x[0-9a-f]{64}$/;

const money = (amount: bigint) => formatScaled(amount, MICRO);
const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);

/** A share as millionths, to the nearest; `undefined` of nothing. */
function shareOf(part: bigint, whole: bigint): bigint | undefined {
  return whole > 0n ? nearestQuotient(part * MILLION, whole) : undefined;
}

/** Totals over the rounds of an event. */
function totals({ rounds, standing }: JudgedEvent) {
  if (!rounds) return undefined;
  return {
    cost: sum(rounds.map(({ fee, penalty }) => fee + penalty)),
    draw: sum(rounds.map(({ draw }) => draw)),
    share: standing && shareOf(sum(rounds.map(({ closedNotional }) => closedNotional)), standing.heldNotional),
    terminal: rounds.some(({ terminal }) => terminal),
  };
}

function eventDocument(event: JudgedEvent): ReplayedEventDocument {
  const { standing, sequence, accountNumber } = event;
  const total = totals(event);
  const shortfall = standing && standing.requirement - standing.equity;
  const share = shortfall === undefined ? undefined : shareOf(shortfall, standing?.requirement ?? 0n);
  const text = (amount: bigint | undefined) => (amount === undefined ? null : money(amount));
  return {
    name: event.name,
    venue: event.venue ?? null,
    sequence: sequence === undefined ? null : writeNatural(sequence),
    accountNumber: accountNumber === undefined ? null : writeNatural(accountNumber),
    verdict: event.verdict,
    reason: event.reason ?? null,
    planned: event.planned,
    instance: event.instance ?? null,
    needed: event.needed ?? null,
    equity: text(standing?.equity),
    requirement: text(standing?.requirement),
    shortfall: text(shortfall),
    shortfallShare: text(share),
    closedShare: text(total?.share),
    cost: text(total?.cost),
    draw: text(total?.draw),
    terminal: total?.terminal ?? false,
    rounds: (event.rounds ?? []).map(({ terminal, fee, penalty, draw, positions }) => ({
      terminal,
      fee: money(fee),
      penalty: money(penalty),
      draw: money(draw),
      positions,
    })),
  };
}

function compareEvents(x: JudgedEvent, y: JudgedEvent): number {
  if (x.sequence !== y.sequence) {
    if (x.sequence === undefined) return 1;
    if (y.sequence === undefined) return -1;
    return x.sequence < y.sequence ? -1 : 1;
  }
  return NAMES.compare(x.name, y.name);
}

/** A venue may be named, or given by its id. */
function repeatedSequences(sorted: readonly JudgedEvent[]): RepeatedSequenceDocument[] {
  const groups = new Map<string, { venue: string; sequence: bigint; events: string[] }>();
  for (const { name, venue, sequence } of sorted) {
    if (venue === undefined || sequence === undefined) continue;
    const key = `${VENUE_ID.test(venue) ? venue : textId(venue)} ${sequence}`;
    const group = groups.get(key) ?? { venue, sequence, events: [] };
    group.events.push(name);
    groups.set(key, group);
  }
  return [...groups.values()]
    .filter(({ events }) => events.length > 1)
    .map(({ venue, sequence, events }) => ({ venue, sequence: writeNatural(sequence), events }));
}

function reasons(events: readonly JudgedEvent[]): ReplaySummaryDocument['reasons'] {
  const counts = new Map<string, { code: string; clause?: string; events: number }>();
  for (const { reason } of events) {
    if (!reason) continue;
    const { code, clause } = reason;
    const key = `${clause ?? ''} ${code}`;
    const count = counts.get(key) ?? { code, ...(clause === undefined ? {} : { clause }), events: 0 };
    count.events += 1;
    counts.set(key, count);
  }
  return [...counts.entries()]
    .sort(([x, { events: xs }], [y, { events: ys }]) => ys - xs || (x < y ? -1 : 1))
    .map(([, count]) => count);
}

/** The least of sorted values that at least so many per cent of them do not exceed. */
function nearestRank(sorted: readonly bigint[], percent: number): bigint {
  return sorted[Math.ceil((percent * sorted.length) / 100) - 1] as bigint;
}

function closes(provable: readonly JudgedEvent[]): ReplaySummaryDocument['closes'] {
  const all = provable.flatMap((event) => totals(event) ?? []);
  const shares = all.flatMap(({ share }) => share ?? []).sort((x, y) => (x < y ? -1 : x > y ? 1 : 0));
  return {
    terminal: all.filter(({ terminal }) => terminal).length,
    inSeveralRounds: provable.filter(({ rounds }) => (rounds?.length ?? 0) > 1).length,
    cost: money(sum(all.map(({ cost }) => cost))),
    draw: money(sum(all.map(({ draw }) => draw))),
    closedShare:
      shares.length === 0 ? null : { median: money(nearestRank(shares, 50)), p99: money(nearestRank(shares, 99)) },
  };
}

/** Judged events as a document, sorted and summed up. */
export function writeReplay(events: readonly JudgedEvent[], otherFiles: number): ReplayDocument {
  const sorted = [...events].sort(compareEvents);
  const having = (verdict: JudgedEvent['verdict']) => sorted.filter((event) => event.verdict === verdict);
  return {
    format: REPLAY_FORMAT,
    events: sorted.map(eventDocument),
    repeated: repeatedSequences(sorted),
    summary: {
      events: sorted.length,
      provable: having('provable').length,
      notProvable: having('not-provable').length,
      unusable: having('unusable').length,
      otherFiles,
      reasons: reasons(sorted),
      closes: closes(having('provable')),
    },
  };
}
