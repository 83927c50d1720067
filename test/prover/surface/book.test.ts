import { expect, test } from 'vitest';
import { black76 } from '../../../prover/companion/black76.ts';
import { readBook } from '../../../prover/surface/book.ts';
import { crashPath } from '../../../prover/surface/crashPath.ts';

type Row = Record<string, unknown>;
const TIME = Date.UTC(2026, 0, 12, 10);

function row(over: Row = {}): Row {
  return {
    instrument_name: 'BTC-30JAN26-90000-P',
    base_currency: 'BTC',
    quote_currency: 'BTC',
    underlying_price: 92_000,
    estimated_delivery_price: 91_900,
    bid_price: null,
    ask_price: 0.03,
    mid_price: null,
    mark_price: null,
    mark_iv: 44,
    creation_timestamp: TIME,
    volume: 'ignored',
    ...over,
  };
}

function book(...rows: unknown[]): unknown {
  return { jsonrpc: '2.0', result: rows };
}

test('rows are grouped by expiry, with medians for forward and index', () => {
  const read = readBook(
    book(
      row({ underlying_price: 92_000, estimated_delivery_price: 91_900 }),
      row({ instrument_name: 'BTC-30JAN26-90000-C', underlying_price: 92_010, estimated_delivery_price: 91_990 }),
      row({ instrument_name: 'BTC-30JAN26-95000-C', underlying_price: 92_400, estimated_delivery_price: 91_910 }),
      row({ instrument_name: 'BTC-16JAN26-95000-C', underlying_price: 91_950, estimated_delivery_price: 91_920 }),
    ),
  );
  expect(read).toMatchObject({ underlying: 'BTC', asOf: TIME, index: 91_915, dropped: [] });
  expect(read.expiries.map(({ expiry, forward, quotes }) => [expiry, forward, quotes.length])).toEqual([
    ['16JAN26', 91_950, 1],
    ['30JAN26', 92_010, 3],
  ]);
  expect(read.expiries[0]!.years).toBeCloseTo((3 * 24 + 22) / 8760, 12);
  // The log-moneyness is the row's own, not the median's.
  expect(read.expiries[1]!.quotes[2]!.logMoneyness).toBeCloseTo(Math.log(95_000 / 92_400), 14);
  expect(read.expiries[1]!.quotes[2]!.impliedVolatility).toBe(0.44);
});

test('a mark price without a volatility is inverted with the forward of its row', () => {
  const years = (Date.UTC(2026, 0, 30, 8) - TIME) / 3_600_000 / 8760;
  const totalStdDev = 0.6 * Math.sqrt(years);
  const price = black76({ forward: 92_000, strike: 90_000, totalStdDev, isPut: true });
  const inverse = readBook(book(row({ mark_iv: null, mark_price: price / 92_000 })));
  expect(inverse.expiries[0]!.quotes[0]!.impliedVolatility).toBeCloseTo(0.6, 9);
  const linear = readBook(book(row({ mark_iv: 0, mark_price: price, quote_currency: 'USDC' })));
  expect(linear.expiries[0]!.quotes[0]!.impliedVolatility).toBeCloseTo(0.6, 9);
});

test('rows that cannot be used are dropped with the reason', () => {
  const read = readBook(
    book(
      row(),
      row({ instrument_name: 'BTC-12JAN26-90000-C' }),
      row({ instrument_name: 'BTC-PERPETUAL' }),
      row({ instrument_name: 'BTC-30JAN26-91000-C', mark_iv: 0 }),
      row({ instrument_name: 'BTC-30JAN26-89000-P', mark_price: 0.5 }),
    ),
  );
  expect(read.dropped).toEqual([
    { instrument: 'BTC-PERPETUAL', reason: 'a perpetual, not an option' },
    { instrument: 'BTC-12JAN26-90000-C', reason: 'expired before the book was taken' },
    { instrument: 'BTC-30JAN26-91000-C', reason: 'has neither mark_iv nor mark_price' },
    { instrument: 'BTC-30JAN26-89000-P', reason: 'mark_price and mark_iv contradict each other' },
  ]);
  expect(read.expiries).toHaveLength(1);
});

test('a book of several underlyings needs a choice', () => {
  const json = book(row(), row({ instrument_name: 'ETH-30JAN26-3000-P', base_currency: 'ETH', quote_currency: 'ETH' }));
  expect(() => readBook(json)).toThrow(/ETH/);
  expect(readBook(json, { underlying: 'ETH' }).underlying).toBe('ETH');
  expect(() => readBook(json, { underlying: 'SOL' })).toThrow(/no option of SOL/);
});

test.each<[string, unknown, string]>([
  ['no object', [], 'book'],
  ['null', null, 'book'],
  ['no list', { result: {} }, 'result'],
  ['an empty list', book(), 'result'],
  ['a row that is no object', book(row(), 7), 'result[1]'],
  ['a missing name', book(row({ instrument_name: undefined })), 'result[0].instrument_name'],
  ['an unknown name', book(row({ instrument_name: 'BTC-31APR26-1-C' })), 'result[0].instrument_name'],
  ['the same name twice', book(row(), row()), 'result[1].instrument_name'],
  ['a volatility that is text', book(row({ mark_iv: '44' })), 'result[0].mark_iv'],
  ['a volatility that is no number', book(row({ mark_iv: Number.NaN })), 'result[0].mark_iv'],
  ['a negative volatility', book(row({ mark_iv: -1 })), 'result[0].mark_iv'],
  ['a volatility beyond reason', book(row({ mark_iv: 44_000 })), 'result[0].mark_iv'],
  ['a negative mark', book(row({ mark_price: -0.1 })), 'result[0].mark_price'],
  ['a negative bid', book(row({ bid_price: -0.1 })), 'result[0].bid_price'],
  ['a forward of zero', book(row({ underlying_price: 0 })), 'result[0].underlying_price'],
  ['an infinite index', book(row({ estimated_delivery_price: Infinity })), 'result[0].estimated_delivery_price'],
  ['a time in seconds', book(row({ creation_timestamp: TIME / 1000 })), 'result[0].creation_timestamp'],
  ['a time that is no integer', book(row({ creation_timestamp: TIME + 0.5 })), 'result[0].creation_timestamp'],
  ['another base currency', book(row({ base_currency: 'ETH' })), 'result[0].base_currency'],
  ['only expired options', book(row({ instrument_name: 'BTC-9JAN26-90000-P' })), 'result'],
  [
    'rows of different moments',
    book(row({ creation_timestamp: TIME - 3_600_000 }), row({ instrument_name: 'BTC-30JAN26-91000-P' })),
    'result[0].creation_timestamp',
  ],
  ['prices in dollars where coin is named', book(row({ mark_price: 2_500 })), 'result[].mark_price'],
])('%s is refused, with the field', (_, json, field) => {
  try {
    readBook(json);
  } catch (error) {
    expect(error).toMatchObject({ name: 'InputError', field });
    return;
  }
  expect.unreachable('it was accepted');
});

test('made-up books are deterministic and read without a dropped row', () => {
  expect(crashPath()).toEqual(crashPath());
  for (const json of Object.values(crashPath())) expect(readBook(json).dropped).toEqual([]);
});
