import { ProvingError } from '../groth16/provingError.ts';
import { inputSignalHash } from './inputSignalHash.ts';

/** What circom 2 exports from the WebAssembly of a witness generator. A field element has its words least first. */
interface CircomExports extends WebAssembly.Exports {
  readonly memory: WebAssembly.Memory;
  getVersion(): number;
  /** Address of the one field element that goes in and out. */
  getSharedRWMemoryStart(): number;
  readSharedRWMemory(word: number): number;
  /** Words of 32 bits in a field element. */
  getFieldNumLen32(): number;
  /** The four that follow put what they are asked for into the shared field element, or take it from there. */
  getRawPrime(): void;
  getWitness(wire: number): void;
  setInputSignal(hashUpper: number, hashLower: number, position: number): void;
  getInputSignalSize(hashUpper: number, hashLower: number): number;
  getWitnessSize(): number;
  /** Values of all input signals together. */
  getInputSize(): number;
  init(sanityCheck: number): void;
}

/** WebAssembly `Memory` is measured in bytes, a word has four. */
const WORD = 4;
const WORD_BITS = 32n;
const WORD_MASK = 0xffffffffn;
/** `wtns` as a little-endian word. */
const MAGIC = 0x736e7477;

const refusal = (message: string) =>
  new ProvingError(message, 'If the integer model accepts these inputs, report it with the instance and the version.');

/** circom calls it where a constraint or an input signal fails. The reason is left out: its texts may hold values. */
function refuse(): never {
  throw refusal('the circuit refuses the witness');
}

const ignore = () => {};

/** One witness, made in an instance of its own of a generator's module. */
export class WitnessRun {
  readonly #exports: CircomExports;
  /** Where the shared field element lies, while the memory has not grown. */
  #shared: Uint32Array;

  private constructor({ exports }: WebAssembly.Instance) {
    this.#exports = exports as CircomExports;
    this.#shared = this.#view();
  }

  static async start(module: WebAssembly.Module): Promise<WitnessRun> {
    const instance = await WebAssembly.instantiate(module, {
      runtime: {
        exceptionHandler: refuse,
        printErrorMessage: ignore,
        writeBufferMessage: ignore,
        showSharedRWMemory: ignore,
      },
    });
    return new WitnessRun(instance);
  }

  /**
   * Whether the shared field element lies where it is read and written here, without a call for each word.
   */
  fits(): boolean {
    const { getVersion, getRawPrime, readSharedRWMemory } = this.#exports;
    if (getVersion() !== 2) return false;
    getRawPrime();
    return this.#element().every((word, i) => word === readSharedRWMemory(i) >>> 0);
  }

  /**
   * Gives the circuit its inputs; with the last one it computes every wire.
   *
   * @param inputs field elements by signal, arrays as circom nests them, row by row
   */
  setInputs(inputs: Readonly<Record<string, unknown>>): void {
    const { init, getRawPrime, getInputSignalSize, getInputSize, setInputSignal } = this.#exports;
    getRawPrime();
    const prime = this.#element().reduceRight((value, word) => (value << WORD_BITS) + BigInt(word), 0n);
    init(1);
    let given = 0;
    for (const [name, value] of Object.entries(inputs)) {
      const [upper, lower] = inputSignalHash(name);
      const values = [value].flat(Number.POSITIVE_INFINITY) as unknown[];
      const size = getInputSignalSize(upper, lower);
      if (values.length !== size) {
        throw refusal(`the input signal ${name} has another number of values than the circuit asks for`);
      }
      for (const [position, one] of values.entries()) {
        let rest = ((BigInt(one as bigint) % prime) + prime) % prime;
        const element = this.#element();
        for (let word = 0; word < element.length; word++, rest >>= WORD_BITS) element[word] = Number(rest & WORD_MASK);
        setInputSignal(upper, lower, position);
      }
      given += size;
    }
    if (given !== getInputSize()) throw refusal('some input signals of the circuit are missing');
  }

  /** The wires as a `.wtns` file of snarkjs: numbers little-endian, values canonical. */
  write(): Uint8Array {
    const { getRawPrime, getWitness, getWitnessSize } = this.#exports;
    const count = getWitnessSize();
    const words = this.#element().length;
    const bytes = words * WORD;
    getRawPrime();
    // Magic, version 2, 2 sections; section 1: bytes of an element, prime, number of wires; section 2: the wires.
    const header = [MAGIC, 2, 2];
    const field = [1, 2 * WORD + bytes, 0, bytes, ...this.#element(), count];
    const wires = [2, ...split(count * bytes)];
    const start = header.length + field.length + wires.length;
    const file = new Uint32Array(start + count * words);
    file.set([...header, ...field, ...wires]);
    const element = this.#element();
    for (let wire = 0, at = start; wire < count; wire++, at += words) {
      getWitness(wire);
      file.set(element, at);
    }
    // A view of memory that has grown is empty, and stays so.
    if (element.length !== words) throw refusal('the memory of the witness generator moved while it was read');
    return new Uint8Array(file.buffer);
  }

  /** Overwrites everything that was computed. */
  wipe(): void {
    new Uint8Array(this.#exports.memory.buffer).fill(0);
  }

  #element(): Uint32Array {
    if (this.#shared.length === 0) this.#shared = this.#view();
    return this.#shared;
  }

  #view(): Uint32Array {
    const { memory, getSharedRWMemoryStart, getFieldNumLen32 } = this.#exports;
    return new Uint32Array(memory.buffer, getSharedRWMemoryStart(), getFieldNumLen32());
  }
}

/** A length of 64 bits as two words. */
function split(length: number): [lower: number, upper: number] {
  return [length % 2 ** Number(WORD_BITS), Math.floor(length / 2 ** Number(WORD_BITS))];
}
