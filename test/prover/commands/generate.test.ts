import { readdirSync, readFileSync, statSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { ACCOUNT_KINDS } from '../../../prover/accounts/generateAccount.ts';
import { loadEvent } from '../../../prover/event.ts';
import { cli, Folder } from '../../system/support.ts';

const folder = new Folder();
afterAll(() => folder.remove());

const contents = (name: string) =>
  Object.fromEntries(
    readdirSync(folder.file(name)).map((file) => [file, readFileSync(folder.file(name, file), 'utf8')]),
  );

describe('fairmark generate', () => {
  test('writes events of every kind that replay takes as they are', async () => {
    const { code, out } = await cli('generate', '-o', folder.file('day'), '--count', '18', '--seed', '3');
    expect(code).toBe(0);
    for (const kind of ACCOUNT_KINDS) expect(out).toMatch(new RegExp(`^ +2 {2}${kind}$`, 'm'));
    expect(readdirSync(folder.file('day'))).toHaveLength(18 + 4);
    const event = await loadEvent(folder.file('day', 'event-0018.json'));
    expect(event.sequence).toBe(18n);
    for (const secret of ['event-0001.json', 'scenarios.json', 'surface.json']) {
      expect(statSync(folder.file('day', secret)).mode & 0o777).toBe(0o600);
    }
    const replay = await cli('replay', folder.file('day'), '--json');
    const { summary } = JSON.parse(replay.out) as { summary: Record<string, number> };
    expect(summary).toMatchObject({ events: 18, unusable: 0 });
    expect(summary.provable).toBeGreaterThan(9);
    // Healthy ones are refused by the trigger and by nothing else.
    expect(summary.reasons).toEqual([expect.objectContaining({ clause: 'FM-09', events: summary.notProvable })]);
  });

  test('writes the same files for the same seed, and others for another', async () => {
    const make = (name: string, seed: string) =>
      cli('generate', '-o', folder.file(name), '--count', '3', '--seed', seed, '--kinds', 'condor,calendar', '--json');
    const { out } = await make('once', '5');
    await make('again', '5');
    await make('other', '6');
    expect(contents('again')).toEqual(contents('once'));
    expect(contents('other')['event-0001.json']).not.toEqual(contents('once')['event-0001.json']);
    expect(contents('other')['scenarios.json']).not.toEqual(contents('once')['scenarios.json']);
    const { events, seed } = JSON.parse(out) as { events: { kind: string; name: string }[]; seed: number };
    expect(seed).toBe(5);
    expect(events.map(({ name, kind }) => [name, kind])).toEqual([
      ['event-0001.json', 'condor'],
      ['event-0002.json', 'calendar'],
      ['event-0003.json', 'condor'],
    ]);
  });

  test('takes the rules of another venue', async () => {
    const rules = [
      '--charter',
      'examples/correlated/charter.json',
      '--scenarios',
      'examples/correlated/scenarios.json',
    ];
    const { code } = await cli('generate', '-o', folder.file('own'), '--count', '2', '--kinds', 'crossAsset', ...rules);
    expect(code).toBe(0);
    const event = await loadEvent(folder.file('own', 'event-0001.json'));
    expect(event.model.charter.jointScenarios).toBe(true);
    expect(new Set([...event.account.options, ...event.account.linears].map((p) => p?.underlying)).size).toBe(2);
  });

  test.each([
    ['no folder', [], 'no folder'],
    ['a count of none', ['-o', folder.file('x'), '--count', '0'], '--count is not a whole number from 1'],
    ['a seed that is no number', ['-o', folder.file('x'), '--seed', '1e3'], '--seed is not a whole number'],
    ['an unknown kind', ['-o', folder.file('x'), '--kinds', 'condor,strip'], '"strip" is none of nakedShort'],
    ['a charter alone', ['-o', folder.file('x'), '--charter', 'a.json'], 'go together'],
    ['a missing book', ['-o', folder.file('x'), '--book', folder.file('none.json')], 'none.json'],
  ])('refuses %s and writes nothing', async (_, args, message) => {
    const { code, err } = await cli('generate', ...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(readdirSync(folder.path)).not.toContain('x');
  });

  test('does not mix a day with what is there, unless forced', async () => {
    const args = ['generate', '-o', folder.file('full'), '--count', '1'];
    folder.write('full/notes.txt', 'mine');
    const { code, err } = await cli(...args);
    expect(code).toBe(2);
    expect(err).toContain('is not empty');
    expect(readdirSync(folder.file('full'))).toEqual(['notes.txt']);
    expect((await cli(...args, '--force')).code).toBe(0);
    expect(readFileSync(folder.file('full/notes.txt'), 'utf8')).toBe('mine');
  });
});
