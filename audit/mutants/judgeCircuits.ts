import { circomSources } from '../circuit/plainCircuit.ts';
import { leaves } from '../vectors/leaves.ts';
import { circuitMutations } from './circuitMutations.ts';
import { type JudgedLeaf, judgeCircuitMutant, judgedLeaf } from './judgeCircuitMutant.ts';
import { liquidationLeaf } from './liquidationLeaf.ts';
import { mutationKey } from './mutation.ts';
import { sampleMutations } from './sampleMutations.ts';
import type { Judged } from './score.ts';

/** Functions are seen in the templates that call them. */
const HOSTS: Record<string, readonly string[]> = { integerSqrt: ['SviTotalVariance', 'TotalStdDev'] };

/** How many mutants of each file, and of Liquidation.circom. */
export interface CircuitSample {
  perFile: number;
  whole: number;
  seed: number;
}

/** Files that are mutated: all but the generated ones, the whole statement last. */
export function mutatedCircuits(): string[] {
  const whole = (file: string) => Number(file.endsWith('/Liquidation.circom'));
  return [...circomSources().keys()]
    .filter((file) => !file.includes('/generated/'))
    .sort((x, y) => whole(x) - whole(y));
}

/** The leaves in which a file can be seen, with what their unchanged constraints say. */
export async function judgedLeavesOf(file: string): Promise<JudgedLeaf[]> {
  const name = file.replace(/^.*\/|\.circom$/g, '');
  if (name === 'Liquidation') return [await judgedLeaf(await liquidationLeaf())];
  const hosts = HOSTS[name] ?? [name];
  const found = (await leaves()).filter(({ template }) => hosts.includes(template));
  return Promise.all(found.map((leaf) => judgedLeaf(leaf)));
}

/** Judges a seeded sample of the mutants of every circuit. */
export async function judgeCircuits(
  { perFile, whole, seed }: CircuitSample,
  progress: (line: string) => void,
): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const file of mutatedCircuits()) {
    const text = circomSources().get(file) as string;
    const count = file.endsWith('/Liquidation.circom') ? whole : perFile;
    const mutations = sampleMutations(circuitMutations(file, text), count, seed);
    if (mutations.length === 0) continue;
    const seen = await judgedLeavesOf(file);
    for (const mutation of mutations) judged.push({ mutation, outcome: await judgeCircuitMutant(mutation, seen) });
    progress(`${file}: ${mutations.length} mutants`);
    for (const { mutation, outcome } of judged.slice(-mutations.length)) {
      if (outcome === 'survived') progress(`survives: ${mutationKey(mutation)}`);
    }
  }
  return judged;
}
