import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Workspace } from '../../prover/setup/workspace.ts';

/**
 * A package in a temporary folder with a circuit that has the parameters and the seven outputs of the real one, takes a
 * second to set up, and includes a file of its own and one of circomlib.
 */
export interface StandInPackage extends Workspace {
  /** Replaces the circuit; `extra` goes into a comment or a constraint of it. */
  writeCircuit(extra?: string): Promise<void>;
  remove(): Promise<void>;
}

export const STAND_IN_INPUTS = { x: [3, 4] };

export async function makeStandInPackage(): Promise<StandInPackage> {
  const root = await mkdtemp(join(tmpdir(), 'fairmark-package-'));
  await mkdir(join(root, 'circuits/arithmetic'), { recursive: true });
  await mkdir(join(root, 'verifier/generated'), { recursive: true });
  await writeFile(
    join(root, 'circuits/instances.json'),
    JSON.stringify({ tiny: { optionLegs: 2, linearLegs: 1, expiries: 1, underlyings: 1 } }),
  );
  await writeFile(
    join(root, 'circuits/arithmetic/Square.circom'),
    'pragma circom 2.1.6;\ntemplate Square() { signal input in; signal output out; out <== in * in; }\n',
  );
  await writeFile(join(root, 'circuits/arithmetic/Unused.circom'), 'this is not circom\n');
  const writeCircuit = (extra = '') =>
    writeFile(
      join(root, 'circuits/Liquidation.circom'),
      `pragma circom 2.1.6;
include "circomlib/circuits/bitify.circom";
  include "./arithmetic/Square.circom"; // indented on purpose
template Liquidation(optionLegs, linearLegs, expiries, underlyings) {
    signal input x[optionLegs];
    signal output y[7];
    component bits = Num2Bits(32);
    bits.in <== x[0];
    component square = Square();
    square.in <== x[1];
    for (var i = 0; i < 7; i++) y[i] <== square.out * bits.out[i] + x[0] * (i + linearLegs);
    ${extra}
}
`,
    );
  await writeCircuit();
  return { root, cache: join(root, 'cache'), writeCircuit, remove: () => rm(root, { recursive: true }) };
}
