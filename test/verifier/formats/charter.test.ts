import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { expect, test } from 'vitest';
import { rulebookCommitment } from '../../../circuits/commitment/rulebookCommitment.ts';
import { charterDocumentHash, readCharter, underlyingNumber, writeCharter } from '../../../verifier/formats/charter.ts';
import { changed, charterDocument } from '../../support/documents.ts';

const read = (path: string, value: unknown) => () => readCharter(changed(charterDocument(), path, value));

test('the example charter reads into fixed point', () => {
  const { charter, units } = readCharter(charterDocument());
  expect(charter).toMatchObject({
    settlementUnit: 1n,
    targetBuffer: 50n,
    longCredit: 1000n,
    leastNotional: true,
    jointScenarios: false,
    weightMaximum: 1000n,
    bucketHours: [48n, 168n, 720n],
    volMinimum: [512n, 563n, 666n, 768n],
    volMaximum: [2048n, 1792n, 1536n, 1382n],
  });
  expect(charter.underlyings[0]).toEqual({
    lotFactor: 1000n,
    strikeTickExponent: 2n,
    shortOptionRate: 10_000n,
    linearRate: 5_000n,
    feeRate: 2_000n,
    penaltyNotionalRate: 10_000n,
    penaltyBaseRate: 2_500n,
    penaltyMarkRate: 250n,
    forwardMinimum: 419_430n,
    forwardMaximum: 1_677_722n,
  });
  expect(units[0]).toMatchObject({ symbol: 'BTC', lotFactor: 1000n, strikeTickUnits: 100n });
  expect(() => rulebookCommitment(charter, 0n)).not.toThrow();
});

test('writing a charter and reading it gives the same charter', () => {
  const published = readCharter(charterDocument());
  expect(readCharter(JSON.parse(writeCharter(published)))).toEqual(published);
});

test('the document hash is that of the canonical text, whatever the order of keys', () => {
  const document = charterDocument();
  const sort = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(sort)
      : value && typeof value === 'object'
        ? Object.fromEntries(
            Object.entries(value)
              .sort(([x], [y]) => (x < y ? -1 : 1))
              .map(([key, entry]) => [key, sort(entry)]),
          )
        : value;
  const text = JSON.stringify(sort(document));
  const expected = BigInt(`0x${bytesToHex(keccak_256(utf8ToBytes(text)))}`) >> 8n;
  expect(charterDocumentHash(document)).toBe(expected);
  const reversed = Object.fromEntries(Object.entries(document).reverse());
  expect(readCharter(reversed).charter.documentHash).toBe(expected);
  expect(read('closeRule', 'Another rule.')().charter.documentHash).not.toBe(expected);
});

test('the read charter does not change with the value it was read from', () => {
  const value = JSON.parse(JSON.stringify(charterDocument()));
  const published = readCharter(value);
  value.venue = 'Changed';
  expect(published.document.venue).toBe('Example Options Venue');
});

