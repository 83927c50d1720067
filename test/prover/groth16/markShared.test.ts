import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allowRelaxedSimd } from '../../../prover/groth16/load/allowRelaxedSimd.ts';
import { kernelFile } from '../../../prover/groth16/load/kernelFile.ts';
import { markShared } from '../../../prover/groth16/pool/markShared.ts';
import { poolKernels } from '../../support/poolKernels.ts';

allowRelaxedSimd();
const MEMORY = '(import "env" "memory" (memory 1 65536))';

test('changes one byte of the kernels, in a copy, so that they take shared memory and no other', async () => {
  const bytes = new Uint8Array(readFileSync(kernelFile('fma')));
  const before = bytes.slice();
  const marked = markShared(bytes);
  expect(bytes).toEqual(before);
  const changed = [...bytes.keys()].filter((at) => bytes[at] !== marked[at]);
  expect(changed).toHaveLength(1);
  expect([bytes[changed[0] as number], marked[changed[0] as number]]).toEqual([1, 3]);
  const module = new WebAssembly.Module(marked);
  const memory = (shared: boolean) => ({ memory: new WebAssembly.Memory({ initial: 1, maximum: 65536, shared }) });
  expect(() => new WebAssembly.Instance(module, { env: memory(true) })).not.toThrow();
  expect(() => new WebAssembly.Instance(module, { env: memory(false) })).toThrow(WebAssembly.LinkError);
  expect(markShared(marked)).toEqual(marked);
});

test('finds the memory behind other sections and imports of every kind', () => {
  const { bytes } = poolKernels(`(module
    (import "env" "${'a'.repeat(200)}" (func (param i32)))
    (import "env" "table" (table 1 300 funcref))
    (import "env" "open" (table 300 funcref))
    (import "env" "global" (global i32))
    ${MEMORY})`);
  // A custom section in front: id 0, its length, the length of its name, its name, a byte.
  const custom = Uint8Array.of(0, 3, 1, 120, 7);
  const module = new Uint8Array([...bytes.subarray(0, 8), ...custom, ...bytes.subarray(8)]);
  const imports = (text: Uint8Array<ArrayBuffer>) => WebAssembly.Module.imports(new WebAssembly.Module(text));
  expect(imports(markShared(module))).toEqual(imports(module));
  expect(markShared(module).filter((byte, at) => byte !== module[at])).toEqual(Uint8Array.of(3));
});

const { bytes } = poolKernels(`(module ${MEMORY})`);
const cut = Array.from({ length: 24 }, (_, length): [string, Uint8Array] => [
  `${length} bytes`,
  bytes.subarray(0, length),
]);
test.each<[string, Uint8Array]>([
  ['no import', poolKernels('(module (memory 1 2))').bytes],
  ['no memory among them', poolKernels('(module (import "a" "b" (func)))').bytes],
  ['no maximum', poolKernels('(module (import "env" "memory" (memory 1)))').bytes],
  ['an import of an unknown kind', bytes.map((byte, at) => (at === bytes.indexOf(2, 20) ? 9 : byte))],
  ['an endless number', new Uint8Array(40).fill(0x80)],
  ...cut,
])('%s: a typed error', (_, module) => {
  expect(() => markShared(module)).toThrow(expect.objectContaining({ name: 'ProvingError' }));
});
