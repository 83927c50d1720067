import { sviTotalVariance } from '../companion/sviTotalVariance.ts';
import { panelChart } from '../plot/panelChart.ts';
import { evenGrid } from './arbitrage.ts';
import type { OptionBook } from './book.ts';
import type { FittedSurface } from './fittedSurface.ts';
import { parametersOf } from './parametersOf.ts';
import { selectSmile } from './selectSmile.ts';

const LINE_POINTS = 120;

/** Draws the smiles of a fitted surface as SVG: quotes used as dots, fitted slices as lines, a panel per expiry. */
export function surfaceChart(book: OptionBook, surface: FittedSurface): string {
  const panels = surface.slices.flatMap((slice) => {
    const expiry = book.expiries.find((candidate) => candidate.expiryHours === slice.expiryHours);
    if (!expiry) return [];
    const { used } = selectSmile(expiry);
    const logs = used.map((quote) => quote.logMoneyness);
    const parameters = parametersOf(slice);
    const grid = evenGrid({ low: Math.min(...logs), high: Math.max(...logs) }, LINE_POINTS);
    return {
      title: `${slice.expiry} · ${(expiry.years * 365).toFixed(1)} days`,
      subtitle: `RMSE ${slice.rmseVolPoints.toFixed(2)} vol points, ${slice.quotes} quotes${slice.status === 'repaired' ? ', repaired' : ''}`,
      highlighted: slice.status === 'repaired',
      dots: used.map((quote) => ({ x: quote.logMoneyness, y: 100 * quote.impliedVolatility })),
      line: grid.map((x) => ({ x, y: 100 * Math.sqrt(sviTotalVariance(parameters, x) / expiry.years) })),
    };
  });
  return panelChart({
    title: `${surface.underlying} implied volatility, raw SVI fit`,
    subtitle: `as of ${surface.asOf} · index ${surface.index} · RMSE ${surface.rmseVolPoints.toFixed(2)} vol points over all quotes`,
    xLabel: 'log-moneyness ln(strike / forward)',
    yLabel: 'implied volatility per year',
    dotLabel: 'mark of an option in the book',
    lineLabel: 'fitted slice',
    highlightLabel: 'fitted slice, arbitrage repaired',
    formatY: (value, decimals) => `${value.toFixed(decimals)}%`,
    panels,
  });
}
