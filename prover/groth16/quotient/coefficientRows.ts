import { SCALAR_FIELD } from '../../../verifier/points.ts';
import { writeWord } from '../../setup/binaryFile.ts';
import { KeyError } from '../../setup/keyError.ts';
import { COEFFICIENT_BYTES, COEFFICIENT_FACTOR, viewOf, ZKEY } from '../../setup/zkey.ts';

/** The matrices A and B of a key, by rows. */
export interface CoefficientRows {
  /** By 2·row + matrix (0 is A, 1 is B): the first term; one more at the end. */
  readonly starts: Uint32Array;
  /** Two numbers a term: wire, and index into the values. */
  readonly terms: Uint32Array;
  /** 32 little-endian bytes each, v·2^512: values that terms refer to. The first three are 1, -1 and 0. */
  readonly values: Uint8Array;
}

/** Words of one entry, and of the value at its end. */
const ENTRY_WORDS = COEFFICIENT_BYTES / 4;
const VALUE_WORDS = 8;
const VALUE_AT = ENTRY_WORDS - VALUE_WORDS;
/** The values that kernels know by their index. */
const KNOWN = [1n, SCALAR_FIELD - 1n, 0n];
/**
 * Places of the hash table that are looked at for a value before it is taken as new: a key that makes all values meet in
 * one place costs memory, but not time.
 */
const PROBES = 16;
/** 2^32 divided by the golden ratio, for multiplicative hashing (D. Knuth, TAOCP 3, 6.4). */
const GOLDEN = 0x9e3779b1;

/**
 * Sorts section 4 of a key by rows, whatever the order of its entries, and gives equal values one index.
 *
 * @param section content of section 4
 * @throws KeyError (`KEY_UNREADABLE` for a wrong length, `KEY_COEFFICIENTS` for an entry out of range)
 */
export function coefficientRows(section: Uint8Array, domain: number, wires: number): CoefficientRows {
  const count = section.length < 4 ? -1 : viewOf(section).getUint32(0, true);
  if (section.length !== 4 + count * COEFFICIENT_BYTES) {
    throw refuse('KEY_UNREADABLE', `section ${ZKEY.coefficients} of the proving key has a wrong length`);
  }
  const words = wordsOf(section.subarray(4));
  const starts = countTerms(words, domain, wires);
  const next = starts.slice();
  const terms = new Uint32Array(2 * count);
  const values = new ValueTable(count);
  for (let at = 0; at < words.length; at += ENTRY_WORDS) {
    const row = 2 * words[at + 1]! + words[at]!;
    const term = 2 * next[row]!++;
    terms[term] = words[at + 2]!;
    terms[term + 1] = values.indexOf(words, at + VALUE_AT);
  }
  return { starts, terms, values: values.bytes() };
}

/** Checks all entries and returns where the terms of each row begin. */
function countTerms(words: Uint32Array, domain: number, wires: number): Uint32Array {
  const order = new Uint8Array(4 * VALUE_WORDS);
  writeWord(viewOf(order), 0, SCALAR_FIELD);
  const limit = wordsOf(order);
  const starts = new Uint32Array(2 * domain + 1);
  for (let at = 0; at < words.length; at += ENTRY_WORDS) {
    const matrix = words[at]!;
    const row = words[at + 1]!;
    if (matrix > 1 || row >= domain || words[at + 2]! >= wires || !isBelow(words, at + VALUE_AT, limit)) {
      const entry = at / ENTRY_WORDS;
      throw refuse(
        'KEY_COEFFICIENTS',
        `entry ${entry} in section ${ZKEY.coefficients} of the proving key is out of range`,
      );
    }
    starts[2 * row + matrix + 1]!++;
  }
  for (let row = 1; row < starts.length; row++) starts[row]! += starts[row - 1]!;
  return starts;
}

function isBelow(words: Uint32Array, at: number, limit: Uint32Array): boolean {
  for (let i = VALUE_WORDS - 1; i >= 0; i--) {
    if (words[at + i]! !== limit[i]!) return words[at + i]! < limit[i]!;
  }
  return false;
}

/** Distinct values with their indices: a hash table with linear probing. */
class ValueTable {
  private readonly values: Uint32Array;
  private readonly mask: number;
  /** Index + 1, or 0 where a place is free. */
  private readonly places: Uint32Array;
  private size = 0;

  /** @param terms largest number of values besides the known ones */
  constructor(terms: number) {
    this.values = new Uint32Array((KNOWN.length + terms) * VALUE_WORDS);
    const places = 2 ** Math.ceil(Math.log2(2 * (KNOWN.length + terms)));
    this.mask = places - 1;
    this.places = new Uint32Array(places);
    for (const value of KNOWN) {
      const bytes = new Uint8Array(4 * VALUE_WORDS);
      writeWord(viewOf(bytes), 0, (value * COEFFICIENT_FACTOR) % SCALAR_FIELD);
      this.indexOf(wordsOf(bytes), 0);
    }
  }

  /** Index of the value of eight words; a new one if it is not there. */
  indexOf(words: Uint32Array, at: number): number {
    let hash = 0;
    for (let i = 0; i < VALUE_WORDS; i++) {
      hash = Math.imul(hash ^ words[at + i]!, GOLDEN);
      hash ^= hash >>> 15;
    }
    for (let probe = 0; probe < PROBES; probe++) {
      const place = (hash + probe) & this.mask;
      const found = this.places[place]!;
      if (found === 0) {
        this.places[place] = this.size + 1;
        break;
      }
      if (this.isValue(found - 1, words, at)) return found - 1;
    }
    for (let i = 0; i < VALUE_WORDS; i++) this.values[this.size * VALUE_WORDS + i] = words[at + i]!;
    return this.size++;
  }

  bytes(): Uint8Array {
    return new Uint8Array(this.values.buffer, 0, this.size * VALUE_WORDS * 4);
  }

  private isValue(index: number, words: Uint32Array, at: number): boolean {
    const begin = index * VALUE_WORDS;
    for (let i = 0; i < VALUE_WORDS; i++) {
      if (this.values[begin + i] !== words[at + i]) return false;
    }
    return true;
  }
}

/** The bytes as words: a copy if they do not lie at a multiple of four. */
function wordsOf(bytes: Uint8Array): Uint32Array {
  const { buffer, byteOffset } = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  return new Uint32Array(buffer, byteOffset, bytes.length / 4);
}

function refuse(code: string, message: string): KeyError {
  return new KeyError(code, message, 'Delete the file and run the set-up again.');
}
