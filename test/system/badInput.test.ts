import { cpSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';
import { changed, charterDocument } from '../support/documents.ts';
import { type CliResult, cli, Folder, listing, smallAccount, smallEvent } from './support.ts';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => {
  vi.unstubAllEnvs();
  folder.remove();
});

/** Proves an event, and expects an error and a folder that is as it was. */
async function refused(event: unknown, ...flags: string[]): Promise<CliResult> {
  const path = folder.write('event.json', event);
  const before = folder.listing();
  const result = await cli('prove', path, '-o', folder.file('out'), ...flags);
  expect(folder.listing()).toEqual(before);
  expect(result.code).not.toBe(0);
  expect(result.err).toMatch(/^error: |\nerror: /);
  // A person is told, not shown the program's inside.
  expect(result.err).not.toMatch(/undefined|null|\[object|TypeError|node:internal|\n\s+at .*:\d+:\d+/);
  for (const line of result.err.split('\n')) expect(line.length).toBeLessThanOrEqual(200);
  return result;
}

const withPosition = (position: unknown, place = 0) =>
  changed(smallEvent(), `account.positions.${place}`, position) as object;

describe('an account', () => {
  test.each([
    ['DOGE-27MAR26-1-P', 'DOGE'],
    ['BTC-27MAR26-70000-X', 'account.positions[0].instrument'],
    ['BTC-27MAR26-70000.5-P', 'strike'],
    ['BTC-28MAR26-70000-P', 'BTC-28MAR26-70000-P: the snapshot has no such expiry'],
    ['btc-perpetual', 'account.positions[0].instrument'],
    ['BTC-31FEB26-70000-P', 'account.positions[0].instrument'],
    ['', 'account.positions[0].instrument'],
  ])('with the unknown instrument %j is refused', async (instrument, said) => {
    const { code, err } = await refused(withPosition({ instrument, quantity: '-1' }));
    expect(code).toBe(2);
    expect(err).toContain(said);
    expect(err).toContain('account.positions[0]');
  });

  test('with an option whose expiry has no slice is refused', async () => {
    const { err } = await refused(withPosition({ instrument: 'BTC-24APR26-70000-P', quantity: '-1' }));
    expect(err).toMatch(/model\.surface has no slice for the expiry of BTC-24APR26-70000-P/);
  });

  test('with an expired option is refused', async () => {
    const { err } = await refused(withPosition({ instrument: 'BTC-20MAR26-70000-P', quantity: '-1' }));
    expect(err).toContain('BTC-20MAR26-70000-P has expired at the time of the snapshot');
    expect(err).toContain('account.positions[0].instrument');
    expect(err).toContain('Settle it into cash first.');
  });

  test('with a position twice is refused', async () => {
    const { err } = await refused(withPosition({ instrument: 'BTC-27MAR26-70000-P', quantity: '1' }, 3));
    expect(err).toContain('BTC-27MAR26-70000-P is listed twice');
  });

  test('with more legs than the circuit opens is refused with the number', async () => {
    const strikes = Array.from({ length: 30 }, (_, i) => ({
      instrument: `BTC-27MAR26-${66_000 + 100 * i}-P`,
      quantity: '-1',
    }));
    const { positions = [] } = smallAccount();
    const { err } = await refused(changed(smallEvent(), 'account.positions', [...positions, ...strikes]));
    expect(err).toContain('33 option legs (at most 32)');
    expect(err).toContain('fairmark instances');
  });

  test('that settles in coin is refused by name', async () => {
    const { code, err } = await refused(changed(smallEvent(), 'account.settlement.currency', 'BTC'));
    expect(code).toBe(2);
    expect(err).toContain('account.settlement.currency is "BTC"');
    expect(err).toContain('coin-settled accounts are a later version');
  });

  test('that is healthy is refused with the distance, and exits with 1', async () => {
    const { code, err } = await refused(changed(smallEvent(), 'account.cash', '900000'));
    expect(code).toBe(1);
    expect(err).toMatch(
      /not liquidatable: equity exceeds the requirement of every scenario, the closest by \d+\.\d+ USD/,
    );
    expect(err).toContain('FM-09');
  });

  test('that holds nothing is refused', async () => {
    const { err } = await refused(changed(smallEvent(), 'account.positions', []));
    expect(err).toContain('the account holds no positions');
  });

  test('whose state is later than the snapshot is refused', async () => {
    const { err } = await refused(changed(smallEvent(), 'account.time', '2026-03-20T12:00:01Z'));
    expect(err).toContain('FM-05');
  });

  test.each(['0x', '0x00', '', `0x${'0'.repeat(62)}`, `0x${'f'.repeat(64)}`, 'salt'])(
    'with the salt %j is refused',
    async (salt) => {
      const { err } = await refused(changed(smallEvent(), 'account.salt', salt));
      expect(err).toContain('account.salt');
    },
  );
});

describe('a number', () => {
  const SPELLINGS: readonly unknown[] = [
    ...['01', '+1', '1e3', '1.', '.5', ' 1', '1 ', '1\n', 'NaN', 'Infinity', '-0', '0x1', '1,000', '1_000', '١', ''],
    ...[1, 0.5, null, true, [], {}],
    '1'.repeat(65),
  ];
  const FIELDS = [
    'account.cash',
    'account.positions.0.quantity',
    'snapshot.underlyings.0.index',
    'snapshot.underlyings.0.expiries.0.discount',
    'model.charter.underlyings.0.fee',
    'model.scenarios.grids.0.weight',
    'model.surface.surfaces.0.slices.0.a',
    'close.fee',
    'close.positions.0.price',
  ];
  const close = { positions: [{ instrument: 'BTC-27MAR26-70000-P', quantity: '0.7', price: '1727' }], fee: '0' };

  test.each(FIELDS)('in %s has one spelling', async (path) => {
    const field = path.replace(/\.(\d+)/g, '[$1]');
    for (const value of SPELLINGS) {
      const { code, err } = await refused(changed({ ...smallEvent(), close }, path, value));
      expect(code, JSON.stringify(value)).toBe(2);
      expect(err, JSON.stringify(value)).toContain(field);
    }
  });

  test.each(['sequence', 'account.sequence', 'account.accountNumber', 'snapshot.round'])(
    'that counts, in %s, has one spelling',
    async (field) => {
      for (const value of ['01', '+1', '1e3', ' 1', '1.0', '-1', 1.5, -1, 2 ** 60, '9'.repeat(30), null, true]) {
        const { err } = await refused(changed(smallEvent(), field, value));
        expect(err, JSON.stringify(value)).toContain(field);
      }
    },
  );

  test.each([
    ['account.cash', '0.0000001'],
    ['account.cash', '9999999999999999'],
    ['account.positions.0.quantity', '0.05'],
    ['account.positions.0.quantity', '0'],
    ['account.positions.0.quantity', '99999999'],
    ['snapshot.underlyings.0.index', '70000.001'],
    ['snapshot.underlyings.0.index', '0'],
    ['snapshot.underlyings.0.expiries.0.discount', '1.1'],
  ])('%s = %s does not fit and is refused', async (path, value) => {
    const { err } = await refused(changed(smallEvent(), path, value));
    expect(err).toContain(path.replace(/\.(\d+)/g, '[$1]'));
  });
});

describe('a charter', () => {
  test.each([
    ['targetBuffer', '1.001'],
    ['longCredit', '1.001'],
    ['underlyings.0.fee', '0.050001'],
    ['underlyings.0.charges.shortOption', '0.500001'],
    ['underlyings.0.charges.linear', '0.500001'],
    ['underlyings.0.penaltyCap.notional', '0.200001'],
    ['underlyings.0.penaltyCap.mark', '1.001'],
    ['underlyings.0.penaltyCap.base', '0.050001'],
    ['scenarioBounds.weightMaximum', '1.001'],
    ['underlyings.0.scenarioBounds.forwardMinimum', '0.009'],
    ['underlyings.0.scenarioBounds.forwardMaximum', '1.999'],
    ['scenarioBounds.volMinimum.0', '0'],
    ['scenarioBounds.volMaximum.0', '2.3'],
    ['targetBuffer', '-0.001'],
    ['underlyings.0.fee', '-0.000001'],
    ['underlyings.0.lotSize', '0'],
    ['underlyings.0.lotSize', '3'],
    ['underlyings.0.priceUnit', '0.0000001'],
    ['underlyings.0.strikeTick', '0.5'],
    ['tenorBuckets.1', '1h'],
    ['settlement.currency', 'BTC'],
  ])('with %s = %s is outside the hard limits', async (path, value) => {
    const { code, err } = await refused(changed(smallEvent(), `model.charter.${path}`, value));
    expect(code).toBe(2);
    expect(err).toContain('model.charter.');
    expect(err).toContain(path.replace(/\.(\d+)/g, '[$1]').replace('priceUnit', 'lotSize'));
  });

  test('of another venue is refused', async () => {
    const { err } = await refused(changed(smallEvent(), 'venue', 'Another Venue'));
    expect(err).toContain('venue is not the venue of the charter');
  });

  test('without the feed of the snapshot is refused', async () => {
    const { err } = await refused(changed(smallEvent(), 'snapshot.feed', 'another.feed'));
    expect(err).toContain('snapshot.feed is none of the feeds of the charter');
  });
});

describe('a scenario outside the charter', () => {
  test.each([
    ['grids.0.forwardMoves.0', '-0.61', 'model.scenarios.grids[0].forwardMoves[0]'],
    ['grids.0.forwardMoves.8', '0.7', 'model.scenarios.grids[0].forwardMoves[8]'],
    ['grids.0.volShocks.0.0', '2.1', 'model.scenarios.grids[0].forwardMoves[0] with volShocks[0]'],
    ['grids.0.volShocks.2.3', '0.5', 'model.scenarios.grids[0].forwardMoves[0] with volShocks[2]'],
    ['grids.1.tails.0.weight', '1.5', 'model.scenarios.grids[1].tails[0]'],
  ])('in %s is refused by its field', async (path, value, field) => {
    const { err } = await refused(changed(smallEvent(), `model.scenarios.${path}`, value));
    expect(err).toContain(field);
    expect(err).toContain('charter');
    expect(err).not.toContain(value);
  });

  test('and scenarios without a seed or for one underlying only are refused', async () => {
    const noSeed = await refused(changed(smallEvent(), 'model.scenarios.seed', undefined));
    expect(noSeed.err).toContain('openssl rand -hex 32');
    const { err } = await refused(changed(smallEvent(), 'model.scenarios.grids.1', undefined));
    expect(err).toContain('model.scenarios');
  });
});

describe('a close', () => {
  interface Close {
    positions: { instrument: string; quantity: string; price: string }[];
    fee: string;
    draw: string;
  }
  let close: Close;
  let put: Close['positions'][number];
  const closing = (change: Partial<Close>) => ({ ...smallEvent(), close: { ...close, ...change } });

  beforeAll(async () => {
    const planned = new Folder();
    const event = planned.write('event.json', smallEvent());
    expect((await cli('plan', event, '-o', planned.file('planned.json'))).code).toBe(0);
    ({ close } = planned.json('planned.json') as { close: Close });
    expect(close.positions).toHaveLength(1);
    put = close.positions[0] as Close['positions'][number];
    planned.remove();
  });

  test.each([
    ['one lot too many', '0.8', 'FM-12'],
    ['everything of the leg', '2.5', 'FM-12'],
  ])('of %s is refused as not needed', async (_, quantity, clause) => {
    const { code, err } = await refused(closing({ positions: [{ ...put, quantity }] }));
    expect(code).toBe(1);
    expect(err).toContain(`${clause}: `);
  });

  test('of more than is held is refused by its field', async () => {
    const { code, err } = await refused(closing({ positions: [{ ...put, quantity: '2.6' }] }));
    expect(code).toBe(2);
    expect(err).toContain('close.positions[0].quantity is more of BTC-27MAR26-70000-P than held');
    expect(err).not.toContain('2.5');
  });

  test('of what does not help is refused', async () => {
    const perpetual = { instrument: 'BTC-PERPETUAL', quantity: '0.1', price: '70012.5' };
    const { err } = await refused(closing({ positions: [perpetual], fee: '0' }));
    expect(err).toContain('FM-11: ');
  });

  test('of the wrong leg is refused as not of least notional', async () => {
    const call = { instrument: 'BTC-26JUN26-65000-P', quantity: '0.8', price: '3000' };
    const { err } = await refused(closing({ positions: [call], fee: '0' }));
    expect(err).toMatch(/FM-1[34]: /);
  });

  test.each(['4000', '1000000', '10000'])('at the unfair price %s is refused', async (price) => {
    const { code, err } = await refused(closing({ positions: [{ ...put, price }] }));
    expect(code).toBe(1);
    expect(err).toContain('FM-14: ');
  });

  test('with a fee over the rate is refused', async () => {
    const { code, err } = await refused(closing({ fee: '98.000001' }));
    expect(code).toBe(1);
    expect(err).toContain('FM-15: ');
  });

  test('with a draw for an account that keeps positions is refused', async () => {
    const { err } = await refused(closing({ fee: '0', draw: '1' }));
    expect(err).toMatch(/FM-1[57]: /);
  });

  test.each([
    ['of nothing', { positions: [] }, 'close.positions has 0 entries'],
    ['of an instrument not held', {}, 'close.positions[0].instrument BTC-27MAR26 is not in the account'],
    ['of a negative quantity', {}, 'close.positions[0].quantity is negative'],
  ])('%s is refused', async (what, change, said) => {
    const positions =
      what === 'of an instrument not held' ? [{ ...put, instrument: 'BTC-27MAR26' }] : [{ ...put, quantity: '-0.7' }];
    const { err } = await refused(closing({ positions, ...change }));
    expect(err).toContain(said);
  });

  test('of one leg twice is refused', async () => {
    const half = { ...put, quantity: '0.3' };
    const { err } = await refused(closing({ positions: [half, half] }));
    expect(err).toContain('BTC-27MAR26-70000-P is listed twice');
  });
});

describe('a file', () => {
  test.each([
    ['that is missing', undefined, 'there is no such file'],
    ['that is empty', '', 'is not JSON: error at line 1, column 1'],
    ['that is no JSON', '{\n  "format": fairmark\n}', 'is not JSON: error at line 2, column 13'],
    ['that ends early', '{"format": ', 'The file ends too early'],
    ['that is binary', new Uint8Array([0xff, 0xfe, 0x00]), 'is not UTF-8 text'],
    ['that holds null', 'null', 'must be a JSON object'],
    ['that holds a list', '[]', 'must be a JSON object'],
    ['that holds a text', '"event.json"', 'must be a JSON object'],
    ['of another format', '{"format":"fairmark.receipt.v1"}', 'is missing'],
  ])('%s is refused', async (_, content, said) => {
    const path = content === undefined ? folder.file('event.json') : folder.write('event.json', content);
    const before = folder.listing();
    const { code, err } = await cli('prove', path, '-o', folder.file('out'));
    expect(code).toBe(2);
    expect(err).toContain(said);
    expect(folder.listing()).toEqual(before);
  });

  test('that is a folder, or huge, is refused', async () => {
    const huge = folder.write('huge.json', '{}');
    truncateSync(huge, 65 * 1024 * 1024);
    const before = folder.listing();
    expect((await cli('prove', folder.path, '-o', folder.file('out'))).err).toContain('is a folder, not a file');
    expect((await cli('prove', huge, '-o', folder.file('out'))).err).toMatch(/huge\.json has 68157440 bytes; at most/);
    expect(folder.listing()).toEqual(before);
  });

  test('that is named inside the event is refused with its own path', async () => {
    const gone = await refused(changed(smallEvent(), 'model.surface', 'model/surface.json'));
    expect(gone.err).toMatch(/model\/surface\.json: there is no such file/);
    folder.write('account.json', '{"format":');
    const broken = await refused(changed(smallEvent(), 'account', 'account.json'));
    expect(broken.err).toMatch(/account\.json is not JSON: error at line 1/);
  });

  const OBJECTS = ['', 'account', 'account.positions.0', 'snapshot', 'model', 'model.charter', 'model.surface'];

  test.each(OBJECTS)('with an unknown field or __proto__ in %j is refused by name', async (path) => {
    const at = path === '' ? '' : `${path}.`;
    const unknown = await refused(changed(smallEvent(), `${at}colour`, 'red'));
    expect(unknown.err).toContain('colour');
    for (const key of ['__proto__', 'constructor', 'toString']) {
      const text = JSON.stringify(changed(smallEvent(), `${at}XXX`, { polluted: true })).replace('"XXX"', `"${key}"`);
      const { err } = await refused(text);
      expect(err).toContain(key);
    }
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test('with any field missing is refused by name', async () => {
    const required = [
      ...['format', 'venue', 'sequence', 'account', 'snapshot', 'model'],
      ...['format', 'owner', 'accountNumber', 'sequence', 'time', 'settlement', 'cash', 'salt', 'positions'].map(
        (key) => `account.${key}`,
      ),
      ...['format', 'feed', 'round', 'time', 'previous', 'quotesRoot', 'underlyings'].map((key) => `snapshot.${key}`),
      ...['charter', 'scenarios', 'surface'].map((key) => `model.${key}`),
      ...Object.keys(charterDocument()).map((key) => `model.charter.${key}`),
    ];
    for (const path of required) {
      const { code, err } = await refused(changed(smallEvent(), path, undefined));
      expect(code, path).toBe(2);
      expect(err, path).toMatch(new RegExp(`${path.replaceAll('.', '\\.')} (is missing|or slots must be there)`));
    }
  });
});

describe('a key that does not fit', () => {
  test('a damaged key or circuit in the cache is refused before any proof', async () => {
    const { cache } = defaultWorkspace();
    // Fills the cache, if this is the first run of all.
    expect((await cli('setup', '--dev', '--instance', 'liquidation_small')).code).toBe(0);
    const copy = folder.file('cache');
    cpSync(cache, copy, { recursive: true });
    vi.stubEnv('FAIRMARK_CACHE', copy);
    const find = (end: string) =>
      readdirSync(copy, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith(end))
        .map((name) => join(copy, name));

    const keys = find('.zkey');
    expect(keys.length).toBeGreaterThan(0);
    // Its end is inside the last list of points.
    for (const key of keys) truncateSync(key, 1_000_000);
    const damaged = await refused(smallEvent());
    expect(damaged.code).toBe(2);
    expect(damaged.err).toContain('key');
    expect(damaged.err).not.toMatch(/\nproof: /);

    for (const key of keys) writeFileSync(key, 'no key');
    expect((await refused(smallEvent())).err).toMatch(/key/);

    for (const circuit of find('circuit.r1cs')) truncateSync(circuit, 1000);
    expect((await refused(smallEvent())).err).toMatch(/the compiled circuit in .* is damaged\n {2}Delete that folder/);
  });
});

describe('the folder for the result', () => {
  test('is asked for', async () => {
    const path = folder.write('event.json', smallEvent());
    const before = folder.listing();
    for (const args of [[path], [path, '-o', ''], [path, '-o']]) {
      const { code, err } = await cli('prove', ...args);
      expect(code).toBe(2);
      expect(err).toContain('-o');
    }
    expect(folder.listing()).toEqual(before);
  });

  test('is refused where it cannot be written to, before any proof', async () => {
    const event = folder.write('event.json', smallEvent());
    folder.write('taken/opening.json/file', 'x');
    folder.write('done/receipt.json', 'an earlier receipt');
    const before = folder.listing();
    for (const [name, said] of [
      ['event.json', 'is a file'],
      ['event.json/out', 'a part of the path is a file'],
      ['taken', 'opening.json is a folder'],
      ['done', 'not replaced unasked'],
    ] as const) {
      const { code, err } = await cli('prove', event, '-o', folder.file(name));
      expect(code).toBe(2);
      expect(err).toContain(said);
      expect(err).not.toContain('witness');
    }
    expect(folder.listing()).toEqual(before);
  });

  test('is replaced where that is asked for', async () => {
    const event = folder.write('event.json', smallEvent());
    folder.write('done/receipt.json', 'an earlier receipt');
    folder.write('done/opening.json', 'an earlier opening');
    const { code, out } = await cli('prove', event, '-o', folder.file('done'), '--force', '--json');
    expect(code).toBe(0);
    const { files, verdict, banners } = JSON.parse(out) as Record<string, unknown>;
    expect(verdict).toBe('VALID');
    expect(banners).toEqual(['DEVELOPMENT', 'UNREGISTERED']);
    expect(files).toEqual({
      receipt: folder.file('done', 'receipt.json'),
      opening: folder.file('done', 'opening.json'),
    });
    expect(listing(folder.file('done')).map((line) => line.split(' ')[0])).toEqual(['opening.json', 'receipt.json']);
    const both = await cli('verify', folder.file('done/receipt.json'), '--opening', folder.file('done/opening.json'));
    expect(both.code).toBe(0);
  });
});
