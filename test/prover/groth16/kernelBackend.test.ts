import { mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { checkProof, endChecks } from '../../../prover/bench/proving/checkProof.ts';
import type { ProofResult } from '../../../prover/groth16/backend.ts';
import { KERNEL_FORMS, type KernelForm } from '../../../prover/groth16/forms/kernelForm.ts';
import { KernelBackend, type KernelBackendOptions } from '../../../prover/groth16/kernelBackend.ts';
import { nodePlatform } from '../../../prover/groth16/platform/nodePlatform.ts';
import type { Platform } from '../../../prover/groth16/platform/platform.ts';
import { makeDevelopmentKey } from '../../../prover/setup/developmentKey.ts';
import { Draws, encodeWitness, randomCircuit } from '../../support/randomCircuit.ts';
import { compileProducts, compileTiny } from '../../support/tinyCircuit.ts';

const products = await compileProducts(2);
const [zkey, ...otherKeys] = (
  await Promise.all(['1', '2', '3', '4', '5'].map((seed) => makeDevelopmentKey(products.r1cs, { seed: `key ${seed}` })))
).map((key) => ({ ...key, publicSignals: [24n, 31n] }));
const key = zkey!;
const witness = await products.witness({ x: [4, 5], y: 6 });

const folder = await mkdtemp(join(tmpdir(), 'fairmark-backend-'));
const backends: KernelBackend[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(backends.splice(0).map((backend) => backend.close()));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await endChecks();
});

function open(platform: Platform = nodePlatform, options: KernelBackendOptions = {}): KernelBackend {
  const backend = new KernelBackend(platform, options);
  backends.push(backend);
  return backend;
}

const check = (result: ProofResult, expected = key) => checkProof('fairmark', result, expected);

/** A platform on which only some forms work, and the forms that were asked for. */
function withForms(works: (form: KernelForm) => boolean, platform = nodePlatform) {
  const asked: KernelForm[] = [];
  const loadKernels = async (form: KernelForm) => {
    asked.push(form);
    if (!works(form)) throw new Error('this engine lacks an instruction');
    return platform.loadKernels(form);
  };
  return { asked, platform: { ...platform, loadKernels } };
}

const WAYS = [false, true].flatMap((tables) => [
  ...KERNEL_FORMS.flatMap((form) => [
    { shared: true, tables, workers: 2, form },
    { shared: false, tables, workers: 1, form },
  ]),
  { shared: true, tables, workers: 1, form: 'fma' as const },
  { shared: true, tables, workers: 3, form: 'fma' as const },
]);

test.each(WAYS)(
  'proves with $form kernels, $workers workers; tables: $tables, shared memory: $shared',
  async ({ shared, tables, workers, form }) => {
    const threads = { ...nodePlatform.threads, shared };
    const { asked, platform } = withForms((each) => each === form, { ...nodePlatform, threads });
    const backend = open(platform, { tables, workers });
    const before = witness.slice();
    const [one, other] = [await backend.prove(key.zkey, witness), await backend.prove(key.zkey, witness)];
    expect(asked).toEqual(KERNEL_FORMS.slice(0, KERNEL_FORMS.indexOf(form) + 1));
    await check(other);
    for (const part of ['a', 'b', 'c'] as const) expect(one.proof[part]).not.toEqual(other.proof[part]);
    expect(witness).toEqual(before);
    expect(backend.tableBytes > 0).toBe(tables);
  },
);

