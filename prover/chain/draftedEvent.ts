import { accountCommitment } from '../../circuits/commitment/accountCommitment.ts';
import { InputError } from '../../circuits/errors.ts';
import { type InstanceShape, neededShape } from '../../circuits/witnessInputs.ts';
import { writeFieldElement } from '../../verifier/formats/fieldElement.ts';
import { writeNatural } from '../../verifier/formats/readObject.ts';
import { draftLiquidation } from '../draftLiquidation.ts';
import {
  type EventDocument,
  type EventRegistrationDocument,
  type LiquidationEvent,
  readEvent,
  writeClose,
} from '../event.ts';

/** An event without a number, which the registry gives: with it, `fairmark prove` proves it as it stands. */
export type DraftedEventDocument = Omit<EventDocument, 'sequence'>;

/** A liquidation whose close and salts are fixed: whatever is announced of it can be proven. */
export interface DraftedEvent {
  readonly document: DraftedEventDocument;
  readonly event: LiquidationEvent;
  readonly accountBefore: bigint;
  /** What the circuit size has to have room for. */
  readonly needed: InstanceShape;
}

/**
 * Plans the close where the event has none, checks the statement on integers, and draws the salts that the event does not
 * give.
 *
 * @param document an event with every document inline; one without a number is taken for a draft
 * @throws InputError as `readEvent` does; ClauseViolation and others as `draftLiquidation` does
 */
export function draftEvent(document: unknown, onEvaluated?: (evaluated: number) => void): DraftedEvent {
  const { sequence: _, ...fields } = Object(document) as Partial<EventDocument>;
  // Any number will do: none is drafted.
  const event = readEvent({ sequence: 0, ...Object(document) });
  const { draft } = draftLiquidation(event, event.model, onEvaluated);
  return {
    document: {
      ...(fields as DraftedEventDocument),
      close: writeClose(draft.close, event.account, event.model.published),
      salts: {
        accountAfter: writeFieldElement(draft.accountAfterSalt),
        outcome: writeFieldElement(draft.outcomeSalt),
      },
    },
    event,
    accountBefore: accountCommitment(event.account),
    needed: neededShape(event.account),
  };
}

/** The event as it was announced: `fairmark prove` proves it as it stands. */
export function announcedEvent(
  { format, venue, ...document }: DraftedEventDocument,
  sequence: bigint,
  registration: Required<EventRegistrationDocument>,
): EventDocument {
  return { format, venue, sequence: writeNatural(sequence), ...document, registration };
}

/** Refuses a state that is given twice: it can be liquidated once. */
export function checkDistinct(drafts: readonly DraftedEvent[]): void {
  const states = drafts.map(({ accountBefore }) => accountBefore);
  const repeated = states.findIndex((state, i) => states.indexOf(state) !== i);
  if (repeated < 0) return;
  throw new InputError('STATE_REPEATED', 'two events are about one state of one account', {
    field: `events[${repeated}].account`,
    remedy: 'Announce one of them; a second round starts from the account that the first leaves.',
  });
}
