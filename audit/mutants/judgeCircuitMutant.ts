import { canonicalConstraints } from '../circuit/canonicalConstraints.ts';
import { CompileError, circomSources, PlainCircuit } from '../circuit/plainCircuit.ts';
import type { Leaf } from '../vectors/leaf.ts';
import type { Challenge, Verdict } from './challenge.ts';
import { leafChallenges } from './leafChallenges.ts';
import { LeafCircuit, specOf } from './leafCircuit.ts';
import { maskComments } from './maskComments.ts';
import { applyMutation, type Mutation } from './mutation.ts';
import { standInHashes } from './standInHashes.ts';

/** What came of a mutant: not a circuit, the same constraints, noticed, or not. */
export type Outcome = 'not compiled' | 'identical' | 'killed' | 'survived';

interface Expectation {
  challenge: Challenge;
  verdict: Verdict;
}

/** A leaf, and what its unchanged constraints say to honest inputs and to challenges. */
export interface JudgedLeaf {
  leaf: Leaf;
  names: readonly string[];
  /** Hash of its constraints (canonicalConstraints.ts). */
  constraints: string;
  honest: readonly Expectation[];
  challenges: readonly Expectation[];
}

/**
 * What the unchanged sources say to everything that mutants of a leaf are tried with.
 *
 * @throws RangeError where they refuse every honest input, or no challenge: they would judge nothing
 */
export async function judgedLeaf(given: Leaf): Promise<JudgedLeaf> {
  const leaf = { ...given, inputs: given.inputs.map((inputs) => standInHashes(given.template, inputs)) };
  const plain = await PlainCircuit.compile(specOf(leaf));
  const names = plain.system.names.map(([name = '']) => name);
  const circuit = await LeafCircuit.compile(leaf, names);
  const expect = async (challenges: readonly Challenge[]) => {
    const found: Expectation[] = [];
    for (const challenge of challenges) {
      const verdict = await circuit.judge(challenge);
      if (verdict) found.push({ challenge, verdict });
    }
    return found;
  };
  const honest = await expect(leaf.inputs.map((inputs) => ({ inputs, at: [], by: [] })));
  const taken = honest.filter(({ verdict }) => verdict.accepts).map(({ challenge }) => challenge.inputs);
  const challenges = await expect(await leafChallenges(leaf.template, circuit, taken));
  if (taken.length === 0 || challenges.every(({ verdict }) => verdict.accepts)) {
    throw new RangeError(`the vectors of ${leaf.template} judge nothing`);
  }
  return { leaf, names, constraints: canonicalConstraints(circuit.circuit.system), honest, challenges };
}

/** The first expectation that changed sources do not meet. */
async function unmet(circuit: LeafCircuit, expectations: readonly Expectation[]): Promise<Expectation | undefined> {
  for (const expectation of expectations) {
    const { challenge, verdict } = expectation;
    const found = (await circuit.judge(challenge)) ?? { accepts: false };
    if (found.accepts !== verdict.accepts) return expectation;
    if (found.accepts && verdict.accepts && found.outputs !== verdict.outputs) return expectation;
  }
  return undefined;
}

/**
 * The challenges that are likeliest to tell a mutant before all others: those that move assignments where a constraint
 * is gone, and in the whole statement those at the mutated statement or about an input in its line.
 */
function likeliestFirst(mutation: Mutation, text: string, all: readonly Expectation[]): Expectation[] {
  const { file, operator, start, before } = mutation;
  const isWhole = file.endsWith('/Liquidation.circom');
  const statement = isWhole
    ? (
        maskComments(text)
          .slice(0, start)
          .match(/<==|<--/g) ?? []
      ).length
    : 0;
  const names = new Set(before.match(/\w+/g));
  const isNear = ({ challenge: { at, about } }: Expectation) =>
    isWhole
      ? at.some((site) => Math.abs(site - statement) <= 1) || (about !== undefined && names.has(about))
      : at.length > 0 && (operator === 'unconstrained' || operator === 'dropped constraint');
  return [...all.filter(isNear), ...all.filter((one) => !isNear(one))];
}

/** Judges one mutant by the leaves that its file can be seen in. */
export async function judgeCircuitMutant(mutation: Mutation, judged: readonly JudgedLeaf[]): Promise<Outcome> {
  const text = circomSources().get(mutation.file);
  if (text === undefined) throw new RangeError(`${mutation.file} is no circuit`);
  const changed = new Map([[mutation.file, applyMutation(text, mutation)]]);
  let compiled = false;
  let identical = true;
  for (const { leaf, names, constraints, honest, challenges } of judged) {
    let circuit: LeafCircuit;
    try {
      circuit = await LeafCircuit.compile(leaf, names, changed);
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      continue;
    }
    compiled = true;
    if (await unmet(circuit, honest)) return 'killed';
    // The same constraints answer every other challenge alike.
    if (canonicalConstraints(circuit.circuit.system) === constraints) continue;
    identical = false;
    if (await unmet(circuit, likeliestFirst(mutation, text, challenges))) return 'killed';
  }
  if (!compiled) return 'not compiled';
  return identical ? 'identical' : 'survived';
}
