import { beforeAll, describe, expect, test } from 'vitest';
import { canonicalConstraints } from '../../audit/circuit/canonicalConstraints.ts';
import { circomSources, PlainCircuit } from '../../audit/circuit/plainCircuit.ts';
import { circuitMutations } from '../../audit/mutants/circuitMutations.ts';
import { type JudgedLeaf, judgeCircuitMutant } from '../../audit/mutants/judgeCircuitMutant.ts';
import { judgedLeavesOf, mutatedCircuits } from '../../audit/mutants/judgeCircuits.ts';
import { modelCases } from '../../audit/mutants/modelCases.ts';
import { compiledSources, ModelJudge, modelFiles } from '../../audit/mutants/modelJudge.ts';
import { modelMutations } from '../../audit/mutants/modelMutations.ts';
import { listedSurvivors } from '../../audit/mutants/mutantsPart.ts';
import { applyMutation, type Mutation, mutationKey } from '../../audit/mutants/mutation.ts';
import { sampleMutations } from '../../audit/mutants/sampleMutations.ts';
import { type Judged, scoreOf } from '../../audit/mutants/score.ts';
import { survivorFindings } from '../../audit/mutants/survivorFindings.ts';

const SEED = 1;
const listed = listedSurvivors();

/** The mutation of a file whose changed line is this one. */
function mutationTo(all: readonly Mutation[], after: string): Mutation {
  const found = all.find((mutation) => mutation.after === after);
  if (!found) throw new Error(`no mutation gives ${after}`);
  return found;
}

describe('mutants of circuits', () => {
  const LEG_CLOSE = 'circuits/closing/LegClose.circom';
  const text = circomSources().get(LEG_CLOSE) as string;
  let legClose: JudgedLeaf[];
  beforeAll(async () => {
    legClose = await judgedLeavesOf(LEG_CLOSE);
  });

  test('FM-11 FM-14 faults of LegClose are noticed', async () => {
    const all = circuitMutations(LEG_CLOSE, text);
    for (const after of [
      'component needed = RangeCheck((GAIN_BITS() + 1));',
      'component needed = RangeCheck((GAIN_BITS() - 1));',
      'needed.in <== judged * (gain - surplus - 0);',
      'component withinNotionalCap = RangeCheck((PENALTY_BITS() + 1));',
      'withinNotionalCap.in <== 0;',
      'priceRange.in <== 0;',
      'closedGain <-- closed * gain;',
      'withinMarkCap.in <== PER_MILLE() * advantage + markCap - penaltyBaseCap;',
    ]) {
      expect(await judgeCircuitMutant(mutationTo(all, after), legClose), after).toBe('killed');
    }
  });

  test('a sample of other templates: every survivor has a reason', async () => {
    const judged: Judged[] = [];
    for (const file of ['arithmetic/Bits', 'arithmetic/FloorShift', 'closing/LegComparison', 'pricing/StdDevBits']) {
      const path = `circuits/${file}.circom`;
      const seen = await judgedLeavesOf(path);
      const mutations = sampleMutations(circuitMutations(path, circomSources().get(path) as string), 5, SEED);
      for (const mutation of mutations) judged.push({ mutation, outcome: await judgeCircuitMutant(mutation, seen) });
    }
    const relevant = new Set(judged.map(({ mutation }) => mutationKey(mutation)));
    expect(
      survivorFindings(
        judged,
        listed.filter((one) => relevant.has(mutationKey(one))),
      ),
    ).toEqual([]);
    expect(scoreOf(judged).killed).toBeGreaterThan(9);
  });

  test('without vectors a fault survives, and is reported', async () => {
    const blind = legClose.map((leaf) => ({ ...leaf, honest: [], challenges: [] }));
    const mutation = mutationTo(circuitMutations(LEG_CLOSE, text), 'priceRange.in <== 0;');
    const outcome = await judgeCircuitMutant(mutation, blind);
    expect(outcome).toBe('survived');
    expect(survivorFindings([{ mutation, outcome }], [])).toEqual([
      `a mutant survives without a reason: ${mutationKey(mutation)}`,
    ]);
    expect(scoreOf([{ mutation, outcome }]).killedPerMille).toBe(0);
    const reason = { ...mutation, reason: 'none' };
    expect(survivorFindings([{ mutation, outcome: 'killed' }], [reason])).toHaveLength(1);
    expect(survivorFindings([{ mutation, outcome }], [reason])).toEqual([]);
  });

  test('constraints are the same up to order and scale, and no further', async () => {
    const file = 'circuits/arithmetic/Bits.circom';
    const source = circomSources().get(file) as string;
    const hashOf = async (after?: string) => {
      const mutation = after === undefined ? undefined : mutationTo(circuitMutations(file, source), after);
      const changed = new Map([[file, mutation ? applyMutation(source, mutation) : source]]);
      return canonicalConstraints((await PlainCircuit.compile({ file, main: 'Bits(4)', changed })).system);
    };
    const hash = await hashOf();
    expect(await hashOf('out[i] * (1 - out[i]) === 0;')).toBe(hash);
    expect(await hashOf('out[i] * (out[i] - 2) === 0;')).not.toBe(hash);
    expect(await hashOf('(dropped)')).not.toBe(hash);
  });
});

describe('mutants of the model', () => {
  const build = compiledSources();
  let judge: ModelJudge;
  beforeAll(async () => {
    judge = new ModelJudge(build, await modelCases({ honest: 3, keep: 12 }));
    await judge.start();
    return () => judge.stop();
  });

  test('FM-06 FM-09 FM-12 faults of the model are noticed', async () => {
    const mutationIn = (file: string, after: string) =>
      mutationTo(modelMutations(file, modelFiles(build).get(file) as string), after);
    for (const [file, after] of [
      ['circuits/closing/legComparison.js', 'const improvable = gain >= threshold ? quantity : 0n;'],
      ['circuits/pricing/totalStdDev.js', 'const floorBinds = totalVariance <= STD_DEV_FLOOR * STD_DEV_FLOOR;'],
      ['circuits/closing/gainThreshold.js', 'return (marginalGain * notional) / marginalNotional + 1n;'],
    ] as const) {
      expect(await judge.judge(mutationIn(file, after)), after).toBe('killed');
    }
  });

  test('without cases a fault survives', async () => {
    const file = 'circuits/closing/gainThreshold.js';
    const [mutation] = modelMutations(file, modelFiles(build).get(file) as string) as [Mutation];
    const blind = new ModelJudge(build, []);
    try {
      expect(await blind.judge(mutation)).toBe('survived');
      expect(await judge.judge(mutation)).toBe('killed');
    } finally {
      await blind.stop();
    }
  });
});

describe('survivors.json', () => {
  test('names lines that stand in the sources, each once, with a reason', () => {
    const possible = new Set<string>();
    for (const file of mutatedCircuits()) {
      for (const mutation of circuitMutations(file, circomSources().get(file) as string))
        possible.add(mutationKey(mutation));
    }
    for (const [file, text] of modelFiles(compiledSources())) {
      const source = file.replace(/\.js$/, '.ts');
      for (const mutation of modelMutations(source, text)) possible.add(mutationKey(mutation));
    }
    expect(listed.map(mutationKey).filter((key) => !possible.has(key))).toEqual([]);
    expect(new Set(listed.map(mutationKey)).size).toBe(listed.length);
    expect(listed.filter(({ reason }) => reason.length < 20)).toEqual([]);
  });
});
