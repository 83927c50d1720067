import { coordinate } from './coordinate.ts';
import { niceTicks } from './niceTicks.ts';
import { svgText } from './svgText.ts';

/** One axis: what it spans, and how its ticks read. */
export interface Axis {
  readonly low: number;
  /** Above `low`. */
  readonly high: number;
  /** A tick as text; minus signs are made long ones. */
  readonly format?: (value: number, decimals: number) => string;
  /** At least so many ticks; 3 unless given. */
  readonly ticks?: number;
}

/** Where a chart is drawn, in pixels; `top` is above `bottom`. */
export interface PlotBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Axes as elements, and the places of values between them. */
export interface DrawnAxes {
  readonly elements: readonly string[];
  readonly atX: (value: number) => number;
  readonly atY: (value: number) => number;
}

const plain = (value: number, decimals: number) => value.toFixed(decimals);

/** Draws both axes of a chart: a grid line for every tick of y, a mark below the box for every tick of x. */
export function axes(box: PlotBox, x: Axis, y: Axis): DrawnAxes {
  const atX = (value: number) => box.left + ((value - x.low) / (x.high - x.low)) * (box.right - box.left);
  const atY = (value: number) => box.bottom - ((value - y.low) / (y.high - y.low)) * (box.bottom - box.top);
  const label = ({ format = plain }: Axis, tick: number, decimals: number) =>
    format(tick, decimals).replace('-', '\u2212');
  const elements: string[] = [];
  const yTicks = niceTicks(y.low, y.high, y.ticks);
  for (const tick of yTicks.ticks) {
    const place = atY(tick);
    elements.push(
      `<path d="M${coordinate(box.left)} ${coordinate(place)}H${coordinate(box.right)}" class="stroke-grid"/>`,
      svgText(box.left - 6, place + 4, label(y, tick, yTicks.decimals), 'class="tick fill-faint" text-anchor="end"'),
    );
  }
  const xTicks = niceTicks(x.low, x.high, x.ticks);
  for (const tick of xTicks.ticks) {
    const place = atX(tick);
    elements.push(
      `<path d="M${coordinate(place)} ${coordinate(box.bottom)}v4" class="stroke-faint"/>`,
      svgText(place, box.bottom + 16, label(x, tick, xTicks.decimals), 'class="tick fill-faint" text-anchor="middle"'),
    );
  }
  elements.push(
    `<path d="M${coordinate(box.left)} ${coordinate(box.bottom)}H${coordinate(box.right)}" class="stroke-faint"/>`,
  );
  return { elements, atX, atY };
}
