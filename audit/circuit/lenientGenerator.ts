import { FairmarkError, InputError } from '../../circuits/errors.ts';
import { SCALAR_FIELD } from '../../verifier/points.ts';
import { fieldInverse } from './fieldInverse.ts';
import { hintSites } from './hintSites.ts';
import { reduced } from './reduced.ts';

/** What circom's generator exports; field elements pass through a buffer of eight words, lowest first. */
interface GeneratorExports {
  readonly memory: WebAssembly.Memory;
  readSharedRWMemory(word: number): number;
  writeSharedRWMemory(word: number, value: number): void;
  init(sanityCheck: number): void;
  getWitness(wire: number): void;
  setInputSignal(hashHigh: number, hashLow: number, place: number): void;
  getInputSignalSize(hashHigh: number, hashLow: number): number;
  getInputSize(): number;
}

/** One execution of a hint statement in a circuit. */
export interface Hint {
  /** `HintSite.mark` of the statement. */
  readonly mark: number;
  /** Full name of the signal, `main.` included. */
  readonly signal: string;
}

/** A field element lies in memory as a small integer and a type, then four times 64 bits, lowest first. */
const ELEMENT_WORDS = 10;
const LONG = 0x80000000;
const MONTGOMERY = 0x40000000;
/** R^-1 for R = 2^256, the factor of elements in Montgomery form. */
const R_INVERSE = fieldInverse(1n << 256n);
/** 2^256 divided by the golden ratio, odd: its powers are spread over the field. */
const LARGE = 0x9e3779b97f4a7c15f39cc0605cedc8341082276bf3a27251f86c6a11d0c18e95n % SCALAR_FIELD;
/** Above the field order, so no value of a signal. */
const NEVER = 0xffffffff;

/**
 * A witness generator without checks, compiled with a mark logged before and after every hint statement. At a mark the
 * generator stands still, and the hint's place in its memory can be given another value: everything that the sources
 * compute after it, other hints included, is then computed from the forged value, as a cheating prover would.
 */
export class LenientGenerator {
  /** Every signal of the uncompressed circuit by its label in the symbol file; label 0 is the constant one. */
  readonly names: readonly string[];
  private readonly labels: ReadonlyMap<string, number>;
  private readonly wires: readonly number[];
  private onMark: (mark: number) => void = () => {};
  private view = new Uint32Array(0);
  private base: number | undefined;
  private found: readonly Hint[] | undefined;

  private constructor(
    private readonly exports: GeneratorExports,
    sym: string,
  ) {
    const names = ['one'];
    const wires = [0];
    for (const row of sym.trim().split('\n')) {
      const [label, wire, , name] = row.split(',') as [string, string, string, string];
      names[Number(label)] = name;
      wires[Number(label)] = Number(wire);
    }
    this.names = names;
    this.wires = wires;
    this.labels = new Map(names.map((name, label) => [name, label]));
  }

  /**
   * @param wasm generator of the marked sources without `===`
   * @param sym symbol file of the same compilation, without simplification
   */
  static async load(wasm: Uint8Array, sym: string): Promise<LenientGenerator> {
    let self: LenientGenerator | undefined;
    const nothing = () => {};
    const instance = await WebAssembly.instantiate(await WebAssembly.compile(wasm as BufferSource), {
      runtime: {
        exceptionHandler: (code: number) => {
          throw new FairmarkError('GENERATOR_STOPPED', `the witness generator stopped with code ${code} of circom`);
        },
        printErrorMessage: nothing,
        writeBufferMessage: nothing,
        showSharedRWMemory: () => self?.onMark(self.exports.readSharedRWMemory(0)),
      },
    });
    self = new LenientGenerator(instance.exports as unknown as GeneratorExports, sym);
    return self;
  }

  labelOf(name: string): number | undefined {
    return this.labels.get(name);
  }

