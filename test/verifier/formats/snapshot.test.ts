import { expect, test } from 'vitest';
import { snapshotCommitment } from '../../../circuits/commitment/snapshotCommitment.ts';
import { readCharter } from '../../../verifier/formats/charter.ts';
import { nameTag } from '../../../verifier/formats/fieldElement.ts';
import { readSnapshot, writeSnapshot } from '../../../verifier/formats/snapshot.ts';
import { changed, charterDocument, snapshotDocument } from '../../support/documents.ts';

const published = readCharter(charterDocument());

test('a snapshot reads into price units of the charter', () => {
  const snapshot = readSnapshot(snapshotDocument(), published);
  expect(snapshot).toMatchObject({
    feed: nameTag('example.fairmark.snapshot'),
    round: 812n,
    time: BigInt(Date.UTC(2026, 2, 20, 12) / 1000),
    previous: 7n,
    quotesRoot: 0n,
  });
  expect(snapshot.underlyings[0]).toEqual({
    index: 7_000_000n,
    perpetual: 7_001_250n,
    expiries: [
      { expiryHours: BigInt(Date.UTC(2026, 2, 27, 8) / 3_600_000), forward: 7_011_025n, discountGap: 0n },
      { expiryHours: BigInt(Date.UTC(2026, 3, 24, 8) / 3_600_000), forward: 7_042_075n, discountGap: 4096n },
      { expiryHours: BigInt(Date.UTC(2026, 5, 26, 8) / 3_600_000), forward: 7_110_000n, discountGap: 8192n },
    ],
  });
  expect(() => snapshotCommitment(snapshot)).not.toThrow();
});

test('writing a snapshot and reading it gives the same snapshot', () => {
  const snapshot = readSnapshot(snapshotDocument(), published);
  expect(readSnapshot(writeSnapshot(snapshot, published), published)).toEqual(snapshot);
  expect(writeSnapshot(snapshot, published).feed).toBe('example.fairmark.snapshot');
});

test('underlyings stand at their number in the charter, and may be left out', () => {
  const document = snapshotDocument();
  const [btc, eth] = document.underlyings;
  const swapped = { ...document, underlyings: [eth, btc] };
  expect(readSnapshot(swapped, published)).toEqual(readSnapshot(document, published));
  expect(readSnapshot({ ...document, underlyings: [eth] }, published).underlyings[0]).toBeNull();
});

test('a discount is rounded to the nearest 2^-20', () => {
  const gap = (discount: string) =>
    readSnapshot(changed(snapshotDocument(), 'underlyings.0.expiries.0.discount', discount), published).underlyings[0]
      ?.expiries[0]?.discountGap;
  expect(gap('0.99')).toBe(10_486n);
  expect(gap('0.9999999')).toBe(0n);
});

const E = 'underlyings.0.expiries';
const at = 'snapshot.underlyings[0].expiries';
test.each([
  ['feed', 'another.feed', 'FEED_UNKNOWN', 'snapshot.feed'],
  ['round', 2 ** 32, 'NATURAL_INVALID', 'snapshot.round'],
  ['time', '2026-03-20', 'TIME_INVALID', 'snapshot.time'],
  ['previous', 'x', 'FIELD_ELEMENT_INVALID', 'snapshot.previous'],
  ['underlyings.0.symbol', 'SOL', 'UNDERLYING_UNKNOWN', 'snapshot.underlyings[0].symbol'],
  ['underlyings.1.symbol', 'BTC', 'SYMBOL_REPEATED', 'snapshot.underlyings[1].symbol'],
  ['underlyings.0.index', '70000.005', 'DECIMAL_INEXACT', 'snapshot.underlyings[0].index'],
  ['underlyings.0.index', '0', 'PRICE_RANGE', 'snapshot.underlyings[0].index'],
  ['underlyings.0.index', '-1', 'PRICE_RANGE', 'snapshot.underlyings[0].index'],
  ['underlyings.0.index', '687194767.36', 'PRICE_RANGE', 'snapshot.underlyings[0].index'],
  ['underlyings.0.perpetual', '10995116.28', 'PRICE_RANGE', 'snapshot.underlyings[0].perpetual'],
  [E, Array(16).fill({}), 'ARRAY_LENGTH', at],
  [`${E}.0.forward`, '0.15', 'PRICE_RANGE', `${at}[0].forward`],
  [`${E}.0.expiry`, '20MAR26', 'EXPIRY_PAST', `${at}[0].expiry`],
  [`${E}.0.expiry`, '31FEB26', 'INSTRUMENT_NAME', `${at}[0].expiry`],
  [`${E}.0.expiry`, '1JAN99', 'EXPIRY_INVALID', `${at}[0].expiry`],
  [`${E}.1.expiry`, '27MAR26', 'EXPIRY_ORDER', `${at}[1].expiry`],
  [`${E}.2.expiry`, '1APR26', 'EXPIRY_ORDER', `${at}[2].expiry`],
  [`${E}.0.discount`, '1.000001', 'DISCOUNT_RANGE', `${at}[0].discount`],
  [`${E}.0.discount`, '0', 'DISCOUNT_RANGE', `${at}[0].discount`],
])('a snapshot with %s = %j is refused', (path, value, code, field) => {
  expect(() => readSnapshot(changed(snapshotDocument(), path, value), published)).toThrow(
    expect.objectContaining({ code, field }),
  );
});
