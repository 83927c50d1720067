import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';
import type { AuditPart, Figures } from '../auditPart.ts';
import { judgeCircuits } from './judgeCircuits.ts';
import { type JudgedModel, judgeModel } from './judgeModel.ts';
import { modelAgreement } from './modelAgreement.ts';
import { type Score, scoreOf } from './score.ts';
import { type ListedSurvivor, survivorFindings } from './survivorFindings.ts';

const SEED = 1;
const CIRCUITS = { perFile: 12, whole: 20, seed: SEED };
const MODEL = { perFile: 12, honest: 12, keep: 45, seed: SEED };
/** The least share of mutants that the checks must notice, per mille. */
const LEAST_KILLED = 950;

export interface MutantFigures extends Figures {
  circuits: Score;
  model: Score;
  /** What mutants of the model are judged by. */
  cases: Omit<JudgedModel, 'judged'>;
  /** Honest liquidations in which circuit and model give the same public signals. */
  agreeing: number;
  /** Reasons in survivors.json. */
  listed: number;
}

/** The survivors with a reason. */
export function listedSurvivors(): ListedSurvivor[] {
  return JSON.parse(readFileSync(join(defaultWorkspace().root, 'audit/mutants/survivors.json'), 'utf8'));
}

/** Would a fault in a source be noticed? Faults are made on purpose, one at a time. */
export const mutantsPart: AuditPart<MutantFigures> = {
  id: 'mutants',
  title: 'Faults made on purpose',

  async run(progress) {
    // The model's mutants run in a thread of their own.
    const [circuits, model] = await Promise.all([judgeCircuits(CIRCUITS, progress), judgeModel(MODEL, progress)]);
    const agreeing = await modelAgreement();
    const listed = listedSurvivors();
    const { judged, ...cases } = model;
    const scores = { circuits: scoreOf(circuits), model: scoreOf(judged) };
    const low = Object.entries(scores).flatMap(([kind, { killedPerMille }]) =>
      killedPerMille < LEAST_KILLED
        ? [`${killedPerMille} per mille of the mutants of ${kind} are noticed: too few`]
        : [],
    );
    return {
      findings: [...survivorFindings([...circuits, ...judged], listed), ...low],
      ...scores,
      cases,
      agreeing,
      listed: listed.length,
    };
  },

  describe({ circuits, model, cases, agreeing, listed }) {
    const refused = Object.values(cases.refused).reduce((sum, count) => sum + count, 0);
    const row = (name: string, { made, notCompiled, identical, killed, survived, killedPerMille }: Score) =>
      `| ${name} | ${made} | ${notCompiled} | ${identical} | ${killed} | ${survived} | ${(killedPerMille / 10).toFixed(1)}% |`;
    return `A check that never fails says nothing. So faults are put into the sources one at a time: a relation, sign, product or
logical operator turned, a number or constant moved by one, operands swapped, a constraint or statement dropped, a range
check turned away, \`<==\` turned into \`<--\`. Each such mutant is compiled and judged; it is noticed where one of
the vectors gives another answer than before.

| sources | made | not compiled | same constraints | noticed | survived | noticed of the rest |
|---|---|---|---|---|---|---|
${row('circuits', circuits)}
${row('integer model', model)}

The sample is seeded and takes the operators of every file in turn; loops with \`while\` are left out, since their mutants
need not end. "Same constraints" are equal up to the order and the scale of each. Every survivor stands in
\`audit/mutants/survivors.json\` (${listed} entries) with the reason why it is equal to the source, or which other constraint
binds the same; a survivor without a reason fails the audit, as does a listed one that is noticed.

Circuits are compared without simplification, where every signal has a wire. The vectors of a template are honest inputs,
split from planned liquidations of made-up accounts, and challenges: every assignment moved, alone and with its neighbours,
while the witness is worked out honestly from there on; an input changed while one reader of it stays; every ranged value
at 0, at the last value of its width and beyond both ends; and inputs at small values, at powers of two and in pairs. The
unchanged constraints say what the answer is. A mixing function stands in for Poseidon, whose rounds are not mutated.

The model is judged by ${cases.calls} calls of its functions and by ${cases.accepted + refused} whole liquidations, of which it accepts ${cases.accepted} and
refuses ${refused} under ${Object.keys(cases.refused).length} clauses; public signals, every intermediate number, the circuit's inputs and the refusing clause must
stay. In ${agreeing} liquidations the unchanged circuit, as it is compiled for an instance, gives the model's public signals.

Not covered: two faults that hide each other, generated constants and tables, circomlib, and Liquidation.circom beyond its
sample. A mutant that is noticed shows that these vectors see that place, not that they see every fault there.`;
  },
};
