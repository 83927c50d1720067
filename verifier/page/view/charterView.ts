import { checkDefinition } from '../../checks.ts';
import type { CharterUnderlyingDocument, PublishedCharter } from '../../formats/charter.ts';
import { formatDecimal, parseDecimal } from '../../formats/decimal.ts';
import { h } from '../dom.ts';
import { grid } from '../grid.ts';

/** A share as per cent: `"0.05"` is 5%. With `base` 1, a multiplier as its change: `"0.4"` is -60%. */
export function percent(text: string, base = 0n): string {
  const { units, scale } = parseDecimal(text, '');
  const change = (units - base * 10n ** BigInt(scale)) * 100n;
  return `${base && change > 0n ? '+' : ''}${formatDecimal({ units: change, scale })}%`;
}

const RULES: readonly (readonly [name: string, value: (underlying: CharterUnderlyingDocument) => string])[] = [
  ['Price shock', ({ scenarioBounds: it }) => `${percent(it.forwardMinimum, 1n)} to ${percent(it.forwardMaximum, 1n)}`],
  [
    'Charge: short options; futures, spot',
    ({ charges: it }) => `${percent(it.shortOption)}; ${percent(it.linear)} of index`,
  ],
  ['Liquidation fee, at most', ({ fee }) => `${percent(fee)} of index`],
  [
    'Closing price off the mark, at most',
    ({ penaltyCap: it }) =>
      `lesser of ${percent(it.notional)} of index, ${percent(it.mark)} of mark (no option: 100%) + ${percent(it.base)} of index`,
  ],
  ['Lot; price step', ({ lotSize, symbol, priceUnit }) => `${lotSize} ${symbol}; ${priceUnit}`],
];

/** The charter in a trader's words. */
export function charterView({ document }: PublishedCharter): HTMLElement {
  const { underlyings, scenarioBounds, tenorBuckets, registration, settlement } = document;
  const { weightMaximum, volMinimum, volMaximum } = scenarioBounds;
  const rules: readonly (readonly [string, string])[] = [
    ['Charter', `${document.venue}, version ${document.version}`],
    ['Market data', document.feeds.join(', ')],
    [
      'Vols times, by time to expiry',
      volMinimum
        .map((least, i) => `${least} to ${volMaximum[i]} ${i ? `from ${tenorBuckets[i - 1]}` : 'at first'}`)
        .join('; '),
    ],
    ['Scenarios by underlying', document.scenarioMode],
    ['Scenario loss counts, at most', percent(weightMaximum)],
    ['Long option value counts', percent(document.longCredit)],
    ['Target of a close', `requirement + ${percent(document.targetBuffer)}`],
    ['Least notional (FM-13)', document.leastNotional ? 'required' : 'not required'],
    ['Close rule, the venue says', `“${document.closeRule}”`],
    [
      'On chain (times in seconds)',
      registration
        ? Object.entries(registration)
            // recordWithin is "record within".
            .map(([name, term]) => `${name.replace(/(?=[A-Z])/g, ' ').toLowerCase()} ${term}`)
            .join(', ')
        : 'no terms',
    ],
  ];
  return h(
    'section',
    {},
    h('h2', {}, 'The charter: the venue’s rules'),
    h(
      'p',
      {},
      `${checkDefinition('rulebook').passed} Whether the venue had published this charter: ask the chain, or compare.`,
    ),
    grid(
      `Rules by underlying, in ${settlement.currency}`,
      ['Rule', ...underlyings.map(({ symbol, name }) => `${symbol} (${name})`)],
      RULES.map(([name, value]) => [name, ...underlyings.map(value)]),
    ),
    grid('For all', ['Rule', 'Value'], rules),
  );
}
