import { expect, test } from 'vitest';
import { niceTicks } from '../../../prover/plot/niceTicks.ts';
import { panelChart } from '../../../prover/plot/panelChart.ts';

test.each([
  [0, 1, [0, 0.5, 1]],
  [-0.2, 0.28, [-0.2, 0, 0.2]],
  [140, 330, [150, 200, 250, 300]],
  [41.2, 41.9, [41.2, 41.4, 41.6, 41.8]],
])('axis from %s to %s has ticks %j', (low, high, ticks) => {
  expect(niceTicks(low, high).ticks).toEqual(ticks);
});

test('the chart escapes its texts and has a finite place for everything', () => {
  const svg = panelChart({
    title: 'a < b & "c"\u0007',
    subtitle: '',
    xLabel: 'x',
    yLabel: 'y',
    dotLabel: 'dot',
    lineLabel: 'line',
    highlightLabel: 'special',
    formatY: String,
    panels: [
      { title: 'flat', subtitle: '', highlighted: true, dots: [{ x: 1, y: 2 }], line: [{ x: 1, y: 2 }] },
      { title: 'empty', subtitle: '', highlighted: false, dots: [], line: [{ x: 0, y: 0 }] },
    ],
  });
  expect(svg).toContain('a &lt; b &amp; &quot;c&quot; ');
  expect(svg).toContain('special');
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  const opened = svg.match(/<(?!\/)[a-z]+/g)!.length;
  const closed = svg.match(/<\/|\/>/g)!.length;
  expect(closed).toBe(opened);
});
