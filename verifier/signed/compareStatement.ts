import type { Account } from '../../circuits/objects.ts';
import { writeTime } from '../formats/time.ts';
import type { Statement } from './statement.ts';

/** The state of an account that a statement is compared with. */
export interface ComparedState {
  /** The venue's name. */
  readonly venue: string;
  readonly account: Pick<Account, 'accountNumber' | 'sequence' | 'time'>;
  readonly accountCommitment: bigint;
  /** When the market was observed at which the state was liquidated, if it was: seconds since 1970. */
  readonly observedAt?: bigint;
}

/** What a statement is to a state of an account; `same` is the only good answer. */
export type StatementRelation =
  | 'same'
  | 'other-venue'
  | 'other-account'
  | 'older'
  | 'later'
  | 'later-before-liquidation'
  | 'two-truths'
  | 'other-time';

export interface StatementComparison {
  readonly relation: StatementRelation;
  /** For the owner. */
  readonly sentence: string;
}

/** Compares a statement with a state of an account (RG-13); its signature was checked when it was read. */
export function compareStatement(statement: Statement, state: ComparedState): StatementComparison {
  const { venue, account, accountCommitment, observedAt } = state;
  const { stateSequence, stateTime, signer } = statement;
  const { sequence } = account;
  const isLater = stateSequence > sequence;
  const states = `The sequence numbers differ: the statement is on state ${stateSequence}, the account is in state ${sequence}. `;
  const ifTheirs = `If ${signer} signs for the venue, `;
  // The first that holds is what is said.
  const rows: readonly (readonly [holds: boolean, relation: StatementRelation, sentence: string])[] = [
    [statement.venue !== venue, 'other-venue', `The statement is of the venue ${JSON.stringify(statement.venue)}.`],
    [
      statement.accountNumber !== account.accountNumber,
      'other-account',
      `Not your account, or not its statement: the statement is on account number ${statement.accountNumber}, not ${account.accountNumber}.`,
    ],
    [stateSequence < sequence, 'older', `${states}The statement is an older one.`],
    [
      isLater && observedAt !== undefined && stateTime < observedAt,
      'later-before-liquidation',
      `${states}${ifTheirs}it had signed a later state, of ${writeTime(stateTime)}, before the market data of the liquidation, and liquidated from an old one: report the statement.`,
    ],
    [isLater, 'later', `${states}The statement is a later one.`],
    [
      statement.accountCommitment !== accountCommitment,
      'two-truths',
      `Two truths about state ${stateSequence}: the statement has another commitment than the account. ${ifTheirs}report the statement.`,
    ],
    [
      stateTime !== account.time,
      'other-time',
      `The statement is of ${writeTime(stateTime)}, the account of ${writeTime(account.time)}.`,
    ],
  ];
  const [, relation, sentence] = rows.find(([holds]) => holds) ?? [
    true,
    'same',
    'The statement is on this state of this account.',
  ];
  return { relation, sentence };
}
