import type { ViewArguments, ViewLayout } from './viewLayout.ts';

/**
 * Calldata of a view: its selector and one word an argument.
 *
 * @throws RangeError for an argument outside its type
 */
export function encodeCall<const V extends ViewLayout>(view: V, args: ViewArguments<V>): `0x${string}` {
  const words = view.inputs.map((type, i) => encodeWord(type, (args as readonly (bigint | boolean | string)[])[i]));
  return `${view.selector}${words.join('')}`;
}

function encodeWord(type: string, value: bigint | boolean | string | undefined): string {
  const size = Number(/\d+$/.exec(type)?.[0] ?? 0);
  if (typeof value === 'bigint' && type.startsWith('uint') && value >= 0n && value >> BigInt(size) === 0n) {
    return value.toString(16).padStart(64, '0');
  }
  if (typeof value === 'boolean' && type === 'bool') return (value ? '1' : '0').padStart(64, '0');
  const bytes = type === 'address' ? 20 : size;
  if (typeof value === 'string' && /^0x[0-9a-f]*$/.test(value) && value.length === 2 + 2 * bytes) {
    return type === 'address' ? value.slice(2).padStart(64, '0') : value.slice(2).padEnd(64, '0');
  }
  throw new RangeError(`an argument is no ${type}`);
}
