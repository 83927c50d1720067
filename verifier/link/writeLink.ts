import { base64Url } from './base64Url.ts';

/**
 * The fragment of a link, without `#`: `receipt=…` and, with an opening, `&opening=…`. Each is the text as compact JSON,
 * in the zlib format (RFC 1950), in base64url. Browsers keep a fragment to themselves: no server sees it. With an opening
 * it holds the account.
 *
 * @throws SyntaxError for a text that is not JSON: verify it first
 */
export async function writeLink(receiptText: string, openingText?: string): Promise<string> {
  const receipt = `receipt=${await pack(receiptText)}`;
  return openingText === undefined ? receipt : `${receipt}&opening=${await pack(openingText)}`;
}

async function pack(text: string): Promise<string> {
  const { body } = new Response(JSON.stringify(JSON.parse(text)));
  return base64Url(
    new Uint8Array(await new Response(body?.pipeThrough(new CompressionStream('deflate'))).arrayBuffer()),
  );
}
