import { chmodSync, existsSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { textId } from '../../../circuits/commitment/domain.ts';
import { surfaceCommitment } from '../../../circuits/commitment/surfaceCommitment.ts';
import { tickCommand } from '../../../prover/commands/tick.ts';
import { describeError } from '../../../prover/runCli.ts';
import { readSurface } from '../../../prover/surface/readSurface.ts';
import { readCharter } from '../../../verifier/formats/charter.ts';
import { readSnapshot } from '../../../verifier/formats/snapshot.ts';
import { tickHash } from '../../../verifier/signed/tick.ts';
import { readTick, TICK_BYTES, type TickDocument, writeTickSurface } from '../../../verifier/signed/tickDocument.ts';
import { changed, charterDocument, SALT, snapshotDocument, surfacesDocument } from '../../support/documents.ts';
import { keyOf, ORACLES, signedTick, surfacesAt } from '../../support/signed.ts';
import { Folder } from '../../system/support.ts';

const published = readCharter(charterDocument());
const snapshot = readSnapshot(snapshotDocument(), published);
const [FIRST = '', SECOND = '', THIRD = ''] = ORACLES.map(({ address }) => address);
const KEYS = ORACLES.map(({ key }) => key.slice(2));
const ONES = await Promise.all(ORACLES.map(({ account }) => signedTick({ signers: [account] })));
const OTHER = await Promise.all(
  ORACLES.map(({ account }) => signedTick({ signers: [account], distort: (its) => ({ ...its, epoch: 1n }) })),
);
const REGISTRY = `0x${'ab'.repeat(20)}`;

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
  vi.stubEnv('FAIRMARK_PRIVATE_KEY', undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  folder.remove();
});

const TIMEOUT = 300;
const command = tickCommand({ timeoutMilliseconds: TIMEOUT });

async function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const sink = { print: (line: string) => out.push(line), progress: (line: string) => err.push(line) };
  const result = await command.run(args, sink).then(
    (code) => ({ code, error: undefined }),
    (error: unknown) => ({ code: 2, error: error as { code: string; field?: string; message: string } }),
  );
  const said = [...out, ...err, ...(result.error ? describeError(result.error) : [])].join('\n');
  // Whatever happens: keys, salt and parameters of the model are never said.
  for (const secret of [...KEYS, SALT.slice(4), '0.125', '0.15']) expect(said).not.toContain(secret);
  return { ...result, out: out.join('\n'), err: err.join('\n') };
}

function keyFile(byte = 0x21, mode = 0o600): string {
  const path = folder.write(`key-${byte}-${mode}`, keyOf(byte));
  chmodSync(path, mode);
  return path;
}
const charter = () => folder.write('charter.json', charterDocument());
const entries = (list: unknown = surfacesAt(snapshot.time).map(writeTickSurface)) => folder.write('entries.json', list);
const document = () => folder.json('tick.json') as TickDocument;

function signArgs(changes: { snapshot?: unknown; surfaces?: string; key?: string } = {}): string[] {
  return [
    ...['sign', folder.write('snapshot.json', changes.snapshot ?? snapshotDocument()), '--charter', charter()],
    ...['--surfaces', changes.surfaces ?? entries(), '--key-file', changes.key ?? keyFile()],
    ...['-o', folder.file('tick.json')],
  ];
}

