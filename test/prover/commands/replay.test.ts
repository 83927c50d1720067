import { readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ReplayDocument } from '../../../prover/replay/replayDocument.ts';
import { DAY, dayEvent, WORTHY_CLOSE, writeDay, writeMarket } from '../../support/replayDay.ts';
import { type CliResult, cli, Folder } from '../../system/support.ts';

const folder = new Folder();
const results = new Folder();
const svg = results.file('day.svg');
let before: string[];
let text: CliResult;
let json: CliResult;
beforeAll(async () => {
  writeDay(folder);
  before = folder.listing();
  // The clock stands still, so that no run is long enough for progress.
  vi.spyOn(Date, 'now').mockReturnValue(0);
  text = await cli('replay', folder.path, '--verbose', '-o', svg);
  json = await cli('replay', folder.path, '--json');
  vi.restoreAllMocks();
});
afterAll(() => {
  folder.remove();
  results.remove();
});

/** The line of the table for an event. */
const rowOf = (name: string) => text.out.split('\n').find((line) => line.includes(` ${name} `)) ?? '';

describe('a folder in which some events are not provable', () => {
  test('has exit code 1, and nothing in it is touched', () => {
    expect([text.code, json.code]).toEqual([1, 1]);
    expect(folder.listing()).toEqual(before);
    expect(results.listing().map((line) => line.split(' ')[0])).toEqual(['day.svg']);
  });

  test('is printed as a table', () => {
    expect(text.out).toMatch(/^Dry run: nothing is proven\. PRIVATE to the venue: amounts of its accounts, in USD\.$/m);
    expect(text.out).toMatch(
      /^number +event +verdict +circuit +shortfall +of req\. +closed +legs +rounds +cost +draw$/m,
    );
    expect(rowOf(DAY.planned[0])).toMatch(/^ +1 .* provable +small +4,824\.18 +13\.0% +9\.9% +1 +1 +98\.00 +0\.00$/);
    expect(rowOf(DAY.close[0])).toMatch(/ provable +small +4,824\.18 +13\.0% +9\.9% +1 +1 +105\.00 +0\.00$/);
    expect(rowOf(DAY.terminal[0])).toMatch(/ provable, terminal +small .* 100\.0% +4 +1 +0\.00 +58,793\.76$/);
    expect(rowOf(DAY.rounds[0])).toMatch(/ provable +small .* 3 +2 +\d+\.\d\d +0\.00$/);
    expect(rowOf(DAY.healthy[0])).toMatch(/ not: FM-09 +- +-744,175\.82 +-2009\.6% +0\.0% +0 +0 +0\.00 +0\.00$/);
    expect(rowOf(DAY.tooLarge[0])).toMatch(/ not: too large +- /);
    expect(rowOf('12-FM-12.json')).toMatch(/ not: FM-12 +- +4,824\.18 /);
    expect(rowOf('20-broken.json')).toMatch(/^ +- .* unusable +- +- +- +- +- +- +- +-$/);
  });

  test('is summed up, with every reason and what can be done', () => {
    for (const line of [
      '22 events: 7 provable, 10 not provable, 5 unusable; 5 other JSON files passed over',
      '  2 FM-09, not-liquidatable',
      '  1 FM-12, clause-violated',
      'Provable closes: cost to the accounts 1,218.00, insurance draws 58,793.76',
      '  closed share of the notional: median 9.9%, 99th percentile 100.0%',
      '  1 terminal, 1 in several rounds',
      'Number 2 stands in 02-close.json, 40-day.ndjson:1: only one of them can have a receipt',
      '  12 12-FM-12.json: clause-violated',
      '    FM-12: option leg 1: more lots are closed than needed',
      '    Leave at least one lot of this leg open: the target is reached without it.',
      '    the account does not fit the instance: 33 option legs (at most 32)',
    ]) {
      expect(text.out.split('\n')).toContain(line);
    }
  });

  test('shows the positions of every close with --verbose alone', async () => {
    expect(text.out).toMatch(/^2 02-close\.json: its own close; fee 98\.00, against the mark 7\.00$/m);
    expect(text.out).toMatch(/^4 04-rounds\.json: planned round 2 of 2; fee /m);
    expect(text.out).toMatch(/^ {2}BTC-27MAR26-70000-P +-2\.5 +0\.7 +1,737\.39 +49,000\.00$/m);
    const brief = await cli('replay', folder.path);
    expect(brief.out).not.toMatch(/its own close|planned round/);
    expect(text.out).toContain(brief.out.slice(0, brief.out.indexOf('\n\n22 events')));
  });

  test('is one JSON document with --json, and quiet otherwise', () => {
    const document = JSON.parse(json.out) as ReplayDocument;
    expect(document).toMatchObject({ format: 'fairmark.replay.v1', summary: { events: 22 } });
    expect(json.err).toBe('');
    expect(text.err).toBe(`wrote ${svg}`);
  });

  test('is drawn into a file that only its owner can read', () => {
    expect(statSync(svg).mode & 0o777).toBe(0o600);
    const drawing = readFileSync(svg, 'utf8');
    expect(drawing).toContain('22 events: 7 provable, 10 not provable, 5 unusable · 6 not drawn · 3 beyond the edge');
    expect(drawing).toContain('provable (6)');
    expect(drawing).toContain('provable, terminal: everything is closed (1)');
    expect(drawing).toContain('not provable (9)');
  });
});

