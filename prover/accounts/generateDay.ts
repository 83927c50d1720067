import type { AccountDocument } from '../../verifier/formats/account.ts';
import { EVENT_FORMAT, type EventDocument } from '../event.ts';
import { type AccountKind, type GeneratedAccount, generateAccount } from './generateAccount.ts';
import type { ListedMarket } from './listedMarket.ts';

/** Files that the events of a day share, by the name under which events refer to them. */
export const DAY_FILES = {
  charter: 'charter.json',
  scenarios: 'scenarios.json',
  snapshot: 'snapshot.json',
  surface: 'surface.json',
} as const;

export interface GenerateDayOptions {
  market: ListedMarket;
  /** Market in which positions were taken; default: `market`. */
  opened?: ListedMarket;
  /** Taken in turns. */
  kinds: readonly AccountKind[];
  count: number;
  /** Accounts have the seeds `seed`, `seed` + 1 and so on. */
  seed: number;
  /** Called after each account. */
  onAccount?: (made: number) => void;
}

export interface GeneratedEvent extends Pick<GeneratedAccount, 'kind' | 'size' | 'shortfall'> {
  /** File name, such as `event-0007.json`. */
  name: string;
  document: EventDocument & { account: AccountDocument };
}

/**
 * A made-up day of a venue: events without a close, each with an account of its own, which share the files of
 * `DAY_FILES`. One in five is healthy, as `drawShortfall` says.
 *
 * @throws InputError `ACCOUNT_NOT_DRAWN`
 */
export function generateDay({ market, opened, kinds, count, seed, onAccount }: GenerateDayOptions): GeneratedEvent[] {
  const digits = Math.max(4, String(count).length);
  return Array.from({ length: count }, (_, i) => {
    const { document, kind, size, shortfall } = generateAccount({
      market,
      ...(opened ? { opened } : {}),
      kind: kinds[i % kinds.length] as AccountKind,
      seed: seed + i,
    });
    onAccount?.(i + 1);
    return {
      name: `event-${String(i + 1).padStart(digits, '0')}.json`,
      kind,
      size,
      shortfall,
      document: {
        format: EVENT_FORMAT,
        venue: market.published.document.venue,
        sequence: i + 1,
        account: document,
        snapshot: DAY_FILES.snapshot,
        model: { charter: DAY_FILES.charter, scenarios: DAY_FILES.scenarios, surface: DAY_FILES.surface },
      },
    };
  });
}
