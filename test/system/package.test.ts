import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KERNEL_FORMS } from '../../prover/groth16/forms/kernelForm.ts';
import { buildPackage, ROOT } from './build.ts';
import { Folder, smallEvent } from './support.ts';

interface Manifest {
  readonly bin: Record<string, string>;
  readonly exports: Record<string, string | { readonly types: string; readonly default: string }>;
  readonly files: readonly string[];
}

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
const KERNELS = KERNEL_FORMS.map((form) => `dist/prover/groth16/kernels/${form}.wasm`);
const folder = new Folder();
/** The package as npm would unpack it, with dependencies beside it. */
const unpacked = folder.file('node_modules/fairmark');
let packed: readonly string[];

function filesUnder(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

beforeAll(() => {
  // In a copy: dist/ of the checkout may be missing, stale, or somebody else's at this moment.
  const copy = folder.file('source');
  for (const name of ['package.json', ...manifest.files.filter((file) => !/^!?dist/.test(file))]) {
    if (existsSync(join(ROOT, name))) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  }
  for (const name of ['README.md', 'test', '.cache/t', '.gitignore']) {
    if (existsSync(join(ROOT, name))) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  }
  const built = buildPackage({ page: true });
  cpSync(built.folder, join(copy, 'dist'), { recursive: true });
  rmSync(built.folder, { recursive: true });

  const args = ['pack', '--dry-run', '--json', '--ignore-scripts', '--offline'];
  const said = execFileSync('npm', args, { cwd: copy, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const [{ files }] = JSON.parse(said) as [{ files: { path: string }[] }];
  packed = files.map(({ path }) => path).sort();

  for (const path of packed) cpSync(join(copy, path), join(unpacked, path));
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    // Not the checkout's own .bin: a link is made in it below.
    if (name !== 'fairmark' && !name.startsWith('.'))
      symlinkSync(join(ROOT, 'node_modules', name), folder.file('node_modules', name));
  }
});
afterAll(() => folder.remove());

describe('the package', () => {
  test('holds what proving and verifying read', () => {
    const circom = filesUnder(join(ROOT, 'circuits')).filter((file) => file.endsWith('.circom'));
    const schemas = filesUnder(join(ROOT, 'schemas'));
    expect(circom.length).toBeGreaterThan(10);
    expect(schemas.length).toBeGreaterThan(5);
    const needed = [
      ...circom.map((file) => `circuits/${file}`),
      ...schemas.map((file) => `schemas/${file}`),
      ...filesUnder(join(ROOT, 'examples')).map((file) => `examples/${file}`),
      ...['circuits/instances.json', 'circuits/artifacts.lock.json', 'package.json', 'STATEMENT.md', 'LICENSE'],
      ...['circuits', 'prover', 'verifier'].flatMap((part) => [`dist/${part}/index.js`, `dist/${part}/index.d.ts`]),
      ...['dist/prover/cli.js', 'dist/fairmark.html', 'dist/fairmark.html.sha256'],
      ...['dist/prover/browser.js', 'dist/prover/browser.d.ts', ...KERNELS],
    ];
    expect(packed).toEqual(expect.arrayContaining(needed));
  });

  test('holds no tests, audits, builders of the page and of the kernels, caches, keys or secrets', () => {
    for (const path of packed.filter((file) => !KERNELS.includes(file))) {
      // They need vite and terser, a browser, or the compiler of AssemblyScript.
      expect(path).not.toMatch(/^dist\/(prover|verifier)\/page\//);
      expect(path).not.toMatch(/^dist\/prover\/groth16\/(compile|kernels)\//);
      expect(path).not.toMatch(/(^|\/)(test|audit|\.cache|\.ci|\.git|out|node_modules|coverage)\//);
      expect(path).not.toMatch(/\.(test\.\w+|zkey|ptau|wtns|wasm|r1cs|sym|tsbuildinfo|tmp|tgz|env)$/);
    }
  });

  test('lists nothing under files that is not there', () => {
    for (const name of manifest.files.filter((file) => !file.startsWith('!'))) {
      expect(
        packed.some((path) => path === name || path.startsWith(`${name}/`)),
        name,
      ).toBe(true);
    }
  });

  test('points every export, its types and the command at files that it holds', () => {
    const targets = Object.values(manifest.exports).flatMap((entry) =>
      typeof entry === 'string' ? [entry] : [entry.types, entry.default],
    );
    for (const target of [...targets, ...Object.values(manifest.bin)]) {
      const [start = '', end] = target.replace(/^\.\//, '').split('*');
      const held = packed.filter((path) =>
        end === undefined ? path === start : path.startsWith(start) && path.endsWith(end),
      );
      expect(held, target).not.toEqual([]);
    }
  });

  test('depends on all that its code imports', () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const imported = new Set<string>();
    for (const path of packed.filter((file) => /^dist\/.*\.js$/.test(file))) {
      const text = readFileSync(join(unpacked, path), 'utf8');
      for (const [, name = ''] of text.matchAll(/(?:from|import)\s*\(?'((?:@[\w-]+\/)?[a-z][\w-]*)(?:\/[^']*)?'/g)) {
        imported.add(name);
      }
    }
    for (const name of [...imported].filter((other) => other !== 'node')) {
      expect(Object.keys(dependencies)).toContain(name);
    }
    expect(imported.has('snarkjs')).toBe(true);
  });
});

describe('installed', () => {
  const node = (...args: string[]) =>
    spawnSync(process.execPath, args, { cwd: folder.path, encoding: 'utf8', timeout: 60_000 });

  test('its exports can be imported, and nothing else of it', () => {
    const script = `
      const circuits = await import('fairmark/circuits');
      const prover = await import('fairmark/prover');
      const verifier = await import('fairmark/verifier');
      const inner = await import('fairmark/dist/prover/prove.js').then(() => 'open', (error) => error.code);
      const names = [circuits.runLiquidation, prover.proveLiquidation, verifier.verifyReceipt].map((f) => typeof f);
      console.log(JSON.stringify([names, inner, verifier.verifyReceipt({}).verdict]));
    `;
    const { stdout, stderr, status } = node('--input-type=module', '-e', script);
    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      ['function', 'function', 'function'],
      'ERR_PACKAGE_PATH_NOT_EXPORTED',
      'INVALID',
    ]);
  });

  test('each of its exports is found by its name', () => {
    const names = Object.keys(manifest.exports).flatMap((name) =>
      name.includes('*') ? KERNEL_FORMS.map((form) => name.replace('*', form)) : [name],
    );
    const script = `
      const { existsSync } = await import('node:fs');
      const { fileURLToPath } = await import('node:url');
      const found = ${JSON.stringify(names)}.map((name) => fileURLToPath(import.meta.resolve('fairmark' + name.slice(1))));
      console.log(JSON.stringify(found.filter((path) => !existsSync(path))));
    `;
    const { stdout, stderr } = node('--input-type=module', '-e', script);
    expect(stdout, stderr).toBe('[]\n');
  });

  test('the package finds itself by name', () => {
    const script = "import('fairmark/verifier').then((m) => console.log(typeof m.verifyReceipt))";
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { cwd: unpacked, encoding: 'utf8' });
    expect(stdout, stderr).toBe('function\n');
  });

  test('its types hold for a strict program', () => {
    const program = `
      import { runLiquidation } from 'fairmark/circuits';
      import { type ProvenLiquidation, loadEvent, proveLiquidation } from 'fairmark/prover';
      import { verifyReceipt, type Report } from 'fairmark/verifier';
      const event = await loadEvent('event.json');
      const proven: ProvenLiquidation = await proveLiquidation(event, event.model, { disclosure: 'closed-only' });
      const report: Report = verifyReceipt(proven.receipt, { opening: proven.opening });
      const verdict: 'VALID' | 'INVALID' = report.verdict;
      // @ts-expect-error: no such option, so the types are not "any"
      await proveLiquidation(event, event.model, { colour: 'red' });
      export const used = [verdict, runLiquidation];
    `;
    writeFileSync(folder.file('program.mts'), program);
    const options = {
      compilerOptions: {
        ...{ target: 'ES2022', module: 'NodeNext', moduleResolution: 'NodeNext', lib: ['ES2022', 'DOM'] },
        ...{ strict: true, exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck: false, types: ['node'] },
      },
      files: ['program.mts'],
    };
    writeFileSync(folder.file('tsconfig.json'), JSON.stringify(options));
    const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
    const { stdout, status } = node(tsc, '-p', 'tsconfig.json');
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });

  test('its command runs, offline, through a link as npm makes it', () => {
    const [target = ''] = Object.values(manifest.bin);
    expect(readFileSync(join(unpacked, target), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    mkdirSync(folder.file('node_modules/.bin'), { recursive: true });
    const link = folder.file('node_modules/.bin/fairmark');
    symlinkSync(join('../fairmark', target), link);
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(node(link, '--version').stdout).toBe(`${version}\n`);
    const page = JSON.parse(node(link, 'page', '--json').stdout) as { page: string; sha256: string };
    expect(page.page).toBe(realpathSync(join(unpacked, 'dist/fairmark.html')));
    expect(readFileSync(`${page.page}.sha256`, 'utf8')).toBe(`${page.sha256}  fairmark.html\n`);
    expect(node(link, 'instances', '--json').stdout).toContain('liquidation_small');
    const nothing = node(link, 'verify', 'nothing.json');
    expect(nothing.status).toBe(2);
    expect(nothing.stderr).toContain('there is no such file');
  });

  test('its command proves and verifies', () => {
    folder.write('event.json', smallEvent());
    const proven = node(join(unpacked, 'dist/prover/cli.js'), 'prove', 'event.json', '-o', 'out');
    expect(proven.stderr).toContain('verification: ');
    expect(proven.status).toBe(0);
    expect(proven.stdout).toContain('VALID');
    const args = ['verify', 'out/receipt.json', '--opening', 'out/opening.json', '--json'];
    const verified = node(join(unpacked, 'dist/prover/cli.js'), ...args);
    expect(verified.status).toBe(0);
    expect(JSON.parse(verified.stdout)).toMatchObject({ verdict: 'VALID' });
  });
});
