import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { poseidon } from '../../../circuits/commitment/poseidon.ts';
import { leanPoseidon } from '../../../prover/setup/leanPoseidon.ts';
import { compileTiny } from '../../support/tinyCircuit.ts';

const FOLDER = join(dirname(createRequire(import.meta.url).resolve('circomlib/package.json')), 'circuits');
const constants = await readFile(join(FOLDER, 'poseidon_constants.circom'), 'utf8');
const source = await readFile(join(FOLDER, 'poseidon.circom'), 'utf8');
const lean = leanPoseidon(source);
const ARITIES = [1, 6];
const x = Array.from({ length: 6 }, (_, i) => BigInt(i) ** 30n);

/** A circuit with one hash of each arity, in one text. */
const circuit = (library: string) =>
  compileTiny(`${constants}
${library.replace(/^(pragma|include).*$/gm, '')}
template Hashes() {
    signal input x[6];
    signal output hash[${ARITIES.length}];
${ARITIES.map(
  (arity, i) => `    component h${i} = Poseidon(${arity});
    for (var j = 0; j < ${arity}; j++) { h${i}.inputs[j] <== x[j]; }
    hash[${i}] <== h${i}.out;
`,
).join('')}}
component main = Hashes();
`);

test('every round is given its own constants', () => {
  expect(lean.match(/= (Ark|MixS)\(t, round\d, 0\);/g)).toHaveLength(5);
  expect(lean).not.toMatch(/= (Ark|MixS)\(t, [CS],/);
});

test('constraints and witness are the same, byte for byte, and the code is smaller', async () => {
  const [stock, mended] = [await circuit(source), await circuit(lean)];
  expect(mended.r1cs).toEqual(stock.r1cs);
  expect(await mended.witness({ x })).toEqual(await stock.witness({ x }));
  expect(mended.wasm.length).toBeLessThan(0.75 * stock.wasm.length);
  const witness = new DataView((await mended.witness({ x })).buffer);
  const wire = (number: number) =>
    [3n, 2n, 1n, 0n].reduce(
      (value, i) => (value << 64n) + witness.getBigUint64(76 + 32 * number + 8 * Number(i), true),
      0n,
    );
  expect(ARITIES.map((_, i) => wire(1 + i))).toEqual(ARITIES.map((arity) => poseidon(x.slice(0, arity))));
});
