import type { BoundaryCase } from './boundaryCase.ts';

const LINEAR_CODES = { future: 'F', perpetual: 'P', spot: 'S' } as const;
const side = (isLong: boolean) => (isLong ? 'L' : 'S');

/**
 * What the oracle judges, as lines of integers at the scales of STATEMENT.md sections 2 and 3; the head of oracle.py
 * explains them. It holds nothing that a circuit computed.
 */
export function caseRecord({ kind, insolvent, charter, snapshot, surface, account, scenarios }: BoundaryCase): string {
  const lines = [
    [
      'A',
      kind,
      insolvent ? 'equity' : 'margin',
      snapshot.time,
      ...charter.bucketHours,
      charter.longCredit,
      account.cash,
    ],
  ];
  charter.underlyings.forEach((rules, u) => {
    const market = snapshot.underlyings[u]!;
    const { forwardMultiplier, weight, volMultipliers } = scenarios.get(u)!;
    const { lotFactor, strikeTickExponent, shortOptionRate, linearRate } = rules;
    lines.push(
      ['U', lotFactor, strikeTickExponent, market.index, market.perpetual, shortOptionRate, linearRate].map(String),
      ['V', forwardMultiplier, weight, ...volMultipliers].map(String),
    );
    market.expiries.forEach((expiry, slot) => {
      const { a, b, bRho, m, sigma } = surface.rows[u]![slot]!;
      const { expiryHours, forward, discountGap } = expiry!;
      lines.push(['E', expiryHours, forward, discountGap, a, b, bRho, m, sigma].map(String));
    });
  });
  for (const option of account.options) {
    if (!option) continue;
    const { underlying, expiryHours, strike, isPut, isLong, quantity } = option;
    lines.push(['O', underlying, expiryHours, strike, isPut ? 'P' : 'C', side(isLong), quantity].map(String));
  }
  for (const linear of account.linears) {
    if (!linear) continue;
    const { underlying, kind: linearKind, expiryHours, isLong, quantity } = linear;
    lines.push(['L', LINEAR_CODES[linearKind], underlying, expiryHours, side(isLong), quantity].map(String));
  }
  return `${lines.map((line) => line.join(' ')).join('\n')}\n\n`;
}
