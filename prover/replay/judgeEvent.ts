import { FairmarkError } from '../../circuits/errors.ts';
import { type InstanceShape, neededShape } from '../../circuits/witnessInputs.ts';
import { MICRO, scaledNearest } from '../../verifier/formats/decimal.ts';
import { readNatural, readText } from '../../verifier/formats/readObject.ts';
import { draftLiquidation } from '../draftLiquidation.ts';
import { draftRound } from '../draftRound.ts';
import { type LiquidationEvent, readEvent, SEQUENCE_BITS } from '../event.ts';
import { errorRecord } from '../io/errorRecord.ts';
import type { CandidateMargin } from '../plan/marginUnder.ts';
import { scenarioCandidates } from '../plan/scenarioCandidates.ts';
import type { buildScenarioTree } from '../scenarios/buildScenarioTree.ts';
import { smallestInstance } from '../setup/smallestInstance.ts';
import { type ClosedRound, closedRound } from './closedRound.ts';
import type { JudgedEvent, Standing } from './judgedEvent.ts';
import type { FoundDocument } from './readEvents.ts';

/** What all events of a dry run are judged with. */
export interface JudgeOptions {
  /** Smallest first. */
  readonly instances: ReadonlyMap<string, InstanceShape>;
  readonly treeOf: typeof buildScenarioTree;
  /** Called now and then while an event is planned. */
  readonly onEvaluated?: () => void;
}

/** Digits after the point of a requirement, which is in 10^-6 of money. */
const REQUIREMENT_SCALE = 12;

function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Venue and sequence, also of an event that cannot be read whole. */
function identity({ name, document }: FoundDocument): Pick<JudgedEvent, 'name' | 'venue' | 'sequence'> {
  const fields = Object(document);
  const venue = readable(() => readText(fields.venue, 'venue'));
  const sequence = readable(() => readNatural(fields.sequence, 'sequence', SEQUENCE_BITS));
  return { name, ...(venue === undefined ? {} : { venue }), ...(sequence === undefined ? {} : { sequence }) };
}

/** A refusal that names a clause is an answer of the statement; any other is about the file. */
function refused(error: unknown): Pick<JudgedEvent, 'verdict' | 'reason'> {
  if (error instanceof FairmarkError) {
    return { verdict: error.clause === undefined ? 'unusable' : 'not-provable', reason: errorRecord(error) };
  }
  // The message of a defect may quote a value.
  const kind = error instanceof Error ? error.name : 'unknown error';
  const reason = {
    code: 'UNEXPECTED',
    message: `the event could not be judged (${kind})`,
    remedy: 'This is a defect of Fairmark: report it with what fairmark prove says of the event.',
  };
  return { verdict: 'unusable', reason };
}

/** The account alone, of an event whose close cannot be read. */
function withoutClose(document: unknown, treeOf: JudgeOptions['treeOf']): LiquidationEvent | undefined {
  const { close, ...event } = Object(document);
  return close === undefined ? undefined : readable(() => readEvent(event, '', treeOf));
}

/** The account under its worst scenario, where every price is defined. */
function bindingMargin({ account, snapshot, model }: LiquidationEvent): CandidateMargin | undefined {
  const { charter, surface, scenarioTree } = model;
  const input = { charter, snapshot, surface, account, scenarios: scenarioTree.leaves };
  return readable(() => {
    const [binding] = scenarioCandidates(input);
    return binding?.margin;
  });
}

function standingOf(margin: CandidateMargin): Standing {
  const requirement = scaledNearest({ units: margin.requirement, scale: REQUIREMENT_SCALE }, MICRO);
  const heldNotional = [...margin.options, ...margin.linears].reduce(
    (sum, leg) => (leg ? sum + leg.quantity * leg.notional : sum),
    0n,
  );
  return { equity: margin.equity, requirement: requirement > 0n ? requirement : 0n, heldNotional };
}

/**
 * Says of one event what `fairmark prove` would, without keys and proof: an event's own close is run through the
 * statement, and where it has none, every planned round is. Never throws.
 */
export function judgeEvent(found: FoundDocument, options: JudgeOptions): JudgedEvent {
  const { instances, treeOf, onEvaluated = () => {} } = options;
  const { document } = found;
  const named = identity(found);
  if (found.error !== undefined) return { ...named, ...refused(found.error), planned: false };
  let event: LiquidationEvent | undefined;
  let refusal: unknown;
  try {
    event = readEvent(document, '', treeOf);
  } catch (error) {
    refusal = error;
    event = withoutClose(document, treeOf);
  }
  if (!event) return { ...named, ...refused(refusal), planned: false };

  const { account, model, close } = event;
  const margin = bindingMargin(event);
  const known = {
    ...named,
    accountNumber: account.accountNumber,
    planned: close === undefined && refusal === undefined,
    needed: neededShape(account),
    ...(margin ? { standing: standingOf(margin) } : {}),
  };
  if (refusal !== undefined) return { ...known, ...refused(refusal) };

  let rounds: readonly ClosedRound[] | undefined;
  try {
    const [instance] = smallestInstance(instances, known.needed);
    const { draft, preview, furtherRounds } = draftLiquidation(event, model, onEvaluated);
    const later = furtherRounds.map((round) =>
      draftRound({ ...event, account: round.accountBefore }, model, round.scenario, round.close),
    );
    rounds = [{ draft, preview }, ...later].map((round) =>
      closedRound(round.draft.account, round.preview.margin, round.draft.close, model.published),
    );
    return { ...known, verdict: 'provable', instance, rounds };
  } catch (error) {
    if (close === undefined) rounds ??= [];
    else if (margin) rounds ??= [closedRound(account, margin, { ...close, terminal: false }, model.published)];
    return { ...known, ...refused(error), ...(rounds ? { rounds } : {}) };
  }
}
