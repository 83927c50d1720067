import { bytesToHex } from '@noble/hashes/utils.js';
import { type StaticValue, staticWord } from '../signed/staticWord.ts';
import type { ViewArguments, ViewLayout } from './viewLayout.ts';

/**
 * Calldata of a view: its selector and one word an argument.
 *
 * @throws RangeError for an argument outside its type
 */
export function encodeCall<const V extends ViewLayout>(view: V, args: ViewArguments<V>): `0x${string}` {
  const values = args as readonly StaticValue[];
  const words = view.inputs.map((type, i) => bytesToHex(staticWord(type, values[i] as StaticValue)));
  return `${view.selector}${words.join('')}`;
}
