import { groupedDecimal } from '../io/groupedDecimal.ts';
import { textTable } from '../io/textTable.ts';
import type { ReplayDocument, ReplayedEventDocument, ReplaySummaryDocument } from './replayDocument.ts';

/** What a description of a dry run shows. */
export interface DescribeReplayOptions {
  /** Lists the positions that every close touches. */
  readonly verbose?: boolean;
}

const UNKNOWN = '-';
/** What the names of all instances begin with. */
const CIRCUIT = /^liquidation_/;
const HEADER = 'number,event,verdict,circuit,shortfall,of req.,closed,legs,rounds,cost,draw'.split(',');
/** Columns of words stand to the left. */
const LEFT = [1, 2, 3];

const money = (amount: string | null) => (amount === null ? UNKNOWN : groupedDecimal(amount, 2));
const percent = (share: string | null) => (share === null ? UNKNOWN : `${(100 * Number(share)).toFixed(1)}%`);
const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
const number = ({ sequence }: ReplayedEventDocument) => (sequence === null ? UNKNOWN : `${sequence}`);

function verdictCell({ verdict, reason, terminal }: ReplayedEventDocument): string {
  if (verdict === 'provable') return terminal ? 'provable, terminal' : 'provable';
  if (verdict === 'unusable') return 'unusable';
  return reason?.code === 'too-many-legs' ? 'not: too large' : `not: ${reason?.clause ?? reason?.code}`;
}

function eventRow(event: ReplayedEventDocument): string[] {
  const { name, instance, shortfall, shortfallShare, closedShare, cost, draw, rounds } = event;
  const touched = new Set(rounds.flatMap(({ positions }) => positions.map(({ instrument }) => instrument)));
  const known = closedShare !== null;
  return [
    number(event),
    name,
    verdictCell(event),
    instance === null ? UNKNOWN : instance.replace(CIRCUIT, ''),
    money(shortfall),
    percent(shortfallShare),
    percent(closedShare),
    known ? `${touched.size}` : UNKNOWN,
    known ? `${rounds.length}` : UNKNOWN,
    money(cost),
    money(draw),
  ];
}

function closeLines({ events }: ReplayDocument): string[] {
  return events.flatMap((event) =>
    event.rounds.flatMap(({ positions, fee, penalty, terminal }, i) => [
      '',
      `${number(event)} ${event.name}: ${event.planned ? `planned round ${i + 1} of ${event.rounds.length}` : 'its own close'}${terminal ? ', terminal' : ''}; fee ${money(fee)}, against the mark ${money(penalty)}`,
      ...textTable(
        [
          ['position', 'held', 'close', 'price', 'notional'],
          ...positions.map(({ instrument, held, quantity, price, notional }) => [
            instrument,
            held,
            quantity,
            money(price),
            money(notional),
          ]),
        ],
        { indent: '  ' },
      ),
    ]),
  );
}

function reasonLines({ events }: ReplayDocument): string[] {
  return events.flatMap((event) => {
    const { reason, name } = event;
    if (!reason) return [];
    const { code, message, field, remedy } = reason;
    const where = field === undefined || message.includes(field) ? [] : [`    at: ${field}`];
    return [
      `  ${number(event)} ${name}: ${code}`,
      `    ${message}`,
      ...where,
      ...(remedy === undefined ? [] : [`    ${remedy}`]),
    ];
  });
}

function summaryLines(summary: ReplaySummaryDocument): string[] {
  const { events, provable, notProvable, unusable, reasons, closes, otherFiles } = summary;
  const { cost, draw, closedShare, terminal, inSeveralRounds } = closes;
  return [
    `${plural(events, 'event')}: ${provable} provable, ${notProvable} not provable, ${unusable} unusable${otherFiles === 0 ? '' : `; ${plural(otherFiles, 'other JSON file')} passed over`}`,
    ...reasons.map(
      ({ code, clause, events: count }) => `  ${count} ${clause === undefined ? '' : `${clause}, `}${code}`,
    ),
    ...(closedShare === null
      ? []
      : [
          `Provable closes: cost to the accounts ${money(cost)}, insurance draws ${money(draw)}`,
          `  closed share of the notional: median ${percent(closedShare.median)}, 99th percentile ${percent(closedShare.p99)}`,
          `  ${terminal} terminal, ${inSeveralRounds} in several rounds`,
        ]),
  ];
}

/** A dry run as lines of text for a terminal: a table, the sums, and why events are not provable. Amounts to the cent. */
export function describeReplay(replay: ReplayDocument, { verbose = false }: DescribeReplayOptions = {}): string[] {
  const reasons = reasonLines(replay);
  return [
    'Dry run: nothing is proven. PRIVATE to the venue: amounts of its accounts, in USD.',
    '',
    ...textTable([HEADER, ...replay.events.map(eventRow)], { left: LEFT }),
    ...(verbose ? closeLines(replay) : []),
    '',
    ...summaryLines(replay.summary),
    ...replay.repeated.map(
      ({ sequence, events }) =>
        `Number ${sequence} stands in ${events.join(', ')}: only one of them can have a receipt`,
    ),
    ...(reasons.length === 0 ? [] : ['', 'Not provable:', ...reasons]),
  ];
}
