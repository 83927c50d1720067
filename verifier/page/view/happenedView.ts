import { checkDefinition } from '../../checks.ts';
import { type ClosedPosition, closedPositions, worstPrice } from '../../closedPositions.ts';
import { formatScaled, MICRO } from '../../formats/decimal.ts';
import { grouped } from '../../formats/grouped.ts';
import { unitsOf, writeInstrument, writeLotPrice, writeQuantity } from '../../formats/position.ts';
import { writeTime } from '../../formats/time.ts';
import type { Opening } from '../../opening.ts';
import { OPEN } from '../../openingChecks.ts';
import { h } from '../dom.ts';
import { equityShare } from '../equityShare.ts';
import { type Cell, grid } from '../grid.ts';
import { picture } from '../picture.ts';

const ONE_LESS = 'With one lot less of any one closed position';

const p = (...parts: readonly (Node | string)[]) => h('p', {}, ...parts);

/** What happened, in pictures. Only for an opening that was compared with a valid proof. */
export function happenedView(opening: Opening): HTMLElement {
  const { published, snapshot, closed, outcome } = opening;
  const { currency } = published.document.settlement;
  const money = (amount: bigint) => `${grouped(formatScaled(amount, MICRO))} ${currency}`;
  const legs = closedPositions(opening);
  const touched = legs.filter(({ leg }) => leg.quantityClosed > 0n);
  const isEmpty = legs.every(({ position, leg }) => position.quantity === leg.quantityClosed);
  return h(
    'section',
    {},
    h('h2', {}, 'What happened, in pictures'),
    p(
      `At ${writeTime(snapshot.time).replace(/[TZ]/g, ' ')}UTC (market data), ${isEmpty ? 'all' : `lots of ${touched.length}`} of your ${legs.length} positions were closed. `,
      `Fee: ${money(closed.fee)}. Insurance fund paid: ${money(closed.draw)}.`,
    ),
    ...(outcome ? equityPart(opening) : [p(OPEN.outcome), p(OPEN.trigger)]),
    grid(
      'What was closed',
      ['Position', 'Closed (striped)', `${currency} per unit: ● price, | mark, dashed: allowed (FM-14)`],
      touched.map((entry) => legRow(opening, entry)),
    ),
    // Who withholds the outcome withholds the flag; a close that leaves positions open is not terminal.
    ...amountPart(opening, !outcome && isEmpty),
  );
}

/** The target of a close in per cent of the requirement: 105. Of thousandths, so its text is exact. */
const targetOf = ({ published }: Opening) => (1000 + Number(published.charter.targetBuffer)) / 10;

function equityPart(opening: Opening): Node[] {
  const { outcome, closed } = opening;
  const equity = outcome && equityShare(outcome);
  if (!equity) {
    return [p('The requirement was not above zero, your equity below zero (FM-09).')];
  }
  const { percent, text } = equity;
  const target = targetOf(opening);
  const least = percent < 0 ? -100 : 0;
  const x = (at: number) => ((at - least) / (target + 15 - least)) * 100;
  const rows: Cell[][] = [
    ['Requirement (hidden scenario)', picture(['bar', x(0), x(100)]), '100%'],
    ['Your equity before', picture(['stripes', x(0), x(percent)], ['tick', x(0)], ['tick', x(100)]), text],
  ];
  if (!closed.terminal) {
    rows.push([ONE_LESS, picture(['dashed', 0, x(target)], ['tick', x(target)]), `below ${target}% (target)`]);
  }
  return [
    p(`Your equity was ${text} of the requirement, rounded up: below 100% an account can be liquidated (FM-09).`),
    grid('Equity against requirement', ['What', 'Picture', 'Share'], rows),
  ];
}

function legRow({ published, outcome }: Opening, { position, leg, mark, cap }: ClosedPosition): Cell[] {
  const { isLong, underlying, quantity } = position;
  const { price, quantityClosed } = leg;
  const units = unitsOf(published, underlying);
  const size = (lots: bigint) => grouped(writeQuantity(lots, units));
  const text = (money: bigint) => grouped(writeLotPrice(money, units));
  const row: Cell[] = [
    `${writeInstrument(position, published)} ${isLong ? 'long' : 'short'}`,
    [
      picture(['track', 0, 100], ['stripes', 0, (Number(quantityClosed) / Number(quantity)) * 100]),
      `${size(quantityClosed)} of ${size(quantity)} ${units.symbol}, ${size(quantity - quantityClosed)} left`,
    ],
  ];
  if (mark === undefined) {
    return [
      ...row,
      `${text(price)},${outcome ? ' proven' : ''} at most ${text(cap)} ${isLong ? 'below' : 'above'} the hidden mark`,
    ];
  }
  // The mark stands in the middle, and what is farthest from it near an edge.
  const off = Number(price - mark);
  const scale = 40 / Math.max(Math.abs(off), Number(cap), 1);
  const worse = isLong ? -1 : 1;
  return [
    ...row,
    [
      picture(['dashed', 50 + worse * scale * Number(cap), 50 - worse * 50], ['tick', 50], ['dot', 50 + scale * off]),
      `${text(price)}, mark ${text(mark)}, at ${isLong ? 'least' : 'most'} ${text(worstPrice(mark, cap, isLong))} allowed`,
    ],
  ];
}

/** @param isSaid whether the opening binds the terminal flag to nothing */
function amountPart(opening: Opening, isSaid: boolean): Node[] {
  const { published, closed, outcome } = opening;
  const end = `The close was ${closed.terminal ? '' : 'not '}terminal${isSaid ? ' by the venue’s word, on which this rests' : ''}. `;
  if (closed.terminal) {
    return [
      p(
        `${end}${checkDefinition('terminal').passed} It needs that ${
          outcome && outcome.equity >= 0n ? '' : 'equity was below zero, or that '
        }closing every position that helps would still miss the target (FM-17).`,
      ),
    ];
  }
  return [
    p(end, h('b', {}, `${ONE_LESS}, you would still have been below the target (FM-12).`)),
    p(
      `The target is ${targetOf(opening)}% of the requirement left, in the hidden scenario, at hidden marks and full fee, up to roundings (STATEMENT.md, 5). Each closed lot brought it nearer (FM-11). Where you ended is hidden: perhaps short of the target. `,
      published.charter.leastNotional ? checkDefinition('least-notional').passed : OPEN.leastNotional,
    ),
  ];
}
