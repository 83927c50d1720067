import { readFile } from 'node:fs/promises';
import { WitnessCalculatorBuilder } from 'circom_runtime';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { witnessInputs } from '../../../circuits/witnessInputs.ts';
import { loadArtifacts } from '../../../prover/artifacts.ts';
import { benchCase } from '../../../prover/bench/benchCase.ts';
import { compileInstance } from '../../../prover/setup/compileInstance.ts';
import { instanceShape } from '../../../prover/setup/instances.ts';
import { defaultWorkspace } from '../../../prover/setup/workspace.ts';
import { WitnessGenerator } from '../../../prover/witness/witnessGenerator.ts';
import { SCALAR_FIELD } from '../../../verifier/points.ts';
import { compileProducts, compileTiny } from '../../support/tinyCircuit.ts';

const SECRET = 918273645546372819n;
const NO_WASM = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

const products = await compileProducts(3);
const strict = await compileTiny(`pragma circom 2.1.6;
template Strict() {
    signal input pair[2][2];
    signal input product;
    signal output sum;
    sum <== pair[0][0] * pair[1][1] + pair[0][1];
    pair[0][0] * pair[1][0] === product;
}
component main = Strict();
`);
const INPUTS = { x: [4n, 5n, 7n], y: 6n };
const FITTING = { pair: [SECRET, 3n, 2n, 5n], product: 2n * SECRET };
const MISFIT = { ...FITTING, product: SECRET };

const expected = async (wasm: Uint8Array, inputs: Record<string, unknown>) =>
  (await WitnessCalculatorBuilder(wasm)).calculateWTNSBin(inputs, true);

async function failure(work: Promise<unknown>): Promise<Error & { remedy?: string }> {
  return work.then(
    () => expect.unreachable('it was accepted'),
    (error: unknown) => error as Error,
  );
}

function expectSilentRefusal(error: Error & { remedy?: string }) {
  expect(error).toMatchObject({ code: 'PROVING_FAILED', remedy: expect.stringMatching(/\.$/) });
  for (const value of [SECRET, 2n * SECRET]) {
    expect(`${error.message} ${error.remedy} ${error.stack} ${error.cause}`).not.toContain(String(value));
  }
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a witness', () => {
  test.each([
    ['the smallest numbers', { x: [0n, 1n, 2n], y: 1n }],
    ['negative numbers', { x: [-1n, -5n, 2n], y: -(2n ** 200n) }],
    ['numbers around 2^31 and 2^32', { x: [2n ** 31n - 1n, 2n ** 31n, 2n ** 32n], y: 2n ** 32n - 1n }],
    [
      'numbers around the prime',
      { x: [SCALAR_FIELD - 1n, SCALAR_FIELD, SCALAR_FIELD + 1n], y: 3n * SCALAR_FIELD + 7n },
    ],
    ['machine numbers and texts', { x: [4, '5', '0x10'], y: 6 }],
  ])('of %s is that of circom_runtime, byte for byte', async (_, inputs) => {
    const generator = await WitnessGenerator.compile(products.wasm);
    expect(await generator.generate(inputs)).toEqual(await expected(products.wasm, inputs));
  });

  test('takes nested arrays and signals in any order', async () => {
    const generator = await WitnessGenerator.compile(strict.wasm);
    const witness = await expected(strict.wasm, FITTING);
    expect(await generator.generate(FITTING)).toEqual(witness);
    const nested = { product: FITTING.product, pair: [FITTING.pair.slice(0, 2), FITTING.pair.slice(2)] };
    expect(await generator.generate(nested)).toEqual(witness);
  });

  test('of the small instance is that of circom_runtime, cold and warm', async () => {
    const workspace = defaultWorkspace();
    const instance = 'liquidation_small';
    const { inputs, result } = await benchCase(instance);
    const signals = witnessInputs(inputs, result, await instanceShape(workspace, instance));
    const { witnessGenerator, wires } = await loadArtifacts(instance, { workspace });
    const wasm = await readFile((await compileInstance(instance, workspace)).wasm);
    expect(witnessGenerator.bytes).toBe(wasm.length);
    const cold = await witnessGenerator.generate(signals);
    expect(cold).toEqual(await expected(wasm, signals));
    expect(cold.length).toBeGreaterThan(32 * wires);
    expect(await witnessGenerator.generate(signals)).toEqual(cold);
  });
});

