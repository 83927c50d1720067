import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../circuits/errors.ts';
import { OPENING_BYTES } from '../../../verifier/opening.ts';
import { readRecord } from '../../../verifier/record/readRecord.ts';
import { accountDocument } from '../../support/documents.ts';

const PUT = 'BTC-27MAR26-70000-P';
const READ = { [PUT]: '-2.5', 'BTC-PERPETUAL': '0.1' };
const read = (text: string) => Object.fromEntries(readRecord(text));

/** The message of a refusal, or how many lines were read. */
function answerTo(text: string): string {
  try {
    return `${readRecord(text).size} lines`;
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

/** The message of a refusal. */
function refusalOf(text: string): string {
  expect(() => readRecord(text)).toThrow(InputError);
  return answerTo(text);
}

describe('CSV', () => {
  test.each([
    ['commas', `instrument,quantity\n${PUT},-2.5\nBTC-PERPETUAL,0.1`],
    ['semicolons, columns in another order', `quantity;note;instrument\n-2.5;x;${PUT}\n0.1;;BTC-PERPETUAL`],
    ['tabs and Windows lines', `Symbol\tQty\r\n${PUT}\t-2.5\r\nBTC-PERPETUAL\t0.1\r\n`],
    ['old lines, blank lines', `symbol,size\r${PUT},-2.5\r\r,\rBTC-PERPETUAL,0.1\r`],
    ['quotes around a separator', `"name","note","amount"\n"${PUT}","a, ""b"", c","-2.5"\n"BTC-PERPETUAL",,0.1`],
    ['a byte order mark', `\ufeffInstrument Name,Position\n${PUT},-2.5\nBTC-PERPETUAL,0.1`],
    ['sides', `symbol,side,size\n${PUT},SHORT,2.5\nBTC-PERPETUAL,Buy,0.1`],
    ['sides and signs', `symbol,side,size\n${PUT},sell,-2.5\nBTC-PERPETUAL,,0.1`],
    ['small letters', `symbol,size\n${PUT.toLowerCase()},-2.5\nbtc-perpetual,0.1`],
    ['cells that are too many but empty', `symbol,size\n${PUT},-2.5,,\nBTC-PERPETUAL,0.1,`],
  ])('with %s', (_, text) => {
    expect(read(text)).toEqual(READ);
  });

  test.each([
    ['a separator of thousands', 'symbol,size\nBTC,"1,234.5"', /^line 2, size is no number such as -1234\.5$/],
    ['one that makes a cell', 'symbol,size\nBTC,1,234.5', /^line 2 has more cells than the header/],
    ['a decimal comma', 'symbol;size\nBTC;0,5', /^line 2, size is no number/],
    ['an open quote', `symbol,size\nBTC,1\n"${PUT},2`, /^line 3 has .* an open quotation mark$/],
    ['no column of instruments', 'what,size\nBTC,1', /^line 2, instrument must be a text/],
    ['no column of sizes', 'symbol,worth\nBTC,1', /^line 2, quantity is no number/],
    ['an empty size', 'symbol,size\nBTC,', /^line 2, quantity is no number/],
    ['two columns of sizes', 'symbol,size,amount\nBTC,1,2', /^line 2 has both size and amount$/],
    ['an instrument twice', `symbol,size\n${PUT},1\nBTC,2\n${PUT.toLowerCase()},1`, /^line 4 repeats .*-P of line 2$/],
    ['a side that is none', 'symbol,size,side\nBTC,1,up', /^line 2, side does not go with the quantity$/],
    ['a side against its sign', 'symbol,size,side\nBTC,-1,buy', /^line 2, side does not go with the quantity$/],
    ['a mark that turns the writing', 'symbol,size\nBTC\u202e,1', /^line 2, symbol holds control or formatting/],
  ])('with %s is refused by line and column', (_, text, message) => {
    expect(refusalOf(text)).toMatch(message);
  });
});

describe('JSON', () => {
  const list = [
    { instrument: PUT, quantity: '-2.5' },
    { instrument: 'BTC-PERPETUAL', quantity: 0.1 },
  ];
  test.each<[string, unknown]>([
    ['a list', list],
    ['positions of an object', { positions: list }],
    ['slots, one of them empty', { slots: { linears: [list[1]], options: [null, list[0]] } }],
    [
      'the answer of Deribit',
      {
        jsonrpc: '2.0',
        id: 7,
        result: [
          { kind: 'option', instrument_name: PUT, direction: 'sell', size: -2.5, mark_price: 0.01 },
          { instrument_name: 'BTC-PERPETUAL', direction: 'buy', size: 7000, size_currency: 0.1 },
        ],
      },
    ],
  ])('as %s', (_, value) => {
    expect(read(JSON.stringify(value, null, 1))).toEqual(READ);
  });

  test('an account document, with its number and cash', () => {
    expect(read(JSON.stringify(accountDocument()))).toMatchObject({
      ...{ 'ACCOUNT NUMBER': '42', CASH: '-1250.500001', [PUT]: '-2.5' },
    });
  });

  test('numbers keep every digit', () => {
    expect(read('[{"name":"BTC","size":0.1000000000000000000001},{"name":"A\\"1","size":-12e-1}]')).toEqual({
      ...{ BTC: '0.1000000000000000000001', 'A"1': '-1.2' },
    });
  });

  test.each([
    ['no JSON', '[{"name":', /^the record is no JSON$/],
    ['no list', '{"a":1}', /^entry 1, instrument must be a text/],
    ['a list in a list', '[[1]]', /^entry 1, instrument must be a text/],
    ['two names for one key', '[{"name":"BTC","symbol":"ETH","size":1}]', /^entry 1 has both name and symbol$/],
    ['an object for a size', '[{"name":"BTC","size":{"a":1}}]', /^entry 1, size is no number/],
    ['__proto__ for an entry', '[{"__proto__":{"name":"BTC","size":1}}]', /^entry 1, instrument must be a text/],
    ['__proto__ for a list', '{"__proto__":{"positions":[]}}', /^entry 1, instrument must be a text/],
    ['true for a size', '[{"name":"BTC","size":true}]', /^entry 1, size is no number/],
  ])('with %s is refused', (_, text, message) => {
    expect(refusalOf(text)).toMatch(message);
    expect(Object.hasOwn(Object.prototype, 'name')).toBe(false);
  });
});

describe('numbers', () => {
  test.each([
    ['+1.50', '1.5'],
    ['007', '7'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['-.25', '-0.25'],
    ['-0', '0'],
    ['1e-2', '0.01'],
    ['-2.5E+3', '-2500'],
    ['0e99', '0'],
  ])('%s is %s', (text, canonical) => {
    expect(read(`symbol,size\nBTC,${text}`)).toEqual({ BTC: canonical });
  });

  test.each([
    '1e100',
    '--1',
    '1.2.3',
    '0x10',
    'NaN',
    'Infinity',
    '1_000',
    '(5)',
    '5 BTC',
    '.',
    '-',
    'e5',
    '9'.repeat(65),
  ])('%s is none', (text) => {
    expect(refusalOf(`symbol,size\nBTC,${text}`)).toMatch(/^line 2, size is no number/);
  });

  test('of any exact decimal are those that were written', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
        fc.integer({ min: 0, max: 20 }),
        (units, scale) => {
          const [canonical = ''] = Object.values(read(`symbol,size\nBTC,${units}e-${scale}`));
          const [whole = '', fraction = ''] = canonical.split('.');
          expect(BigInt(whole + fraction) * 10n ** BigInt(scale - fraction.length)).toBe(units);
        },
      ),
    );
  });
});

