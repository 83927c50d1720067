/** An ABI type that stands in one word, or the one dynamic type that a view in use returns. */
export type WordType = 'address' | 'bool' | `uint${number}` | `bytes${number}` | 'address[]';

/** A function of a contract that only reads: how to call it, and where each field of its answer stands. */
export interface ViewLayout {
  /** First four bytes of keccak-256 of the signature, 0x and 8 hex digits. */
  readonly selector: `0x${string}`;
  /** Types of the arguments. */
  readonly inputs: readonly Exclude<WordType, 'address[]'>[];
  /** Fields in the order of their words; those of a struct inside a struct have a dotted name. */
  readonly words: readonly (readonly [field: string, type: WordType])[];
}

type ValueOf<T extends WordType> = T extends `uint${string}`
  ? bigint
  : T extends 'bool'
    ? boolean
    : T extends 'address[]'
      ? readonly `0x${string}`[]
      : `0x${string}`;

/** The decoded answer of a view, by field. Addresses and bytes are in lower case. */
export type ViewResult<V extends ViewLayout> = {
  readonly [W in V['words'][number] as W[0]]: ValueOf<W[1]>;
};

type Values<T extends readonly WordType[]> = { readonly [K in keyof T]: ValueOf<T[K]> };

/** The arguments of a view. */
export type ViewArguments<V extends ViewLayout> = Values<V['inputs']>;
