import { FairmarkError } from '../../circuits/errors.ts';
import type { CircuitInputs } from '../../circuits/witnessInputs.ts';
import { ProvingError } from '../groth16/provingError.ts';
import { WitnessRun } from './witnessRun.ts';

/**
 * Computes the wires of one circuit. Its WebAssembly is compiled once, and engines make its functions ready at the first
 * witness, which takes several times as long as the following ones: keep the generator.
 *
 * Every witness gets an instance of its own, which costs about a millisecond: after a refusal, circom's code does not
 * put back the stack it has taken, and two witnesses at once would share their wires.
 */
export class WitnessGenerator {
  /** Size of the WebAssembly. */
  readonly bytes: number;
  readonly #module: WebAssembly.Module;

  private constructor(module: WebAssembly.Module, bytes: number) {
    this.#module = module;
    this.bytes = bytes;
  }

  /**
   * @param wasm what circom 2 writes with `--wasm`
   * @throws ProvingError
   */
  static async compile(wasm: Uint8Array): Promise<WitnessGenerator> {
    const unknown = () =>
      new ProvingError(
        'the witness generator is not WebAssembly of circom 2',
        'Delete the compiled circuit in the cache, and try again.',
      );
    try {
      const module = await WebAssembly.compile(wasm as BufferSource);
      if ((await WitnessRun.start(module)).fits()) return new WitnessGenerator(module, wasm.length);
    } catch {
      throw unknown();
    }
    throw unknown();
  }

  /**
   * The instance's memory is overwritten before this returns or throws: left alone, it would keep the wires until the
   * engine needs room. The inputs and the result stay with the caller.
   *
   * @param inputs values of the circuit's input signals; each is taken modulo the prime
   * @returns content of a `.wtns` file
   * @throws ProvingError where the circuit refuses the inputs; never tells a value
   */
  async generate(inputs: CircuitInputs): Promise<Uint8Array> {
    const run = await WitnessRun.start(this.#module);
    try {
      run.setInputs(inputs);
      return run.write();
    } catch (error) {
      if (error instanceof FairmarkError) throw error;
      // A trap, or an input that is not a number: the engine's message may quote it.
      throw new ProvingError(
        'the witness generator cannot use the inputs',
        'This is a defect of Fairmark: report it with the instance and the version.',
      );
    } finally {
      run.wipe();
    }
  }
}
