import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Worker } from 'node:worker_threads';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';
import type { Outcome } from './judgeCircuitMutant.ts';
import type { ModelCase } from './modelCase.ts';
import type { ModelAnswer, ModelWorkerData } from './modelWorker.ts';
import type { Mutation } from './mutation.ts';

const ROOT = defaultWorkspace().root;
const CACHE = join(ROOT, '.cache/mutants');
/** A mutant that takes so long loops. */
const PATIENCE = 60_000;
/** Not the model: what is generated, types, numbers and words. */
const NO_MODEL =
  /^circuits\/(generate|generated)\/|\/(constants|formats|index|errors|objects|signals|clauseViolation|domainError|legTerms)\.js$/;

/** The sources compiled to JavaScript, in a folder that holds `circuits/`. */
export function compiledSources(): string {
  const sources = readdirSync(ROOT, { recursive: false })
    .map(String)
    .filter((name) => ['circuits', 'audit', 'prover', 'verifier'].includes(name))
    .flatMap((part) =>
      readdirSync(join(ROOT, part), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.(ts|json)$/.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name)),
    )
    .sort();
  const hash = createHash('sha256');
  for (const source of sources) hash.update(relative(ROOT, source)).update(readFileSync(source));
  const folder = join(CACHE, hash.digest('hex').slice(0, 24));
  if (existsSync(folder)) return folder;
  const work = `${folder}.${process.pid}`;
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '-p', join(ROOT, 'tsconfig.build.json'), '--outDir', work], { cwd: ROOT });
  try {
    renameSync(work, folder);
  } catch {
    // Another process was faster.
    rmSync(work, { recursive: true });
  }
  return folder;
}

/** Compiled files of the integer model with their texts, by path from the folder. */
export function modelFiles(build: string): ReadonlyMap<string, string> {
  const files = readdirSync(join(build, 'circuits'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
    .map((entry) => relative(build, join(entry.parentPath, entry.name)))
    .filter((file) => !NO_MODEL.test(file));
  return new Map(files.sort().map((file) => [file, readFileSync(join(build, file), 'utf8')]));
}

/** Judges mutants of the compiled model in a thread of their own, one after the other; a loop is ended and counts as noticed. */
export class ModelJudge {
  private worker: Worker | undefined;
  /** What the unchanged model says to each case. */
  expected: readonly string[] = [];

  constructor(
    private readonly build: string,
    private readonly cases: readonly ModelCase[],
  ) {}

  /** Starts the thread; the first call waits for what the unchanged model says. */
  async start(): Promise<readonly string[]> {
    const workerData: ModelWorkerData = { build: this.build, scratch: join(CACHE, 'scratch'), cases: this.cases };
    this.worker = new Worker(join(this.build, 'audit/mutants/modelWorker.js'), { workerData });
    const { expected } = await this.next<{ expected: string[] }>(10 * PATIENCE);
    this.expected = expected;
    return expected;
  }

  async judge(mutation: Mutation): Promise<Outcome> {
    if (!this.worker) await this.start();
    this.worker?.postMessage(mutation);
    let answer: ModelAnswer;
    try {
      ({ answer } = await this.next<{ answer: ModelAnswer }>(PATIENCE));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      await this.stop();
      return 'killed';
    }
    if (answer === 'not compiled') return 'not compiled';
    return answer.noticed < 0 ? 'survived' : 'killed';
  }

  async stop(): Promise<void> {
    await this.worker?.terminate();
    this.worker = undefined;
  }

  private next<T>(patience: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const worker = this.worker as Worker;
      const settle = (act: () => void) => {
        clearTimeout(timer);
        worker.removeAllListeners('message');
        worker.removeAllListeners('error');
        act();
      };
      const timer = setTimeout(() => settle(() => reject(new RangeError('no answer in time'))), patience);
      worker.once('message', (message: T) => settle(() => resolve(message)));
      worker.once('error', (error) => settle(() => reject(error)));
    });
  }
}
