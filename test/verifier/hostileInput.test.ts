import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { PUBLIC_SIGNALS } from '../../circuits/signals.ts';
import { OPENING_BYTES, OpeningError, parseOpeningText } from '../../verifier/opening.ts';
import { BASE_FIELD, SCALAR_FIELD } from '../../verifier/points.ts';
import { parseReceiptText, RECEIPT_BYTES, readReceipt } from '../../verifier/receipt.ts';
import { verifyReceipt, verifyReceiptText } from '../../verifier/verifyReceipt.ts';
import { changed } from '../support/documents.ts';
import { spellings } from '../support/hostileTexts.ts';
import { ReceiptFactory } from '../support/receipts.ts';

const factory = await ReceiptFactory.create();
afterAll(() => factory.close());
const { trustedKeys } = factory;
const { receipt, opening } = await factory.make();
const receiptText = JSON.stringify(receipt);

function expectInvalid(value: unknown) {
  expect(verifyReceipt(value, { trustedKeys }).verdict).toBe('INVALID');
  expect(verifyReceipt(receipt, { trustedKeys, opening: value ?? null }).verdict).toBe('INVALID');
}

function expectInvalidText(text: string) {
  expect(verifyReceiptText(text, { trustedKeys }).verdict).toBe('INVALID');
  expect(verifyReceiptText(receiptText, { trustedKeys, openingText: text }).verdict).toBe('INVALID');
}

const proxy = new Proxy(receipt, {
  ownKeys() {
    throw new Error('no');
  },
});
const getter = Object.defineProperty({}, 'format', {
  enumerable: true,
  get() {
    throw new Error('no');
  },
});
const cycle: Record<string, unknown> = {};
cycle.domain = cycle;

describe('W1: what is no receipt at all', () => {
  test.each([
    ['undefined', undefined],
    ['null', null],
    ['NaN', Number.NaN],
    ['a number', 1],
    ['a text', receiptText],
    ['true', true],
    ['an empty array', []],
    ['an array with a receipt', [receipt]],
    ['a sparse array of a billion', new Array(1e9)],
    ['an empty object', {}],
    ['an object that inherits a receipt', Object.create(receipt)],
    ['an object with a poisoned prototype', JSON.parse(`{"__proto__": ${receiptText}}`)],
    ['a receipt with __proto__ beside it', JSON.parse(`{"__proto__": {}, ${receiptText.slice(1)}`)],
    ['a receipt with constructor beside it', { ...receipt, constructor: {} }],
    ['a map', new Map(Object.entries(receipt))],
    ['a function', () => receipt],
    ['a symbol', Symbol('receipt')],
    ['a bigint', 5n],
    ['a proxy that throws', proxy],
    ['a getter that throws', getter],
    ['a cycle', cycle],
  ])('%s is INVALID', (_, value) => expectInvalid(value));

  test.each([
    ['nothing', ''],
    ['blanks', ' \n'],
    ['half a receipt', receiptText.slice(0, 500)],
    ['two receipts', receiptText + receiptText],
    ['a comment', `${receiptText} // valid`],
    ['a byte order mark', `\u{feff}${receiptText}`],
    ['a trailing comma', receiptText.replace(/}$/, ',}')],
    ['depth', '['.repeat(30_000) + ']'.repeat(30_000)],
    ['depth of objects', '{"proof":'.repeat(6000) + '1'.repeat(5) + '}'.repeat(6000)],
    [
      'a number of many digits',
      receiptText.replace(/"statementVersion":1/, `"statementVersion":${'1'.repeat(50_000)}`),
    ],
    ['NaN', 'NaN'],
    ['null', 'null'],
    ['HTML', '<script>alert(1)</script>'],
  ])('a file with %s is INVALID', (_, text) => expectInvalidText(text));

  test('a file above the size limit is refused unread, even with a valid receipt in it', () => {
    const padded = receiptText + ' '.repeat(RECEIPT_BYTES);
    expect(() => parseReceiptText(padded)).toThrow(expect.objectContaining({ code: 'RECEIPT_TOO_LARGE' }));
    expect(verifyReceiptText(padded, { trustedKeys }).verdict).toBe('INVALID');
    const wide = receiptText.replace('Example', 'é'.repeat(RECEIPT_BYTES / 2));
    expect(() => parseReceiptText(wide)).toThrow(expect.objectContaining({ code: 'RECEIPT_TOO_LARGE' }));
    expect(() => parseOpeningText(' '.repeat(OPENING_BYTES + 1))).toThrow(OpeningError);
    expect(parseReceiptText(receiptText + ' '.repeat(RECEIPT_BYTES - receiptText.length))).toEqual(receipt);
  });

  test('the prototype of all objects stays as it was', () => {
    verifyReceiptText(`{"__proto__": {"polluted": true}, ${receiptText.slice(1)}`, { trustedKeys });
    verifyReceiptText(receiptText, { trustedKeys, openingText: '{"__proto__": {"polluted": true}}' });
    expect('polluted' in {}).toBe(false);
  });
});

