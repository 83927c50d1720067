import { SCALAR_FIELD } from '../../verifier/points.ts';
import { writeWord } from './binaryFile.ts';
import type { R1cs } from './r1cs.ts';
import { COEFFICIENT_BYTES, COEFFICIENT_FACTOR, viewOf } from './zkey.ts';

/**
 * Section 4 of a key for a circuit: the terms of A and B, then one A term per public signal that keeps the signals
 * independent. Values are in double Montgomery form (v·2^512 mod r), as `zKey.newZKey` writes them.
 */
export function encodeCoefficients(r1cs: R1cs): Uint8Array {
  const terms = r1cs.countTerms();
  const entries = terms[0] + terms[1] + r1cs.publicSignals + 1;
  const bytes = new Uint8Array(4 + entries * COEFFICIENT_BYTES);
  const view = viewOf(bytes);
  view.setUint32(0, entries, true);
  let at = 4;
  const encoded = new Map<bigint, Uint8Array>();
  const write = (matrix: number, constraint: number, wire: number, coefficient: bigint) => {
    view.setUint32(at, matrix, true);
    view.setUint32(at + 4, constraint, true);
    view.setUint32(at + 8, wire, true);
    let word = encoded.get(coefficient);
    if (word === undefined) {
      word = new Uint8Array(32);
      writeWord(viewOf(word), 0, (coefficient * COEFFICIENT_FACTOR) % SCALAR_FIELD);
      // Few coefficients are distinct, but a generated table may hold many.
      if (encoded.size < 1 << 16) encoded.set(coefficient, word);
    }
    bytes.set(word, at + 12);
    at += COEFFICIENT_BYTES;
  };
  r1cs.forEachTerm((matrix, constraint, wire, coefficient) => {
    if (matrix < 2) write(matrix, constraint, wire, coefficient);
  });
  for (let wire = 0; wire <= r1cs.publicSignals; wire++) write(0, r1cs.constraints + wire, wire, 1n);
  return bytes;
}