describe('one generator', () => {
  test('makes witnesses at the same time that do not mix', async () => {
    const generator = await WitnessGenerator.compile(products.wasm);
    const many = Array.from({ length: 20 }, (_, i) => ({ x: [BigInt(i), BigInt(i * i), 3n], y: BigInt(7 - i) }));
    const witnesses = await Promise.all(many.map((inputs) => generator.generate(inputs)));
    for (const [i, inputs] of many.entries()) expect(witnesses[i]).toEqual(await expected(products.wasm, inputs));
  });

  test('makes a good witness after, and beside, one that the circuit refuses', async () => {
    const generator = await WitnessGenerator.compile(strict.wasm);
    const witness = await expected(strict.wasm, FITTING);
    expectSilentRefusal(await failure(generator.generate(MISFIT)));
    expect(await generator.generate(FITTING)).toEqual(witness);
    const both = await Promise.allSettled([generator.generate(MISFIT), generator.generate(FITTING)]);
    expect(both).toMatchObject([{ status: 'rejected' }, { status: 'fulfilled', value: witness }]);
  });

  test('compiles its code once', async () => {
    const compile = vi.spyOn(WebAssembly, 'compile');
    const generator = await WitnessGenerator.compile(products.wasm);
    await generator.generate(INPUTS);
    await generator.generate(INPUTS);
    expect(compile).toHaveBeenCalledTimes(1);
  });

  test('leaves nothing in its memory, of a witness and of a refused one', async () => {
    const generator = await WitnessGenerator.compile(strict.wasm);
    const instances = vi.spyOn(WebAssembly, 'instantiate');
    await generator.generate(FITTING);
    await failure(generator.generate(MISFIT));
    expect(instances).toHaveBeenCalledTimes(2);
    for (const { value } of instances.mock.results) {
      const { exports } = (await value) as unknown as WebAssembly.Instance;
      const memory = new Uint8Array((exports as { memory: WebAssembly.Memory }).memory.buffer);
      expect(memory.length).toBeGreaterThan(0);
      expect(memory.every((byte) => byte === 0)).toBe(true);
    }
  });
});

describe('what is refused', () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ['a violated constraint', MISFIT, /the circuit refuses the witness/],
    ['an unknown signal', { ...FITTING, other: SECRET }, /signal other has another number of values/],
    ['too few values', { ...FITTING, pair: [SECRET, 2n, 3n] }, /signal pair has another number of values/],
    ['too many values', { ...FITTING, product: [SECRET, 2n] }, /signal product has another number of values/],
    ['a missing signal', { pair: FITTING.pair }, /signals of the circuit are missing/],
    ['what is no number', { ...FITTING, product: `${SECRET}!` }, /cannot use the inputs/],
  ])('%s, without a word about values', async (_, inputs, message) => {
    const said = (['log', 'warn', 'error'] as const).map((name) => vi.spyOn(console, name).mockReturnValue());
    const generator = await WitnessGenerator.compile(strict.wasm);
    const error = await failure(generator.generate(inputs));
    expect(error.message).toMatch(message);
    expectSilentRefusal(error);
    for (const spy of said) expect(spy).not.toHaveBeenCalled();
  });

  test.each([
    ['bytes that are no code', new Uint8Array([1, 2, 3])],
    ['code of another kind', NO_WASM],
  ])('%s', async (_, wasm) => {
    const error = await failure(WitnessGenerator.compile(wasm));
    expect(error).toMatchObject({ code: 'PROVING_FAILED' });
    expect(error.message).toMatch(/not WebAssembly of circom 2/);
  });
});
