import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultWorkspace, writeAtomically } from '../prover/setup/workspace.ts';
import type { Figures } from './auditPart.ts';

/** Figures of one part, as `audit/figures/<id>.json` keeps them. */
export interface FiguresFile<F extends Figures = Figures> {
  /** `circuitsHash` of the circuits that were measured. */
  readonly circuits: string;
  readonly figures: F;
}

const pathOf = (id: string) => join(defaultWorkspace().root, 'audit/figures', `${id}.json`);

/** The figures that are on record for a part; undefined where there are none. */
export async function readFigures<F extends Figures>(id: string): Promise<FiguresFile<F> | undefined> {
  const text = await readFile(pathOf(id), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : (JSON.parse(text) as FiguresFile<F>);
}

export function writeFigures(id: string, file: FiguresFile): Promise<void> {
  return writeAtomically(pathOf(id), `${JSON.stringify(file, null, 1)}\n`);
}
