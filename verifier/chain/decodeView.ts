import { ChainAnswerError } from './chainAnswerError.ts';
import type { ViewResult, WordLayout, WordType } from './viewLayout.ts';

/** Hex digits of a word. */
const WORD = 64;

/**
 * Decodes what a view answered. Exactly the words of the layout, each inside its type: what is shorter, longer, empty or
 * padded with anything but zeros is refused.
 *
 * @param name of the view, for the error
 * @param data the returned bytes, 0x and lower-case hex digits
 * @throws ChainAnswerError
 */
export function decodeView<const V extends WordLayout>(name: string, view: V, data: unknown): ViewResult<V> {
  const refuse = (reason: string): never => {
    throw new ChainAnswerError(name, reason);
  };
  if (typeof data !== 'string' || !/^0x(?:[0-9a-f]{2})*$/.test(data)) return refuse('is no bytes');
  if (data === '0x') return refuse('is empty: there is no such contract at this address');
  const digits = data.slice(2);
  if (digits.length % WORD !== 0) return refuse('is not a whole number of words');
  const words = Array.from({ length: digits.length / WORD }, (_, i) => digits.slice(i * WORD, (i + 1) * WORD));
  const head = view.words.length;
  if (words.length !== head) return refuse(`has ${words.length} words instead of ${head}`);

  const entries = view.words.map(([field, type], i) => {
    return [field, decodeWord(type, words[i] ?? '') ?? refuse(`has a value that is no ${type}`)] as const;
  });
  // Field by field what the layout says: the types were checked word by word.
  return Object.fromEntries(entries) as ViewResult<V>;
}

/** The value of a word, `undefined` where it is outside its type. */
function decodeWord(type: WordType, word: string): bigint | boolean | `0x${string}` | undefined {
  const value = BigInt(`0x${word}`);
  if (type === 'bool') return value < 2n ? value === 1n : undefined;
  if (type === 'address') return value >> 160n === 0n ? `0x${word.slice(-40)}` : undefined;
  const size = Number(/\d+$/.exec(type)?.[0]);
  if (type.startsWith('uint')) return value >> BigInt(size) === 0n ? value : undefined;
  // Bytes stand at the left of their word.
  return /^0*$/.test(word.slice(2 * size)) ? `0x${word.slice(0, 2 * size)}` : undefined;
}
