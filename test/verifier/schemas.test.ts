import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, expect, test } from 'vitest';
import { CHECK_IDS } from '../../verifier/checks.ts';
import { readOpening, writeOpening } from '../../verifier/opening.ts';
import { readReceipt } from '../../verifier/receipt.ts';
import { verifyReceipt } from '../../verifier/verifyReceipt.ts';
import { changed } from '../support/documents.ts';
import { ReceiptFactory } from '../support/receipts.ts';
import { signedStatement, signedTick } from '../support/signed.ts';

const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true });
const load = (name: string) =>
  JSON.parse(readFileSync(resolve(import.meta.dirname, `../../schemas/${name}.schema.json`), 'utf8'));
for (const name of ['charter', 'snapshot', 'account', 'tick', 'statement']) ajv.addSchema(load(name));
const schemas = {
  receipt: ajv.compile(load('receipt')),
  opening: ajv.compile(load('opening')),
  report: ajv.compile(load('report')),
};

const factory = await ReceiptFactory.create();
afterAll(() => factory.close());
const { trustedKeys } = factory;
const { receipt, opening, objects } = await factory.make();
const closedOnly = writeOpening(objects, { disclosure: 'closed-only' });
const signed = { ...opening, statement: await signedStatement(), tick: await signedTick() };

function expectFits(name: keyof typeof schemas, value: unknown) {
  const json: unknown = JSON.parse(JSON.stringify(value));
  schemas[name](json);
  expect(schemas[name].errors).toBeNull();
}

test('receipts and openings fit their schemas', () => {
  expectFits('receipt', receipt);
  expectFits('opening', opening);
  expectFits('opening', closedOnly);
  expectFits('opening', signed);
});

test('reports of every kind fit their schema', () => {
  for (const value of [receipt, {}, null, changed(receipt, 'publicSignals.domain', '1')]) {
    expectFits('report', verifyReceipt(value, { trustedKeys }));
    for (const its of [opening, closedOnly, signed, {}, changed(opening, 'outcome.fee', '1')]) {
      expectFits('report', verifyReceipt(value, { trustedKeys, opening: its }));
    }
  }
  expect(load('report').properties.checks.items.properties.id.enum).toEqual(CHECK_IDS);
});

test('what a schema refuses, the reader refuses', () => {
  const receipts = [
    changed(receipt, 'extra', 1),
    changed(receipt, 'setup', 'test'),
    changed(receipt, 'publicSignals.domain', '01'),
    changed(receipt, 'proof.a', ['1']),
    changed(receipt, 'domain.venueId', '0x12'),
  ];
  for (const value of receipts) {
    expect(schemas.receipt(value)).toBe(false);
    expect(() => readReceipt(value)).toThrow();
  }
  const openings = [
    changed(opening, 'extra', 1),
    changed(opening, 'outcome.disclosure', 'closed-only'),
    changed(opening, 'outcome.salt', undefined),
    changed(opening, 'outcome.legs.0.price', '-1'),
    changed(opening, 'charter.format', 'fairmark.charter.v2'),
    changed(signed, 'tick.signatures', []),
    changed(signed, 'statement.handle', null),
    { ...signed, statement: null },
  ];
  for (const value of openings) {
    expect(schemas.opening(value)).toBe(false);
    expect(() => readOpening(value)).toThrow();
  }
});

test('an opening survives writing and reading', () => {
  expect(readOpening(JSON.parse(JSON.stringify(opening)))).toEqual(objects);
  expect(writeOpening(readOpening(opening))).toEqual(opening);
  expect(writeOpening(readOpening(closedOnly))).toEqual(closedOnly);
  expect(readOpening(closedOnly)).toEqual({ ...objects, outcome: undefined });
});
