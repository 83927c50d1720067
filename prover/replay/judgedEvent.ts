import type { InstanceShape } from '../../circuits/witnessInputs.ts';
import type { ErrorRecord } from '../io/errorRecord.ts';
import type { ClosedRound } from './closedRound.ts';
import type { ReplayVerdict } from './replayDocument.ts';

/** Where an account stands at its snapshot, under the worst scenario; money, 10^-6. */
export interface Standing {
  readonly equity: bigint;
  /** Not below zero. */
  readonly requirement: bigint;
  readonly heldNotional: bigint;
}

/** One event of a dry run in fixed point; what is not known is absent. */
export interface JudgedEvent {
  readonly name: string;
  readonly venue?: string;
  readonly sequence?: bigint;
  readonly accountNumber?: bigint;
  readonly verdict: ReplayVerdict;
  readonly reason?: ErrorRecord;
  readonly planned: boolean;
  readonly standing?: Standing;
  readonly instance?: string;
  readonly needed?: InstanceShape;
  /** Absent where the event has a close that cannot be read against the account. */
  readonly rounds?: readonly ClosedRound[];
}