  /**
   * Computes all signals.
   *
   * @param forged values of hints by their place in `hints`
   * @throws InputError (`CIRCUIT_INPUT`), WebAssembly.RuntimeError where an expression has no value
   */
  run(inputs: Readonly<Record<string, unknown>>, forged?: ReadonlyMap<number, bigint>): void {
    if (!forged || forged.size === 0) {
      this.compute(inputs);
      return;
    }
    const hints = this.hints(inputs);
    let count = 0;
    this.onMark = () => {
      // Marks come in pairs; the second follows the statement.
      if (count % 2 === 1) {
        const place = (count - 1) / 2;
        const value = forged.get(place);
        if (value !== undefined) this.write(this.labels.get((hints[place] as Hint).signal) as number, value);
      }
      count++;
    };
    try {
      this.compute(inputs);
    } finally {
      this.onMark = () => {};
    }
    if (count !== 2 * hints.length) throw new FairmarkError('HINT_ORDER', 'the order of hints depends on the inputs');
  }

  /**
   * Every execution of a hint statement, in the order of the generator.
   *
   * @param inputs any that have a value for every expression: they are computed once to see what each statement writes
   */
  hints(inputs: Readonly<Record<string, unknown>>): readonly Hint[] {
    if (this.found) return this.found;
    this.base ??= this.locate(inputs);
    const isUnset = (label: number) => this.words()[this.wordOf(label) + 2] === NEVER;
    const owns = new Set(Object.keys(inputs).map((name) => `main.${name}`));
    const unset = new Map<string, number[]>();
    this.names.forEach((name, label) => {
      if (label === 0 || owns.has(name.replace(/\[.*$/, ''))) return;
      const local = localName(name);
      const list = unset.get(local) ?? [];
      list.push(label);
      unset.set(local, list);
    });
    const localOf = new Map(hintSites().map(({ mark, signal }) => [mark, signal]));
    const found: Hint[] = [];
    let before = true;
    this.onMark = (mark) => {
      const local = localOf.get(mark) as string;
      const list = unset.get(local) as number[];
      if (before) {
        unset.set(local, list.filter(isUnset));
      } else {
        const label = list.find((candidate) => !isUnset(candidate)) as number;
        found.push({ mark, signal: this.names[label] as string });
      }
      before = !before;
    };
    try {
      this.compute(inputs, () => {
        for (const list of unset.values()) {
          for (const label of list) this.words().fill(NEVER, this.wordOf(label), this.wordOf(label) + ELEMENT_WORDS);
        }
      });
    } finally {
      this.onMark = () => {};
    }
    this.found = found;
    return found;
  }

  /** The value of a signal after `run`, by its label. */
  read(label: number): bigint {
    const words = this.words();
    const at = this.wordOf(label);
    const type = words[at + 1] as number;
    if ((type & LONG) === 0) {
      const small = BigInt((words[at] as number) | 0);
      return small < 0n ? small + SCALAR_FIELD : small;
    }
    let value = 0n;
    for (let word = ELEMENT_WORDS - 1; word >= 2; word--) value = (value << 32n) | BigInt(words[at + word] as number);
    return (type & MONTGOMERY) === 0 ? value : reduced(value * R_INVERSE);
  }

  /** A copy of the memory of all signals, for `differs`. */
  snapshot(): Uint32Array {
    return this.words().slice(this.wordOf(0), this.wordOf(this.names.length));
  }

  /** Whether the memory of a signal is other than in a snapshot; equal values may still lie there in two forms. */
  differs(label: number, snapshot: Uint32Array): boolean {
    const words = this.words();
    const [at, there] = [this.wordOf(label), label * ELEMENT_WORDS];
    for (let word = 0; word < ELEMENT_WORDS; word++) {
      if (words[at + word] !== snapshot[there + word]) return true;
    }
    return false;
  }

  private words(): Uint32Array {
    // The generator may have let its memory grow, which makes views of it empty.
    if (this.view.length === 0) this.view = new Uint32Array(this.exports.memory.buffer);
    return this.view;
  }

  private write(label: number, value: bigint): void {
    const words = this.words();
    const at = this.wordOf(label);
    words[at] = 0;
    words[at + 1] = LONG;
    let rest = reduced(value);
    for (let word = 2; word < ELEMENT_WORDS; word++, rest >>= 32n) words[at + word] = Number(rest & 0xffffffffn);
  }

  private wordOf(label: number): number {
    return (this.base as number) + label * ELEMENT_WORDS;
  }

  private compute(inputs: Readonly<Record<string, unknown>>, prepare: () => void = () => {}): void {
    this.base ??= this.locate(inputs);
    this.feed(inputs, prepare);
  }

  private feed(inputs: Readonly<Record<string, unknown>>, prepare: () => void = () => {}): void {
    const { exports } = this;
    exports.init(0);
    prepare();
    let count = 0;
    for (const [name, value] of Object.entries(inputs)) {
      const [high, low] = inputHash(name);
      const elements = [value].flat(Number.POSITIVE_INFINITY) as bigint[];
      if (exports.getInputSignalSize(high, low) !== elements.length) {
        throw new InputError('CIRCUIT_INPUT', `the circuit has no input of ${elements.length} elements by this name`, {
          field: name,
        });
      }
      for (const [place, element] of elements.entries()) {
        let rest = reduced(BigInt(element));
        for (let word = 0; word < 8; word++, rest >>= 32n)
          exports.writeSharedRWMemory(word, Number(rest & 0xffffffffn));
        exports.setInputSignal(high, low, place);
        count++;
      }
    }
    if (count !== exports.getInputSize()) {
      throw new InputError('CIRCUIT_INPUT', `${count} of ${exports.getInputSize()} input elements are given`);
    }
  }

  /**
   * Where the signals lie: the place at which all have the values that the generator tells for them. Inputs are large
   * for this where they can be, as small values would seem to fit elsewhere too.
   */
  private locate(inputs: Readonly<Record<string, unknown>>): number {
    const { exports } = this;
    let value = LARGE;
    const large = (input: unknown): unknown => {
      value = (value * LARGE + 1n) % SCALAR_FIELD;
      return Array.isArray(input) ? input.map(large) : value;
    };
    try {
      this.feed(Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, large(input)])));
    } catch (error) {
      // A hint divides by what no large input makes other than zero: whole statements have hashes, which are large too.
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      this.feed(inputs);
    }
    const told = this.wires.map((wire) => {
      exports.getWitness(wire);
      return this.shared();
    });
    const words = this.words();
    for (let at = 0; at + ELEMENT_WORDS * told.length <= words.length; at++) {
      if (words[at] !== 1 && words[at + 2] !== 1) continue;
      this.base = at;
      if (this.read(0) === 1n && told.every((is, label) => this.read(label) === is)) return at;
    }
    this.base = undefined;
    throw new FairmarkError('GENERATOR_MEMORY', 'the signals are not where circom 2 puts them', {
      remedy: 'The installed compiler lays its memory out in another way: read it and mend LenientGenerator.',
    });
  }

  /** The field element in the shared buffer. */
  private shared(): bigint {
    let value = 0n;
    for (let word = 7; word >= 0; word--) value = (value << 32n) | BigInt(this.exports.readSharedRWMemory(word) >>> 0);
    return value;
  }
}

/** Last part of a signal's name, without an index. */
function localName(name: string): string {
  return (/(\w+)(?:\[\d+\])*$/.exec(name) as RegExpExecArray)[1] as string;
}

/** FNV-1a in 64 bits, by which circom's generator knows an input. */
function inputHash(name: string): [high: number, low: number] {
  let hash = 0xcbf29ce484222325n;
  for (const letter of name) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(letter.charCodeAt(0))) * 0x100000001b3n);
  }
  return [Number(hash >> 32n), Number(hash & 0xffffffffn)];
}
