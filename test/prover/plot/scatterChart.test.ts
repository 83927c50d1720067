import { describe, expect, test } from 'vitest';
import { niceTicks } from '../../../prover/plot/niceTicks.ts';
import { PALETTE, type PaletteRole } from '../../../prover/plot/palette.ts';
import { type ScatterChart, scatterChart } from '../../../prover/plot/scatterChart.ts';

const points = (list: [number, number][]) => list.map(([x, y], i) => ({ x, y, name: `point ${i}` }));
const chart = (changes: Partial<ScatterChart> = {}): ScatterChart => ({
  title: 'a < b & "c"\u0007',
  subtitle: 'three kinds',
  description: 'what <it> shows',
  x: { label: 'across, %', low: -100, high: 200 },
  y: { label: 'up, %', low: 0, high: 100 },
  guide: { x: 0, label: 'zero' },
  series: [
    {
      label: 'dots',
      shape: 'dot',
      role: 'accent',
      points: points([
        [-100, 0],
        [200, 100],
        [50, 25],
      ]),
    },
    { label: 'diamonds', shape: 'diamond', role: 'contrast', points: points([[200, 0]]) },
    { label: 'crosses', shape: 'cross', role: 'highlight', points: points([[-100, 100]]) },
  ],
  ...changes,
});

/** Places and classes of the marks that carry a name, in the order of drawing. */
function marksIn(svg: string) {
  return [...svg.matchAll(/<(circle|path) ([^>]*)><title>([^<]*)<\/title>/g)].map(([, tag, attributes = '', name]) => {
    const [, x = '', y = ''] =
      /c?x="([\d.-]+)" cy="([\d.-]+)"/.exec(attributes) ?? /M([\d.-]+) ([\d.-]+)/.exec(attributes) ?? [];
    const [, role] = /class="\w+-(\w+)"/.exec(attributes) ?? [];
    // A path begins at its left end.
    return { tag, role, name, x: Number(x) + (tag === 'path' ? 5 : 0), y: Number(y) };
  });
}

test('is well-formed, escaped, finite and the same again', () => {
  const svg = scatterChart(chart());
  expect(scatterChart(chart())).toBe(svg);
  expect(svg).toContain('a &lt; b &amp; &quot;c&quot; ');
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  expect(svg).not.toContain('\u0007');
  const opened = svg.match(/<(?!\/)[a-z]+/g)!.length;
  const closed = svg.match(/<\/|\/>/g)!.length;
  expect(closed).toBe(opened);
});

test('has a name and a description for those who cannot see it', () => {
  const svg = scatterChart(chart());
  expect(svg).toMatch(
    /^<svg [^>]*width="800" height="500" [^>]*role="img" aria-labelledby="chart-title chart-description"/,
  );
  expect(svg).toContain('<title id="chart-title">a &lt; b &amp; &quot;c&quot; </title>');
  expect(svg).toContain('<desc id="chart-description">what &lt;it&gt; shows</desc>');
});

test('places marks by their values, the guide line at its own, and keeps marks on the ends whole', () => {
  const svg = scatterChart(chart());
  const marks = marksIn(svg);
  expect(marks).toHaveLength(5);
  const [lowLeft, highRight, middle, lowRight, highLeft] = marks as [(typeof marks)[0], ...typeof marks] & typeof marks;
  const near = (value: number | undefined, expected: number) =>
    expect(Math.abs((value ?? NaN) - expected)).toBeLessThan(0.11);
  // Half way across, a quarter up.
  near(middle?.x, (lowLeft.x + (highRight?.x ?? NaN)) / 2);
  near(middle?.y, lowLeft.y + ((highRight?.y ?? NaN) - lowLeft.y) / 4);
  near(lowRight?.x, highRight?.x ?? NaN);
  near(lowRight?.y, lowLeft.y);
  near(highLeft?.x, lowLeft.x);
  near(highLeft?.y, highRight?.y ?? NaN);
  const [, guide] = /<path d="M([\d.]+) 92V438" class="stroke-faint" stroke-dasharray/.exec(svg) ?? [];
  near(Number(guide), lowLeft.x + ((highRight?.x ?? NaN) - lowLeft.x) / 3);
  for (const { x, y } of marks) {
    expect(x - 5).toBeGreaterThan(66);
    expect(x + 5).toBeLessThan(780);
    expect(y - 6).toBeGreaterThan(92);
    expect(y + 6).toBeLessThan(438);
  }
});

test('tells kinds by shape and by colour, also in the legend', () => {
  const svg = scatterChart(chart());
  expect(marksIn(svg).map(({ tag, role }) => `${tag} ${role}`)).toEqual([
    ...['circle accent', 'circle accent', 'circle accent', 'path contrast', 'path highlight'],
  ]);
  // One mark more of each in the legend.
  expect(svg.match(/<circle /g)).toHaveLength(4);
  expect(svg.match(/class="fill-contrast"/g)).toHaveLength(2);
  expect(svg.match(/class="stroke-highlight"/g)).toHaveLength(2);
  for (const label of ['dots', 'diamonds', 'crosses', 'across, %', 'up, %', 'zero'])
    expect(svg).toContain(`>${label}</text>`);
});

test('keeps all text on the page', () => {
  for (const [, x = '', y = '', attributes = '', content = ''] of scatterChart(chart()).matchAll(
    /<text x="([\d.-]+)" y="([\d.-]+)" ([^>]*)>([^<]*)</g,
  )) {
    const width = content.length * 8;
    const start = /middle/.test(attributes)
      ? Number(x) - width / 2
      : /end/.test(attributes)
        ? Number(x) - width
        : Number(x);
    if (!/rotate/.test(attributes)) {
      expect(start, content).toBeGreaterThan(0);
      expect(start + width, content).toBeLessThan(800);
    }
    expect(Number(y), content).toBeGreaterThan(10);
    expect(Number(y), content).toBeLessThan(495);
  }
});

test('without points still has its axes', () => {
  const svg = scatterChart(chart({ series: [] }));
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  for (const tick of ['\u2212100', '0', '100', '200', '80']) expect(svg).toContain(`>${tick}</text>`);
});

test.each([
  [-4, 104, 5, [0, 20, 40, 60, 80, 100]],
  [-0.06, 2.06, 5, [0, 0.5, 1, 1.5, 2]],
])('axis from %s to %s with at least %s ticks has %j', (low, high, least, ticks) => {
  expect(niceTicks(low, high, least).ticks).toEqual(ticks);
});

describe.each(['light', 'dark'] as const)('on %s paper', (paper) => {
  /** Relative luminance of WCAG 2.1. */
  const luminance = (color: string) => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255;
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (role: PaletteRole) => {
    const [x, y] = [luminance(PALETTE[role][paper]), luminance(PALETTE.paper[paper])];
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
  };

  test.each<[PaletteRole, number]>([
    ['ink', 4.5],
    ['faint', 4.5],
    // Also a subtitle.
    ['highlight', 4.5],
    ['neutral', 3],
    ['accent', 3],
    ['contrast', 3],
  ])('%s stands out by %s to 1', (role, least) => {
    expect(contrast(role)).toBeGreaterThanOrEqual(least);
  });

  test('every class of a chart has its colour', () => {
    const svg = scatterChart(chart());
    const pattern = paper === 'dark' ? /prefers-color-scheme:dark\)\{(.*)\}<\/style>/ : /<style>(.*)@media/;
    const rules = pattern.exec(svg)?.[1] ?? '';
    for (const [, name] of svg.matchAll(/class="(?:tick )?((?:fill|stroke)-\w+)"/g))
      expect(rules).toContain(`.${name}{`);
  });
});
