import { expect, test } from 'vitest';
import { accountHandle } from '../../../verifier/signed/accountHandle.ts';
import {
  parseStatementText,
  readStatement,
  STATEMENT_BYTES,
  writeStatement,
} from '../../../verifier/signed/statementDocument.ts';
import { changed } from '../../support/documents.ts';
import {
  addressOf,
  HANDLE_SECRET,
  keyOf,
  ON_CHAIN,
  ORACLES,
  signedStatement,
  VENUE_SIGNER,
} from '../../support/signed.ts';

const statement = await signedStatement();
const hex = (value: bigint) => `0x${value.toString(16).padStart(64, '0')}`;

test('RG-13: a statement survives reading and writing', async () => {
  for (const document of [statement, await signedStatement({ place: ON_CHAIN })]) {
    expect(writeStatement(readStatement(document))).toEqual(document);
    expect(parseStatementText(JSON.stringify(document))).toEqual(readStatement(document));
  }
  expect(readStatement(statement)).toMatchObject({
    accountNumber: 42n,
    stateSequence: 17n,
    handle: accountHandle(HANDLE_SECRET, 42n),
    signer: addressOf(VENUE_SIGNER),
  });
});

test.each<[string, unknown]>([
  ['venue', 'Another Venue'],
  ['handle', hex(1n)],
  ['accountNumber', 43],
  ['stateSequence', 18],
  ['stateTime', '2026-03-20T11:58:31Z'],
  ['accountCommitment', hex(1n)],
  ['signer', ORACLES[0]?.address],
  ['signature', `0x${'1'.repeat(128)}1b`],
])('RG-13 V29: with another %s is not what was signed', (path, value) => {
  expect(() => readStatement(changed(statement, path, value))).toThrow(
    expect.objectContaining({ code: 'STATEMENT_SIGNATURE', field: 'statement.signature' }),
  );
});

test('moved to another chain or contract is not what was signed', async () => {
  const there = await signedStatement({ place: ON_CHAIN });
  for (const moved of [{ chainId: '1' }, { registry: `0x${'cd'.repeat(20)}` }]) {
    expect(() => readStatement({ ...there, ...moved })).toThrow(
      expect.objectContaining({ code: 'STATEMENT_SIGNATURE' }),
    );
  }
  expect(() => readStatement({ ...there, chainId: '0' })).toThrow(expect.objectContaining({ code: 'PLACE_MIXED' }));
});

test.each<[string, unknown, string]>([
  ['accountNumber', '42', 'NATURAL_INVALID'],
  ['accountNumber', -0, 'NATURAL_INVALID'],
  ['stateSequence', String(2n ** 64n), 'NATURAL_INVALID'],
  ['handle', '0x01', 'WORD_INVALID'],
  ['registry', '0x0', 'ADDRESS_INVALID'],
  ['signer', statement.signer.toUpperCase().replace('X', 'x'), 'ADDRESS_INVALID'],
  ['signature', statement.signature.slice(0, -2), 'SIGNATURE_INVALID'],
  ['accountCommitment', `0x${'f'.repeat(64)}`, 'FIELD_ELEMENT_INVALID'],
  ['format', 'fairmark.tick.v1', 'FORMAT_UNKNOWN'],
  ['salt', '1', 'FIELD_UNKNOWN'],
  ['venue', undefined, 'FIELD_MISSING'],
])('with %s = %j is refused', (path, value, code) => {
  const document = value === 0 && Object.is(value, -0) ? { ...statement, [path]: -0 } : changed(statement, path, value);
  expect(() => readStatement(document)).toThrow(expect.objectContaining({ code }));
});

test('a file that is too large or no JSON is refused', () => {
  expect(() => parseStatementText(' '.repeat(STATEMENT_BYTES + 1))).toThrow(
    expect.objectContaining({ code: 'DOCUMENT_TOO_LARGE' }),
  );
  expect(() => parseStatementText('[')).toThrow(expect.objectContaining({ code: 'DOCUMENT_NOT_JSON' }));
});

test('RG-07: a handle depends on the secret and the number alone', () => {
  const handles = [
    accountHandle(HANDLE_SECRET, 42n),
    accountHandle(HANDLE_SECRET, 43n),
    accountHandle(keyOf(0x42), 42n),
  ];
  expect(new Set(handles).size).toBe(3);
  expect(accountHandle(HANDLE_SECRET, 42n)).toBe(handles[0]);
});
