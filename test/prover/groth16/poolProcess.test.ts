import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { poolKernels } from '../../support/poolKernels.ts';

const run = promisify(execFile);
const folder = join(import.meta.dirname, `../../../.cache/pool-test-${process.pid}`);

/** Compiles the pool, as `npm run build` does, for a process of its own. */
beforeAll(async () => {
  await mkdir(folder, { recursive: true });
  const config = {
    extends: '../../tsconfig.build.json',
    compilerOptions: { outDir: 'js', rootDir: '../..', declaration: false },
    include: ['../../types'],
    files: ['../../prover/groth16/pool/kernelPool.ts', '../../prover/groth16/pool/nodeThreads.ts'],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  await writeFile(join(folder, 'kernels.wasm'), poolKernels().bytes);
  await run(process.execPath, [join(import.meta.dirname, '../../../node_modules/typescript/bin/tsc'), '-p', folder]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each([
  ['without close', 'console.log(await pool.call(echo));', '5\n'],
  ['with close', 'console.log(await pool.call(echo)); await pool.close(); await pool.close();', '5\n'],
  ['that was never used', 'console.log("open");', 'open\n'],
  [
    'after the calls that nobody waits for',
    'pool.all(Array(5).fill(spin)).then(() => pool.call(echo)).then(console.log);',
    '5\n',
  ],
  [
    'after an abort',
    'await pool.call(spin, { signal: AbortSignal.timeout(1) }).catch(({ name }) => console.log(name));',
    'TimeoutError\n',
  ],
  [
    'after an error',
    'await pool.call({ name: "unreachable", args: [] }).catch(({ name }) => console.log(name));',
    'ProvingError\n',
  ],
  [
    'with a busy worker at process.exit',
    'pool.call({ name: "forever", args: [] }); await pool.read(65536, 4); console.log("exit"); setTimeout(process.exit, 20);',
    'exit\n',
  ],
])('a process ends by itself, %s', async (_, use, output) => {
  for (const shared of use.includes('read') ? [true] : [true, false]) {
    const script = `
      import { readFileSync } from 'node:fs';
      import { KernelPool } from './js/prover/groth16/pool/kernelPool.js';
      import { nodeThreads } from './js/prover/groth16/pool/nodeThreads.js';
      const kernels = { form: 'fma', bytes: readFileSync('kernels.wasm') };
      const threads = { ...nodeThreads, shared: ${shared} };
      const pool = await KernelPool.open({ kernels, threads, workers: 2, scratch: 1000 });
      const echo = { name: 'echo', args: [5] };
      const spin = { name: 'spin', args: [2e7] };
      ${use}`;
    // As a text: options of the process must not reach the threads, whose text is no module.
    const options = ['--unhandled-rejections=strict', '--input-type=module', '--eval', script];
    const { stdout, stderr } = await run(process.execPath, options, { cwd: folder, timeout: 30_000 });
    expect([stdout, stderr]).toEqual([output, '']);
  }
});
