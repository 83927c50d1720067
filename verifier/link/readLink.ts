import { InputError } from '../../circuits/errors.ts';
import { OPENING_BYTES } from '../opening.ts';
import { RECEIPT_BYTES } from '../receipt.ts';
import { base64Url } from './base64Url.ts';

/** What a link can hold, and the largest text of each in bytes. */
const LIMITS = { receipt: RECEIPT_BYTES, opening: OPENING_BYTES };

/** The texts that a link holds. */
export type LinkTexts = Partial<Record<keyof typeof LIMITS, string>>;

const refuse = (code: 'LINK_FORMAT' | 'LINK_TOO_LARGE') => new InputError(code, 'the link is damaged or too large');

/**
 * Inverse of `writeLink`. What the texts say is for the readers of receipt and opening to check.
 *
 * @param fragment what follows `#` in the address
 * @throws InputError `LINK_FORMAT` for parts that are unknown, repeated, damaged or spelled otherwise; `LINK_TOO_LARGE`
 */
export async function readLink(fragment: string): Promise<LinkTexts> {
  const texts: LinkTexts = {};
  for (const entry of fragment.split('&')) {
    const [, name = '', packed = ''] = /^(receipt|opening)=([\w-]+)$/.exec(entry) ?? [];
    const part = name as keyof typeof LIMITS;
    if (!name || part in texts) throw refuse('LINK_FORMAT');
    texts[part] = await unpack(packed, LIMITS[part]);
  }
  return texts;
}

async function unpack(packed: string, limit: number): Promise<string> {
  // Compressed, a text is shorter.
  let size = packed.length;
  try {
    if (size > limit) throw refuse('LINK_TOO_LARGE');
    const bytes = Uint8Array.from(atob(packed.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
    if (base64Url(bytes) !== packed) throw refuse('LINK_FORMAT');
    size = 0;
    const counted = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        size += chunk.length;
        // What is left of a bomb is never inflated.
        if (size > limit) throw refuse('LINK_TOO_LARGE');
        controller.enqueue(chunk);
      },
    });
    const { body } = new Response(bytes);
    return await new Response(body?.pipeThrough(new DecompressionStream('deflate')).pipeThrough(counted)).text();
  } catch {
    throw refuse(size > limit ? 'LINK_TOO_LARGE' : 'LINK_FORMAT');
  }
}
