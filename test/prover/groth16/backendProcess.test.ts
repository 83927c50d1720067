import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDevelopmentKey } from '../../../prover/setup/developmentKey.ts';
import { compileProducts } from '../../support/tinyCircuit.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../..');
const folder = join(root, `.cache/backend-test-${process.pid}`);

/** Compiles the back end, as `npm run build` does, for a process of its own; the kernels are those of this installation. */
beforeAll(async () => {
  await mkdir(folder, { recursive: true });
  const circuit = await compileProducts(2);
  const { zkey } = await makeDevelopmentKey(circuit.r1cs);
  const config = {
    extends: '../../tsconfig.build.json',
    compilerOptions: { outDir: 'js', rootDir: '../..', declaration: false },
    include: ['../../types'],
    files: ['../../prover/groth16/kernelBackend.ts', '../../prover/groth16/platform/nodePlatform.ts'],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  await writeFile(join(folder, 'key.zkey'), zkey);
  await writeFile(join(folder, 'witness.wtns'), await circuit.witness({ x: [4, 5], y: 6 }));
  await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each([
  ['without close', 'console.log((await prove()).publicSignals.join());', '24,31\n'],
  ['with close', 'console.log((await prove()).publicSignals.join()); await backend.close();', '24,31\n'],
  ['after proofs that nobody waits for', 'prove(); prove().then(() => console.log("done"));', 'done\n'],
  [
    'after an abort',
    'await prove({ signal: AbortSignal.timeout(1) }).catch(({ name }) => console.log(name));',
    'TimeoutError\n',
  ],
  [
    'after an error',
    'await backend.prove("nowhere.zkey", witness).catch(({ code }) => console.log(code));',
    'FILE_UNREADABLE\n',
  ],
])('a process ends by itself, %s', async (_, use, output) => {
  const script = `
    import { readFileSync } from 'node:fs';
    import { KernelBackend } from './js/prover/groth16/kernelBackend.js';
    import { nodePlatform } from './js/prover/groth16/platform/nodePlatform.js';
    const loadKernels = async (form) => new Uint8Array(readFileSync(${JSON.stringify(join(root, 'dist/prover/groth16/kernels'))} + '/' + form + '.wasm'));
    await nodePlatform.loadKernels('fma').catch(() => {});
    const backend = new KernelBackend({ ...nodePlatform, loadKernels });
    const witness = new Uint8Array(readFileSync('witness.wtns'));
    const prove = (options) => backend.prove('key.zkey', witness, options);
    ${use}`;
  const options = ['--unhandled-rejections=strict', '--input-type=module', '--eval', script];
  const { stdout, stderr } = await run(process.execPath, options, { cwd: folder, timeout: 30_000 });
  expect([stdout, stderr]).toEqual([output, '']);
});
