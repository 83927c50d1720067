import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEvent } from '../../../prover/event.ts';
import type { PlanDocument } from '../../../prover/plan/planDocument.ts';
import { scenarioCandidates } from '../../../prover/plan/scenarioCandidates.ts';
import { judgeEvent } from '../../../prover/replay/judgeEvent.ts';
import type { ReplayDocument, ReplayedEventDocument } from '../../../prover/replay/replayDocument.ts';
import { type ReplayProgress, replayFolder } from '../../../prover/replay/replayFolder.ts';
import type { ScenariosDocument } from '../../../prover/scenarios/scenariosDocument.ts';
import { changed, eventDocument } from '../../support/documents.ts';
import { BROKEN_CLOSES, DAY, dayEvent, WORTHY_CLOSE, writeDay, writeMarket } from '../../support/replayDay.ts';
import { cli, Folder, smallAccount, smallEvent } from '../../system/support.ts';

const folder = new Folder();
const progress: ReplayProgress[] = [];
let replay: ReplayDocument;
let written: number;
beforeAll(async () => {
  written = writeDay(folder);
  replay = await replayFolder(folder.path, { onProgress: (step) => progress.push(step) });
});
afterAll(() => folder.remove());

function eventNamed(name: string, of = replay): ReplayedEventDocument {
  const found = of.events.find((event) => event.name === name);
  expect(found, name).toBeDefined();
  return found as ReplayedEventDocument;
}
const refusal = (name: string) => eventNamed(name).reason;
const CLAUSE_FILES = Object.keys(BROKEN_CLOSES).map((clause, i) => [clause, `1${i}-${clause}.json`] as const);

/** The replay of a folder of its own. */
async function replayOf(write: (own: Folder) => void): Promise<ReplayDocument> {
  const own = new Folder();
  try {
    write(own);
    return JSON.parse(JSON.stringify(await replayFolder(own.path))) as ReplayDocument;
  } finally {
    own.remove();
  }
}

describe('the events of a folder', () => {
  test('all stand in the order of number and name, those without a number last', () => {
    expect(replay.events).toHaveLength(written);
    expect(replay.events.map(({ sequence }) => sequence)).toEqual([
      ...[1, 2, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15, 16, 21, 22, 23, 31, 33, null, null],
    ]);
    expect(replay.events.map(({ name }) => name).slice(1, 3)).toEqual(['02-close.json', '40-day.ndjson:1']);
    expect(replay.events.map(({ name }) => name).slice(-2)).toEqual(['20-broken.json', '30-day.jsonl:3']);
  });

  test('leave out hidden files, deeper folders and JSON of other formats', () => {
    expect(replay.summary.otherFiles).toBe(5);
    expect(replay.events.filter(({ name }) => /hidden|deeper|notes|charter/.test(name))).toEqual([]);
  });

  test('may stand in lines, numbered with the blank ones', () => {
    expect(eventNamed('30-day.jsonl:1')).toMatchObject({ sequence: 31, verdict: 'provable' });
    expect(eventNamed('30-day.jsonl:4')).toMatchObject({ sequence: 33, verdict: 'provable', planned: false });
    expect(eventNamed('40-day.ndjson:1')).toMatchObject({ sequence: 2, verdict: 'provable' });
  });

  test('with documents inline and by path are judged alike', async () => {
    const inline = await replayOf((own) => own.write('day.jsonl', JSON.stringify({ ...smallEvent(), sequence: 1 })));
    const { name: _, ...event } = inline.events[0] as ReplayedEventDocument;
    const { name: __, ...byPath } = eventNamed(DAY.planned[0]);
    expect(event).toEqual(JSON.parse(JSON.stringify(byPath)));
  });

  test('of one number are all named', () => {
    expect(replay.repeated).toEqual([
      { venue: 'Example Options Venue', sequence: 2, events: ['02-close.json', '40-day.ndjson:1'] },
    ]);
  });

  test('are counted as they come', () => {
    expect(progress.at(-1)).toEqual({ judged: written, file: 25, files: 25 });
    const counts = progress.map(({ judged }) => judged);
    expect([...counts].sort((x, y) => x - y)).toEqual(counts);
  });

  test('give the same document again', async () => {
    expect(await replayFolder(folder.path)).toEqual(replay);
  });
});

