import type { Finding } from './finding.ts';
import type { VenueHistory, VenueLiquidation } from './venueHistory.ts';

/** What is known of a handle up to some number. */
interface Head {
  readonly last: VenueLiquidation;
  /** How many were announced at the last one's tick. */
  readonly rounds: number;
}

/**
 * Accounts by their handles: later rounds continue the result of the round before, at ticks that do not go back, at most
 * so many a tick as the charter says; other announcements open a state of an account root of the right time (RG-07, V25).
 */
export function checkHandles(venue: VenueHistory): Finding[] {
  const { venueId, charters, roots } = venue;
  const findings: Finding[] = [];
  const heads = new Map<string, Head>();
  const bySequence = new Map(venue.liquidations.map((liquidation) => [liquidation.sequence, liquidation]));
  const produced = new Map(
    venue.liquidations.flatMap((its) => (its.record ? [[its.record.accountAfter, its] as const] : [])),
  );
  for (const liquidation of venue.liquidations) {
    const { sequence, handle, accountBefore, predecessor, facts, batch } = liquidation;
    const add = (code: Finding['code'], sentence: string) => findings.push({ code, venueId, sequence, sentence });
    const head = heads.get(handle);
    const isSameTick = head !== undefined && facts?.observedAt === head.last.facts?.observedAt;
    const rounds = isSameTick ? head.rounds + 1 : 1;
    heads.set(handle, { last: liquidation, rounds });
    if (!facts || !batch) continue;

    if (head?.last.facts && facts.observedAt < head.last.facts.observedAt) {
      add('tick-order', `Announced at an earlier tick than number ${head.last.sequence} of the same account.`);
    }
    const terms = charters.find(({ proposal }) => proposal.index === facts.charterIndex)?.proposal.terms;
    if (terms && rounds > terms.roundsPerTick) {
      add(
        'rounds-exceeded',
        `The ${rounds}th liquidation of one account at one tick; the charter allows ${terms.roundsPerTick}.`,
      );
    }
    const origin = produced.get(accountBefore);
    if (origin && origin.handle !== handle) {
      add('link-broken', `Its account state is the result of number ${origin.sequence}, which was of another account.`);
    }
    if (predecessor !== 0n) {
      if (predecessor !== head?.last.sequence) {
        add('predecessor-wrong', `Continues number ${predecessor}, which is not the last of this account.`);
        continue;
      }
      const before = bySequence.get(predecessor);
      if (before?.record && before.record.accountAfter !== accountBefore) {
        add('link-broken', `Does not begin with the state in which number ${predecessor} ended.`);
      }
      if (!before?.record && liquidation.record) {
        add('link-broken', `Recorded although number ${predecessor}, which it continues, is not.`);
      }
      continue;
    }
    const index = batch.accountRootIndex;
    const root = roots.find((its) => its.index === index);
    const next = roots.find((its) => its.index === index + 1n);
    const isLatest = root && root.publishedAt < facts.observedAt && !(next && next.publishedAt < facts.observedAt);
    if (!isLatest) {
      add('account-root-wrong', `Its account root ${index} is not the latest that was published before the tick.`);
    } else if (head?.last.facts && root.publishedAt <= head.last.facts.announcedAt) {
      add(
        'account-root-wrong',
        `Its account root ${index} is older than the liquidation ${head.last.sequence} of the same account.`,
      );
    }
  }
  return findings;
}
