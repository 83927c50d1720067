import { ChainAnswerError } from './chainAnswerError.ts';
import type { ViewResult, WordLayout, WordType } from './viewLayout.ts';

/**
 * Decodes what a view answered. Exactly the words of the layout, each inside its type: what is shorter, longer, empty or
 * padded with anything but zeros is refused.
 *
 * @param name of the view, for the error
 * @param data the returned bytes, 0x and lower-case hex digits
 * @throws ChainAnswerError
 */
export function decodeView<const V extends WordLayout>(name: string, { words }: V, data: unknown): ViewResult<V> {
  const refuse = (reason: string): never => {
    throw new ChainAnswerError(name, reason);
  };
  if (typeof data !== 'string' || !/^0x(?:[0-9a-f]{2})*$/.test(data)) return refuse('is no bytes');
  if (data === '0x') return refuse('is empty: there is no such contract at this address');
  const layout = Object.entries(words);
  if (data.length !== 2 + 64 * layout.length) return refuse(`is not of ${layout.length} words`);
  // Field by field what the layout says: the types are checked word by word.
  return Object.fromEntries(
    layout.map(([field, type], i) => {
      const value = decodeWord(type, data.slice(2 + 64 * i, 66 + 64 * i));
      return [field, value ?? refuse(`has a value that is no ${type}`)];
    }),
  ) as ViewResult<V>;
}

/** The value of a word, `undefined` where it is outside its type. */
function decodeWord(type: WordType, word: string): bigint | boolean | string | undefined {
  const value = BigInt(`0x${word}`);
  if (typeof type !== 'string') return type[Number(value)];
  if (type === 'bool') return value < 2n ? value === 1n : undefined;
  if (type === 'address') return value >> 160n ? undefined : `0x${word.slice(-40)}`;
  const size = Number(/\d+$/.exec(type)?.[0]);
  if (type.startsWith('uint')) return value >> BigInt(size) ? undefined : value;
  // Bytes stand at the left of their word.
  return /^0*$/.test(word.slice(2 * size)) ? `0x${word.slice(0, 2 * size)}` : undefined;
}
