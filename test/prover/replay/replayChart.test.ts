import { expect, test } from 'vitest';
import { replayChart } from '../../../prover/replay/replayChart.ts';
import type { ReplayDocument, ReplayedEventDocument } from '../../../prover/replay/replayDocument.ts';

const event = (changes: Partial<ReplayedEventDocument>): ReplayedEventDocument => ({
  name: 'e.json',
  venue: 'Venue',
  sequence: 1,
  accountNumber: 1,
  verdict: 'provable',
  reason: null,
  planned: true,
  instance: 'liquidation_small',
  needed: null,
  equity: '90',
  requirement: '100',
  shortfall: '10',
  shortfallShare: '0.1',
  closedShare: '0.25',
  cost: '1',
  draw: '0',
  terminal: false,
  rounds: [],
  ...changes,
});

const replay = (...events: ReplayedEventDocument[]): ReplayDocument => ({
  format: 'fairmark.replay.v1',
  events,
  repeated: [],
  summary: {
    events: events.length,
    provable: events.filter(({ verdict }) => verdict === 'provable').length,
    notProvable: events.filter(({ verdict }) => verdict === 'not-provable').length,
    unusable: events.filter(({ verdict }) => verdict === 'unusable').length,
    otherFiles: 0,
    reasons: [],
    closes: { terminal: 0, inSeveralRounds: 0, cost: '0', draw: '0', closedShare: null },
  },
});
const reason = { code: 'clause-violated', clause: 'FM-12', message: 'FM-12: too many' };

test('says of every point what it is', () => {
  const svg = replayChart(
    replay(
      event({ name: '<a>.json' }),
      event({ sequence: 2, terminal: true, closedShare: '1', shortfallShare: '0.9' }),
      event({ sequence: null, verdict: 'not-provable', reason, shortfallShare: '-0.051' }),
    ),
  );
  expect(svg).toContain('<title>1 &lt;a&gt;.json: shortfall 10.0%, closed 25.0%</title>');
  expect(svg).toContain('<title>2 e.json: shortfall 90.0%, closed 100.0%</title>');
  expect(svg).toContain('<title>e.json: shortfall \u22125.1%, closed 25.0%, FM-12</title>');
  expect(svg).toContain(
    'Shortfall from \u22125.1% to 90.0% of the requirement, closed share of the notional from 25.0% to 100.0%.',
  );
  for (const label of ['provable (1)', 'provable, terminal: everything is closed (1)', 'not provable (1)']) {
    expect(svg).toContain(`>${label}</text>`);
  }
  expect(svg).not.toMatch(/not drawn|beyond/);
});

test('draws points far out at the edge, and says so', () => {
  const svg = replayChart(replay(event({ shortfallShare: '-20.1' }), event({ shortfallShare: '7' }), event({})));
  expect(svg).toContain('2 beyond the edge, drawn at it');
  expect(svg).toContain('shortfall \u22122010.0%');
  const places = [...svg.matchAll(/<circle cx="([\d.]+)"[^>]*><title>/g)].map(([, x]) => Number(x));
  expect(places).toHaveLength(3);
  for (const x of places) expect(x > 66 && x < 780).toBe(true);
  // The axis ends a little beyond -100% and 200%.
  expect(svg).toContain('>\u2212100</text>');
  expect(svg).toContain('>200</text>');
});

test('leaves out what has no place, and is drawn without any', () => {
  const unusable = event({ verdict: 'unusable', shortfallShare: null, closedShare: null, reason });
  const svg = replayChart(replay(unusable, event({ shortfallShare: null, requirement: '0' })));
  expect(svg).toContain('2 events: 1 provable, 0 not provable, 1 unusable · 2 not drawn · private to the venue');
  expect(svg).toContain('No event has a place on the chart.');
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});
