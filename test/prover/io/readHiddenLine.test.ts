import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { readHiddenLine } from '../../../prover/io/readHiddenLine.ts';

const from = (text: string, isTTY: boolean) => {
  const input = Object.assign(new PassThrough(), { isTTY, setRawMode: () => input });
  input.end(text);
  return readHiddenLine(input);
};

test.each([false, true])(
  'takes one line, shown or not (terminal: %s), and nothing from an empty input',
  async (isTTY) => {
    expect(await from('first words\nand more\n', isTTY)).toBe('first words');
    expect(await from('', isTTY)).toBe('');
  },
);

test('is interrupted by Ctrl-C on a terminal', async () => {
  await expect(from('half a sec\u0003', true)).rejects.toMatchObject({ code: 'INTERRUPTED' });
});