describe('tick surface', () => {
  const args = (its: unknown = surfacesDocument()) => [
    ...['surface', folder.write('surfaces.json', its), '--charter', charter()],
    ...['--snapshot', folder.write('snapshot.json', snapshotDocument())],
  ];
  const commitment = surfaceCommitment(readSurface(surfacesDocument(), published, snapshot));

  test('RG-05: prints the entry of the venue', async () => {
    const path = folder.file('entry.json');
    const { code, out } = await run(...args(), '--json', '-o', path);
    expect(code).toBe(0);
    const entry = JSON.parse(out) as Record<string, string>;
    expect(entry).toEqual({
      venueId: textId('Example Options Venue'),
      surfaceCommitment: `0x${commitment.toString(16).padStart(64, '0')}`,
    });
    expect(folder.json('entry.json')).toEqual(entry);
    const text = await run(...args());
    expect(text.out).toContain(entry.venueId);
    expect(text.out).toContain(entry.surfaceCommitment);
  });

  test('reads fitted surfaces that the file names by path', async () => {
    const { surfaces, ...head } = surfacesDocument();
    const paths = surfaces.map((its, i) => {
      folder.write(`deep/surface-${i}.json`, its);
      return `surface-${i}.json`;
    });
    const file = folder.write('deep/surfaces.json', { ...head, surfaces: paths });
    const { code, out } = await run('surface', file, ...args().slice(2), '--json');
    expect(code).toBe(0);
    expect(BigInt((JSON.parse(out) as { surfaceCommitment: string }).surfaceCommitment)).toBe(commitment);
  });

  test.each<[string, unknown, string]>([
    ['surfaces.0.slices.0.expiry', '25DEC26', 'EXPIRY_UNKNOWN'],
    ['surfaces.0.slices.0.b', '9', 'SURFACE_RANGE'],
    ['salt', '0x01', 'SALT_WEAK'],
    ['number', undefined, 'FIELD_MISSING'],
  ])('with another %s is refused', async (path, value, code) => {
    expect((await run(...args(changed(surfacesDocument(), path, value)))).error).toMatchObject({ code });
  });
});

