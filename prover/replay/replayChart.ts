import { type ScatterSeries, scatterChart } from '../plot/scatterChart.ts';
import type { ReplayDocument, ReplayedEventDocument } from './replayDocument.ts';

/**
 * Beyond these, in per cent of the requirement, a point is drawn at the edge: equity of twice the requirement, and a debt
 * as large as the requirement.
 */
const EDGE = { low: -100, high: 200 } as const;
/** Least span to either side of the requirement, so that a tiny shortfall does not look large; per cent. */
const LEAST_SPAN = 2;

interface Point {
  readonly event: ReplayedEventDocument;
  readonly shortfall: number;
  readonly closed: number;
}

const perCent = (share: string) => 100 * Number(share);
const clamp = (value: number) => Math.min(EDGE.high, Math.max(EDGE.low, value));
const written = (value: number) => `${value.toFixed(1)}%`.replace('-', '\u2212');

function name({ event, shortfall, closed }: Point): string {
  const { sequence, reason, name: file } = event;
  const why = reason ? `, ${reason.clause ?? reason.code}` : '';
  return `${sequence === null ? '' : `${sequence} `}${file}: shortfall ${written(shortfall)}, closed ${written(closed)}${why}`;
}

/**
 * Draws a dry run as SVG: closed share of the notional against the shortfall to the requirement, a point an event.
 * Private to the venue. Events that cannot be read, or whose requirement is zero, have no place on it.
 */
export function replayChart({ events, summary }: ReplayDocument): string {
  const points = events.flatMap((event): Point[] => {
    const { shortfallShare, closedShare } = event;
    if (shortfallShare === null || closedShare === null) return [];
    return [{ event, shortfall: perCent(shortfallShare), closed: perCent(closedShare) }];
  });
  const beyond = points.filter(({ shortfall }) => clamp(shortfall) !== shortfall).length;
  const series = (
    label: string,
    look: Pick<ScatterSeries, 'shape' | 'role'>,
    belongs: (event: ReplayedEventDocument) => boolean,
  ): ScatterSeries => {
    const own = points.filter(({ event }) => belongs(event));
    return {
      ...look,
      label: `${label} (${own.length})`,
      points: own.map((point) => ({ x: clamp(point.shortfall), y: point.closed, name: name(point) })),
    };
  };
  const notes = [
    `${events.length} event${events.length === 1 ? '' : 's'}: ${summary.provable} provable, ${summary.notProvable} not provable, ${summary.unusable} unusable`,
    ...(points.length < events.length ? [`${events.length - points.length} not drawn`] : []),
    ...(beyond > 0 ? [`${beyond} beyond the edge, drawn at it`] : []),
  ];
  const subtitle = notes.join(' · ');
  const shortfalls = points.map(({ shortfall }) => clamp(shortfall));
  return scatterChart({
    title: 'Dry run: closed share against shortfall',
    subtitle: `${subtitle} · private to the venue`,
    description: `${notes.join('; ')}. ${
      points.length === 0
        ? 'No event has a place on the chart.'
        : `Shortfall from ${written(Math.min(...points.map((point) => point.shortfall)))} to ${written(Math.max(...points.map((point) => point.shortfall)))} of the requirement, closed share of the notional from ${written(Math.min(...points.map(({ closed }) => closed)))} to ${written(Math.max(...points.map(({ closed }) => closed)))}.`
    }`,
    x: {
      label: 'shortfall: requirement less equity, % of the requirement',
      low: Math.min(-LEAST_SPAN, ...shortfalls),
      high: Math.max(LEAST_SPAN, ...shortfalls),
    },
    y: { label: 'closed share of the notional, %', low: 0, high: 100 },
    guide: { x: 0, label: 'equity meets the requirement' },
    series: [
      series('provable', { shape: 'dot', role: 'accent' }, (event) => event.verdict === 'provable' && !event.terminal),
      series(
        'provable, terminal: everything is closed',
        { shape: 'diamond', role: 'contrast' },
        (event) => event.verdict === 'provable' && event.terminal,
      ),
      series('not provable', { shape: 'cross', role: 'highlight' }, ({ verdict }) => verdict !== 'provable'),
    ],
  });
}
