import { decimalUnit, MICRO, parseDecimal, scaledNearest } from '../../verifier/formats/decimal.ts';
import type { PlanDocument, PlannedRoundDocument } from './planDocument.ts';

const CENT = decimalUnit({ units: 1n, scale: 2 });

/** An amount to the cent, with commas: -1234.567 is -1,234.57. */
function cents(amount: string): string {
  const count = scaledNearest(parseDecimal(amount, 'amount'), CENT);
  const digits = (count < 0n ? -count : count).toString().padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${count < 0n ? '-' : ''}${whole}.${digits.slice(-2)}`;
}

/** Cells in columns: the first to the left, the others to the right. */
function columns(rows: readonly (readonly string[])[], gap = '  '): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join(gap)
      .trimEnd(),
  );
}

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
    ...columns([
      ['Equity', cents(round.equity)],
      ['Requirement', cents(round.requirement)],
      ['Shortfall to the requirement', cents(round.shortfall)],
      ['Missing to the target', cents(round.missingToTarget)],
      ['Fee', cents(close.fee)],
      ...(isZero(close.draw) ? [] : [['Insurance draw', cents(close.draw)]]),
    ]).map((line) => `  ${line}`),
    `Close, ${kind}`,
    ...columns([
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