test('a key that was prepared is not read again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fairmark-prepared-'));
  try {
    const path = join(folder, 'key.zkey');
    await writeFile(path, key.zkey);
    const read = vi.fn(nodePlatform.files!.read);
    const backend = open({ ...nodePlatform, files: { ...nodePlatform.files!, read } }, { tables: true });
    await backend.prepare(path);
    expect(backend.tableBytes).toBeGreaterThan(0);
    await check(await backend.prove(path, witness));
    expect(read).toHaveBeenCalledTimes(1);
    await expect(backend.prepare(join(folder, 'none'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    await expect(backend.prepare(path, { signal: AbortSignal.abort('enough') })).rejects.toBe('enough');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('no form that works is an error that says why', async () => {
  const { asked, platform } = withForms(() => false);
  await expect(open(platform).prove(key.zkey, witness)).rejects.toMatchObject({
    name: 'ProvingError',
    message: expect.stringContaining('lacks an instruction'),
  });
  expect(asked).toEqual(KERNEL_FORMS);
});

describe('shapes of circuits', () => {
  test.each([
    ['the smallest domain, no public signal', 'signal input x; signal y; y <== x * x;'],
    [
      'no private wire besides those of the one constraint',
      'signal input x; signal input y; signal output z; z <== x * y;',
    ],
  ])('%s', async (_, body) => {
    const circuit = await compileTiny(`pragma circom 2.1.6; template T() { ${body} } component main = T();`);
    const { zkey, verificationKey } = await makeDevelopmentKey(circuit.r1cs);
    const inputs = body.includes('input y') ? { x: 3, y: 5 } : { x: 3 };
    for (const tables of [false, true]) {
      const result = await open(nodePlatform, { tables }).prove(zkey, await circuit.witness(inputs));
      await checkProof('fairmark', result, { verificationKey, publicSignals: body.includes('output') ? [15n] : [] });
    }
  });

  test.each([false, true])('more points than are prepared at a time; tables: %s', async (tables) => {
    const draws = new Draws(99);
    const circuit = randomCircuit(draws, 5000, 4);
    const { zkey, verificationKey } = await makeDevelopmentKey(circuit.r1cs);
    const values = circuit.solve(() => draws.element());
    const result = await open(nodePlatform, { tables }).prove(zkey, encodeWitness(values));
    await checkProof('fairmark', result, { verificationKey, publicSignals: values.slice(1, 5) });
  });
});

describe('keys', () => {
  test('several in turn, more than are kept, as bytes and as files', async () => {
    const backend = open();
    const paths = await Promise.all(
      otherKeys.map(async ({ zkey }, i) => {
        const path = join(folder, `several${i}.zkey`);
        await writeFile(path, zkey);
        return path;
      }),
    );
    for (const [i, other] of [...otherKeys.entries()].concat([[0, otherKeys[0]!]])) {
      await check(await backend.prove(other.zkey, witness), other);
      await check(await backend.prove(paths[i]!, witness), other);
      await check(await backend.prove(key.zkey, witness));
    }
  });

  test('the same key is prepared once', async () => {
    const { asked, platform } = withForms(() => true);
    const read = vi.fn(nodePlatform.files!.read);
    const backend = open({ ...platform, files: { ...nodePlatform.files!, read } });
    const path = join(folder, 'once.zkey');
    await writeFile(path, key.zkey);
    for (let i = 0; i < 3; i++) await backend.prove(path, witness);
    expect(read).toHaveBeenCalledTimes(1);
    expect(asked).toHaveLength(1);
  });

  test('a file that changes under the same name is read again, even if its times are put back', async () => {
    const backend = open();
    const path = join(folder, 'changes.zkey');
    for (const each of [key, otherKeys[0]!, key]) {
      const before = await stat(path).catch(() => undefined);
      await writeFile(path, each.zkey);
      if (before) await utimes(path, before.atime, before.mtime);
      await check(await backend.prove(path, witness), each);
    }
  });

  test('bytes within others, at an odd place', async () => {
    const bytes = new Uint8Array(key.zkey.length + 10);
    bytes.set(key.zkey, 3);
    const values = Buffer.concat([Buffer.from('x'), witness]);
    await check(await open().prove(bytes.subarray(3, -7), values.subarray(1)));
  });

  test('beside which a key finds no room are let go', async () => {
    const RealMemory = WebAssembly.Memory;
    const sizes: number[] = [];
    let most = 65536;
    vi.spyOn(WebAssembly, 'Memory').mockImplementation(
      class {
        constructor({ initial, maximum, shared }: WebAssembly.MemoryDescriptor) {
          const memory = new RealMemory({ initial, maximum: Math.min(maximum!, most), shared: shared! });
          const grow = memory.grow.bind(memory);
          memory.grow = (pages) => {
            sizes.push(memory.buffer.byteLength / 65536 + pages);
            return grow(pages);
          };
          // biome-ignore lint/correctness/noConstructorReturn: stands in for the engine's own
          return memory;
        }
      } as unknown as () => WebAssembly.Memory,
    );
    await check(await open(nodePlatform, { workers: 1 }).prove(key.zkey, witness));
    most = Math.max(...sizes) + 1;
    const backend = open(nodePlatform, { workers: 1 });
    for (const each of [key, otherKeys[0]!, key]) await check(await backend.prove(each.zkey, witness), each);
    most = 3;
    await expect(open(nodePlatform, { workers: 1 }).prove(key.zkey, witness)).rejects.toMatchObject({
      name: 'ProvingError',
      message: 'The memory for kernels does not suffice.',
    });
  });

  test('that cannot be read: an error names the path', async () => {
    const backend = open();
    for (const [path, reason] of [
      [join(folder, 'nowhere.zkey'), 'there is no such file'],
      [folder, 'it is a folder'],
    ] as const) {
      await expect(backend.prove(path, witness)).rejects.toMatchObject({
        name: 'InputError',
        code: 'FILE_UNREADABLE',
        field: path,
        message: `cannot read ${path}: ${reason}`,
        remedy: expect.any(String),
      });
    }
    await check(await backend.prove(key.zkey, witness));
  });

  test('no path where there are no files', async () => {
    const { threads, loadKernels } = nodePlatform;
    await expect(open({ threads, loadKernels }).prove('key.zkey', witness)).rejects.toMatchObject({
      name: 'ProvingError',
      message: 'there are no files here',
    });
  });
});

describe('one backend', () => {
  test('gives twenty proofs that are asked for at once, all different', async () => {
    const backend = open();
    const results = await Promise.all(Array.from({ length: 20 }, () => backend.prove(key.zkey, witness)));
    for (const result of results) await check(result);
    expect(new Set(results.map(({ proof }) => proof.a[0])).size).toBe(20);
  });

  test('proves again after close; closing twice, or without a proof, is harmless', async () => {
    const backend = open();
    await backend.close();
    for (let i = 0; i < 2; i++) {
      const [result] = await Promise.all([backend.prove(key.zkey, witness), backend.close(), backend.close()]);
      await check(result);
      await backend.close();
    }
  });
});
