import { niceTicks } from './niceTicks.ts';

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
/** Width of a letter of the legend, a little generous: fonts differ. */
const LEGEND_LETTER = 6.4;
const LEGEND_GAP = 22;
const INK = '#1f2933';
const FAINT = '#5f6b76';
const GRID = '#e3e7eb';
const DOT = '#7b8794';
const LINE = '#0b6e99';
const HIGHLIGHT = '#b4520a';

/** Text made safe for XML; control characters cannot stand in it at all. */
function escapeXml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
  return text.replace(/\p{Cc}/gu, ' ').replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

const fixed = (value: number): string => value.toFixed(1);

function text(x: number, y: number, content: string, attributes = ''): string {
  return `<text x="${fixed(x)}" y="${fixed(y)}" ${attributes}>${escapeXml(content)}</text>`;
}

function drawPanel(panel: Panel, left: number, top: number, chart: PanelChart): string[] {
  const points = [...panel.dots, ...panel.line];
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const pad = (low: number, high: number): [number, number] => {
    const margin = Math.max((high - low) * 0.06, Math.abs(high) * 1e-3, 1e-9);
    return [low - margin, high + margin];
  };
  const [xLow, xHigh] = pad(Math.min(...xs), Math.max(...xs));
  const [yLow, yHigh] = pad(Math.min(...ys), Math.max(...ys));
  const box = {
    left: left + PANEL.left,
    right: left + PANEL.width - PANEL.right,
    top: top + PANEL.top,
    bottom: top + PANEL.height - PANEL.bottom,
  };
  const atX = (x: number): number => box.left + ((x - xLow) / (xHigh - xLow)) * (box.right - box.left);
  const atY = (y: number): number => box.bottom - ((y - yLow) / (yHigh - yLow)) * (box.bottom - box.top);

  const color = panel.highlighted ? HIGHLIGHT : LINE;
  const out = [
    text(box.left, top + 16, panel.title, `font-size="13" font-weight="600" fill="${INK}"`),
    text(box.left, top + 31, panel.subtitle, `font-size="11" fill="${panel.highlighted ? HIGHLIGHT : FAINT}"`),
  ];
  const yAxis = niceTicks(yLow, yHigh);
  for (const tick of yAxis.ticks) {
    const y = fixed(atY(tick));
    out.push(`<path d="M${fixed(box.left)} ${y}H${fixed(box.right)}" stroke="${GRID}"/>`);
    out.push(text(box.left - 6, atY(tick) + 4, chart.formatY(tick, yAxis.decimals), 'class="tick" text-anchor="end"'));
  }
  const xAxis = niceTicks(xLow, xHigh);
  for (const tick of xAxis.ticks) {
    const x = fixed(atX(tick));
    out.push(`<path d="M${x} ${fixed(box.bottom)}v4" stroke="${FAINT}"/>`);
    const label = tick.toFixed(xAxis.decimals).replace('-', '\u2212');
    out.push(text(atX(tick), box.bottom + 16, label, 'class="tick" text-anchor="middle"'));
  }
  out.push(`<path d="M${fixed(box.left)} ${fixed(box.bottom)}H${fixed(box.right)}" stroke="${FAINT}"/>`);
  for (const { x, y } of panel.dots) {
    out.push(`<circle cx="${fixed(atX(x))}" cy="${fixed(atY(y))}" r="2.4" fill="${DOT}"/>`);
  }
  const path = panel.line.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${fixed(atX(x))} ${fixed(atY(y))}`).join('');
  out.push(`<path d="${path}" fill="none" stroke="${color}" stroke-width="1.6"/>`);
  return out;
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
  const description = `${chart.title}. ${chart.subtitle}`;
  const out = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(description)}" font-family="system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif">`,
    `<style>.tick{font-size:10px;fill:${FAINT}}</style>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    text(MARGIN, 28, chart.title, `font-size="17" font-weight="600" fill="${INK}"`),
    text(MARGIN, 46, chart.subtitle, `font-size="12" fill="${FAINT}"`),
    `<circle cx="${MARGIN + 8}" cy="62" r="2.8" fill="${DOT}"/>`,
    text(MARGIN + 20, 66, chart.dotLabel, `font-size="11" fill="${INK}"`),
  ];
  const legend: [string, string][] = [[chart.lineLabel, LINE]];
  if (chart.panels.some((panel) => panel.highlighted)) legend.push([chart.highlightLabel, HIGHLIGHT]);
  let legendX = MARGIN + 20 + chart.dotLabel.length * LEGEND_LETTER + LEGEND_GAP;
  for (const [label, color] of legend) {
    out.push(`<path d="M${fixed(legendX)} 62h20" stroke="${color}" stroke-width="2"/>`);
    out.push(text(legendX + 27, 66, label, `font-size="11" fill="${INK}"`));
    legendX += 27 + label.length * LEGEND_LETTER + LEGEND_GAP;
  }
  chart.panels.forEach((panel, i) => {
    const left = MARGIN + (i % COLUMNS) * PANEL.width;
    out.push(...drawPanel(panel, left, HEADER + Math.floor(i / COLUMNS) * PANEL.height, chart));
  });
  const middle = HEADER + (rows * PANEL.height) / 2;
  out.push(text(width / 2, height - 14, chart.xLabel, `font-size="12" fill="${INK}" text-anchor="middle"`));
  const rotated = `font-size="12" fill="${INK}" text-anchor="middle" transform="rotate(-90 16 ${fixed(middle)})"`;
  out.push(text(16, middle, chart.yLabel, rotated), '</svg>', '');
  return out.join('\n');
}