describe('tick sign', () => {
  test('RG-04: signs a snapshot with what venues had sent', async () => {
    const { code, out } = await run(...signArgs(), '--json');
    expect(code).toBe(0);
    expect(document()).toEqual(
      await signedTick({ signers: [ORACLES.find(({ key }) => key === keyOf(0x21))?.account as never] }),
    );
    expect(JSON.parse(out)).toMatchObject({
      tickHash: tickHash(readTick(document())),
      feed: snapshotDocument().feed,
      round: '812',
      venues: 2,
    });
    expect((await run(...signArgs())).out).toMatch(/signed by +0x[0-9a-f]{40}$/);
  });

  test('signs for a chain, an epoch and a tick before, with a key of the environment', async () => {
    const before = `0x${'77'.repeat(32)}`;
    vi.stubEnv('FAIRMARK_PRIVATE_KEY', keyOf(0x22));
    const args = signArgs().filter((arg, i, all) => arg !== '--key-file' && all[i - 1] !== '--key-file');
    const options = [
      '--chain-id',
      '31337',
      '--feed-registry',
      REGISTRY.toUpperCase().replace('X', 'x'),
      '--epoch',
      '3',
    ];
    expect((await run(...args, ...options, '--previous', before)).code).toBe(0);
    expect(document()).toMatchObject({ chainId: '31337', feedRegistry: REGISTRY, epoch: 3, previousTick: before });
    expect(readTick(document()).signatures[0]?.signer).toBe(ORACLES.find(({ key }) => key === keyOf(0x22))?.address);
  });

  test('continues the tick before', async () => {
    const earlier = { ...snapshotDocument(), round: 811, time: '2026-03-20T11:59:00Z' };
    const first = await signedTick({ snapshot: readSnapshot(earlier, published) });
    const previous = folder.write('before.json', first);
    const next = { ...snapshotDocument(), previous: first.snapshotCommitment };
    expect((await run(...signArgs({ snapshot: next }), '--previous', previous)).code).toBe(0);
    expect(document().previousTick).toBe(tickHash(readTick(first)));
    const wrong: [unknown, RegExp][] = [
      [snapshotDocument(), /is not the one that this snapshot follows/],
      [{ ...next, round: 813 }, /is of round 811, and the snapshot of round 813/],
      [{ ...next, time: '2026-03-20T11:59:00Z', round: 812 }, /was not observed before/],
    ];
    for (const [snapshotOf, message] of wrong) {
      const { error } = await run(...signArgs({ snapshot: snapshotOf, surfaces: entries([]) }), '--previous', previous);
      expect(error).toMatchObject({ code: 'TICK_PREVIOUS', message: expect.stringMatching(message) });
    }
    const there = ['--chain-id', '1', '--feed-registry', REGISTRY];
    expect((await run(...signArgs({ snapshot: next }), ...there, '--previous', previous)).error).toMatchObject({
      code: 'TICK_PREVIOUS',
      message: expect.stringContaining('another chain'),
    });
    expect((await run(...signArgs(), '--previous', '0x12')).error).toMatchObject({ code: 'WORD_INVALID' });
    expect((await run(...signArgs(), '--previous', folder.file('none'))).error).toMatchObject({
      code: 'FILE_UNREADABLE',
      field: '--previous',
    });
  });

  test('V30: signs no surface that came with the observation or later, and writes nothing', async () => {
    const late = surfacesAt(snapshot.time + 60n).map(writeTickSurface);
    const { error } = await run(...signArgs({ surfaces: entries(late) }));
    expect(error).toMatchObject({
      code: 'TICK_SURFACE_LATE',
      message: expect.stringContaining('not before the observation'),
    });
    expect(existsSync(folder.file('tick.json'))).toBe(false);
  });

  test('V2: signs one surface a venue', async () => {
    const [own] = surfacesAt(snapshot.time).map(writeTickSurface);
    const { error } = await run(
      ...signArgs({ surfaces: entries([own, { ...own, surfaceCommitment: `0x${'0'.repeat(64)}` }]) }),
    );
    expect(error).toMatchObject({
      code: 'TICK_SURFACE_REPEATED',
      message: expect.stringContaining(own?.venueId ?? '?'),
    });
  });

  test.each<[string, unknown, string]>([
    ['no array', {}, 'ARRAY_EXPECTED'],
    ['an entry with a field more', [{ ...surfacesAt(5n).map(writeTickSurface)[0], salt: SALT }], 'FIELD_UNKNOWN'],
    [
      'a commitment in decimals',
      [{ ...surfacesAt(5n).map(writeTickSurface)[0], surfaceCommitment: '5' }],
      'WORD_INVALID',
    ],
    ['no JSON', '[', 'JSON_INVALID'],
  ])('surfaces that are %s are refused', async (_, its, code) => {
    expect((await run(...signArgs({ surfaces: entries(its) }))).error).toMatchObject({ code });
  });

  test('a feed that only its tag names cannot be signed', async () => {
    const tag = `0x${snapshot.feed.toString(16).padStart(62, '0')}`;
    expect((await run(...signArgs({ snapshot: { ...snapshotDocument(), feed: tag } }))).code).toBe(0);
    expect(document().feed).toBe(snapshotDocument().feed);
    const other = { ...snapshotDocument(), feed: 'another.feed' };
    expect((await run(...signArgs({ snapshot: other }))).error).toMatchObject({ code: 'FEED_UNKNOWN' });
  });

  test('RG-04: signs no second tick of a round over the first', async () => {
    expect((await run(...signArgs())).code).toBe(0);
    const first = document();
    expect((await run(...signArgs())).code).toBe(0);
    const { error } = await run(...signArgs(), '--epoch', '1');
    expect(error).toMatchObject({ code: 'TICK_SIGNED_BEFORE', field: '-o', message: expect.stringContaining('812') });
    expect(document()).toEqual(first);
    expect((await run(...signArgs({ snapshot: { ...snapshotDocument(), round: 813 } }))).code).toBe(0);
    folder.write('tick.json', 'no tick');
    expect((await run(...signArgs())).code).toBe(0);
    expect((await run(...signArgs(), '--chain-id', '1', '--feed-registry', REGISTRY)).code).toBe(0);
  });

  test('round 0 is refused: rounds count from 1', async () => {
    expect((await run(...signArgs({ snapshot: { ...snapshotDocument(), round: 0 } }))).error).toMatchObject({
      code: 'TICK_ROUND',
    });
  });

  test('a key that others can read, or that is none, is refused without repeating it', async () => {
    expect((await run(...signArgs({ key: keyFile(0x21, 0o644) }))).error).toMatchObject({ code: 'SECRET_EXPOSED' });
    const short = folder.write('short', KEYS[0]?.slice(1));
    chmodSync(short, 0o600);
    expect((await run(...signArgs({ key: short }))).error).toMatchObject({ code: 'SECRET_INVALID' });
    expect((await run(...signArgs({ key: folder.file('none') }))).error).toMatchObject({ code: 'FILE_UNREADABLE' });
    const args = signArgs().filter((arg, i, all) => arg !== '--key-file' && all[i - 1] !== '--key-file');
    expect((await run(...args)).error).toMatchObject({ code: 'PRIVATE_KEY_MISSING' });
    expect(existsSync(folder.file('tick.json'))).toBe(false);
  });

  test.each<[string, string[], string]>([
    ['a chain without a registry', ['--chain-id', '1'], '--chain-id'],
    ['a registry without a chain', ['--feed-registry', REGISTRY], '--chain-id'],
    ['a chain in hex', ['--chain-id', '0x1', '--feed-registry', REGISTRY], '--chain-id'],
    ['a registry that is no address', ['--chain-id', '1', '--feed-registry', '0x1'], '--feed-registry'],
    ['an epoch too large', ['--epoch', '4294967296'], '--epoch'],
  ])('%s is an argument error', async (_, options, field) => {
    expect((await run(...signArgs(), ...options)).error).toMatchObject({ code: 'ARGUMENTS', field });
  });

  test.each(['--charter', '--surfaces', '-o'])('%s has to be given', async (option) => {
    const all = signArgs();
    const args = all.filter((_, i) => all[i] !== option && all[i - 1] !== option);
    expect((await run(...args)).error).toMatchObject({ code: 'ARGUMENTS', field: option });
  });
});

