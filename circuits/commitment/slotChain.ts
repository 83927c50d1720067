import { poseidon } from './poseidon.ts';

/** How equal slots stand in words, and words in chunks. */
export interface SlotLayout {
  bits: bigint;
  perWord: number;
  wordsPerChunk: number;
}

/** Values of equal width in words of `perWord`, the first in the lowest bits; missing values are 0. */
export function packEqual(values: readonly bigint[], bits: bigint, perWord: number, words: number): bigint[] {
  return Array.from({ length: words }, (_, w) => {
    let word = 0n;
    for (let i = 0; i < perWord; i++) word |= (values[w * perWord + i] ?? 0n) << (bits * BigInt(i));
    return word;
  });
}

/**
 * Digest of the slots behind the head in chunks, of which there may be none: d_0 = tag, d_(i+1) = Poseidon(d_i, words of
 * chunk i); the model of SlotChain.circom (FM-02.6, FM-18).
 */
export function slotChain(tag: bigint, values: readonly bigint[], chunks: number, layout: SlotLayout): bigint {
  const { bits, perWord, wordsPerChunk } = layout;
  const words = packEqual(values, bits, perWord, chunks * wordsPerChunk);
  let digest = tag;
  for (let at = 0; at < words.length; at += wordsPerChunk) {
    digest = poseidon([digest, ...words.slice(at, at + wordsPerChunk)]);
  }
  return digest;
}
