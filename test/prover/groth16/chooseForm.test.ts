import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { compileKernels } from '../../../prover/groth16/compile/compileKernels.ts';
import type { FieldForm } from '../../../prover/groth16/forms/fieldForm.ts';
import { FIELD_FORMS, KERNEL_FORMS, type KernelForm } from '../../../prover/groth16/forms/kernelForm.ts';
import { allowRelaxedSimd } from '../../../prover/groth16/load/allowRelaxedSimd.ts';
import { chooseForm } from '../../../prover/groth16/load/chooseForm.ts';
import { kernelFile } from '../../../prover/groth16/load/kernelFile.ts';
import { selfTest } from '../../../prover/groth16/load/selfTest.ts';
import { ProvingError } from '../../../prover/groth16/provingError.ts';

const KERNELS = join(import.meta.dirname, '../../../prover/groth16/kernels');
/** `f64x2.relaxed_madd` (0xfd, then 0x107 in LEB128), and an opcode behind the last one that is assigned. */
const RELAXED_MADD = Buffer.from([0xfd, 0x87, 0x02]);
const UNASSIGNED = Buffer.from([0xfd, 0xff, 0x03]);

const right = {} as Record<KernelForm, Buffer<ArrayBuffer>>;
let unfused: Buffer<ArrayBuffer>;

beforeAll(async () => {
  allowRelaxedSimd();
  for (const form of KERNEL_FORMS) right[form] = Buffer.from(await readFile(kernelFile(form)));
  const folder = await mkdtemp(join(tmpdir(), 'fairmark-kernels-'));
  await cp(KERNELS, folder, { recursive: true });
  const file = join(folder, 'field/fmaVector.ts');
  const text = await readFile(file, 'utf8');
  const rounded = text.replace('f64x2.relaxed_madd(a, b, c)', 'f64x2.add(f64x2.mul(a, b), c)');
  expect(rounded).not.toBe(text);
  await writeFile(file, rounded);
  await compileKernels(folder, folder, ['fma']);
  unfused = Buffer.from(await readFile(join(folder, 'fma.wasm')));
  await rm(folder, { recursive: true });
});

/** Serves the right kernels but for some forms. */
const serve = (others: Partial<Record<KernelForm, Buffer>>) => async (form: KernelForm) => others[form] ?? right[form];

/** The kernels as an engine sees them that does not know an instruction. */
function without(instruction: Buffer, bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  let found = 0;
  for (let at = changed.indexOf(instruction); at >= 0; at = changed.indexOf(instruction, at + 1), found++) {
    UNASSIGNED.copy(changed, at);
  }
  expect(found).toBeGreaterThan(100);
  return changed;
}

/** Writes zero into both lanes of a vector. */
function blank(view: DataView, at: number): void {
  view.setBigUint64(at, 0n, true);
  view.setBigUint64(at + 8, 0n, true);
}

describe('chooseForm', () => {
  test('takes the fastest form', async () => {
    const { form, bytes, module, refused } = await chooseForm(serve({}));
    expect({ form, refused }).toEqual({ form: 'fma', refused: [] });
    expect(bytes).toBe(right.fma);
    expect(module).toBeInstanceOf(WebAssembly.Module);
  });

  test('refuses multiply-adds that are rounded twice', async () => {
    const { form, bytes, refused } = await chooseForm(serve({ fma: unfused }));
    expect(form).toBe('simd');
    expect(bytes).toBe(right.simd);
    expect(refused).toEqual([{ form: 'fma', reason: expect.stringMatching(/^mul in the base field/) }]);
  });

  test('refuses kernels with an instruction that the engine does not know', async () => {
    const { form, refused } = await chooseForm(serve({ fma: without(RELAXED_MADD, right.fma) }));
    expect(form).toBe('simd');
    expect(refused).toEqual([{ form: 'fma', reason: expect.stringContaining('opcode') }]);
  });

  test('goes on to the scalar form, which has no vector instruction', async () => {
    const { form, refused } = await chooseForm(serve({ fma: unfused, simd: right.simd.subarray(0, 1000) }));
    expect(form).toBe('scalar');
    expect(refused.map((item) => item.form)).toEqual(['fma', 'simd']);
  });

  test('goes on where kernels cannot be had', async () => {
    const { form, refused } = await chooseForm(async (name) => {
      if (name === 'fma') throw new Error('not found');
      return right[name];
    });
    expect({ form, refused }).toEqual({ form: 'simd', refused: [{ form: 'fma', reason: 'not found' }] });
  });

  test('refuses the kernels of another form', async () => {
    for (const other of ['simd', 'scalar'] as const) {
      expect((await chooseForm(serve({ fma: right[other] }))).form).toBe('simd');
    }
    expect((await chooseForm(serve({ fma: unfused, simd: right.fma }))).form).toBe('scalar');
  });

  test('refuses a module without the exports', async () => {
    const empty = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    expect((await chooseForm(serve({ fma: empty }))).form).toBe('simd');
  });

  test('has a typed error with all reasons where no form works', async () => {
    const broken = { fma: unfused, simd: Buffer.alloc(0), scalar: right.scalar.subarray(0, 1000) };
    const failure = chooseForm(serve(broken));
    await expect(failure).rejects.toThrow(ProvingError);
    await expect(failure).rejects.toThrow(/fma: mul in the base field gives wrong results; simd: .+; scalar: ./);
  });
});

describe.each(KERNEL_FORMS)('selfTest of the %s form', (name) => {
  const form = FIELD_FORMS[name];
  /** What the test finds: a reason, an error of the engine, or nothing. */
  const run = (changed: FieldForm) =>
    selfTest(new WebAssembly.Module(right[name]), changed).catch((error: Error) => error.message);

  test('finds nothing', async () => {
    expect(await run(form)).toBeUndefined();
  });

  test('notices every constant of the form', async () => {
    const bytes = new Uint8Array(4096);
    form.writeFormConstants(new DataView(bytes.buffer), 0);
    const used = bytes.findLastIndex((byte) => byte !== 0) + 1;
    for (let vector = 0; vector < used; vector += 16) {
      const found = await run({
        ...form,
        writeFormConstants(view, at) {
          form.writeFormConstants(view, at);
          blank(view, at + vector);
        },
      });
      // The scalar form has its constants in the code.
      if (name === 'scalar') expect(found).toBeUndefined();
      else expect({ vector, found }).toEqual({ vector, found: expect.any(String) });
    }
  });

  test.each([0, 1])('notices factor %d of a field', async (factor) => {
    const found = await run({
      ...form,
      writeFactors(view, at, modulus, friendly) {
        form.writeFactors(view, at, modulus, friendly);
        blank(view, at + 16 * factor);
      },
    });
    expect(found).toEqual(expect.any(String));
  });
});
