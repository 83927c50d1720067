import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { ModelCase } from './modelCase.ts';
import { applyMutation, type Mutation } from './mutation.ts';
import { observeModel } from './observeModel.ts';

/** What a worker starts with. */
export interface ModelWorkerData {
  /** Folder of the compiled sources: holds `circuits/`. */
  build: string;
  /** Folder for copies with a mutation in them. */
  scratch: string;
  cases: readonly ModelCase[];
}

/** Answers a mutation: the first case that tells it from the model, -1 for none, or that it is no JavaScript. */
export type ModelAnswer = { noticed: number } | 'not compiled';

const { build, scratch, cases } = workerData as ModelWorkerData;
const HASH = 'circuits/commitment/poseidon.js';
/** Hashes are pure and most of the time: all copies share one memory of them. */
const REMEMBERING = `import { poseidon as hash } from ${JSON.stringify(pathToFileURL(join(build, HASH)).href)};
const known = (globalThis.auditHashes ??= new Map());
export function poseidon(inputs) {
  const key = inputs.join();
  if (!known.has(key)) known.set(key, hash(inputs));
  return known.get(key);
}
`;
let copies = 0;

function copy(change: { file: string; text: string } | undefined): string {
  const root = join(scratch, `${process.pid}-${copies++}`);
  mkdirSync(root, { recursive: true });
  cpSync(join(build, 'circuits'), join(root, 'circuits'), {
    recursive: true,
    filter: (path) => !path.endsWith('.d.ts'),
  });
  writeFileSync(join(root, HASH), REMEMBERING);
  if (change) writeFileSync(join(root, change.file), change.text);
  return root;
}

const expected: string[] = [];
const start = copy(undefined);
const model = await observeModel(start);
for (const of of cases) expected.push(await model(of));
rmSync(start, { recursive: true });
parentPort?.postMessage({ expected });

parentPort?.on('message', async (mutation: Mutation) => {
  const text = applyMutation(readFileSync(join(build, mutation.file), 'utf8'), mutation);
  const root = copy({ file: mutation.file, text });
  let answer: ModelAnswer = { noticed: -1 };
  try {
    const mutant = await observeModel(root);
    // Calls of the file itself tell it soonest.
    const own = cases.flatMap((of, i) => (of.kind === 'call' && `${of.module}.js` === mutation.file ? [i] : []));
    for (const i of [...own, ...cases.keys()]) {
      if ((await mutant(cases[i] as ModelCase)) === expected[i]) continue;
      answer = { noticed: i };
      break;
    }
  } catch (error) {
    // Whatever else a file throws as it is loaded tells the mutant.
    answer = error instanceof SyntaxError ? 'not compiled' : { noticed: 0 };
  }
  rmSync(root, { recursive: true });
  parentPort?.postMessage({ answer });
});