describe('tick combine', () => {
  let url: string;
  const routes: Record<string, RequestListener> = {};
  const server = createServer((request, response) => {
    const route = routes[new URL(request.url ?? '/', 'http://x').pathname];
    if (route) route(request, response);
    else response.writeHead(404).end('none');
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const json =
      (value: unknown): RequestListener =>
      (_, response) =>
        response.end(JSON.stringify(value));
    ONES.forEach((one, i) => {
      routes[`/${i}`] = json(one);
      routes[`/other/${i}`] = json(OTHER[i]);
    });
    routes['/forged'] = json({ ...ONES[2], epoch: 9 });
    routes['/proto'] = (_, response) => response.end(`{"__proto__": ${JSON.stringify(ONES[2])}}`);
    routes['/html'] = (_, response) => response.end('<p>');
    routes['/deep'] = (_, response) => response.end('['.repeat(100_000));
    routes['/large'] = (_, response) => response.end(' '.repeat(TICK_BYTES + 1));
    routes['/endless'] = (_, response) => {
      const send = () => {
        while (!response.destroyed && response.write(' '.repeat(65_536)));
      };
      response.on('drain', send);
      send();
    };
    routes['/silent'] = () => {};
    routes['/slow'] = (_, response) => {
      response.write('{');
    };
    routes['/reset'] = (request) => request.socket.destroy();
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const write = (i: number, its: unknown = ONES[i]) => folder.write(`tick-${i}.json`, its);
  const target = () => ['-o', folder.file('tick.json')];
  const from = (...paths: string[]) => paths.flatMap((path) => ['--from', path.startsWith('http') ? path : url + path]);
  const signers = [FIRST, SECOND, THIRD].flatMap((signer) => ['--signer', signer]);

  test('RG-04 V6: puts the signatures of files and sources together, one a signer', async () => {
    const { code, out } = await run(
      'combine',
      write(2),
      write(0),
      ...from('/1', '/1', '/2'),
      '--quorum',
      '3',
      ...signers,
      ...target(),
      '--json',
    );
    expect(code).toBe(0);
    expect(document()).toEqual(await signedTick({ signers: ORACLES.map(({ account }) => account) }));
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'COMBINED',
      ticks: [{ signers: [FIRST, SECOND, THIRD], strangers: [], round: '812' }],
      leftOut: [],
    });
  });

  test.each<[string, string, RegExp]>([
    ['/missing', 'SOURCE_UNREACHABLE', /answers with status 404/],
    ['/reset', 'SOURCE_UNREACHABLE', /cannot be reached/],
    ['/silent', 'SOURCE_TIMEOUT', /does not answer within 0\.3 s/],
    ['/slow', 'SOURCE_TIMEOUT', /does not answer within 0\.3 s/],
    ['/large', 'SOURCE_TOO_LARGE', /sends more than 524288 bytes/],
    ['/endless', 'SOURCE_TOO_LARGE', /sends more than 524288 bytes/],
    ['/html', 'JSON_INVALID', /is not JSON/],
    ['/deep', 'JSON_INVALID', /is not JSON/],
    ['/proto', 'FIELD_UNKNOWN', /__proto__/],
    ['/forged', 'TICK_SIGNATURE', /is not by/],
    ['http://127.0.0.1:1/', 'SOURCE_UNREACHABLE', /cannot be reached/],
    ['http://', 'SOURCE_URL', /^\(not a URL\) is no address of http/],
    ['http://user:c0ffee@localhost/', 'SOURCE_URL', /is no address of http/],
  ])('a bad source %s is named and left out', async (path, code, message) => {
    const args = [write(0), write(1), ...from(path), '--quorum', '2', ...signers, ...target(), '--json'];
    const { code: exit, out, err } = await run('combine', ...args);
    expect(exit).toBe(0);
    const { leftOut } = JSON.parse(out) as { leftOut: unknown[] };
    expect(leftOut).toEqual([
      expect.objectContaining({ code, message: expect.stringMatching(message), source: expect.any(String) }),
    ]);
    const named = path === 'http://' ? '(not a URL)' : path.replace('user:c0ffee@', '');
    expect(err).toContain(`left out ${named.startsWith('/') ? url + named : named}`);
    expect(out + err).not.toContain('c0ffee');
    expect(document().signatures).toHaveLength(2);
  });

  test('a query of a source is never printed', async () => {
    const { err, out } = await run(
      'combine',
      ...from('/missing?token=c0ffee', '/0?token=c0ffee'),
      '--quorum',
      '1',
      ...signers,
      ...target(),
      '--json',
    );
    expect(err).toContain(`left out ${url}/missing: `);
    expect(out + err).not.toContain('c0ffee');
  });

  test('a missed quorum is a negative answer, and nothing is written', async () => {
    const { code, out } = await run(
      'combine',
      write(0),
      folder.file('none.json'),
      ...from('/silent'),
      '--quorum',
      '2',
      ...signers,
      ...target(),
    );
    expect(code).toBe(1);
    expect(out).toBe('the quorum is missed: 1 of 2 signatures; nothing is written');
    const none = await run('combine', ...from('/html'), '--quorum', '1', ...signers, ...target(), '--json');
    expect(none.code).toBe(1);
    expect(JSON.parse(none.out)).toMatchObject({ verdict: 'QUORUM_MISSED', ticks: [] });
    expect(existsSync(folder.file('tick.json'))).toBe(false);
  });

  test('V6: a signer given twice does not make a quorum', async () => {
    const { code } = await run(
      'combine',
      write(0),
      folder.write('copy.json', ONES[0]),
      ...from('/0'),
      '--quorum',
      '2',
      ...signers,
      ...target(),
    );
    expect(code).toBe(1);
  });

  test('V6: strangers are left out of the quorum and of the file', async () => {
    const trusted = ['--signer', FIRST, '--signer', SECOND];
    const missed = await run('combine', write(0), write(2), '--quorum', '2', ...trusted, ...target());
    expect(missed.code).toBe(1);
    expect(missed.err).toContain(`left out the signature of ${THIRD}, who is none of the signers`);
    const met = await run('combine', write(0), write(1), write(2), '--quorum', '2', ...trusted, ...target());
    expect(met.code).toBe(0);
    expect(document().signatures.map(({ signer }) => signer)).toEqual([FIRST, SECOND]);
  });

  test('without signers says that every signature counts', async () => {
    const { code, err } = await run('combine', write(0), write(1), '--quorum', '2', ...target());
    expect(code).toBe(0);
    expect(err).toContain('Every signature counts');
  });

  test('ticks that differ are named, and the one with a quorum is taken', async () => {
    const { code, err, out } = await run(
      'combine',
      write(0),
      write(1),
      ...from('/other/2'),
      '--quorum',
      '2',
      ...signers,
      ...target(),
      '--json',
    );
    expect(code).toBe(0);
    expect(err).toContain('the sources hold different ticks:');
    const hashes = [ONES[0], OTHER[2]].map((its) => tickHash(readTick(its)));
    for (const hash of hashes) expect(err).toContain(hash);
    expect(err).toContain(`from ${url}/other/2`);
    expect((JSON.parse(out) as { ticks: { tickHash: string }[] }).ticks.map((its) => its.tickHash)).toEqual(hashes);
    expect(tickHash(readTick(document()))).toBe(hashes[0]);
  });

  test('of two ticks that both have a quorum none is taken', async () => {
    const { code, out, err } = await run(
      'combine',
      write(0),
      write(1),
      ...from('/other/1', '/other/2'),
      '--quorum',
      '2',
      ...signers,
      ...target(),
    );
    expect(code).toBe(1);
    expect(out).toBe('2 different ticks have 2 signatures: nothing is written');
    expect(err).toContain('the sources hold different ticks:');
    expect(existsSync(folder.file('tick.json'))).toBe(false);
  });

  test.each<[string, string[], string]>([
    ['no source', ['--quorum', '1'], '--from'],
    ['no quorum', ['x.json'], '--quorum'],
    ['a quorum of nobody', ['x.json', '--quorum', '0'], '--quorum'],
    ['a quorum of more than the signers', ['x.json', '--quorum', '2', '--signer', FIRST], '--quorum'],
    ['a quorum that is no number', ['x.json', '--quorum', 'two'], '--quorum'],
    [
      'a signer twice',
      ['x.json', '--quorum', '1', '--signer', FIRST, '--signer', FIRST.toUpperCase().replace('X', 'x')],
      '--signer',
    ],
    ['a signer that is no address', ['x.json', '--quorum', '1', '--signer', '0x12'], '--signer'],
    ['an empty source', ['--from', '', '--quorum', '1'], '--from'],
  ])('%s is an argument error', async (_, args, field) => {
    expect((await run('combine', ...args, ...target())).error).toMatchObject({ code: 'ARGUMENTS', field });
  });

  test('a folder that is not there is refused before anybody is asked', async () => {
    const { error, err } = await run(
      'combine',
      ...from('/silent'),
      '--quorum',
      '1',
      '-o',
      folder.file('no', 'tick.json'),
    );
    expect(error).toMatchObject({ code: 'FILE_UNWRITABLE' });
    expect(err).toBe('');
  });
});

