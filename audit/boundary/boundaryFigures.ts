import type { Figures } from '../auditPart.ts';
import { type AccountTally, emptyAccountTally, STEPS_PER_BAND } from './accountTally.ts';
import { CASE_KINDS, type CaseKind } from './boundaryCase.ts';
import { type CloseTally, emptyCloseTally } from './closeTally.ts';

/** What the part measures, by kind of account and by clause. */
export interface BoundaryFigures extends Figures {
  stepsPerBand: number;
  accounts: Record<CaseKind, AccountTally>;
  closes: { drawn: number; withoutHelpingLeg: number; honest: CloseTally; venue: CloseTally };
}

export function emptyFigures(): BoundaryFigures {
  return {
    findings: [],
    stepsPerBand: STEPS_PER_BAND,
    accounts: Object.fromEntries(CASE_KINDS.map((kind) => [kind, emptyAccountTally()])) as BoundaryFigures['accounts'],
    closes: { drawn: 0, withoutHelpingLeg: 0, honest: emptyCloseTally(), venue: emptyCloseTally() },
  };
}

/** What must not be: false liquidations, and amount clauses beyond their tolerance. */
export function boundaryFindings({ accounts, closes }: BoundaryFigures): string[] {
  const findings: string[] = [];
  for (const prover of ['honest', 'venue'] as const) {
    for (const [kind, tally] of Object.entries(accounts)) {
      const { falseLiquidations } = tally[prover];
      if (falseLiquidations > 0) {
        findings.push(
          `${falseLiquidations} ${kind} accounts are liquidated by ${prover} hints though exactly not below.`,
        );
      }
    }
    for (const [clause, { beyondTolerance }] of Object.entries(closes[prover])) {
      if (beyondTolerance > 0) {
        findings.push(
          `${clause} is off by more than its stated tolerance at ${beyondTolerance} legs (${prover} hints).`,
        );
      }
    }
  }
  return findings;
}
