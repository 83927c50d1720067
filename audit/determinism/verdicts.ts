import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';
import type { Answer } from './solvers.ts';

/** The answers to one query, by solver and version. */
export interface Verdict {
  /** Name of the lemma, and the template that it is about. */
  readonly lemma: string;
  readonly template: string;
  readonly answers: Readonly<Record<string, Answer>>;
}

/** Answers of solvers on record, so that a machine without solvers can check what they are about. */
export interface Verdicts {
  /** By the sha256 of the query's text. */
  readonly queries: Readonly<Record<string, Verdict>>;
  /** By circuit: sha256 of its r1cs, and the queries that its determinism rests on. */
  readonly circuits: Readonly<Record<string, { readonly r1cs: string; readonly queries: readonly string[] }>>;
}

/** Where the record lies. */
export const VERDICTS_FILE = join(defaultWorkspace().root, 'audit/determinism/verdicts.json');

/** The record; empty where there is none. */
export function storedVerdicts(): Verdicts {
  if (!existsSync(VERDICTS_FILE)) return { queries: {}, circuits: {} };
  return JSON.parse(readFileSync(VERDICTS_FILE, 'utf8'));
}

/** Whether answers prove uniqueness: a solver says so, and none contradicts. */
export function proves({ answers }: Verdict): boolean {
  const given = Object.values(answers);
  return given.includes('unsat') && !given.includes('sat');
}
