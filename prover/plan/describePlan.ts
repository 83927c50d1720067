import { MICRO, parseDecimal, scaledNearest } from '../../verifier/formats/decimal.ts';
import { groupedDecimal } from '../io/groupedDecimal.ts';
import { textTable } from '../io/textTable.ts';
import type { PlanDocument, PlannedRoundDocument } from './planDocument.ts';

const cents = (amount: string) => groupedDecimal(amount, 2);

function roundLines(round: PlannedRoundDocument): string[] {
  const { close, positions } = round;
  const scenario = Object.entries(round.scenario).map(([symbol, position]) => `${symbol} ${position}`);
  const isZero = (amount: string) => scaledNearest(parseDecimal(amount, 'amount'), MICRO) === 0n;
  const kind = round.terminal
    ? 'terminal: everything is closed'
    : round.targetRestored
      ? 'partial: the target of this scenario is restored'
      : 'partial: every helping lot is closed; the target is not reached';
  return [
    `Binding scenario (position in the tree): ${scenario.join(', ')}`,
    ...textTable([
      ['Equity', cents(round.equity)],
      ['Requirement', cents(round.requirement)],
      ['Shortfall to the requirement', cents(round.shortfall)],
      ['Missing to the target', cents(round.missingToTarget)],
      ['Fee', cents(close.fee)],
      ...(isZero(close.draw) ? [] : [['Insurance draw', cents(close.draw)]]),
    ]).map((line) => `  ${line}`),
    `Close, ${kind}`,
    ...textTable([
      ['position', 'held', 'gain per lot', 'lots', 'close', 'price', 'notional'],
      ...positions.map((position) => [
        position.instrument,
        position.held,
        cents(position.gainPerLot),
        position.lots,
        position.quantity,
        position.price === undefined ? '' : cents(position.price),
        cents(position.notional),
      ]),
    ]).map((line) => `  ${line}`),
  ];
}

/** A plan as lines of text for a terminal; amounts to the cent, in USD. */
export function describePlan({ rounds }: PlanDocument): string[] {
  const lines = ['Liquidatable. Amounts in USD; private to the venue.'];
  rounds.forEach((round, i) => {
    lines.push('');
    if (rounds.length > 1) lines.push(`Round ${i + 1} of ${rounds.length}`);
    lines.push(...roundLines(round));
  });
  if (rounds.length > 1) {
    lines.push('', 'The later rounds start from the account after the one before, at the same snapshot.');
  }
  return lines;
}
