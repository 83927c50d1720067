import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { InputError } from '../../circuits/errors.ts';

/**
 * Reads one line from standard input; on a terminal without showing what is typed.
 *
 * @throws InputError (`INTERRUPTED`)
 */
export function readHiddenLine(): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({
    input: process.stdin,
    output: nowhere,
    terminal: process.stdin.isTTY === true,
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
