import { svg } from './dom.ts';

/** A shape of a picture, from and to in per cent of its width. */
export type Shape = readonly [kind: 'box' | 'dashed' | 'stripes' | 'line' | 'dot', from: number, to?: number];

/** One row of a chart: wide as its cell. The numbers stand beside it, so readers of screens skip it. */
export function picture(...shapes: readonly Shape[]): SVGElement {
  return svg(
    'svg',
    { class: 'pic', 'aria-hidden': 'true' },
    ...shapes.map(([kind, from, to = from]) => {
      const [x, x2] = [`${from}%`, `${to}%`];
      if (kind === 'dot') return svg('circle', { cx: x, cy: '50%', r: 6 });
      if (kind === 'line') return svg('line', { x1: x, x2: x, y1: 0, y2: '100%' });
      // A broad dashed line is a bar in stripes.
      if (kind === 'stripes') return svg('line', { class: kind, x1: x, x2, y1: '50%', y2: '50%' });
      return svg('rect', { class: kind, x, width: `${to - from}%`, y: '20%', height: '60%' });
    }),
  );
}
