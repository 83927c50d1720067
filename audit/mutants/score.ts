import type { Outcome } from './judgeCircuitMutant.ts';
import type { Mutation } from './mutation.ts';

/** A mutant with what came of it. */
export interface Judged {
  mutation: Mutation;
  outcome: Outcome;
}

interface Count {
  killed: number;
  survived: number;
}

/** What came of the mutants of one kind of sources. */
export interface Score {
  made: number;
  /** Refused by the compiler: counted nowhere else. */
  notCompiled: number;
  /** The same constraints as before, up to the scale of each, and every honest input answered alike. */
  identical: number;
  killed: number;
  /** Each with a reason in survivors.json. */
  survived: number;
  /** Killed among those that are neither refused nor identical, per mille, rounded down. */
  killedPerMille: number;
  byOperator: Record<string, Count>;
  byFile: Record<string, Count>;
}

export function scoreOf(judged: readonly Judged[]): Score {
  const count = (outcome: Outcome) => judged.filter((one) => one.outcome === outcome).length;
  const [killed, survived] = [count('killed'), count('survived')];
  const by = (key: (mutation: Mutation) => string) => {
    const counts: Record<string, Count> = {};
    for (const { mutation, outcome } of judged) {
      if (outcome !== 'killed' && outcome !== 'survived') continue;
      const own = counts[key(mutation)] ?? { killed: 0, survived: 0 };
      counts[key(mutation)] = own;
      own[outcome]++;
    }
    return Object.fromEntries(Object.entries(counts).sort(([x], [y]) => (x < y ? -1 : 1)));
  };
  return {
    made: judged.length,
    notCompiled: count('not compiled'),
    identical: count('identical'),
    killed,
    survived,
    killedPerMille: killed + survived === 0 ? 0 : Math.floor((1000 * killed) / (killed + survived)),
    byOperator: by(({ operator }) => operator),
    byFile: by(({ file }) => file),
  };
}