describe('a provable event', () => {
  test.each([DAY.planned, DAY.terminal, DAY.rounds])('%s has the rounds and figures of fairmark plan', async (name) => {
    const { code, out } = await cli('plan', folder.file(name), '--json');
    expect(code).toBe(0);
    const { rounds } = JSON.parse(out) as PlanDocument;
    const event = eventNamed(name);
    const { equity, requirement } = rounds[0] as (typeof rounds)[number];
    expect(event).toMatchObject({
      verdict: 'provable',
      reason: null,
      planned: true,
      equity,
      terminal: rounds.at(-1)?.terminal,
    });
    // Under the binding scenario; the planner may begin with another.
    expect(Number(event.requirement)).toBeGreaterThanOrEqual(Number(requirement));
    expect(Number(event.shortfall)).toBeCloseTo(Number(event.requirement) - Number(equity), 4);
    expect(event.rounds).toHaveLength(rounds.length);
    for (const [i, { close, terminal, positions }] of rounds.entries()) {
      const round = event.rounds[i];
      expect(round).toMatchObject({ terminal, fee: close.fee, draw: close.draw, penalty: '0' });
      const planned = positions.filter(({ lots }) => lots !== '0');
      expect(new Set(round?.positions.map(({ instrument }) => instrument)).size).toBe(planned.length);
      for (const { instrument, held, quantity, price, notional } of planned) {
        expect(round?.positions).toContainEqual({ instrument, held, quantity, price, notional });
      }
    }
    const fees = rounds.reduce((sum, { close }) => sum + Number(close.fee), 0);
    expect(Number(event.cost)).toBeCloseTo(fees, 6);
  });

  test('of several rounds adds them up', () => {
    const event = eventNamed(DAY.rounds[0]);
    expect(event.rounds.length).toBeGreaterThan(1);
    // 2.5 and 3 BTC in puts, 1.5 in perpetuals, 0.1 in calls at an index of 70,000.
    const closed = event.rounds
      .flatMap(({ positions }) => positions)
      .reduce((sum, leg) => sum + Number(leg.notional), 0);
    expect(Number(event.closedShare)).toBeCloseTo(closed / (7.1 * 70_000), 6);
    expect(Number(event.closedShare)).toBeLessThan(1);
    expect(event.terminal).toBe(false);
  });

  test('that is terminal closes all of it, with the draw apart from the cost', () => {
    const event = eventNamed(DAY.terminal[0]);
    expect(event).toMatchObject({ terminal: true, closedShare: '1', cost: '0' });
    expect(Number(event.draw)).toBe(-Number(event.equity));
  });

  test('with a close of its own is judged by that close', () => {
    const event = eventNamed(DAY.close[0]);
    const [leg] = WORTHY_CLOSE.positions;
    expect(event).toMatchObject({ verdict: 'provable', planned: false, terminal: false });
    expect(event.rounds).toEqual([
      {
        terminal: false,
        fee: '98',
        // 0.7 BTC of a put that is short, 10 USD above the mark.
        penalty: '7',
        draw: '0',
        positions: [{ ...leg, held: '-2.5', notional: '49000' }],
      },
    ]);
    expect(event.cost).toBe('105');
    expect(event.closedShare).toBe('0.098592');
  });

  test('names the smallest instance that fits', () => {
    expect(eventNamed(DAY.planned[0])).toMatchObject({
      instance: 'liquidation_small',
      needed: { optionLegs: 3, linearLegs: 1, expiries: 2, underlyings: 1 },
    });
  });
});

