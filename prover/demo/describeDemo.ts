import { readExpiry } from '../../verifier/formats/expiry.ts';
import { groupedDecimal } from '../io/groupedDecimal.ts';
import { textTable } from '../io/textTable.ts';
import { linkLabel } from '../link/linkLabel.ts';
import type { DemoHealth, DemoResult, DemoTickResult } from './demoResult.ts';
import { describeChain } from './describeChain.ts';
import { paragraph } from './paragraph.ts';

/** A table two spaces in. */
const columns = (rows: readonly (readonly string[])[]) => textTable(rows, { indent: '  ' });

const percent = (share: string) => `${Number((100 * Number(share)).toFixed(1))}%`;

const minute = (iso: string) => `${iso.slice(0, 16).replace('T', ' ')} UTC`;

function marketLines({ madeUp, underlying, ticks, scenarios }: DemoResult): string[] {
  const names = ticks.length === 2 ? ['before', 'after'] : ['book'];
  const listed = new Set(ticks.flatMap((tick) => [...tick.slices, ...tick.refused].map(({ expiry }) => expiry)));
  const hours = (expiry: string) => Number(readExpiry(expiry, 'expiry'));
  const expiries = [...listed].sort((x, y) => hours(x) - hours(y));
  const cell = (tick: DemoTickResult, expiry: string) => {
    const slice = tick.slices.find((entry) => entry.expiry === expiry);
    if (slice) return slice.rmseVolPoints.toFixed(2);
    return tick.refused.some((entry) => entry.expiry === expiry) ? 'refused' : '-';
  };
  return [
    '1. The market and the hidden model',
    ...ticks.map(
      ({ asOf, index }, i) =>
        `  ${(names[i] ?? '').padEnd(6)}  ${minute(asOf)}  ${underlying} ${groupedDecimal(index, 2)}`,
    ),
    ...paragraph(
      madeUp
        ? 'Both books are made up. A volatility surface is fitted to each; how far it misses the quotes of an expiry, in vol points:'
        : 'A volatility surface is fitted to the book; how far it misses the quotes of an expiry, in vol points. The book is a single moment, so the demo shows no time before it:',
    ),
    ...columns([
      ['expiry', ...names],
      ...expiries.map((expiry) => [expiry, ...ticks.map((tick) => cell(tick, expiry))]),
      ['all quotes', ...ticks.map(({ rmseVolPoints }) => rmseVolPoints.toFixed(2))],
    ]),
    ...ticks.flatMap((tick, i) => [
      ...tick.slices
        .filter(({ status }) => status === 'repaired')
        .map(({ expiry }) => `  ${expiry} (${names[i]}): the free fit had arbitrage and was repaired`),
      ...tick.refused.flatMap(({ expiry, reason }) =>
        paragraph(`${expiry} (${names[i]}) refused: ${reason}`, '    ', '  '),
      ),
    ]),
    ...paragraph(
      `The charter is public and was checked against the hard limits. ${scenarios} stress scenarios are committed: all inside the charter's bounds, and known to the venue alone.`,
    ),
  ];
}

function healthRow(name: string, { equity, requirement, liquidatable }: DemoHealth): string[] {
  return [
    name,
    groupedDecimal(equity, 0),
    groupedDecimal(requirement, 0),
    liquidatable ? 'liquidatable' : 'not liquidatable',
  ];
}

function accountLines(result: DemoResult): string[] {
  const { positions, underlying, healthyBefore, underWater, madeUp } = result;
  return [
    '2. The account',
    ...columns([
      [`position (${underlying})`, 'held'],
      ...positions.map(({ instrument, held }) => [instrument, held.startsWith('-') ? held : `+${held}`]),
    ]),
    '',
    ...columns([
      ['USD', 'equity', 'requirement', ''],
      ...(healthyBefore ? [healthRow('before the crash', healthyBefore)] : []),
      healthRow(healthyBefore ? 'after the crash' : 'at the book', underWater),
    ]),
    ...paragraph(
      madeUp
        ? 'The account is made up; its cash was set so that the crash leaves it 10% under water.'
        : "The account holds the book's own instruments; its cash was set so that equity is 4% below the requirement.",
    ),
    ...paragraph('The requirement is the loss under the worst committed scenario, and the charges of the charter.'),
  ];
}

