import { bytesToHex } from '@noble/hashes/utils.js';

/**
 * SHA-256 of the page's own file, from the document as the browser parsed it: the build writes the file so that
 * serializing gives back its bytes. Call it before anything in the document changes.
 *
 * @returns 64 hex digits; undefined where the browser has no cryptography for this page (plain http)
 */
export async function selfHash(): Promise<string | undefined> {
  const bytes = new TextEncoder().encode(`<!doctype html>${document.documentElement.outerHTML}`);
  if (!globalThis.crypto?.subtle) return undefined;
  return bytesToHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}
