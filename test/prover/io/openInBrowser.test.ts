import { existsSync, readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { openInBrowser } from '../../../prover/io/openInBrowser.ts';
import { Folder } from '../../system/support.ts';

const folder = new Folder();
afterAll(() => folder.remove());

const node = (script: string): [string, ...string[]] => [process.execPath, '-e', script];

test('gives the address to the opener, as it is', async () => {
  const seen = folder.file('seen');
  const script = `require('fs').writeFileSync(${JSON.stringify(seen)}, process.argv[1])`;
  const address = "/tmp/a b & $(c) 'd'.html";
  expect(await openInBrowser(address, node(script))).toBe(true);
  expect(existsSync(seen) && readFileSync(seen, 'utf8')).toBe(address);
});

test('says when there is no opener, or it fails', async () => {
  expect(await openInBrowser('x.html', [folder.file('none')])).toBe(false);
  expect(await openInBrowser('x.html', node('process.exit(3)'))).toBe(false);
});

test('does not wait for a browser that stays', async () => {
  const start = performance.now();
  expect(await openInBrowser('x.html', node('setTimeout(() => {}, 6000)'))).toBe(true);
  expect(performance.now() - start).toBeLessThan(5500);
});
