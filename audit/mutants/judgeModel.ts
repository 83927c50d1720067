import { type ModelCaseCounts, modelCases } from './modelCases.ts';
import { compiledSources, ModelJudge, modelFiles } from './modelJudge.ts';
import { modelMutations } from './modelMutations.ts';
import { type Mutation, mutationKey } from './mutation.ts';
import { sampleMutations } from './sampleMutations.ts';
import type { Judged } from './score.ts';

export interface ModelSample extends ModelCaseCounts {
  perFile: number;
  seed: number;
}

/** What the model says to its cases, and what came of its mutants. */
export interface JudgedModel {
  judged: Judged[];
  calls: number;
  accepted: number;
  /** Refused liquidations by the clause that refuses. */
  refused: Record<string, number>;
}

/** Sources have the extension of TypeScript; mutants are made of the compiled file. */
function named(mutation: Mutation): Mutation {
  return { ...mutation, file: mutation.file.replace(/\.js$/, '.ts') };
}

/** Judges a seeded sample of the mutants of every file of the integer model. */
export async function judgeModel(sample: ModelSample, progress: (line: string) => void): Promise<JudgedModel> {
  const cases = await modelCases(sample);
  const build = compiledSources();
  const judge = new ModelJudge(build, cases);
  const judged: Judged[] = [];
  try {
    const expected = await judge.start();
    const refused: Record<string, number> = {};
    let accepted = 0;
    cases.forEach(({ kind }, i) => {
      if (kind !== 'liquidation') return;
      const [, , , clause] = /^throws (\S+) (\S+) (\S+)/.exec(expected[i] as string) ?? [];
      if (clause === undefined) accepted++;
      else refused[clause] = (refused[clause] ?? 0) + 1;
    });
    for (const [file, text] of modelFiles(build)) {
      const mutations = sampleMutations(modelMutations(file, text), sample.perFile, sample.seed);
      for (const mutation of mutations)
        judged.push({ mutation: named(mutation), outcome: await judge.judge(mutation) });
      progress(`${file}: ${mutations.length} mutants`);
      for (const { mutation, outcome } of judged.slice(-mutations.length)) {
        if (outcome === 'survived') progress(`survives: ${mutationKey(mutation)}`);
      }
    }
    return {
      judged,
      calls: cases.filter(({ kind }) => kind !== 'liquidation').length,
      accepted,
      refused: Object.fromEntries(Object.entries(refused).sort(([x], [y]) => (x < y ? -1 : 1))),
    };
  } finally {
    await judge.stop();
  }
}