function closeLines(result: DemoResult): string[] {
  const { positions, underlying, targetBuffer, fee, draw, terminal, underWater, afterClose, furtherRounds } = result;
  return [
    `3. The close: the least notional that brings equity ${percent(targetBuffer)} above the requirement`,
    ...columns([
      ['position', 'held', 'closed', 'price', 'mark', 'worst allowed'],
      ...positions.map(({ instrument, held, closed, price, mark, worstPrice }) => [
        instrument,
        held.startsWith('-') ? held : `+${held}`,
        closed === '0' ? '-' : closed,
        price === undefined ? '-' : groupedDecimal(price, 2),
        groupedDecimal(mark, 2),
        groupedDecimal(worstPrice, 2),
      ]),
    ]),
    ...paragraph(
      `Prices are in USD per ${underlying}: the lots pass to the liquidator, inside the charter's band around the mark. Fee: ${groupedDecimal(fee, 2)} USD.${/^0(\.0+)?$/.test(draw) ? '' : ` The insurance fund pays ${groupedDecimal(draw, 2)} USD.`}${terminal ? ' Nothing could restore the account: everything was closed.' : ''}`,
    ),
    '',
    ...columns([
      ['USD', 'equity', 'requirement', ''],
      healthRow('before the close', underWater),
      healthRow('after the close', afterClose),
    ]),
    ...(furtherRounds > 0 ? [`  ${furtherRounds} more rounds would follow at this snapshot.`] : []),
  ];
}

function proofLines({ publicSignals, headline, tampered, seconds }: DemoResult): string[] {
  const short = (value: string) => (value.length > 24 ? `${value.slice(0, 10)}…${value.slice(-10)}` : value);
  return [
    '4. The proof',
    ...paragraph(
      'Outsiders see seven numbers and a proof that they fit together. The receipt adds venue, number and circuit size, and nothing else:',
    ),
    ...columns(Object.entries(publicSignals).map(([name, value]) => [name, short(value)])),
    ...paragraph(
      "The surface, the scenarios, the account, its equity and the closing prices stay hidden. The account's owner gets the opening: charter, market data, account before and after, what was closed and for how much.",
    ),
    '',
    ...paragraph(`${headline} (fairmark verify lists them.)`, '    ', '  ✓ '),
    ...tampered.flatMap(({ what, headline: refusal }) => [
      `  One digit changed, ${what}:`,
      ...paragraph(refusal, '    ', '  ✗ '),
    ]),
    ...paragraph(
      `Fit ${seconds.fit} s, plan ${seconds.plan} s, prove ${seconds.prove} s (with compiling and key, where the cache held none), verify ${seconds.verify} s.`,
    ),
  ];
}

function fileLines({ files }: DemoResult): string[] {
  const what: Record<string, string> = {
    event: 'the liquidation; names the three model files; private to the venue',
    charter: 'the rules; public',
    scenarios: 'stress scenarios and their seed; secret',
    surface: 'fitted volatility surface; secret',
    bookBefore: 'made-up option book before the crash',
    bookAfter: 'made-up option book after the crash',
    receipt: 'the proof; public',
    opening: "for the account's owner",
  };
  const width = Math.max(...Object.values(files).map((path) => path.length));
  return [
    '5. Files',
    ...Object.entries(files).map(([name, path]) => `  ${path.padEnd(width)}  ${what[name] ?? ''}`),
    '',
    'Try it yourself:',
    `  fairmark verify ${files.receipt} --opening ${files.opening}`,
    `  fairmark plan ${files.event}`,
    `  fairmark page ${files.receipt} --opening ${files.opening} --open`,
  ];
}

/** Last, where it is found: it has no room in a line. */
function linkLines({ link }: DemoResult): string[] {
  return [
    'The page',
    ...paragraph(
      'One HTML file that verifies in your browser, offline. Open it with the command above, or with this link:',
    ),
    `  ${linkLabel(true)}`,
    link,
  ];
}

/** A run of the demo as an account of what happened, for a terminal. */
export function describeDemo(result: DemoResult): string[] {
  const { banners, underlying, madeUp } = result;
  return [
    `One liquidation of a ${underlying} options account, from the option book to a verified proof`,
    ...banners.flatMap(({ sentence }) => paragraph(sentence, '   ', '!! ')),
    ...(madeUp ? [] : paragraph('The book is yours; account, charter and scenarios are made up.', '   ', '!! ')),
    '',
    ...[
      marketLines(result),
      accountLines(result),
      closeLines(result),
      proofLines(result),
      fileLines(result),
      ...(result.chain ? [describeChain(result.chain)] : []),
      linkLines(result),
    ].flatMap((lines, i) => (i === 0 ? lines : ['', ...lines])),
  ];
}
