import { deflateRawSync, deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { base64Url } from '../../../verifier/link/base64Url.ts';
import { readLink } from '../../../verifier/link/readLink.ts';
import { writeLink } from '../../../verifier/link/writeLink.ts';
import { OPENING_BYTES } from '../../../verifier/opening.ts';
import { RECEIPT_BYTES } from '../../../verifier/receipt.ts';

const receipt = { format: 'fairmark.receipt.v1', venue: 'Börse „Ж“ 🦊', list: [1, '2', null] };
const opening = { format: 'fairmark.opening.v1', markup: '<script>&receipt=#' };
const pretty = (value: unknown) => JSON.stringify(value, null, 2);
const compact = JSON.stringify;

/** A part of a link that holds these bytes. */
const packed = (content: string | Uint8Array) => base64Url(deflateSync(content));

describe('writeLink', () => {
  test('gives what readLink reads, as compact JSON', async () => {
    expect(await readLink(await writeLink(pretty(receipt)))).toEqual({ receipt: compact(receipt) });
    expect(await readLink(await writeLink(pretty(receipt), pretty(opening)))).toEqual({
      receipt: compact(receipt),
      opening: compact(opening),
    });
  });

  test('needs no character that URLs, shells or chats would change', async () => {
    const noise = Array.from({ length: 3000 }, (_, i) => (i * 7919) % 65521);
    expect(await writeLink(compact(noise), compact(noise))).toMatch(/^receipt=[\w-]+&opening=[\w-]+$/);
  });

  test('makes no link of what is not JSON', async () => {
    await expect(writeLink('{')).rejects.toThrow(SyntaxError);
  });

  test('documents as large as their readers take go through', async () => {
    // Pseudo-random digits: nothing that a document holds compresses worse.
    let state = 1n;
    const digits = (length: number) => {
      let text = '';
      while (text.length < length) {
        state = (state * 6364136223846793005n + 1442695040888963407n) % (1n << 64n);
        text += state.toString(16);
      }
      return text.slice(0, length);
    };
    const texts = [compact(digits(RECEIPT_BYTES - 2)), compact(digits(OPENING_BYTES - 2))] as const;
    expect(await readLink(await writeLink(...texts))).toEqual({ receipt: texts[0], opening: texts[1] });
  });
});

describe('readLink', () => {
  const good = packed('{}');

  test.each([
    ['nothing', ''],
    ['an empty part', 'receipt='],
    ['no value', 'receipt'],
    ['an unknown key', `receipt=${good}&key=${good}`],
    ['__proto__', `__proto__=${good}`],
    ['toString', `toString=${good}`],
    ['a key in capitals', `Receipt=${good}`],
    ['a repeated receipt', `receipt=${good}&receipt=${good}`],
    ['a repeated opening', `receipt=${good}&opening=${good}&opening=${good}`],
    ['a part too many', `receipt=${good}&`],
    ['a sign of equality in the value', `receipt=${good}=`],
    ['a percent sign', `receipt=${good}%3D`],
    ['white space', `receipt=${good} `],
    ['a line break at the end', `receipt=${good}\n`],
    ['base64 of another alphabet', `receipt=${base64Url(Uint8Array.of(251, 255)).replaceAll('-', '+')}`],
    ['a number of characters that no base64 has', 'receipt=AAAAA'],
    ['base64 with bits left over', `receipt=${good.slice(0, -1)}${good.endsWith('B') ? 'C' : 'B'}`],
    ['no compressed data', 'receipt=AAAA'],
    ['compressed data without its frame', `receipt=${base64Url(deflateRawSync('{}'))}`],
    ['compressed data cut off', `receipt=${base64Url(deflateSync(pretty(receipt)).subarray(0, -5))}`],
    [
      'a wrong checksum',
      `receipt=${base64Url(deflateSync('{}').map((byte, i, all) => (i === all.length - 1 ? byte ^ 1 : byte)))}`,
    ],
  ])('refuses %s', async (_, fragment) => {
    await expect(readLink(fragment)).rejects.toMatchObject({ name: 'InputError', code: 'LINK_FORMAT' });
  });

  test('refuses text beyond the limit, before it is decoded', async () => {
    for (const [part, limit] of [
      ['receipt', RECEIPT_BYTES],
      ['opening', OPENING_BYTES],
    ] as const) {
      await expect(readLink(`${part}=${'A'.repeat(limit + 1)}`)).rejects.toMatchObject({ code: 'LINK_TOO_LARGE' });
    }
  });

  test('counts bytes while they are inflated, and stops', async () => {
    const fits = ' '.repeat(RECEIPT_BYTES);
    expect(await readLink(`receipt=${packed(fits)}`)).toEqual({ receipt: fits });
    await expect(readLink(`receipt=${packed(`${fits} `)}`)).rejects.toMatchObject({ code: 'LINK_TOO_LARGE' });
    // An opening may be longer than a receipt.
    expect((await readLink(`opening=${packed(`${fits} `)}`)).opening).toHaveLength(RECEIPT_BYTES + 1);

    const bomb = `opening=${packed(new Uint8Array(500_000_000))}`;
    const before = process.memoryUsage().rss;
    await expect(readLink(bomb)).rejects.toMatchObject({ code: 'LINK_TOO_LARGE' });
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  });

  test('random fragments are refused with a code, never otherwise', async () => {
    let state = 7;
    const next = (below: number) => {
      state = (state * 48271) % 2147483647;
      return state % below;
    };
    const whole = await writeLink(pretty(receipt), pretty(opening));
    for (let i = 0; i < 400; i++) {
      const at = next(whole.length);
      const other = 'AZaz09-_&=#%+ '[next(14)] ?? '';
      const changed = `${whole.slice(0, at)}${other}${whole.slice(at + 1)}`;
      if (changed === whole) continue;
      await expect(readLink(changed), changed).rejects.toMatchObject({ code: 'LINK_FORMAT' });
    }
  });
});
