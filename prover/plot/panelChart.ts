import { axes } from './axes.ts';
import { coordinate } from './coordinate.ts';
import { type LegendEntry, legendRow } from './legendRow.ts';
import type { PaletteRole } from './palette.ts';
import { svgDocument } from './svgDocument.ts';
import { svgText } from './svgText.ts';

/** One small chart: dots, a line through their kind, and what they are. */
export interface Panel {
  title: string;
  subtitle: string;
  /** Drawn in the accent colour, for what needs attention. */
  highlighted: boolean;
  dots: { x: number; y: number }[];
  line: { x: number; y: number }[];
}

/** A page of small charts with shared meaning and their own scales. */
export interface PanelChart {
  title: string;
  subtitle: string;
  xLabel: string;
  yLabel: string;
  dotLabel: string;
  lineLabel: string;
  /** Text of the legend's accent entry; shown when a panel is highlighted. */
  highlightLabel: string;
  formatY: (value: number, decimals: number) => string;
  panels: Panel[];
}

const COLUMNS = 3;
const PANEL = { width: 300, height: 196, left: 46, right: 12, top: 40, bottom: 26 } as const;
const HEADER = 76;
const FOOTER = 34;
const MARGIN = 20;
const LEGEND_MIDDLE = 62;

function drawPanel(panel: Panel, left: number, top: number, chart: PanelChart): string[] {
  const points = [...panel.dots, ...panel.line];
  const range = (values: number[]) => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const margin = Math.max((high - low) * 0.06, Math.abs(high) * 1e-3, 1e-9);
    return { low: low - margin, high: high + margin };
  };
  const box = {
    left: left + PANEL.left,
    right: left + PANEL.width - PANEL.right,
    top: top + PANEL.top,
    bottom: top + PANEL.height - PANEL.bottom,
  };
  const { elements, atX, atY } = axes(box, range(points.map(({ x }) => x)), {
    ...range(points.map(({ y }) => y)),
    format: chart.formatY,
  });
  const path = panel.line
    .map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${coordinate(atX(x))} ${coordinate(atY(y))}`)
    .join('');
  return [
    svgText(box.left, top + 16, panel.title, 'font-size="13" font-weight="600" class="fill-ink"'),
    svgText(
      box.left,
      top + 31,
      panel.subtitle,
      `font-size="11" class="fill-${panel.highlighted ? 'highlight' : 'faint'}"`,
    ),
    ...elements,
    ...panel.dots.map(
      ({ x, y }) => `<circle cx="${coordinate(atX(x))}" cy="${coordinate(atY(y))}" r="2.4" class="fill-neutral"/>`,
    ),
    `<path d="${path}" fill="none" class="stroke-${panel.highlighted ? 'highlight' : 'accent'}" stroke-width="1.6"/>`,
  ];
}

function legend(chart: PanelChart): LegendEntry[] {
  const line = (label: string, role: PaletteRole): LegendEntry => ({
    label,
    width: 20,
    mark: (x, y) => `<path d="M${coordinate(x)} ${coordinate(y)}h20" class="stroke-${role}" stroke-width="2"/>`,
  });
  return [
    {
      label: chart.dotLabel,
      width: 13,
      mark: (x, y) => `<circle cx="${coordinate(x + 8)}" cy="${coordinate(y)}" r="2.8" class="fill-neutral"/>`,
    },
    line(chart.lineLabel, 'accent'),
    ...(chart.panels.some((panel) => panel.highlighted) ? [line(chart.highlightLabel, 'highlight')] : []),
  ];
}

/**
 * Draws a page of small charts as a stand-alone SVG: title, legend, panels with their own scales, axis labels.
 *
 * Pure text out of numbers: equal input gives equal bytes, no font or script is loaded.
 */
export function panelChart(chart: PanelChart): string {
  const rows = Math.max(Math.ceil(chart.panels.length / COLUMNS), 1);
  const width = COLUMNS * PANEL.width + 2 * MARGIN;
  const height = HEADER + rows * PANEL.height + FOOTER;
  const middle = HEADER + (rows * PANEL.height) / 2;
  const label = 'font-size="12" class="fill-ink" text-anchor="middle"';
  return svgDocument({
    width,
    height,
    title: chart.title,
    description: chart.subtitle,
    body: [
      svgText(MARGIN, 28, chart.title, 'font-size="17" font-weight="600" class="fill-ink"'),
      svgText(MARGIN, 46, chart.subtitle, 'font-size="12" class="fill-faint"'),
      ...legendRow(legend(chart), MARGIN, LEGEND_MIDDLE),
      ...chart.panels.flatMap((panel, i) => {
        const left = MARGIN + (i % COLUMNS) * PANEL.width;
        return drawPanel(panel, left, HEADER + Math.floor(i / COLUMNS) * PANEL.height, chart);
      }),
      svgText(width / 2, height - 14, chart.xLabel, label),
      svgText(16, middle, chart.yLabel, `${label} transform="rotate(-90 16 ${coordinate(middle)})"`),
    ],
  });
}
