import { checkDefinition } from './checks.ts';
import type { Check } from './report.ts';

/** How the verifier knows what a check says, with the clause or rule that it rests on. */
export function explanationOf({ id, clause }: Pick<Check, 'id' | 'clause'>): string {
  const text = checkDefinition(id).how.replace('RG-', 'REGISTRY.md, RG-');
  return clause === undefined ? text : `${text} STATEMENT.md, ${clause}.`;
}
