import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
/** What each part may import from; contracts stand alone. */
const ALLOWED: Record<string, readonly string[]> = {
  circuits: ['circuits'],
  verifier: ['circuits', 'verifier'],
  prover: ['circuits', 'verifier', 'prover'],
  audit: ['circuits', 'verifier', 'prover', 'audit'],
};
/** Packages that run in a browser and are small enough for the offline page. */
const BROWSER_PACKAGES = ['@noble/curves', '@noble/hashes', 'poseidon-lite'];
/** Files under circuits/ that run at build time only; the verifier may not reach them. */
const BUILD_TIME = 'circuits/generate/';

const SPECIFIER =
  /(?:^|[\s;])(?:import|export)\s[^'";]*?from\s*['"]([^'"]+)['"]|(?:^|[\s;])import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g;

/** AssemblyScript, which has another way of naming imports, and reaches nothing outside its folder. */
const KERNELS = 'prover/groth16/kernels/';

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith(KERNELS));
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  return [...text.matchAll(SPECIFIER)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

const target = (file: string, specifier: string) => relative(ROOT, resolve(ROOT, dirname(file), specifier));
const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** Everything that a file loads, over the sources of this package; packages by name. */
function closure(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const specifier of importsOf(file)) {
    if (specifier.startsWith('.')) closure(target(file, specifier), seen);
    else seen.add(specifier.startsWith('node:') ? specifier : packageOf(specifier));
  }
  return seen;
}

test('the scan sees every form of import', () => {
  expect(importsOf('prover/artifacts.ts')).toEqual(
    expect.arrayContaining(['node:crypto', '../circuits/signals.ts', '../verifier/verificationKey.ts']),
  );
});

describe.each(Object.entries(ALLOWED))('%s', (part, allowed) => {
  test(`imports only from ${allowed.join(', ')}`, () => {
    const strays = sources(part).flatMap((file) =>
      importsOf(file)
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => target(file, specifier))
        .filter((path) => !allowed.includes(path.split('/')[0] ?? ''))
        .map((path) => `${file} imports ${path}`),
    );
    expect(strays).toEqual([]);
  });

  test('names every import with its extension', () => {
    const bare = sources(part).flatMap((file) =>
      importsOf(file)
        .filter((specifier) => specifier.startsWith('.') && !/\.(ts|json)$/.test(specifier))
        .map((specifier) => `${file} imports ${specifier}`),
    );
    expect(bare).toEqual([]);
  });
});

test('the verifier runs in a browser: no Node module, no large package', () => {
  const strays = sources('verifier').flatMap((file) =>
    [...closure(file)].filter((name) =>
      name.endsWith('.ts') ? name.startsWith(BUILD_TIME) : !BROWSER_PACKAGES.includes(name),
    ),
  );
  expect([...new Set(strays)]).toEqual([]);
});

test('the verifier uses no global of Node', () => {
  const strays = sources('verifier').filter((file) =>
    /\b(process\.|Buffer\b|__dirname|require\()/.test(readFileSync(join(ROOT, file), 'utf8')),
  );
  expect(strays).toEqual([]);
});

test('the prover for browsers reaches no module of Node', () => {
  expect([...closure('prover/browser.ts')].filter((name) => name.startsWith('node:'))).toEqual([]);
});
