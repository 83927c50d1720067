import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { promisify } from 'node:util';
import { ArtifactError } from './artifactError.ts';
import { instanceShape, SHAPE_KEYS } from './instances.ts';
import { leanPoseidon } from './leanPoseidon.ts';
import { temporaryName, type Workspace } from './workspace.ts';

/** Where the compiled circuit of an instance lies. */
export interface CompiledInstance {
  readonly r1cs: string;
  readonly wasm: string;
  readonly sym: string;
  /** Hash of compiler, options and every source that takes part: decides whether to compile again. */
  readonly sourcesHash: string;
}

const require = createRequire(import.meta.url);
const OPTIONS = ['--r1cs', '--wasm', '--sym', '--O2'];
const FILES = ['circuit.r1cs', 'circuit.wasm', 'circuit.sym'] as const;
/** Folder of the staging area that stands for `node_modules` in an include. */
const LIBRARY = 'lib';
const POSEIDON = `${LIBRARY}/circomlib/circuits/poseidon.circom`;

/** Name and version of the compiler, as in the lock. */
export function compilerVersion(): string {
  const { version } = require('circom2/package.json') as { version: string };
  return `circom2 ${version} ${OPTIONS.at(-1)}`;
}

/**
 * Compiles an instance, unless the cache holds the same sources compiled by the same compiler. Safe to run several times
 * at once; an interrupted run leaves nothing that a later one would take for a result.
 *
 * @throws InputError (`UNKNOWN_INSTANCE`)
 * @throws ArtifactError (`CIRCUIT_MISSING`, `CIRCUIT_COMPILATION`, `CACHE_DAMAGED`)
 */
export async function compileInstance(
  name: string,
  workspace: Workspace,
  onProgress: (line: string) => void = () => {},
): Promise<CompiledInstance> {
  const shape = await instanceShape(workspace, name);
  const sources = await collectSources(workspace.root);
  sources.set(
    `${name}.circom`,
    [
      'pragma circom 2.1.6;',
      'include "circuits/Liquidation.circom";',
      `component main = Liquidation(${SHAPE_KEYS.map((key) => shape[key]).join(', ')});`,
      '',
    ].join('\n'),
  );
  const sourcesHash = hashSources(sources);
  const folder = join(workspace.cache, 'circuits', `${name}-${sourcesHash.slice(0, 32)}`);
  if (!existsSync(folder)) {
    onProgress(`${name}: compiling the circuit with ${compilerVersion()}, which may take half a minute`);
    await compileInto(folder, name, sources);
  }
  await checkFolder(folder);
  const [r1cs, wasm, sym] = FILES.map((file) => join(folder, file)) as [string, string, string];
  return { r1cs, wasm, sym, sourcesHash };
}

/**
 * The circuit and everything it includes, by path in the staging area: circuits as they lie in the package, circomlib
 * under `lib/`, with a Poseidon that is sooner computed. circom2 cannot read above its working directory, and circomlib may be installed anywhere.
 */
async function collectSources(root: string): Promise<Map<string, string>> {
  const circomlib = dirname(require.resolve('circomlib/package.json'));
  const fileOf = (path: string) =>
    path.startsWith(`${LIBRARY}/circomlib/`)
      ? join(circomlib, path.slice(`${LIBRARY}/circomlib/`.length))
      : join(root, path);
  const entry = 'circuits/Liquidation.circom';
  if (!existsSync(fileOf(entry))) {
    throw new ArtifactError('CIRCUIT_MISSING', `${fileOf(entry)} is missing`, 'Install the package again.');
  }
  const sources = new Map<string, string>();
  const queue = [entry];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (sources.has(path)) continue;
    const text = await readFile(fileOf(path), 'utf8');
    sources.set(path, path === POSEIDON ? leanPoseidon(text) : text);
    for (const [, target] of text.matchAll(/^\s*include\s+"([^"]+)"/gm)) {
      // As circom looks: beside the including file, then in the library folder. An include that is nowhere is left
      // for the compiler to report.
      const candidates = [posix.join(posix.dirname(path), target as string), posix.join(LIBRARY, target as string)];
      const found = candidates.find((candidate) => !candidate.startsWith('..') && existsSync(fileOf(candidate)));
      if (found !== undefined) queue.push(found);
    }
  }
  return sources;
}

function hashSources(sources: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256').update(`${compilerVersion()} ${OPTIONS.join(' ')}\0`);
  for (const path of [...sources.keys()].sort()) {
    const text = sources.get(path) as string;
    hash.update(`${path}\0${text.length}\0${text}\0`);
  }
  return hash.digest('hex');
}

async function compileInto(folder: string, name: string, sources: ReadonlyMap<string, string>): Promise<void> {
  const work = temporaryName(folder);
  const staging = join(work, 'staging');
  try {
    for (const [path, text] of sources) {
      await mkdir(dirname(join(staging, path)), { recursive: true });
      await writeFile(join(staging, path), text);
    }
    await runCompiler(staging, name);
    const outputs = [`${name}.r1cs`, `${name}_js/${name}.wasm`, `${name}.sym`];
    for (const [index, file] of FILES.entries()) {
      await rename(join(staging, outputs[index] as string), join(work, file));
    }
    await rm(staging, { recursive: true });
    await writeFile(join(work, 'hashes.json'), JSON.stringify(await hashFiles(work)));
    await rename(work, folder).catch((error: unknown) => {
      // Another run was faster, and its result is the same.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function runCompiler(staging: string, name: string): Promise<void> {
  const args = [require.resolve('circom2/cli.js'), `${name}.circom`, ...OPTIONS, '-l', LIBRARY];
  await mkdir(join(staging, LIBRARY), { recursive: true });
  await promisify(execFile)(process.execPath, args, { cwd: staging, maxBuffer: 2 ** 26 }).catch(
    (error: { stdout?: string; stderr?: string; message: string }) => {
      const said = `${error.stdout ?? ''}${error.stderr ?? ''}`.trim() || error.message;
      throw new ArtifactError(
        'CIRCUIT_COMPILATION',
        `circom refused the instance ${name}:\n${said.slice(-4000)}`,
        'Mend the circuit, or restore circuits/ from the package.',
      );
    },
  );
}

async function hashFiles(folder: string): Promise<string[]> {
  const contents = await Promise.all(FILES.map((file) => readFile(join(folder, file))));
  return contents.map((content) => createHash('sha256').update(content).digest('hex'));
}

async function checkFolder(folder: string): Promise<void> {
  const intact = await Promise.all([readFile(join(folder, 'hashes.json'), 'utf8'), hashFiles(folder)])
    .then(([written, found]) => written === JSON.stringify(found))
    .catch(() => false);
  if (!intact) {
    throw new ArtifactError('CACHE_DAMAGED', `the compiled circuit in ${folder} is damaged`, 'Delete that folder.');
  }
}
