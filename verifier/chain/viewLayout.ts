/** An ABI type that stands in one word: no view in use takes or returns another. */
export type WordType = 'address' | 'bool' | `uint${number}` | `bytes${number}`;

/** Fields in the order of their words. */
export interface WordLayout {
  /** Those of a struct inside a struct have a dotted name. */
  readonly words: readonly (readonly [field: string, type: WordType])[];
}

/** How to know an event of a contract. */
interface EventHead {
  /** keccak-256 of the signature, 0x and 64 hex digits. */
  readonly topic: `0x${string}`;
  /** How many fields stand in topics. */
  readonly indexed: number;
}

/** An event: fields stand in its topics first, in its data then. */
export interface EventLayout extends EventHead, WordLayout {}

/** An event with one text among its fields, which stands behind all others. */
export interface TextEventLayout extends EventHead {
  /** Words in topics and data before the length of the text. */
  readonly wordsBeforeText: number;
}

/** A function of a contract that only reads: how to call it, and where each field of its answer stands. */
export interface ViewLayout extends WordLayout {
  /** First four bytes of keccak-256 of the signature, 0x and 8 hex digits. */
  readonly selector: `0x${string}`;
  /** Types of the arguments. */
  readonly inputs: readonly WordType[];
}

type ValueOf<T extends WordType> = T extends `uint${string}` ? bigint : T extends 'bool' ? boolean : `0x${string}`;

/** The decoded answer of a view, by field. Addresses and bytes are in lower case. */
export type ViewResult<V extends WordLayout> = {
  readonly [W in V['words'][number] as W[0]]: ValueOf<W[1]>;
};

type Values<T extends readonly WordType[]> = { readonly [K in keyof T]: ValueOf<T[K]> };

/** The arguments of a view. */
export type ViewArguments<V extends ViewLayout> = Values<V['inputs']>;
