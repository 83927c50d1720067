import { describe, expect, test } from 'vitest';
import { compareRecord } from '../../../verifier/record/compareRecord.ts';
import { readRecord } from '../../../verifier/record/readRecord.ts';
import { accountDocument, changed } from '../../support/documents.ts';
import { openingOf } from '../../support/receipts.ts';

const opening = openingOf({});
const compare = (record: unknown) => compareRecord(readRecord(JSON.stringify(record)), opening);
const findings = (record: unknown) =>
  Object.fromEntries(compare(record).flatMap(([name, finding]) => (finding === '' ? [] : [[name, finding]])));
const { positions = [] } = accountDocument();

describe('a record beside an opening', () => {
  test('that agrees is the same in every line, and in number and cash where it has them', () => {
    const same = Object.fromEntries(positions.map(({ instrument }) => [instrument, '✓ same']));
    expect(findings(positions)).toEqual(same);
    expect(findings(accountDocument())).toEqual({ ...same, 'Account number': '✓ same', Cash: '✓ same' });
  });

  test('shows what each says, and what the account was afterwards', () => {
    expect(compare(positions)).toContainEqual(['BTC-PERPETUAL', '✓ same', '-1.5', '-1.5', '-1']);
    expect(compare([])).toContainEqual(['State', '', '', '17', '18']);
  });

  test('differs in size, sign, and lines that only one has', () => {
    const [first, second, , ...rest] = positions;
    const record = [
      ...rest,
      { ...first, quantity: '-1.50000000000000000000000001' },
      { ...second, quantity: '3' },
      { instrument: 'DOGE-PERPETUAL', quantity: '1' },
      { instrument: 'BTC-27MAR26-70001-P', quantity: '0' },
    ];
    expect(findings(record)).toMatchObject({
      'BTC-PERPETUAL': '✗ differs',
      'BTC-26JUN26-65000-P': '✗ differs',
      'BTC-27MAR26-70000-P': '✗ only in the venue’s',
      'DOGE-PERPETUAL': '✗ only in yours',
      ETH: '✓ same',
    });
    expect(findings(record)).not.toHaveProperty('BTC-27MAR26-70001-P');
  });

  test('of zero against a position differs', () => {
    expect(findings([{ instrument: 'ETH', quantity: 0 }])).toMatchObject({ ETH: '✗ differs' });
  });

  test('B of another account has another number', () => {
    expect(findings(changed(accountDocument(), 'accountNumber', 43))).toMatchObject({ 'Account number': '✗ differs' });
  });

  test('an instrument called like a line of the account stands for itself', () => {
    expect(findings([{ instrument: 'State', quantity: '5' }])).toMatchObject({ State: '✗ differs' });
  });
});
