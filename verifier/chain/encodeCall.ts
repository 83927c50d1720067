import { bytesToHex } from '@noble/hashes/utils.js';
import { textId } from '../../circuits/commitment/domain.ts';
import { type StaticValue, staticWord } from '../signed/staticWord.ts';
import type { ViewArguments, ViewLayout } from './viewLayout.ts';

/** The first four bytes of the hash of a view's signature, 0x and 8 hex digits: how calldata names it. */
export function selectorOf(name: string, { inputs }: ViewLayout): `0x${string}` {
  return textId(`${name}(${inputs.join()})`).slice(0, 10) as `0x${string}`;
}

/**
 * Calldata of a view: its selector and one word an argument.
 *
 * @throws RangeError for an argument outside its type
 */
export function encodeCall<const V extends ViewLayout>(name: string, view: V, args: ViewArguments<V>): `0x${string}` {
  const values = args as readonly StaticValue[];
  const words = view.inputs.map((type, i) => bytesToHex(staticWord(type, values[i] as StaticValue)));
  return `${selectorOf(name, view)}${words.join('')}`;
}
