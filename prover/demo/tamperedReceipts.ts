import type { OpeningDocument } from '../../verifier/opening.ts';
import type { Receipt } from '../../verifier/receipt.ts';
import { verifyReceipt } from '../../verifier/verifyReceipt.ts';
import type { DemoResult } from './demoResult.ts';

/** A decimal text with its last digit changed to the next, and 9 to 8. */
function nextDigit(text: string): string {
  const last = Number(text.at(-1));
  return `${text.slice(0, -1)}${last === 9 ? 8 : last + 1}`;
}

/** What the verifier says when one digit of a valid receipt, or of its opening, is another. */
export function tamperedReceipts(receipt: Receipt, opening: OpeningDocument): DemoResult['tampered'] {
  const { publicSignals } = receipt;
  const changedReceipt: Receipt = {
    ...receipt,
    publicSignals: { ...publicSignals, accountAfter: nextDigit(publicSignals.accountAfter) },
  };
  const touched = opening.outcome.legs.findIndex(({ quantityClosed }) => quantityClosed !== '0');
  const changedOpening: OpeningDocument = {
    ...opening,
    outcome: {
      ...opening.outcome,
      legs: opening.outcome.legs.map((leg, i) => (i === touched ? { ...leg, price: nextDigit(leg.price) } : leg)),
    },
  };
  const cases = [
    { what: 'the account after, in the receipt', report: verifyReceipt(changedReceipt, { opening }) },
    { what: 'a closing price, in the opening', report: verifyReceipt(receipt, { opening: changedOpening }) },
  ];
  return cases.map(({ what, report: { verdict, headline } }) => ({ what, verdict, headline }));
}