describe('an event that is not provable', () => {
  test.each(CLAUSE_FILES)('because of %s says so', (clause, file) => {
    const event = eventNamed(file);
    const needed = { optionLegs: 3, linearLegs: 1, expiries: 2, underlyings: 1 };
    expect(event).toMatchObject({ verdict: 'not-provable', instance: null, needed, planned: false });
    expect(event.reason).toMatchObject({ clause, message: expect.stringMatching(/\w+ \w+/) });
    // How far below water it was is known all the same.
    expect(event).toMatchObject({ shortfall: eventNamed(DAY.planned[0]).shortfall, shortfallShare: '0.130276' });
    if (clause === 'FM-10') expect(event).toMatchObject({ closedShare: null, cost: null, rounds: [] });
    else expect(Number(event.closedShare)).toBeGreaterThan(0.09);
  });

  test.each([
    ...CLAUSE_FILES.map(([, file]) => file),
    ...[DAY.healthy, DAY.healthyClose, DAY.tooLarge].map(([name]) => name),
    ...['20-broken.json', '21-missing-path.json', '22-version.json', '23-field.json'],
  ])('%s has the reason of fairmark prove', async (name) => {
    const { code, out } = await cli('prove', folder.file(name), '-o', folder.file('never'), '--json');
    const { reason, verdict } = JSON.parse(JSON.stringify(eventNamed(name))) as ReplayedEventDocument;
    expect(reason).toEqual((JSON.parse(out) as { error: unknown }).error);
    expect(code === 2 && reason?.clause === undefined).toBe(verdict === 'unusable');
  });

  test('since it is healthy closes nothing, and stands above water', () => {
    const event = eventNamed(DAY.healthy[0]);
    expect(event).toMatchObject({ verdict: 'not-provable', planned: true, closedShare: '0', cost: '0', rounds: [] });
    expect(event.reason).toMatchObject({ code: 'not-liquidatable', clause: 'FM-09' });
    // Its requirement is rounded up where the replay's is rounded to nearest.
    const closest = Number(/closest by ([\d.]+) USD$/.exec(event.reason?.message ?? '')?.[1]);
    expect(Math.abs(closest + Number(event.shortfall))).toBeLessThan(2e-6);
    expect(Number(event.shortfall)).toBeLessThan(-700_000);
  });

  test('since it is healthy shows what its own close would have taken', () => {
    const event = eventNamed(DAY.healthyClose[0]);
    expect(event.reason).toMatchObject({ code: 'not-liquidatable', clause: 'FM-09' });
    expect(event).toMatchObject({ planned: false, closedShare: '0.098592', cost: '105' });
  });

  test('since it is too large says what it would need', () => {
    expect(eventNamed(DAY.tooLarge[0])).toMatchObject({
      verdict: 'not-provable',
      reason: { code: 'too-many-legs', message: expect.stringContaining('33 option legs (at most 32)') },
      needed: { optionLegs: 33, linearLegs: 1, expiries: 2, underlyings: 1 },
      instance: null,
    });
  });

  test('takes a larger instance where its commitment counts slots behind the head, though all used ones fit', async () => {
    const { positions, ...head } = smallAccount();
    const [linear, ...options] = [...(positions ?? [])].sort(
      (x, y) => Number(/PERP/.test(y.instrument)) - Number(/PERP/.test(x.instrument)),
    );
    const order = ['BTC-27MAR26-70000-C', 'BTC-27MAR26-70000-P', 'BTC-26JUN26-65000-P'];
    const sorted = order.map((name) => options.find(({ instrument }) => instrument === name) ?? null);
    const account = { ...head, slots: { linears: [linear ?? null], options: [...sorted, ...Array(10).fill(null)] } };
    const result = await replayOf((own) => {
      writeMarket(own);
      own.write('event.json', dayEvent(1, { account }));
    });
    expect(result.events[0]).toMatchObject({ verdict: 'provable', instance: 'liquidation_xl' });
  });
});

