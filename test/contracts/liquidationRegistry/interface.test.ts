import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const here = new URL('.', import.meta.url);

test('RG-08 RG-09 RG-12 every error, event and view of the registry has a test', async () => {
  const source = await readFile(new URL('../../../contracts/interfaces/ILiquidationRegistry.sol', here), 'utf8');
  const files = (await readdir(here)).filter((name) => name.endsWith('.test.ts') && name !== 'interface.test.ts');
  const tests = (await Promise.all(files.map((name) => readFile(new URL(name, here), 'utf8')))).join('\n');
  const names = [...source.matchAll(/^ {4}(?:error|event|function) (\w+)\(/gm)].map(([, name]) => name!);
  expect(names.length).toBeGreaterThan(40);
  // Sent by the scene's methods, which the tests use under other names.
  const sent = ['announce', 'record', 'recordBatch', 'flagOverdue'];
  const missing = names.filter((name) => !sent.includes(name) && !tests.includes(`'${name}'`));
  expect(missing).toEqual([]);
});
