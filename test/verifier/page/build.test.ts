import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { buildPage } from '../../../prover/page/buildPage.ts';
import { budgetExcess } from '../../../prover/page/pageBudget.ts';
import { VERIFICATION_KEYS } from '../../../verifier/generated/verificationKeys.ts';
import { decodeKeyRows } from '../../../verifier/page/compact/keys.ts';
import { servePage } from '../../support/browser/pageServer.ts';
import { PageUnderTest } from '../../support/browser/pageUnderTest.ts';
import { Folder, listing } from '../../system/support.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const folder = new Folder();
let under: PageUnderTest;
beforeAll(async () => {
  under = await PageUnderTest.create();
});
afterAll(async () => {
  await under?.close();
  folder.remove();
});

describe('the build', () => {
  test('W5 gives the same bytes again, quietly, and leaves nothing behind', async () => {
    const said = (['log', 'info', 'warn', 'error'] as const).map((name) => vi.spyOn(console, name));
    expect(await buildPage(ROOT)).toBe(under.html);
    for (const spy of said) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
    // Where vite keeps what it optimized; vitest has a folder of its own in there.
    const cache = join(ROOT, 'node_modules/.vite');
    expect(existsSync(cache) ? readdirSync(cache).filter((name) => name !== 'vitest') : []).toEqual([]);
  });

  test('W5 gives the same bytes from another folder', async () => {
    const copy = folder.file('elsewhere');
    for (const name of ['verifier', 'circuits', 'package.json']) {
      cpSync(join(ROOT, name), join(copy, name), { recursive: true });
    }
    const before = listing(copy);
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    expect(await buildPage(copy)).toBe(under.html);
    expect(readdirSync(copy).sort()).toEqual(['circuits', 'node_modules', 'package.json', 'verifier']);
    for (const name of ['verifier', 'circuits']) {
      const its = before.filter((line) => line.startsWith(`${name}/`)).map((line) => line.slice(name.length + 1));
      expect(listing(join(copy, name))).toEqual(its);
    }
  });

  test('stays inside its budget', () => {
    const raw = Buffer.byteLength(under.html);
    expect(budgetExcess({ raw, gzip: gzipSync(under.html, { level: 9 }).length })).toEqual([]);
    expect(budgetExcess({ raw: 120_001, gzip: 45_000 })).toEqual(['the page has 120001 bytes raw, 1 over 120000']);
    expect(budgetExcess({ raw: 120_000, gzip: 45_010 })).toEqual(['the page has 45010 bytes gzip, 10 over 45000']);
  });
});

describe('the file', () => {
  test('W3 holds one script, one style, and a policy that allows them alone', () => {
    const { html } = under;
    const [, script = ''] = /<script>(.*)<\/script>/s.exec(html) ?? [];
    const [, style = ''] = /<style>(.*?)<\/style>/s.exec(html) ?? [];
    const base64 = (text: string) => createHash('sha256').update(text).digest('base64');
    const [, policy = ''] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html) ?? [];
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src 'sha256-${base64(script)}'`,
      `style-src 'sha256-${base64(style)}'`,
      'img-src data:',
      'connect-src https: http://127.0.0.1:* http://localhost:*',
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
    ]);
    for (const tag of ['<script', '<style', '</script', '</style', '<link', 'http-equiv']) {
      expect(html.split(tag).length - 1, tag).toBe(1);
    }
    expect(html.replace(script, '').replace(style, '')).not.toMatch(
      / (style|src|srcset|on\w+)=|<(iframe|object|embed|base|form)\b/,
    );
    expect(style).not.toMatch(/url\(|@import|@font-face/);
    expect(script).not.toMatch(
      /\beval\b|\bFunction\(|innerHTML|insertAdjacentHTML|document\.write|\bimport\(|sendBeacon/,
    );
  });

  test('names no address but nodes on this machine and the namespace of SVG', () => {
    const named = new Set([...under.html.matchAll(/\b(?:https?|wss?):\/\/[\w.-]*/g)].map(([address]) => address));
    const known = ['http://127.0.0.1', 'http://localhost', 'http://www.w3.org', 'https://'];
    expect([...named].filter((address) => !known.includes(address))).toEqual([]);
    expect(under.html.split('http://www.w3.org').length).toBe(under.html.split('http://www.w3.org/2000/svg').length);
  });

  test('K13, V23, W2: the keys in the page are the pinned ones, bit for bit', () => {
    const row = '\\["\\w+",\\d+,"\\w+","[A-Za-z0-9+/=]{400,}"\\]';
    const [rows] = new RegExp(`\\[${row}(?:,${row})*\\]`).exec(under.html) ?? [];
    expect(decodeKeyRows(JSON.parse(rows ?? 'null'))).toEqual(VERIFICATION_KEYS);
  });
});

describe('in the browser', () => {
  test.each(['file', 'http'])('W5 from %s, it shows the hash of its file', async (where) => {
    const server = where === 'http' ? await servePage(under.html) : undefined;
    const { page, problems } = await under.open(server ? { url: server.url } : {});
    await page.waitForFunction(() => document.getElementById('self')?.textContent !== 'not known');
    expect(await page.locator('#self').innerText()).toBe(sha256(under.html));
    await server?.close();
    expect(problems).toEqual([]);
  });

  test('K13: the page lists the hash of every key that it accepts', async () => {
    const { page, problems } = await under.open();
    expect(await page.locator('#keys li code').allInnerTexts()).toEqual(Object.keys(VERIFICATION_KEYS));
    expect(await page.locator('#keys li').allInnerTexts()).toEqual(
      Object.values(VERIFICATION_KEYS).map(({ instance, kind }) =>
        expect.stringMatching(`^${instance}, ${kind === 'development' ? 'DEVELOPMENT key' : 'ceremony'}: 0x`),
      ),
    );
    expect(problems).toEqual([]);
  });

  test.each([
    ['a letter of a sentence', (html: string) => html.replace('Checking…', 'Checkinh…')],
    [
      'a digit of a key',
      (html: string) => html.replace(/("development",")(\w)/, (_, head, c) => `${head}${c === 'A' ? 'B' : 'A'}`),
    ],
  ])('a script with %s changed does not run', async (_, change) => {
    const changed = change(under.html);
    expect(changed).not.toBe(under.html);
    expect(changed).toHaveLength(under.html.length);
    const file = folder.file('changed.html');
    writeFileSync(file, changed);
    const { page, problems } = await under.open({ url: pathToFileURL(file).href });
    expect(await page.locator('#keys li').count()).toBe(0);
    expect(await page.locator('#files').count()).toBe(0);
    expect(problems.join('\n')).toMatch(/Content Security Policy/);
  });
});
