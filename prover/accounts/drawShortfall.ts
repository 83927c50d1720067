import type { Draws } from './draws.ts';

/**
 * How far a made-up account is below its requirement, per mille of it: one in five healthy (below 0), one in ten
 * insolvent (above 1000), one in ten close to insolvency, the others below their requirement by 0.1% to 60%, small
 * shortfalls as likely as large ones.
 */
export function drawShortfall(draws: Draws): bigint {
  const among = draws.between(0, 1);
  if (among < 0.2) return -BigInt(Math.round(draws.betweenInRatio(10, 1500)));
  if (among < 0.3) return BigInt(draws.whole(1005, 1500));
  if (among < 0.4) return BigInt(draws.whole(800, 1000));
  return BigInt(Math.round(draws.betweenInRatio(1, 600)));
}
