import { CONSTANTS as C } from '../../../circuits/constants.ts';
import { type ClosedPosition, closedPositions } from '../../closedPositions.ts';
import { formatScaled, MICRO } from '../../formats/decimal.ts';
import { unitsOf, writeInstrument, writeLotPrice, writeQuantity } from '../../formats/position.ts';
import { writeTime } from '../../formats/time.ts';
import type { Opening } from '../../opening.ts';
import { h } from '../dom.ts';
import { equityShare } from '../equityShare.ts';
import { grid } from '../grid.ts';
import { grouped } from '../grouped.ts';
import { picture, type Shape, share } from '../picture.ts';

/** Most closed positions that a sentence names. */
const NAMED = 3;

const p = (...parts: readonly (Node | string)[]) => h('p', {}, ...parts);

/** What happened, in pictures. To be shown only of an opening that was compared with a valid proof. */
export function happenedView(opening: Opening): HTMLElement {
  const { published, snapshot, accountAfter, closed, outcome } = opening;
  const currency = published.document.settlement.currency;
  const money = (amount: bigint) => `${grouped(formatScaled(amount, MICRO))} ${currency}`;
  const legs = closedPositions(opening);
  const touched = legs.filter(({ leg }) => leg.quantityClosed > 0n);
  const isEmpty = [...accountAfter.linears, ...accountAfter.options].every((slot) => !slot);
  return h(
    'section',
    {},
    h('h2', {}, 'What happened, in pictures'),
    p(
      `By the market data of ${writeTime(snapshot.time).replace('T', ' ').replace('Z', ' UTC')} the venue closed ${
        isEmpty ? 'all' : `lots of ${touched.length}`
      } of your ${legs.length} positions. `,
      `Fee: ${money(closed.fee)}. The insurance fund paid ${closed.draw > 0n ? money(closed.draw) : 'nothing'}. `,
      closed.terminal ? 'The close was terminal: it ended the account’s positions.' : 'The close was not terminal.',
    ),
    !outcome &&
      p(
        'The venue did not disclose equity and requirement, so they cannot be drawn: the pictures show what was closed. That you were below the requirement is in the proof (FM-09). The closed lots follow from your two accounts; each price, the fee, the insurance payment',
        isEmpty ? ', and whether the close was terminal,' : '',
        ' are the venue’s word: your cash after binds only their sum.',
      ),
    ...(outcome ? equityPart(opening, closed.terminal) : []),
    h('h3', {}, 'What was closed'),
    grid(
      'Striped: closed. Empty box: kept.',
      ['Position', 'Picture', 'Held before', 'Closed', 'Held after'],
      [...touched, ...legs.filter(({ leg }) => leg.quantityClosed === 0n)].map(({ position, leg }) => {
        const units = unitsOf(published, position.underlying);
        const kept = position.quantity - leg.quantityClosed;
        const size = (lots: bigint) => `${grouped(writeQuantity(lots, units))} ${units.symbol}`;
        return [
          nameOf(opening, { position }),
          picture(['stripes', 0, share(leg.quantityClosed, 0n, position.quantity)], ['box', 0, 100]),
          ...[position.quantity, leg.quantityClosed, kept].map(size),
        ];
      }),
    ),
    h('h3', {}, 'At what price'),
    grid(
      `${currency} per unit. ● closing price, | mark, dashed box: what the charter allows`,
      ['Position', 'Picture', 'Closing price', 'Mark', 'Allowed (FM-14)'],
      touched.map((entry) => priceRow(opening, entry)),
    ),
    p(
      'A price better for you than the mark is always allowed. The mark of an option is hidden: the proof shows that the price was inside the cap around it. The cap may be narrower than shown here, as it also depends on the mark.',
    ),
    h('h3', {}, 'Was less enough?'),
    ...amountPart(opening, touched, isEmpty),
  );
}

const nameOf = ({ published }: Opening, { position }: Pick<ClosedPosition, 'position'>) =>
  `${writeInstrument(position, published)}, ${position.isLong ? 'long' : 'short'}`;

/** The target buffer as a share of the requirement: 105%. */
const targetOf = ({ published }: Opening) =>
  `${formatScaled(published.charter.targetBuffer + C.PER_MILLE, { numerator: 1n, denominator: 10n })}%`;

