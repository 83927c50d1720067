import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { main } from 'assemblyscript/asc';
import { writeFileAtomic } from '../../io/writeFileAtomic.ts';
import { writeFmaProducts } from '../forms/fmaProducts.ts';
import { FIELD_FORMS, KERNEL_FORMS, type KernelForm } from '../forms/kernelForm.ts';
import { writeLimb29Products } from '../forms/limb29Products.ts';

const FEATURES: Record<KernelForm, readonly string[]> = {
  fma: ['simd', 'relaxed-simd'],
  simd: ['simd'],
  scalar: [],
};

/** The files that are unrolled by a program; the folder of the sources does not hold them. */
const GENERATED: Record<string, () => string> = {
  'field/fmaProducts.ts': writeFmaProducts,
  'field/simdProducts.ts': () => writeLimb29Products('simd'),
  'field/scalarProducts.ts': () => writeLimb29Products('scalar'),
};

/**
 * Compiles the kernels, one WebAssembly module a form: the same sources with another file behind `field/field.ts`. The
 * unrolled products are written on the way (`GENERATED`).
 *
 * @param sources folder of the AssemblyScript sources
 * @param output folder for `fma.wasm`, `simd.wasm` and `scalar.wasm`
 * @param forms which of them
 * @throws Error with the compiler's messages
 */
export async function compileKernels(
  sources: string,
  output: string,
  forms: readonly KernelForm[] = KERNEL_FORMS,
): Promise<void> {
  await mkdir(output, { recursive: true });
  for (const form of forms) await writeFileAtomic(join(output, `${form}.wasm`), await compile(sources, form));
}

async function compile(sources: string, form: KernelForm): Promise<Uint8Array> {
  let wasm: Uint8Array | undefined;
  const { error, stderr } = await main(
    [
      'index.ts',
      '--outFile=kernels.wasm',
      '-O3',
      '--converge',
      '--noAssert',
      '--runtime=stub',
      '--importMemory',
      '--initialMemory=1',
      // Memory that threads share must state a maximum: here the most that 32-bit addresses reach.
      '--maximumMemory=65536',
      `--use=LIMBS=${FIELD_FORMS[form].limbs}`,
      '--use=abort=',
      // Vectors pass between functions of the kernels only.
      '--disableWarning=112',
      ...FEATURES[form].map((feature) => `--enable=${feature}`),
    ],
    {
      readFile: async (name) => {
        if (name in GENERATED) return GENERATED[name]!();
        const text = await readFile(join(sources, name), 'utf8').catch(() => null);
        return name === 'field/field.ts' && text !== null ? text.replace("'./fma'", `'./${form}'`) : text;
      },
      writeFile: (_, content) => {
        if (typeof content !== 'string') wasm = content;
      },
      listFiles: () => [],
    },
  );
  if (error !== null || wasm === undefined) throw new Error(`the ${form} kernels do not compile:\n${stderr}`);
  return wasm;
}
