import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileInstance } from '../../prover/setup/compileInstance.ts';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';
import { ConstraintSystem } from '../circuit/constraintSystem.ts';
import { type WrapFigures, wrapFigures } from './wrapFigures.ts';

/** The constraint system of an instance as it ships. */
export async function instanceSystem(instance: string): Promise<ConstraintSystem> {
  const { r1cs, sym } = await compileInstance(instance, defaultWorkspace());
  return new ConstraintSystem(await readFile(r1cs), await readFile(sym, 'utf8'));
}

/** Names of the inputs of the whole statement. */
export async function statementInputs(): Promise<string[]> {
  const source = await readFile(join(defaultWorkspace().root, 'circuits/Liquidation.circom'), 'utf8');
  return [...source.matchAll(/signal\s+input\s+(\w+)/g)].map(([, input]) => input as string);
}

/** Figures of an instance as it ships. */
export async function instanceWrap(instance: string): Promise<WrapFigures> {
  return wrapFigures(await instanceSystem(instance), await statementInputs(), instance);
}