const U = 'underlyings.0';
test.each([
  ['venue', '', 'TEXT_INVALID', 'charter.venue'],
  ['version', '1', 'NATURAL_INVALID', 'charter.version'],
  ['format', 'fairmark.charter.v2', 'FORMAT_UNKNOWN', 'charter.format'],
  ['settlement.currency', 'BTC', 'SETTLEMENT_UNSUPPORTED', 'charter.settlement.currency'],
  ['feeds', [], 'ARRAY_LENGTH', 'charter.feeds'],
  ['feeds', ['a', 'a'], 'FEED_REPEATED', 'charter.feeds[1]'],
  ['underlyings', [], 'ARRAY_LENGTH', 'charter.underlyings'],
  ['underlyings', Array(9).fill(0), 'ARRAY_LENGTH', 'charter.underlyings'],
  ['underlyings.1.symbol', 'BTC', 'SYMBOL_REPEATED', 'charter.underlyings[1].symbol'],
  [`${U}.symbol`, 'btc', 'INSTRUMENT_NAME', 'charter.underlyings[0].symbol'],
  [`${U}.symbol`, 'BTC-PERPETUAL', 'SYMBOL_INVALID', 'charter.underlyings[0].symbol'],
  [`${U}.lotSize`, '0', 'CHARTER_LIMIT', 'charter.underlyings[0].lotSize'],
  [`${U}.lotSize`, 0.1, 'DECIMAL_INVALID', 'charter.underlyings[0].lotSize'],
  [`${U}.lotSize`, '0.00001', 'LOT_FACTOR', 'charter.underlyings[0].lotSize'],
  [`${U}.lotSize`, '0.00015625', 'LOT_FACTOR', 'charter.underlyings[0].lotSize'],
  [`${U}.lotSize`, '0.03', 'LOT_SIZE', 'charter.underlyings[0].lotSize'],
  [`${U}.lotSize`, '1000', 'LOT_FACTOR', 'charter.underlyings[0].lotSize'],
  [`${U}.priceUnit`, '-0.01', 'CHARTER_LIMIT', 'charter.underlyings[0].priceUnit'],
  [`${U}.strikeTick`, '2', 'STRIKE_TICK', 'charter.underlyings[0].strikeTick'],
  [`${U}.strikeTick`, '0.001', 'STRIKE_TICK', 'charter.underlyings[0].strikeTick'],
  [`${U}.strikeTick`, '1000000', 'STRIKE_TICK', 'charter.underlyings[0].strikeTick'],
  [`${U}.charges.shortOption`, '0.51', 'CHARTER_LIMIT', 'charter.underlyings[0].charges.shortOption'],
  [`${U}.charges.shortOption`, '0.0000005', 'DECIMAL_INEXACT', 'charter.underlyings[0].charges.shortOption'],
  [`${U}.charges.linear`, '-0.1', 'CHARTER_LIMIT', 'charter.underlyings[0].charges.linear'],
  [`${U}.fee`, '0.050001', 'CHARTER_LIMIT', 'charter.underlyings[0].fee'],
  [`${U}.penaltyCap.notional`, '0.21', 'CHARTER_LIMIT', 'charter.underlyings[0].penaltyCap.notional'],
  [`${U}.penaltyCap.mark`, '1.001', 'CHARTER_LIMIT', 'charter.underlyings[0].penaltyCap.mark'],
  [`${U}.penaltyCap.mark`, '0.0005', 'DECIMAL_INEXACT', 'charter.underlyings[0].penaltyCap.mark'],
  [`${U}.penaltyCap.base`, '0.06', 'CHARTER_LIMIT', 'charter.underlyings[0].penaltyCap.base'],
  [`${U}.penaltyCap.base`, '0.011', 'PENALTY_CAP', 'charter.underlyings[0].penaltyCap.base'],
  [`${U}.scenarioBounds.forwardMinimum`, '0', 'CHARTER_LIMIT', 'charter.underlyings[0].scenarioBounds.forwardMinimum'],
  [
    `${U}.scenarioBounds.forwardMinimum`,
    '1.7',
    'BOUNDS_CROSSED',
    'charter.underlyings[0].scenarioBounds.forwardMinimum',
  ],
  [`${U}.scenarioBounds.forwardMaximum`, '2', 'CHARTER_LIMIT', 'charter.underlyings[0].scenarioBounds.forwardMaximum'],
  [
    `${U}.scenarioBounds.forwardMaximum`,
    '1.99999999',
    'CHARTER_LIMIT',
    'charter.underlyings[0].scenarioBounds.forwardMaximum',
  ],
  ['targetBuffer', '1.001', 'CHARTER_LIMIT', 'charter.targetBuffer'],
  ['targetBuffer', '0.0505', 'DECIMAL_INEXACT', 'charter.targetBuffer'],
  ['longCredit', '1.01', 'CHARTER_LIMIT', 'charter.longCredit'],
  ['leastNotional', 'yes', 'BOOLEAN_EXPECTED', 'charter.leastNotional'],
  ['scenarioMode', 'both', 'CHOICE_INVALID', 'charter.scenarioMode'],
  ['scenarioBounds.weightMaximum', '1.02', 'CHARTER_LIMIT', 'charter.scenarioBounds.weightMaximum'],
  ['scenarioBounds.volMinimum', ['1', '1', '1'], 'ARRAY_LENGTH', 'charter.scenarioBounds.volMinimum'],
  ['scenarioBounds.volMinimum.1', '0', 'CHARTER_LIMIT', 'charter.scenarioBounds.volMinimum[1]'],
  ['scenarioBounds.volMinimum.1', '1.9', 'BOUNDS_CROSSED', 'charter.scenarioBounds.volMinimum[1]'],
  ['scenarioBounds.volMaximum.3', '2.2501', 'CHARTER_LIMIT', 'charter.scenarioBounds.volMaximum[3]'],
  ['tenorBuckets', ['2d', '48h', '7d'], 'TENOR_BUCKETS', 'charter.tenorBuckets[1]'],
  ['tenorBuckets.0', '0h', 'TENOR_BUCKETS', 'charter.tenorBuckets[0]'],
  ['tenorBuckets.0', 48, 'TENOR_BUCKETS', 'charter.tenorBuckets[0]'],
  ['tenorBuckets.2', '43691d', 'TENOR_BUCKETS', 'charter.tenorBuckets[2]'],
  ['closeRule', 'x'.repeat(2001), 'TEXT_INVALID', 'charter.closeRule'],
  ['surprise', 1, 'FIELD_UNKNOWN', 'charter'],
  [`${U}.fee`, undefined, 'FIELD_MISSING', 'charter.underlyings[0].fee'],
])('V18 V27: a charter with %s = %j is refused', (path, value, code, field) => {
  expect(read(path, value)).toThrow(expect.objectContaining({ code, field }));
});

test('coin settlement is refused as a later version', () => {
  expect(read('settlement.currency', 'BTC')).toThrow(/coin-settled accounts are a later version/);
});

test('the finest exact rates are kept', () => {
  expect(read(`${U}.fee`, '0.0005')().charter.underlyings[0]?.feeRate).toBe(500n);
  expect(read(`${U}.fee`, '0.000001')().charter.underlyings[0]?.feeRate).toBe(1n);
});

test('underlyings are found by symbol', () => {
  const published = readCharter(charterDocument());
  expect(underlyingNumber(published, 'ETH', 'x')).toBe(1);
  expect(() => underlyingNumber(published, 'SOL', 'x')).toThrow(/no underlying "SOL"/);
});
