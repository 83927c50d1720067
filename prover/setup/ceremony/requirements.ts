import { CeremonyError } from './ceremonyError.ts';
import type { CheckedContribution } from './checkContributions.ts';

/** How many persons have to contribute to a production key. */
export const THRESHOLD = {
  default: 3,
  /** One beside the venue: a venue alone could keep its secret, which is the whole secret then. */
  least: 2,
  most: 1000,
} as const;

/**
 * Refuses a threshold that asks for too little.
 *
 * @throws CeremonyError (`CEREMONY_THRESHOLD`)
 */
export function checkThreshold(threshold: number): void {
  if (Number.isInteger(threshold) && threshold >= THRESHOLD.least && threshold <= THRESHOLD.most) return;
  throw new CeremonyError(
    'CEREMONY_THRESHOLD',
    `the threshold is not a whole number from ${THRESHOLD.least} to ${THRESHOLD.most}`,
    '--threshold',
    `Ask for at least ${THRESHOLD.least} contributions: one party alone may keep the whole secret.`,
  );
}

/**
 * Refuses what is no production key: too few persons, one name twice, or no beacon at the end. That the names stand for
 * different people nobody can read from a file: whoever accepts the key asks them.
 *
 * @param threshold that `checkThreshold` lets pass
 * @throws CeremonyError (`CEREMONY_TOO_FEW`, `CEREMONY_NAME_TAKEN`, `CEREMONY_NO_BEACON`)
 */
export function checkRequirements(contributions: readonly CheckedContribution[], threshold: number): void {
  const persons = contributions.filter(({ beacon }) => beacon === undefined);
  if (persons.length < threshold) {
    throw new CeremonyError(
      'CEREMONY_TOO_FEW',
      `${persons.length} contributed, and ${threshold} have to`,
      'contributions',
      'Let more parties contribute to the key before the beacon, and apply the beacon anew.',
    );
  }
  if (new Set(persons.map(({ name }) => name)).size !== persons.length) {
    throw new CeremonyError(
      'CEREMONY_NAME_TAKEN',
      'two contributions have the same name',
      'contributions',
      'Each party contributes once, under a name of its own.',
    );
  }
  if (contributions.at(-1)?.beacon === undefined || contributions.length !== persons.length + 1) {
    throw new CeremonyError(
      'CEREMONY_NO_BEACON',
      'the last contribution, and only that one, has to be a beacon',
      'contributions',
      'Run `fairmark ceremony beacon` with a public random value on the key with all contributions.',
    );
  }
}
