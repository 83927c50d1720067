import { axes } from './axes.ts';
import { coordinate } from './coordinate.ts';
import { escapeXml } from './escapeXml.ts';
import { legendRow } from './legendRow.ts';
import type { PaletteRole } from './palette.ts';
import { svgDocument } from './svgDocument.ts';
import { svgText } from './svgText.ts';

/** Points of one kind: told from others by shape and by colour. */
export interface ScatterSeries {
  readonly label: string;
  readonly shape: ScatterShape;
  readonly role: PaletteRole;
  /** `name` is shown where a reader points at it. */
  readonly points: readonly { readonly x: number; readonly y: number; readonly name: string }[];
}

export type ScatterShape = 'dot' | 'diamond' | 'cross';

/** Kinds of points over two axes that both have their unit in the label. */
export interface ScatterChart {
  readonly title: string;
  readonly subtitle: string;
  /** A sentence for those who cannot see the chart. */
  readonly description: string;
  readonly x: ScatterAxis;
  readonly y: ScatterAxis;
  /** A line across the chart at a value of x, with what it means. */
  readonly guide: { readonly x: number; readonly label: string };
  readonly series: readonly ScatterSeries[];
}

/** What an axis must show; a little is added at both ends. */
export interface ScatterAxis {
  readonly label: string;
  readonly low: number;
  readonly high: number;
}

const WIDTH = 800;
const HEIGHT = 500;
const MARGIN = 20;
const BOX = { left: 66, right: WIDTH - MARGIN, top: 92, bottom: HEIGHT - 62 } as const;
const LEGEND_MIDDLE = 68;
/** Half the size of a mark, pixels. */
const SIZE = 5;
/** What is added to an axis at each end, so that marks on its ends are whole: a share of its length. */
const PADDING = 0.03;
const TICKS = 5;

/** A mark around a place. Those that lie on each other show it by their tone. */
function mark(shape: ScatterShape, role: PaletteRole, x: number, y: number, name?: string): string {
  const title = name === undefined ? '' : `<title>${escapeXml(name)}</title>`;
  const start = `M${coordinate(x - SIZE)} ${coordinate(y)}`;
  switch (shape) {
    case 'dot':
      return `<circle cx="${coordinate(x)}" cy="${coordinate(y)}" r="${SIZE}" class="fill-${role}" fill-opacity="0.7">${title}</circle>`;
    case 'diamond':
      return `<path d="${start}l${SIZE} ${-SIZE - 1} ${SIZE} ${SIZE + 1} ${-SIZE} ${SIZE + 1}z" class="fill-${role}" fill-opacity="0.7">${title}</path>`;
    case 'cross':
      return `<path d="${start}m0 ${-SIZE}l${2 * SIZE} ${2 * SIZE}m0 ${-2 * SIZE}l${-2 * SIZE} ${2 * SIZE}" fill="none" class="stroke-${role}" stroke-width="2">${title}</path>`;
  }
}

/**
 * Draws kinds of points over two axes as a stand-alone SVG of 800 by 500: title, legend, axes, a guide line.
 *
 * Pure text out of numbers: equal input gives equal bytes, no font or script is loaded.
 */
export function scatterChart(chart: ScatterChart): string {
  const { title, subtitle, description, x, y, guide, series } = chart;
  const padded = ({ low, high }: ScatterAxis) => {
    const padding = (high - low) * PADDING;
    return { low: low - padding, high: high + padding, ticks: TICKS };
  };
  const { elements, atX, atY } = axes(BOX, padded(x), padded(y));
  const line = coordinate(atX(guide.x));
  const label = 'font-size="12" class="fill-ink" text-anchor="middle"';
  const middle = (BOX.top + BOX.bottom) / 2;
  return svgDocument({
    width: WIDTH,
    height: HEIGHT,
    title,
    description,
    body: [
      svgText(MARGIN, 28, title, 'font-size="17" font-weight="600" class="fill-ink"'),
      svgText(MARGIN, 46, subtitle, 'font-size="12" class="fill-faint"'),
      ...legendRow(
        series.map((kind) => ({
          label: kind.label,
          width: 2 * SIZE,
          mark: (left, at) => mark(kind.shape, kind.role, left + SIZE, at),
        })),
        MARGIN,
        LEGEND_MIDDLE,
      ),
      ...elements,
      `<path d="M${line} ${BOX.top}V${BOX.bottom}" class="stroke-faint" stroke-dasharray="4 3"/>`,
      svgText(
        atX(guide.x),
        BOX.top - 5,
        guide.label,
        `class="tick fill-faint" text-anchor="${atX(guide.x) > (BOX.left + BOX.right) / 2 ? 'end' : 'start'}"`,
      ),
      ...series.flatMap((kind) =>
        kind.points.map((point) => mark(kind.shape, kind.role, atX(point.x), atY(point.y), point.name)),
      ),
      svgText((BOX.left + BOX.right) / 2, HEIGHT - 20, x.label, label),
      svgText(18, middle, y.label, `${label} transform="rotate(-90 18 ${coordinate(middle)})"`),
    ],
  });
}
