import { expect, test } from 'vitest';
import { CHECK_IDS, checkDefinition } from '../../verifier/checks.ts';
import { printable, ReportBuilder } from '../../verifier/reportBuilder.ts';

const OF_RECEIPT = CHECK_IDS.filter((id) => checkDefinition(id).part === 'receipt');
const OF_OPENING = CHECK_IDS.filter((id) => checkDefinition(id).part === 'opening');

function passed(ids: readonly (typeof CHECK_IDS)[number][]): ReportBuilder {
  const report = new ReportBuilder();
  for (const id of ids) report.pass(id);
  return report;
}

test('W6: a report without results is INVALID', () => {
  expect(new ReportBuilder().report()).toMatchObject({ verdict: 'INVALID', receipt: null });
});

test.each(OF_RECEIPT)('W6: VALID needs a result of %s', (id) => {
  expect(passed(OF_RECEIPT).report().verdict).toBe('VALID');
  const others = OF_RECEIPT.filter((other) => other !== id);
  expect(passed(others).report().verdict).toBe('INVALID');
  const open = passed(others);
  open.unconfirm(id);
  expect(open.report().verdict).toBe('INVALID');
  const failed = passed(OF_RECEIPT);
  failed.fail(id, 'no');
  expect(failed.report().verdict).toBe('INVALID');
  failed.pass(id);
  expect(failed.report().verdict).toBe('INVALID');
});

test.each(OF_OPENING)('W6: with an opening VALID needs a result of %s', (id) => {
  const all = passed([...OF_RECEIPT, ...OF_OPENING]);
  all.demand('opening');
  expect(all.report().verdict).toBe('VALID');
  const others = passed([...OF_RECEIPT, ...OF_OPENING].filter((other) => other !== id));
  others.demand('opening');
  expect(others.report().verdict).toBe('INVALID');
  others.omit(id);
  expect(others.report()).toMatchObject({ verdict: 'VALID' });
  expect(others.report().checks.map((check) => check.id)).not.toContain(id);
});

test('W6: a check that throws or is only truthy has failed', () => {
  for (const holds of [
    () => {
      throw new Error('secret');
    },
    () => 1 as unknown as boolean,
    () => undefined as unknown as boolean,
    () => false,
  ]) {
    const report = passed(OF_RECEIPT);
    expect(report.check('proof', holds, 'It does not hold.')).toBe(false);
    expect(report.report().verdict).toBe('INVALID');
    expect(JSON.stringify(report.report())).not.toContain('secret');
  }
});

test('every check has a title and a sentence for each status it can have', () => {
  for (const id of CHECK_IDS) {
    const { title, passed: sentence, unconfirmed, part } = checkDefinition(id);
    expect(title).toMatch(/^[A-Z]/);
    expect(unconfirmed).toMatch(/\.$/);
    if (part !== 'fact') expect(sentence).toMatch(/\.$/);
  }
});

test('printable text keeps letters and drops what steers', () => {
  expect(printable('Börse “X” 取引所')).toBe('Börse “X” 取引所');
  expect(printable('a\u{1b}[2J\u{202e}\u{0}b')).toBe('a\u{fffd}[2J\u{fffd}\u{fffd}b');
});
