import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

/** Where the kernels lie in `dist`; the set-up of the tests has compiled them. */
const KERNELS = 'prover/groth16/kernels';

export const ROOT = resolve(import.meta.dirname, '../..');

/**
 * The package compiled into a folder of its own inside the repository, where its dependencies and circuits are found.
 *
 * @param page whether the page is built too
 */
export function buildPackage({ page = false } = {}): { folder: string; cli: string } {
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, '.cache/system-'));
  const manifest = createRequire(import.meta.url).resolve('typescript/package.json');
  const tsc = join(dirname(manifest), 'bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', folder], { cwd: ROOT, stdio: 'pipe' });
  cpSync(join(ROOT, 'dist', KERNELS), join(folder, KERNELS), { recursive: true });
  if (page) {
    const args = [join(folder, 'prover/page/main.js'), '--quiet', '-o', join(folder, 'fairmark.html')];
    execFileSync(process.execPath, args, { cwd: ROOT, stdio: 'pipe' });
  }
  return { folder, cli: join(folder, 'prover/cli.js') };
}
