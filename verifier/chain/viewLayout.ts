/** An ABI type that stands in one word: no view in use takes another. */
export type StaticType = 'address' | 'bool' | `uint${number}` | `bytes${number}`;

/** What a word of an answer may be: of an enum, the names of its values in their order. */
export type WordType = StaticType | readonly string[];

/** Types of fields in the order of their words. */
export interface WordLayout {
  /** Those of a struct inside a struct have a dotted name. */
  readonly words: Readonly<Record<string, WordType>>;
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
  /** The contract that has it: LiquidationRegistry, or what its view of this name answers. */
  readonly at: 'registry' | 'charters' | 'verifiers';
  /** Types of the arguments. */
  readonly inputs: readonly StaticType[];
}

type ValueOf<T extends WordType> = T extends readonly (infer N)[]
  ? N
  : T extends `uint${string}`
    ? bigint
    : T extends 'bool'
      ? boolean
      : `0x${string}`;

/** The decoded answer of a view, by field. Addresses and bytes are in lower case. */
export type ViewResult<V extends WordLayout> = { readonly [F in keyof V['words']]: ValueOf<V['words'][F]> };

type Values<T extends readonly StaticType[]> = { readonly [K in keyof T]: ValueOf<T[K]> };

/** The arguments of a view. */
export type ViewArguments<V extends ViewLayout> = Values<V['inputs']>;
