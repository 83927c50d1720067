import { mutationKey } from './mutation.ts';
import type { Judged } from './score.ts';

/** A mutant that no check can tell, with the reason. */
export interface ListedSurvivor {
  file: string;
  /** The line and what the mutant makes of it; white space counts nothing. */
  before: string;
  after: string;
  /** Why the mutant is equal to the source, or which other constraint binds the same. */
  reason: string;
}

/**
 * Survivors without a reason, and reasons without a survivor.
 *
 * @param judged every mutant of this run
 * @param listed what survivors.json says
 */
export function survivorFindings(judged: readonly Judged[], listed: readonly ListedSurvivor[]): string[] {
  const reasons = new Set(listed.map(mutationKey));
  const outcomes = new Map<string, Set<string>>();
  for (const { mutation, outcome } of judged) {
    const key = mutationKey(mutation);
    outcomes.set(key, (outcomes.get(key) ?? new Set()).add(outcome));
  }
  const findings: string[] = [];
  for (const [key, found] of outcomes) {
    if (found.has('survived') && !reasons.has(key)) findings.push(`a mutant survives without a reason: ${key}`);
    if (!found.has('survived') && reasons.has(key)) {
      findings.push(`a mutant is listed as a survivor and does not survive (${[...found].join(', ')}): ${key}`);
    }
  }
  return findings;
}
