import { InputError } from '../../circuits/errors.ts';
import { readLimited } from '../../verifier/chain/readLimited.ts';

export interface FetchBytesOptions {
  readonly maximumBytes: number;
  /** For the whole answer. */
  readonly timeoutMilliseconds: number;
}

/** An address on the network for people: without user, password, query and fragment, which may be secret. */
export function printableUrl(text: string): string {
  try {
    const { protocol, host, pathname } = new URL(text);
    return `${protocol}//${host}${pathname}`;
  } catch {
    return '(not a URL)';
  }
}

/**
 * Fetches a small file over HTTP.
 *
 * @throws InputError `SOURCE_URL` (no http or https URL, or one with a password), `SOURCE_TIMEOUT`, `SOURCE_TOO_LARGE`,
 *   `SOURCE_UNREACHABLE` (no answer, or none of 200); never with what came, or with the query of the URL
 */
export async function fetchBytes(text: string, options: FetchBytesOptions): Promise<Uint8Array> {
  const { maximumBytes, timeoutMilliseconds } = options;
  const name = printableUrl(text);
  const refuse = (code: string, why: string) => new InputError(code, `${name} ${why}`, { field: name });
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw refuse('SOURCE_URL', 'is no address of http or https without user and password');
  }
  const signal = AbortSignal.timeout(timeoutMilliseconds);
  try {
    const response = await fetch(url, { signal, headers: { accept: 'application/json' } });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw refuse('SOURCE_UNREACHABLE', `answers with status ${response.status}`);
    }
    return await readLimited(response, maximumBytes, () =>
      refuse('SOURCE_TOO_LARGE', `sends more than ${maximumBytes} bytes`),
    );
  } catch (error) {
    if (error instanceof InputError) throw error;
    if (signal.aborted) throw refuse('SOURCE_TIMEOUT', `does not answer within ${timeoutMilliseconds / 1000} s`);
    throw refuse('SOURCE_UNREACHABLE', 'cannot be reached');
  }
}
