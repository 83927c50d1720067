import { svg } from './dom.ts';

/** A mark of a picture, from and to in per cent of its width; `tick` and `dot` stand at one place. */
export type Mark = readonly [kind: 'track' | 'bar' | 'stripes' | 'dashed' | 'tick' | 'dot', from: number, to?: number];

/** One row of a chart, wide as its cell. The numbers stand beside it, so readers of screens skip it. */
export function picture(...marks: readonly Mark[]): SVGElement {
  return svg(
    'svg',
    { class: 'pic', 'aria-hidden': 'true' },
    ...marks.map(([kind, from, to = from]) => {
      const [y1, y2] = kind === 'tick' ? [0, '100%'] : ['50%', '50%'];
      return svg('line', { class: kind, x1: `${from}%`, x2: `${to}%`, y1, y2 });
    }),
  );
}
