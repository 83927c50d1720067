import type { ChainHistory } from './chainEvents.ts';
import type { FeedHistory } from './feedHistory.ts';
import type { VerifierHistory } from './verifierHistory.ts';

/** What the checks of all venues share. */
export interface AuditInput {
  readonly history: ChainHistory;
  readonly feeds: ReadonlyMap<`0x${string}`, FeedHistory>;
  readonly verifiers: ReadonlyMap<number, VerifierHistory>;
}
