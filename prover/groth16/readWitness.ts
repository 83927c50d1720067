import { SCALAR_FIELD } from '../../verifier/points.ts';
import { BinaryFile, readWord } from '../setup/binaryFile.ts';
import { isScalar } from '../setup/isScalar.ts';
import { viewOf } from '../setup/zkey.ts';
import { ProvingError } from './provingError.ts';

/** Section numbers of a witness file, and its version, as in snarkjs `wtns_utils.js`. */
const WTNS = { header: 1, values: 2 } as const;
const VERSION = 2;
/** Bytes of a value, and of section 1: their size, the modulus and their number. */
const WORD = 32;
const HEADER_BYTES = 4 + WORD + 4;

const fail = (reason: string) =>
  new ProvingError(`the witness cannot be used: ${reason}`, 'Make the witness again, for the circuit of the key.');

/**
 * Reads a witness file: the value of every wire, 32 little-endian bytes each, below the order of the scalar field.
 *
 * @param wires number of wires of the key
 * @throws ProvingError without any value in its message
 */
export function readWitness(bytes: Uint8Array, wires: number): Uint8Array {
  const file = BinaryFile.parse(bytes, 'wtns', fail, VERSION);
  const header = file.section(WTNS.header);
  const values = file.section(WTNS.values);
  if (header === undefined || values === undefined) throw fail('a section is missing');
  const view = viewOf(header);
  if (header.length !== HEADER_BYTES || view.getUint32(0, true) !== WORD || readWord(view, 4) !== SCALAR_FIELD) {
    throw fail('it is not over the scalar field of BN254');
  }
  const count = view.getUint32(4 + WORD, true);
  if (values.length !== count * WORD) throw fail(`its values have ${values.length} bytes instead of ${count * WORD}`);
  if (count !== wires) throw fail(`it has ${count} wires and the key ${wires}`);
  const words = viewOf(values);
  for (let at = 0; at < values.length; at += WORD) {
    if (!isScalar(words, at)) throw fail(`wire ${at / WORD} is not below the order of the field`);
  }
  if (readWord(words, 0) !== 1n) throw fail('its wire 0 is not 1');
  return values;
}
