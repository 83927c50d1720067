import type { Finding } from './finding.ts';
import type { VenueHistory } from './venueHistory.ts';

/** Evidence that the registry holds against a venue (RG-13). */
export function checkEvidence({ venueId, equivocations, staleStates }: VenueHistory, isFlagged: boolean): Finding[] {
  const findings: Finding[] = [
    ...equivocations.map(({ accountNumber, stateSequence }) => ({
      code: 'equivocated' as const,
      venueId,
      sentence: `The venue signed two statements about state ${stateSequence} of account number ${accountNumber}.`,
    })),
    ...staleStates.map(({ sequence, usedState, newerState }) => ({
      code: 'stale-state-liquidated' as const,
      venueId,
      sequence,
      sentence: `State ${usedState} was liquidated, and the venue had signed the newer state ${newerState} before the tick.`,
    })),
  ];
  if (isFlagged && findings.length === 0) {
    const sentence = 'The registry holds evidence of two truths against the venue that the logs do not show.';
    findings.push({ code: 'equivocated', venueId, sentence });
  }
  return findings;
}