describe('W1: numbers have one spelling', () => {
  const everySpelling = (text: string, order: bigint): (readonly [string, unknown])[] => [
    ...spellings(text, order),
    // What no JSON holds, but a caller may give.
    ['as a bigint', BigInt(text)],
    ['in an object', { toString: () => text }],
    ['as NaN', Number.NaN],
  ];
  const places: [string, string, bigint][] = [
    ...PUBLIC_SIGNALS.map((name): [string, string, bigint] => [
      `publicSignals.${name}`,
      receipt.publicSignals[name],
      SCALAR_FIELD,
    ]),
    ['proof.a.0', receipt.proof.a[0], BASE_FIELD],
    ['proof.b.1.0', receipt.proof.b[1][0], BASE_FIELD],
    ['proof.c.1', receipt.proof.c[1], BASE_FIELD],
    ['domain.sequence', receipt.domain.sequence, 1n << 64n],
    ['domain.chainId', receipt.domain.chainId, 1n << 256n],
  ];
  test.each(places)('%s', (path, text, order) => {
    for (const [name, value] of everySpelling(text, order)) {
      const copy = structuredClone(receipt) as unknown as Record<string, unknown>;
      const keys = path.split('.');
      const last = keys.pop() ?? '';
      const parent = keys.reduce((at, key) => at[key] as Record<string, unknown>, copy);
      parent[last] = value;
      expect(() => readReceipt(copy), name).toThrow(
        expect.objectContaining({ field: expect.stringContaining(keys[0] ?? ''), code: 'RECEIPT_FORMAT' }),
      );
      expect(verifyReceipt(copy, { trustedKeys }).verdict, name).toBe('INVALID');
    }
  });

  test.each([
    ['verificationKeyHash', receipt.verificationKeyHash.toUpperCase().replace('X', 'x')],
    ['verificationKeyHash', receipt.verificationKeyHash.slice(2)],
    ['verificationKeyHash', 'constructor'],
    ['verificationKeyHash', '__proto__'],
    ['domain.registry', `0x${'0'.repeat(41)}`],
    ['domain.registry', '0x0'],
    ['domain.venueId', receipt.domain.venueId.replace(/[a-f]/, (digit) => digit.toUpperCase())],
    ['domain.venue', ` ${receipt.domain.venue}`],
    ['domain.venue', `${receipt.domain.venue}\u{202e}`],
    ['domain.venue', '<img src=x onerror=alert(1)>'],
    ['domain.venue', 'x'.repeat(201)],
    ['statementVersion', '1'],
    ['statementVersion', 1.5],
    ['statementVersion', -1],
    ['statementVersion', 2 ** 40],
    ['instance', 'liquidation small'],
    ['instance', '../liquidation_small'],
    ['instance', '__proto__'],
    ['instance', ['liquidation_small']],
    ['setup', 'Development'],
    ['setup', ['development']],
    ['proof.a', [...receipt.proof.a, '1']],
    ['proof.a', [receipt.proof.a[0]]],
    ['proof.b', [...receipt.proof.b, ['1', '0']]],
    ['proof.b', { ...receipt.proof.b }],
    ['proof.c', ['0', '0']],
    ['publicSignals', Object.values(receipt.publicSignals)],
  ])('%s cannot be %s', (path, value) => {
    expect(verifyReceipt(changed(receipt, path, value), { trustedKeys }).verdict).toBe('INVALID');
  });
});

