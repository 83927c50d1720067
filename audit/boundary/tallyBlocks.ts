import { addAccount } from './accountTally.ts';
import { ACCOUNTS, CLOSES } from './blocks.ts';
import type { BoundaryFigures } from './boundaryFigures.ts';
import { closeShares } from './closeShares.ts';
import { addClose } from './closeTally.ts';
import { drawClose } from './drawClose.ts';
import { judgeCase } from './judgeCase.ts';
import { judgeClose } from './judgeClose.ts';
import { judgedBlock } from './verdicts.ts';

/** Judges one block of accounts into the tallies of their kinds. */
export function tallyAccounts(tallies: BoundaryFigures['accounts'], block: number): void {
  const { cases, verdicts } = judgedBlock(ACCOUNTS, block);
  cases.forEach((drawn, i) => {
    addAccount(tallies[drawn.kind], drawn, judgeCase(drawn), verdicts[i] as number);
  });
}

/** Judges one block of closes. */
export function tallyCloses(closes: BoundaryFigures['closes'], block: number): void {
  const judged = judgedBlock(CLOSES, block);
  const allShares = closeShares(judged);
  judged.cases.forEach((drawn, i) => {
    const shares = allShares[i] as bigint[];
    closes.drawn++;
    const close = drawClose(drawn, CLOSES.firstSeed + block * CLOSES.perBlock + i);
    if (!close) {
      closes.withoutHelpingLeg++;
      return;
    }
    addClose(closes.honest, judgeClose(close, shares, false));
    addClose(closes.venue, judgeClose(close, shares, true));
  });
}
