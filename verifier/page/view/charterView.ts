import type { CharterUnderlyingDocument, PublishedCharter } from '../../formats/charter.ts';
import { formatDecimal, parseDecimal } from '../../formats/decimal.ts';
import type { RegistrationTerms } from '../../formats/registrationTerms.ts';
import { printable } from '../../reportBuilder.ts';
import { h } from '../dom.ts';
import { grid } from '../grid.ts';
import { grouped } from '../grouped.ts';

/** A share as per cent: `"0.05"` is 5%. With `base` 1 a multiplier as its change: `"0.4"` is −60%. */
export function percent(text: string, base = 0n): string {
  const { units, scale } = parseDecimal(text, '');
  const change = units - base * 10n ** BigInt(scale);
  return `${base > 0n && change > 0n ? '+' : ''}${grouped(formatDecimal({ units: change * 100n, scale }))}%`;
}

const UNITS: readonly (readonly [seconds: number, name: string])[] = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
];

/** Seconds in the largest unit that takes them whole: 90 min. */
export function duration(seconds: number): string {
  const [size, name] = UNITS.find(([unit]) => seconds % unit === 0) ?? [1, 's'];
  return `${grouped(String(seconds / size))} ${name}`;
}

const TERMS: readonly (readonly [name: keyof RegistrationTerms, before: string, after?: string])[] = [
  ['recordWithin', 'The proof must be recorded within ', ' of the announcement'],
  ['tickAge', 'Market data can be used for ', ' after they were observed'],
  ['surfaceAge', 'The oracle must have had the vols for no more than ', ' by then'],
  ['roundsBehind', 'Rounds that the market data may be behind the newest: '],
  ['roundsPerTick', 'Liquidations of one account at one tick, at most: '],
];

type Row = readonly [name: string, value: (underlying: CharterUnderlyingDocument) => string];
const RULES: readonly Row[] = [
  [
    'Price shock',
    ({ scenarioBounds: { forwardMinimum, forwardMaximum } }) =>
      `${percent(forwardMinimum, 1n)} to ${percent(forwardMaximum, 1n)}`,
  ],
  ['Charge on a short option, of the index', ({ charges }) => percent(charges.shortOption)],
  ['Charge on a future, perpetual or spot, of the index', ({ charges }) => percent(charges.linear)],
  ['Liquidation fee on what is closed, at most', ({ fee }) => percent(fee)],
  [
    'Closing price of an option worse than the mark, at most',
    ({ penaltyCap: { notional, mark, base } }) =>
      `${percent(notional)} of the index, or ${percent(mark)} of the mark + ${percent(base)} of the index if less`,
  ],
  [
    'The same for a future, perpetual or spot',
    ({ penaltyCap: { notional, base } }) =>
      `${percent(notional)} of the index, or the mark + ${percent(base)} of the index if less`,
  ],
  ['Lot', ({ lotSize, symbol }) => `${grouped(lotSize)} ${symbol}`],
  ['Price step', ({ priceUnit }) => grouped(priceUnit)],
  ['Strike step', ({ strikeTick }) => grouped(strikeTick)],
];

/** The charter in a trader's words. */
export function charterView({ document }: PublishedCharter): HTMLElement {
  const { underlyings, scenarioBounds, tenorBuckets, registration, settlement, longCredit } = document;
  const [first, second, third] = tenorBuckets;
  const buckets = [`under ${first}`, `${first} to under ${second}`, `${second} to under ${third}`, `${third} or more`];
  const rules: readonly (readonly [string, string])[] = [
    ['Venue, version', `${printable(document.venue)}, ${document.version}`],
    ['Market data from', document.feeds.map(printable).join(', ')],
    ['Settles in', settlement.currency],
    [
      'Scenarios',
      document.scenarioMode === 'joint'
        ? 'joint: all underlyings take theirs from one group'
        : 'independent: each underlying takes its own',
    ],
    ['Weight of a scenario’s loss in the requirement, at most', percent(scenarioBounds.weightMaximum)],
    ['Share of a long option’s mark that counts', percent(longCredit)],
    ['Target of a close', `the requirement + ${percent(document.targetBuffer)}`],
    [
      'Least notional',
      document.leastNotional ? 'required, and proven (FM-13)' : 'not required, so not proven (FM-13 is off)',
    ],
    ['Close rule, in the venue’s own words', `“${printable(document.closeRule)}”`],
    [
      'On chain',
      registration
        ? TERMS.map(([name, before, after]) => {
            const term = registration[name];
            return before + (after === undefined ? grouped(String(term)) : duration(term) + after);
          }).join('. ')
        : 'no terms: by this charter the venue registers nothing',
    ],
  ];
  return h(
    'section',
    {},
    h('h2', {}, 'The charter: the venue’s rules'),
    h(
      'p',
      {},
      'The scenario stays hidden. The proof shows that what it used is inside these bounds (FM-08). That the venue had published this very charter is confirmed only by the chain, or by comparing it with what the venue published.',
    ),
    grid(
      `By underlying; prices in ${settlement.currency} per unit`,
      ['Rule', ...underlyings.map(({ symbol, name }) => `${symbol} (${printable(name)})`)],
      RULES.map(([name, value]) => [name, ...underlyings.map(value)]),
    ),
    grid(
      'Vol shock, by time to expiry',
      ['Time to expiry', 'Vols times'],
      buckets.map((bucket, i) => [bucket, `${scenarioBounds.volMinimum[i]} to ${scenarioBounds.volMaximum[i]}`]),
    ),
    h('dl', { class: 'rules' }, ...rules.flatMap(([term, rule]) => [h('dt', {}, term), h('dd', {}, rule)])),
  );
}