describe('the exit code', () => {
  async function codeOf(write: (own: Folder) => void): Promise<number> {
    const own = new Folder();
    writeMarket(own);
    write(own);
    try {
      return (await cli('replay', own.path)).code;
    } finally {
      own.remove();
    }
  }

  test('is 0 where every event is provable', async () => {
    const code = await codeOf((own) => {
      own.write('1.json', dayEvent(1));
      own.write('2.json', dayEvent(2, { close: WORTHY_CLOSE }));
    });
    expect(code).toBe(0);
  });

  test('is 1 where two have one number', async () => {
    const code = await codeOf((own) => {
      own.write('1.json', dayEvent(1));
      own.write('2.json', dayEvent(1, { close: WORTHY_CLOSE }));
    });
    expect(code).toBe(1);
  });

  test('is 1 where one cannot be read', async () => {
    const code = await codeOf((own) => own.write('1.jsonl', `${JSON.stringify(dayEvent(1))}\n{`));
    expect(code).toBe(1);
  });

  test('is 2 where there is no event', async () => {
    const { code, err, out } = await cli('replay', results.path, '--json');
    expect(code).toBe(2);
    expect(err).toContain('holds no event');
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'EVENTS_MISSING', field: results.path } });
  });
});

test('bad arguments are refused before any event is read', async () => {
  for (const [args, said] of [
    [[], 'takes one DIR, not 0'],
    [[folder.path, 'more'], 'takes one DIR, not 2'],
    [[folder.file('nowhere')], 'there is no such file'],
    [[folder.file('charter.json')], 'is a file, not a folder'],
    [[folder.path, '-o', results.file('none/day.svg')], 'there is no such folder'],
    [[folder.path, '-o', results.path], 'it is a folder'],
    [[folder.path, '-o', ''], '--svg is empty'],
  ] as const) {
    const { code, out, err } = await cli('replay', ...args);
    expect(code, args.join(' ')).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(said);
  }
});

test('help is printed, says that the result is private, and is 80 columns wide', async () => {
  const { code, out } = await cli('replay', '--help');
  expect(code).toBe(0);
  expect(out).toMatch(/^Usage: fairmark replay DIR/);
  expect(out).toContain('PRIVATE');
  for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test('progress is told on standard error where it takes longer than two seconds', async () => {
  // A clock that moves by a second whenever it is asked.
  let now = 0;
  vi.spyOn(Date, 'now').mockImplementation(() => (now += 1_000));
  const { out, err } = await cli('replay', folder.path);
  vi.restoreAllMocks();
  expect(err).toMatch(/^\d+ events judged, file \d+ of 25, after 2 s$/m);
  expect(out).not.toContain('judged');
});