describe('an event that cannot be read', () => {
  test.each([
    ['20-broken.json', 'JSON_INVALID'],
    ['30-day.jsonl:3', 'JSON_INVALID'],
    ['21-missing-path.json', 'FILE_UNREADABLE'],
    ['22-version.json', 'FORMAT_UNKNOWN'],
    ['23-field.json', 'FIELD_UNKNOWN'],
  ])('%s says %s and stops no other', (name, code) => {
    expect(eventNamed(name)).toMatchObject({
      verdict: 'unusable',
      reason: { code },
      equity: null,
      shortfall: null,
      closedShare: null,
      cost: null,
      rounds: [],
    });
  });

  test('names file and line of what is no JSON', () => {
    expect(refusal('30-day.jsonl:3')?.message).toMatch(/30-day\.jsonl is not JSON: error at line 3, column 17$/);
    expect(refusal('20-broken.json')?.message).toMatch(/20-broken\.json is not JSON: error at line 1, column 49$/);
    expect(refusal('21-missing-path.json')?.message).toContain('nowhere.json: there is no such file');
  });

  test('is known by its number where that can be read', () => {
    expect(eventNamed('21-missing-path.json')).toMatchObject({ sequence: 21, venue: 'Example Options Venue' });
    expect(eventNamed('20-broken.json')).toMatchObject({ sequence: null, venue: null });
  });

  const VENUE = 'Example Options Venue';
  const coin = { ...smallAccount(), settlement: { currency: 'BTC' } };
  const notHeld = { positions: [{ instrument: 'ETH', quantity: '1', price: '1' }], fee: '0' };
  test.each<[what: string, value: unknown, venue: string | null]>([
    ['null', null, null],
    ['a text', 'event', null],
    ['an array', [], null],
    ['a number in place of the model', { ...dayEvent(1), model: 1 }, VENUE],
    ['an odd venue', { ...dayEvent(1), venue: 'a\u0007b', sequence: -1 }, null],
    ['an account that settles in coin', { ...dayEvent(1), account: coin }, VENUE],
    ['a close of what is not held', { ...dayEvent(1), close: notHeld }, VENUE],
    ['a close that is a text', { ...dayEvent(1), close: 'all' }, VENUE],
  ])('on a line, %s, has a code and a message', async (_, value, venue) => {
    const result = await replayOf((own) => {
      writeMarket(own);
      own.write('day.jsonl', `${JSON.stringify(value)}\n${JSON.stringify(dayEvent(7))}\n`);
    });
    expect(result.summary).toMatchObject({ events: 2, provable: 1 });
    const bad = eventNamed('day.jsonl:1', result);
    expect(bad.verdict).not.toBe('provable');
    expect(bad.venue).toBe(venue);
    expect(bad.reason?.code).toMatch(/^[A-Z_]+$/);
    expect(bad.reason?.code).not.toBe('UNEXPECTED');
  });
});

test('an event that meets a defect is named, without what the defect says', () => {
  const found = { name: 'event.json', isEvent: true, document: { ...smallEvent(), sequence: 5 } };
  const treeOf = (): never => {
    throw new RangeError('odd value 271828');
  };
  const event = judgeEvent(found, { instances: new Map(), treeOf });
  expect(event).toMatchObject({ sequence: 5n, verdict: 'unusable', reason: { code: 'UNEXPECTED' } });
  expect(event.reason?.message).toBe('the event could not be judged (RangeError)');
});

describe('a folder', () => {
  test('without an event is refused', async () => {
    await expect(replayOf(writeMarket)).rejects.toMatchObject({ code: 'EVENTS_MISSING' });
    await expect(replayOf(() => {})).rejects.toMatchObject({ code: 'EVENTS_MISSING' });
    await expect(replayOf((own) => own.write('day.jsonl', '\n \r\n'))).rejects.toMatchObject({
      code: 'EVENTS_MISSING',
    });
  });

  test('that is missing or a file is refused', async () => {
    const missing = folder.file('nowhere');
    await expect(replayFolder(missing)).rejects.toMatchObject({ code: 'FILE_UNREADABLE', field: missing });
    const file = folder.file('charter.json');
    await expect(replayFolder(file)).rejects.toMatchObject({ code: 'FILE_UNREADABLE', message: /is a file/ });
  });

  test('may name one venue by name and by id: the numbers are still one count', async () => {
    const { venueId } = readEvent(eventDocument());
    const result = await replayOf((own) => {
      writeMarket(own);
      own.write('a.json', dayEvent(1));
      own.write('b.json', dayEvent(1, { venue: venueId }));
      own.write('c.json', dayEvent(2));
    });
    expect(result.repeated).toEqual([{ venue: 'Example Options Venue', sequence: 1, events: ['a.json', 'b.json'] }]);
  });

  test('may hold events of several models: each has its own scenarios', async () => {
    const milder = (['forwardMoves', 'tails'] as const).reduce<unknown>(
      (scenarios, key) => changed(scenarios, `grids.0.${key}`, key === 'tails' ? [] : ['0', '0.01']),
      smallEvent().model.scenarios,
    ) as ScenariosDocument;
    const result = await replayOf((own) => {
      writeMarket(own);
      own.write('a.json', dayEvent(1));
      own.write('b.json', dayEvent(2, { model: { ...smallEvent().model, scenarios: milder } }));
    });
    const [a, b] = result.events as [ReplayedEventDocument, ReplayedEventDocument];
    expect(b.equity).toBe(a.equity);
    expect(Number(b.requirement)).toBeLessThan(Number(a.requirement));
  });
});