describe('W3: text from a file', () => {
  test('reaches no sentence with characters that steer a terminal', () => {
    const steering = '\u{9b}2J\u{202e}\u{2028}';
    for (const value of [
      { ...receipt, [steering]: 1 },
      changed(receipt, 'domain.venue', steering),
      changed(receipt, 'instance', steering),
    ]) {
      const report = verifyReceipt(value, { trustedKeys });
      expect(JSON.stringify(report)).not.toMatch(/[\u{9b}\u{202e}\u{2028}]/u);
    }
    const its = changed(opening, 'accountBefore.positions.0.instrument', `BTC-${steering}`);
    expect(JSON.stringify(verifyReceipt(receipt, { trustedKeys, opening: its }))).not.toMatch(/[\u{9b}\u{202e}]/u);
  });

  test('never repeats a salt in a report', () => {
    for (const path of ['accountBefore.salt', 'accountAfter.salt', 'outcome.salt']) {
      const report = verifyReceipt(receipt, { trustedKeys, opening: changed(opening, path, '123456789123456789x') });
      expect(JSON.stringify(report)).not.toContain('123456789123456789x');
    }
  });
});

describe('W6: fuzz', () => {
  test('any JSON is INVALID and nothing throws', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        expect(verifyReceipt(value, { trustedKeys }).verdict).toBe('INVALID');
      }),
      { seed: 20260320, numRuns: 1000 },
    );
  });

  test('any text is INVALID and nothing throws', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        expect(verifyReceiptText(text, { trustedKeys }).verdict).toBe('INVALID');
      }),
      { seed: 20260320, numRuns: 500 },
    );
  });

  test('a receipt with one changed character is INVALID, unless it reads the same', () => {
    fc.assert(
      fc.property(fc.nat(receiptText.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (place, character) => {
        const text = receiptText.slice(0, place) + character + receiptText.slice(place + 1);
        const report = verifyReceiptText(text, { trustedKeys });
        let same = false;
        try {
          same = JSON.stringify(JSON.parse(text)) === receiptText;
        } catch {
          same = false;
        }
        expect(report.verdict).toBe(same ? 'VALID' : 'INVALID');
      }),
      { seed: 20260320, numRuns: 200 },
    );
  });

  const anyField = fc.constantFrom(
    ...Object.keys(receipt),
    ...PUBLIC_SIGNALS.map((name) => `publicSignals.${name}`),
    ...Object.keys(receipt.domain).map((key) => `domain.${key}`),
    ...['proof.a', 'proof.b.0', 'proof.b.1.1', 'proof.c.0'],
  );
  test('a receipt with anything in one place is INVALID', () => {
    fc.assert(
      fc.property(anyField, fc.anything({ maxDepth: 2 }), (path, value) => {
        fc.pre(JSON.stringify(value) !== undefined);
        const altered = changed(receipt, path, value);
        fc.pre(JSON.stringify(altered) !== receiptText);
        expect(verifyReceipt(altered, { trustedKeys }).verdict).toBe('INVALID');
      }),
      { seed: 20260320, numRuns: 300 },
    );
  });

  const anyOpeningField = fc.constantFrom(
    ...Object.keys(opening),
    ...Object.keys(opening.charter).map((key) => `charter.${key}`),
    ...Object.keys(opening.snapshot).map((key) => `snapshot.${key}`),
    ...Object.keys(opening.accountBefore).map((key) => `accountBefore.${key}`),
    ...Object.keys(opening.accountAfter).map((key) => `accountAfter.${key}`),
    ...Object.keys(opening.outcome).map((key) => `outcome.${key}`),
  );
  test('an opening with anything in one place is INVALID', () => {
    fc.assert(
      fc.property(anyOpeningField, fc.jsonValue({ maxDepth: 3 }), (path, value) => {
        const altered = changed(opening, path, value);
        fc.pre(JSON.stringify(altered) !== JSON.stringify(opening));
        expect(verifyReceipt(receipt, { trustedKeys, opening: altered }).verdict).toBe('INVALID');
      }),
      { seed: 20260320, numRuns: 100 },
    );
  });
});
