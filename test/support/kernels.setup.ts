import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compileKernels } from '../../prover/groth16/compile/compileKernels.ts';
import { KERNEL_FORMS } from '../../prover/groth16/forms/kernelForm.ts';
import { kernelFile } from '../../prover/groth16/load/kernelFile.ts';

const GROTH16 = join(import.meta.dirname, '../../prover/groth16');

/** Before all tests: compiles the kernels again where a source is younger than what is compiled. */
export default async function setup(): Promise<void> {
  const modified = (path: string) =>
    stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
  const newest = async (folder: string) => {
    const files = await readdir(join(GROTH16, folder), { recursive: true });
    return Math.max(...(await Promise.all(files.map((file) => modified(join(GROTH16, folder, file))))));
  };
  const sources = Math.max(...(await Promise.all(['kernels', 'compile', 'forms'].map(newest))));
  const compiled = Math.min(...(await Promise.all(KERNEL_FORMS.map((form) => modified(kernelFile(form))))));
  if (compiled > sources) return;
  const output = join(kernelFile('fma'), '..');
  await mkdir(output, { recursive: true });
  await compileKernels(join(GROTH16, 'kernels'), output);
}
