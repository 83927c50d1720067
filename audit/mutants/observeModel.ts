import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ModelCase } from './modelCase.ts';

type Tree = new (
  leaves: readonly unknown[],
  salts: readonly bigint[],
) => { root: bigint; open(position: number): unknown };
type Exports = Record<string, (...args: never[]) => unknown>;

/** Everything in a value, as text; functions and prototypes count nothing. */
function written(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'bigint') return `${part}n`;
    if (part instanceof Map) return [...part];
    return part;
  });
}

/** What a call throws, without its words: those may change. */
function refusal(error: unknown): string {
  const { code, clause, field, needed, name } = error as Record<string, unknown>;
  return `throws ${name} ${code} ${clause} ${field} ${written(needed)}`;
}

/**
 * A compiled model, as its cases see it.
 *
 * @param root folder that holds `circuits/`
 */
export async function observeModel(root: string): Promise<(of: ModelCase) => Promise<string>> {
  const load = (module: string) => import(pathToFileURL(join(root, `${module}.js`)).href) as Promise<Exports>;
  const { runLiquidation } = await load('circuits/liquidation');
  const { witnessInputs } = await load('circuits/witnessInputs');
  return async (of) => {
    try {
      if (of.kind === 'call') {
        const call = (await load(of.module))[of.name] as (...args: unknown[]) => unknown;
        return written(call(...of.args));
      }
      if (of.kind === 'tree') {
        const { ScenarioTree } = await load('circuits/commitment/scenarioTree');
        const made = new (ScenarioTree as unknown as Tree)(of.leaves, of.salts);
        return written([made.root, of.positions.map((position) => made.open(position))]);
      }
      const result = runLiquidation?.(of.inputs as never);
      return written([result, witnessInputs?.(of.inputs as never, result as never, of.shape as never)]);
    } catch (error) {
      return refusal(error);
    }
  };
}
