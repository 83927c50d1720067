import { expect, test } from 'vitest';
import { grouped } from '../../../verifier/formats/grouped.ts';

test.each([
  ['0', '0'],
  ['999', '999'],
  ['1000', '1,000'],
  ['1234567.000001', '1,234,567.000001'],
  ['0.1234567', '0.1234567'],
  ['123456789012345678901234567890', '123,456,789,012,345,678,901,234,567,890'],
])('%s is written %s', (decimal, text) => {
  expect(grouped(decimal)).toBe(text);
});