describe('hostile texts end fast, in a refusal or a record', () => {
  const milliseconds = 1500;
  test.each([
    ['a million lines', 'symbol,size\n'.padEnd(2_000_000, 'BTC,1\n')],
    ['half a million lines', 'symbol,size\n'.padEnd(OPENING_BYTES, 'A,\n')],
    ['separators', ','.repeat(OPENING_BYTES)],
    ['quotation marks', '"'.repeat(OPENING_BYTES)],
    ['quoted cells', `symbol,size\n${'"",'.repeat(OPENING_BYTES / 4)}`],
    ['one cell', `symbol,size\n${'x'.repeat(OPENING_BYTES - 20)},1`],
    ['deep JSON', '['.repeat(OPENING_BYTES)],
    ['deep closed JSON', '['.repeat(OPENING_BYTES / 2) + ']'.repeat(OPENING_BYTES / 2)],
    ['digits', `[{"name":"BTC","size":${'9'.repeat(OPENING_BYTES - 40)}}]`],
    ['an open string', `["${'\\"'.repeat(OPENING_BYTES / 2 - 2)}`],
    ['many entries', `[${'{},'.repeat(OPENING_BYTES / 4)}{}]`],
    ['many keys', `[{${'"a":1,'.repeat(OPENING_BYTES / 8)}"name":"BTC"}]`],
  ])('%s', (_, text) => {
    const start = performance.now();
    expect(answerTo(text).length).toBeLessThan(200);
    expect(performance.now() - start).toBeLessThan(milliseconds);
  });

  test('anything at all', () => {
    const piece = fc.constantFrom(
      'symbol',
      'size',
      'side',
      'BTC',
      '-1',
      '"',
      ',',
      ';',
      '\n',
      '\r\n',
      '[',
      ']',
      '{',
      '}',
      ':',
      'null',
      '\ufeff',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece).map((pieces) => pieces.join('')),
          fc.json(),
          fc.string(),
        ),
        (text) => {
          try {
            for (const value of readRecord(text).values()) expect(value).toMatch(/^-?\d+(\.\d*[1-9])?$/);
          } catch (error) {
            expect(error).toBeInstanceOf(InputError);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
