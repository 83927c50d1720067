import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { WitnessGenerator } from '../../prover/witness/witnessGenerator.ts';

const CIRCOM = createRequire(import.meta.url).resolve('circom2/cli.js');

/** A small circuit compiled as the real one is, for tests of what does not depend on the statement. */
export interface TinyCircuit {
  r1cs: Uint8Array;
  wasm: Uint8Array;
  /** The witness file (`.wtns`) for the inputs. */
  witness(inputs: Record<string, unknown>): Promise<Uint8Array>;
}

/** Template `Products(n)`: public outputs `x[i] * y + i`, and a private chain so that some wires stand on one side only. */
export const PRODUCTS = `pragma circom 2.1.6;
template Products(n) {
    signal input x[n];
    signal input y;
    signal output product[n];
    signal chain[n + 1];
    chain[0] <== y * y;
    for (var i = 0; i < n; i++) {
        chain[i + 1] <== chain[i] * (x[i] - 3);
        product[i] <== x[i] * y + i;
    }
}
`;

/** Compiles circom source text; the main component has to be in it. */
export async function compileTiny(source: string): Promise<TinyCircuit> {
  const folder = await mkdtemp(join(tmpdir(), 'fairmark-tiny-'));
  try {
    await writeFile(join(folder, 'tiny.circom'), source);
    await promisify(execFile)(process.execPath, [CIRCOM, 'tiny.circom', '--r1cs', '--wasm', '--O2'], { cwd: folder });
    const wasm = new Uint8Array(await readFile(join(folder, 'tiny_js/tiny.wasm')));
    const generator = await WitnessGenerator.compile(wasm);
    return {
      r1cs: new Uint8Array(await readFile(join(folder, 'tiny.r1cs'))),
      wasm,
      witness: (inputs) => generator.generate(inputs),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The circuit of `PRODUCTS` with its main component. */
export function compileProducts(count: number): Promise<TinyCircuit> {
  return compileTiny(`${PRODUCTS}component main = Products(${count});\n`);
}