describe('tick check', () => {
  const tick = () => signedTick();

  test('V6: says whether a quorum of the given signers signed', async () => {
    const file = folder.write('tick.json', await tick());
    const met = await run(
      'check',
      file,
      '--signer',
      FIRST,
      '--signer',
      SECOND,
      '--signer',
      THIRD,
      '--quorum',
      '2',
      '--json',
    );
    expect(met.code).toBe(0);
    expect(JSON.parse(met.out)).toMatchObject({ verdict: 'SIGNED', count: 2, quorum: 2, strangers: [] });
    const missed = await run('check', file, '--signer', FIRST, '--signer', THIRD);
    expect(missed.code).toBe(1);
    expect(missed.out).toMatch(/^the quorum is missed: 1 of the signers that you trust signed, 2 have to/);
    expect(missed.out).toContain(`not among them    ${SECOND}`);
  });

  test('V6: refuses forged and repeated signatures, and late surfaces', async () => {
    const its = await tick();
    const wrong: [unknown, string][] = [
      [changed(its, 'round', 813), 'TICK_SIGNATURE'],
      [{ ...its, signatures: [its.signatures[0], its.signatures[0]] }, 'TICK_SIGNER_REPEATED'],
      [changed(its, 'surfaces.0.receivedAt', its.observedAt), 'TICK_SURFACE_LATE'],
    ];
    for (const [document, code] of wrong) {
      const { code: exit, out } = await run('check', folder.write('bad.json', document), '--signer', FIRST, '--json');
      expect(exit).toBe(1);
      expect(JSON.parse(out)).toMatchObject({ verdict: 'REFUSED', error: { code } });
    }
  });

  test('a file that is no tick is bad input', async () => {
    const file = folder.write('bad.json', snapshotDocument());
    expect((await run('check', file, '--signer', FIRST)).error).toMatchObject({ code: 'FIELD_UNKNOWN' });
    expect(
      (await run('check', folder.write('big.json', ' '.repeat(TICK_BYTES + 1)), '--signer', FIRST)).error,
    ).toMatchObject({
      code: 'FILE_TOO_LARGE',
    });
    expect((await run('check', file)).error).toMatchObject({ code: 'ARGUMENTS', field: '--signer' });
  });
});

test('an unknown step and no step are argument errors', async () => {
  for (const args of [['serve'], []]) expect((await run(...args)).error).toMatchObject({ code: 'ARGUMENTS' });
  expect((await run('sign', '--help')).out).toMatch(/^Usage: fairmark tick/);
});
