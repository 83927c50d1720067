import { base64Url } from './base64Url.ts';
import { LinkError } from './linkError.ts';
import { LINK_PARTS, type LinkPart } from './linkParts.ts';

/** Bytes that are inflated at a time: a bomb is noticed before a thousand times as much is in memory. */
const STEP = 1024;

const tooLarge = (part: string) => new LinkError('LINK_TOO_LARGE', `the ${part} in the link is too large`);

/**
 * Inverse of `writeLink`. What the texts say is for the readers of receipt and opening to check.
 *
 * @param fragment what follows `#` in the address
 * @throws LinkError `LINK_FORMAT` for parts that are unknown, repeated, damaged or spelled otherwise; `LINK_TOO_LARGE`
 */
export async function readLink(fragment: string): Promise<Partial<Record<LinkPart, string>>> {
  const texts: Partial<Record<LinkPart, string>> = {};
  for (const entry of fragment.split('&')) {
    const [, name, packed = ''] = /^(receipt|opening)=([\w-]+)$/.exec(entry) ?? [];
    const part = name as LinkPart | undefined;
    if (part === undefined || texts[part] !== undefined) {
      throw new LinkError('LINK_FORMAT', 'the link is not one receipt and at most one opening');
    }
    texts[part] = await unpack(part, packed);
  }
  return texts;
}

async function unpack(part: LinkPart, packed: string): Promise<string> {
  const limit = LINK_PARTS[part];
  // Compressed it is shorter.
  if (packed.length > limit) throw tooLarge(part);
  try {
    const bytes = Uint8Array.from(atob(packed.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
    if (base64Url(bytes) !== packed) throw new TypeError();
    const decoder = new TextDecoder('utf-8', { fatal: true });
    let text = '';
    let size = 0;
    const reader = stepsOf(bytes).pipeThrough(new DecompressionStream('deflate')).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      size += value.length;
      if (size > limit) {
        await reader.cancel();
        throw tooLarge(part);
      }
      text += decoder.decode(value, { stream: true });
    }
  } catch (error) {
    throw error instanceof LinkError ? error : new LinkError('LINK_FORMAT', `the ${part} in the link is damaged`);
  }
}

function stepsOf(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at < bytes.length) controller.enqueue(bytes.slice(at, at + STEP));
      else controller.close();
      at += STEP;
    },
  });
}