describe('the summary', () => {
  test('counts verdicts and reasons', () => {
    const { summary } = replay;
    expect(summary).toMatchObject({ events: written, provable: 7, notProvable: 10, unusable: 5 });
    expect(summary.reasons.reduce((sum, { events }) => sum + events, 0)).toBe(15);
    expect(summary.reasons.slice(0, 2)).toEqual([
      { code: 'JSON_INVALID', events: 2 },
      { code: 'not-liquidatable', clause: 'FM-09', events: 2 },
    ]);
    for (const clause of Object.keys(BROKEN_CLOSES)) {
      expect(summary.reasons).toContainEqual(expect.objectContaining({ clause, events: 1 }));
    }
  });

  test('sums up the provable closes alone', () => {
    const provable = replay.events.filter(({ verdict }) => verdict === 'provable');
    const { closes } = replay.summary;
    const total = (key: 'cost' | 'draw') => provable.reduce((sum, event) => sum + Number(event[key]), 0);
    expect(Number(closes.cost)).toBeCloseTo(total('cost'), 6);
    expect(Number(closes.draw)).toBeCloseTo(total('draw'), 6);
    expect(closes).toMatchObject({ terminal: 1, inSeveralRounds: 1 });
    const shares = provable.map(({ closedShare }) => Number(closedShare)).sort((x, y) => x - y);
    // Nearest rank of seven: the fourth, and the last.
    expect(closes.closedShare).toEqual({ median: `${shares[3]}`, p99: `${shares[6]}` });
  });

  test('has no closed share where nothing is provable', async () => {
    const result = await replayOf((own) => own.write('day.jsonl', '{}'));
    expect(result.summary.closes).toEqual({ terminal: 0, inSeveralRounds: 0, cost: '0', draw: '0', closedShare: null });
  });
});

test('the requirement is that of the worst scenario, as brute force finds it', () => {
  const { account, snapshot, model } = readEvent(smallEvent());
  const { charter, surface, scenarioTree } = model;
  const all = scenarioCandidates({ charter, snapshot, surface, account, scenarios: scenarioTree.leaves });
  const worst = [...all].map(({ margin }) => margin.requirement).sort((x, y) => (x < y ? 1 : -1))[0] as bigint;
  expect(Number(eventNamed(DAY.planned[0]).requirement)).toBeCloseTo(Number(worst) / 1e12, 6);
});

describe('the schema', () => {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true });
  const schema = JSON.parse(
    readFileSync(resolve(import.meta.dirname, '../../../schemas/replay.schema.json'), 'utf8'),
  ) as object;
  const validate = ajv.compile(schema);
  const json = (): ReplayDocument => JSON.parse(JSON.stringify(replay));

  test('fits what is written', async () => {
    validate(json());
    expect(validate.errors).toBeNull();
    validate(await replayOf((own) => own.write('day.jsonl', '{}')));
    expect(validate.errors).toBeNull();
  });

  test('refuses what is not', () => {
    const [first, ...rest] = json().events as [ReplayedEventDocument, ...ReplayedEventDocument[]];
    for (const wrong of [
      { ...json(), format: 'fairmark.replay.v2' },
      { ...json(), scenario: {} },
      { ...json(), events: [] },
      { ...json(), events: [{ ...first, salt: '0x1' }, ...rest] },
      { ...json(), events: [{ ...first, equity: 1 }, ...rest] },
      { ...json(), events: [{ ...first, verdict: 'fair' }, ...rest] },
    ]) {
      expect(validate(wrong)).toBe(false);
    }
  });

  test('describes every property', () => {
    const undescribed: string[] = [];
    const walk = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const [key, value] of Object.entries(node)) {
        if (key === 'properties') {
          for (const [name, property] of Object.entries(value as Record<string, object>)) {
            if (!('description' in property)) undescribed.push(`${path}.${name}`);
          }
        }
        walk(value, `${path}.${key}`);
      }
    };
    walk(schema, 'replay');
    expect(undescribed).toEqual([]);
  });
});
