import type { AuditPart } from '../auditPart.ts';
import { ACCOUNTS, CLOSES } from './blocks.ts';
import { type BoundaryFigures, boundaryFindings, emptyFigures } from './boundaryFigures.ts';
import { describeBoundary } from './describeBoundary.ts';
import { tallyAccounts, tallyCloses } from './tallyBlocks.ts';

/** The near-boundary property: no false liquidation among accounts within three error bands of the boundary. */
export const boundaryPart: AuditPart<BoundaryFigures> = {
  id: 'boundary',
  title: 'Near the boundary',
  async run(progress) {
    const figures = emptyFigures();
    for (let block = 0; block < ACCOUNTS.blocks; block++) {
      tallyAccounts(figures.accounts, block);
      if ((block + 1) % 10 === 0) progress(`accounts: ${(block + 1) * ACCOUNTS.perBlock}`);
      await new Promise(setImmediate);
    }
    for (let block = 0; block < CLOSES.blocks; block++) {
      tallyCloses(figures.closes, block);
      await new Promise(setImmediate);
    }
    progress(`closes: ${CLOSES.blocks * CLOSES.perBlock}`);
    return { ...figures, findings: boundaryFindings(figures) };
  },
  describe: describeBoundary,
};
