import { createInterface } from 'node:readline';
import { type Readable, Writable } from 'node:stream';
import { InputError } from '../../circuits/errors.ts';

/**
 * Reads one line, of standard input by default; on a terminal without showing what is typed. Empty where there is none.
 *
 * @throws InputError (`INTERRUPTED`)
 */
export function readHiddenLine(input: Readable & { isTTY?: boolean } = process.stdin): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({
    input,
    output: nowhere,
    terminal: input.isTTY === true,
    historySize: 0,
  });
  return new Promise((resolve, reject) => {
    lines.once('SIGINT', () => {
      reject(new InputError('INTERRUPTED', 'interrupted: nothing was written'));
      lines.close();
    });
    lines.once('line', (line) => {
      resolve(line);
      lines.close();
    });
    lines.once('close', () => resolve(''));
  });
}