function equityPart(opening: Opening, isTerminal: boolean): Node[] {
  const { outcome, published } = opening;
  const head = h('h3', {}, 'Equity against requirement');
  const equity = outcome && equityShare(outcome);
  if (!equity) {
    return [
      head,
      p('The requirement was not above zero, so there is no share of it to draw. Your equity was below zero (FM-09).'),
    ];
  }
  const target = 100 + Number(published.charter.targetBuffer) / 10;
  const [least, most] = [Math.min(0, equity.percent) && -100, target + 15];
  const x = (percent: number) => ((percent - least) / (most - least)) * 100;
  const [from, to] = [x(Math.min(0, equity.percent)), x(Math.max(0, equity.percent))];
  const at: Shape = ['line', x(100)];
  const rows: [string, Node, string][] = [
    ['Requirement, under the venue’s hidden scenario', picture(['box', x(0), x(100)]), '100%'],
    ['Your equity before', picture(['line', x(0)], ['stripes', from, to], at), equity.text],
  ];
  if (!isTerminal) {
    rows.push(
      [
        'Your equity, had one lot less of any one closed position been closed',
        picture(['dashed', 0, x(target)], ['line', x(target)]),
        `below ${targetOf(opening)} (target)`,
      ],
      ['Your equity after', picture(['dashed', 0, 100]), 'not known from the opening'],
    );
  }
  return [
    head,
    p(
      `Your equity was ${equity.text} of the requirement${
        equity.percent < 100 ? ': below 100%' : ''
      }, so the account could be liquidated (FM-09). In whole per cent, rounded up: your equity was never higher than drawn.`,
    ),
    grid('Equity as a share of the requirement', ['What', 'Picture', 'Share'], rows),
    p(
      isTerminal
        ? 'Everything was closed: no requirement is left.'
        : 'Rows about the time after are shares of the requirement that is left then. The marks are hidden, so where your equity stood in a dashed box is not known.',
    ),
  ];
}

function priceRow(opening: Opening, { position, leg, mark, cap }: ClosedPosition): (string | Node)[] {
  const units = unitsOf(opening.published, position.underlying);
  const price = (money: bigint) => grouped(writeLotPrice(money, units));
  const { isLong } = position;
  const name = nameOf(opening, { position });
  const side = isLong ? 'below' : 'above';
  if (mark === undefined) {
    const shapes: Shape[] = [
      ['dashed', 0, 100],
      ['dot', 50],
    ];
    return [name, picture(...shapes), price(leg.price), 'hidden', `at most ${price(cap)} ${side} the mark`];
  }
  const worst = worstPrice(mark, cap, isLong);
  const ends = [leg.price, mark, worst].sort((one, other) => (one < other ? -1 : 1));
  const [least = 0n, , most = 0n] = ends;
  // Some room on both sides, so that marks at the ends are seen whole.
  const room = (most - least) / 5n + 1n;
  const x = (money: bigint) => share(money, least - room, most + room);
  return [
    name,
    picture(
      ['dashed', ...((isLong ? [x(worst), 100] : [0, x(worst)]) as [number, number])],
      ['line', x(mark)],
      ['dot', x(leg.price)],
    ),
    price(leg.price),
    price(mark),
    `${isLong ? 'at least' : 'at most'} ${price(worst)}`,
  ];
}

/** The worst price that FM-14 allows, in money per lot: a long position sells no lower, a short one buys no higher. */
export function worstPrice(mark: bigint, cap: bigint, isLong: boolean): bigint {
  if (!isLong) return mark + cap;
  return mark > cap ? mark - cap : 0n;
}

function amountPart(opening: Opening, touched: readonly ClosedPosition[], isEmpty: boolean): Node[] {
  const { published, closed, outcome } = opening;
  // What withholds the outcome withholds the flag; a close that leaves positions open cannot be terminal.
  const isSaid = !outcome && isEmpty;
  if (closed.terminal) {
    return [
      p(
        isSaid ? 'The venue says that the close was terminal. Then the' : 'The close was terminal, so the',
        ' rules that keep a close small (FM-11 to FM-13) do not bind. A terminal close needs (FM-17) that ',
        outcome && outcome.equity >= 0n
          ? 'even closing every position that helps could not reach the target.'
          : 'equity was below zero, or that even closing every position that helps could not reach the target.',
        outcome && outcome.equity < 0n ? ' Your equity was below zero.' : '',
      ),
    ];
  }
  const lots = touched.map(({ position }) => {
    const { symbol, lotSize } = unitsOf(published, position.underlying);
    return `${writeInstrument(position, published)} (${grouped(formatScaled(1n, lotSize))} ${symbol})`;
  });
  const which = lots.length > NAMED ? `any one of the ${lots.length} closed positions` : lots.join(', or of ');
  return [
    p(
      isSaid ? 'If the close was not terminal, as the venue says: ' : '',
      h('b', {}, `With one lot less of ${which}, you would still have been below the target (FM-12).`),
    ),
    p(
      `The target is an equity of ${targetOf(opening)} of the requirement that is left. This is proven at the hidden marks and under the venue’s hidden scenario, with the charter’s full fee, and up to the rounding of STATEMENT.md, section 5. Each closed lot took more off the target than its fee (FM-11). `,
      published.charter.leastNotional
        ? 'No close that reaches the target under this scenario has a notional smaller by a certain lot or more (FM-13). '
        : 'That the least notional was closed is not proven: the charter switches FM-13 off. ',
      'Not shown: how far from the target the account ended. The close may also have stopped short of it.',
    ),
  ];
}
