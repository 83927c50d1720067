import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ClauseViolation } from '../../circuits/clauseViolation.ts';
import { InputError } from '../../circuits/errors.ts';
import { describeError } from '../../prover/runCli.ts';
import { changed, charterDocument } from '../support/documents.ts';
import { cli, Folder, smallEvent } from '../system/support.ts';

const NAMES = readdirSync(resolve(import.meta.dirname, '../../prover/commands'))
  .map((file) => file.replace(/\.ts$/, ''))
  .filter((name) => name !== 'command')
  .sort();

const LINE = 100;
/** Every flag of each command's parseArgs. */
const CHAIN = ['--rpc', '--key-file', '--json', '--help', '-h'];
const FLAGS: Record<string, readonly string[]> = {
  announce: [
    ...[...CHAIN, '--deployment', '--tick', '--accounts', '--chained', '--handle-secret-file', '--instance'],
    ...['--output', '-o'],
  ],
  deploy: [...CHAIN, '--output', '-o', '--owner', '--guardian', '--instance', '--transcript', '--force'],
  publish: [
    ...[...CHAIN, '--deployment', '--name', '--signer', '--quorum', '--admin', '--signer-delay', '--publisher'],
    ...['--announcer', '--bond-owner', '--statement-signer', '--charter-delay', '--instance', '--opt-in-only'],
    ...['--scenarios', '--charter', '--handle-secret-file', '--output', '-o'],
  ],
  record: [...CHAIN, '--deployment'],
  audit: ['--rpc', '--registry', '--venue', '--from-block', '--receipts', '--private', '--json', '--help', '-h'],
  bench: [
    ...['--runs', '--instance', '--prover', '--proofs', '--in-flight', '--adversary', '--count', '--seed', '--rounds'],
    ...['--book', '--opened', '--plot', '--json', '--help'],
  ],
  ceremony: ['--json', '--help', '-h'],
  demo: ['--book', '--chain', '--out', '-o', '--json', '--help'],
  fit: ['--output', '-o', '--underlying', '--plot', '--json', '--help'],
  generate: [
    ...['--output', '-o', '--count', '--seed', '--kinds', '--book', '--charter', '--scenarios', '--force', '--json'],
    '--help',
  ],
  instances: ['--json', '--help'],
  page: ['--opening', '--base', '--open', '--json', '--help', '-h'],
  plan: ['--output', '-o', '--json', '--price-offset', '--help'],
  price: ['--forward', '--strike', '--total-std-dev', '--svi', '--discount', '--type', '--json', '--help'],
  prove: [
    ...['--output', '-o', '--instance', '--closed-only', '--statement', '--tick', '--prover', '--force', '--json'],
    ...['--help', '-h'],
  ],
  replay: ['--svg', '-o', '--verbose', '--json', '--help', '-h'],
  setup: ['--dev', '--instance', '--write-lock', '--replace-ceremony', '--json', '--help'],
  statement: [
    ...['--charter', '--chain-id', '--registry', '--handle-secret-file', '--key-file', '--opening', '--account'],
    ...['--signer', '--output', '-o', '--json', '--help', '-h'],
  ],
  tick: [
    ...['--charter', '--snapshot', '--surfaces', '--chain-id', '--feed-registry', '--epoch', '--previous'],
    ...['--key-file', '--from', '--signer', '--quorum', '--output', '-o', '--json', '--help', '-h'],
  ],
  verify: [
    ...['--opening', '--oracle-signer', '--quorum', '--statement-signer', '--rpc', '--registry'],
    ...['--explain', '--json', '--help'],
  ],
};

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

describe('fairmark', () => {
  test('--help lists every command', async () => {
    for (const flag of ['--help', '-h', 'help']) {
      const { code, out, err } = await cli(flag);
      expect(code).toBe(0);
      expect(err).toBe('');
      for (const name of NAMES) expect(out).toMatch(new RegExp(`^ {2}${name} +\\S`, 'm'));
      for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(LINE);
    }
  });

  test('alone shows help and exits with 2', async () => {
    const { code, out } = await cli();
    expect(code).toBe(2);
    expect(out).toMatch(/^Usage: fairmark COMMAND/);
  });

  test('--version is that of the package', async () => {
    const { code, out } = await cli('--version');
    expect(code).toBe(0);
    expect(out).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test.each(['frob', 'Prove', '--frob', '__proto__', 'toString', 'constructor', ''])(
    'knows no command %j',
    async (name) => {
      const { code, out, err } = await cli(name);
      expect(code).toBe(2);
      expect(out).toBe('');
      expect(err).toContain(`there is no command ${JSON.stringify(name)}`);
      for (const known of NAMES) expect(err).toContain(known);
    },
  );
});

describe.each(NAMES)('fairmark %s', (name) => {
  test('--help names every flag within 100 columns', async () => {
    const { code, out, err } = await cli(name, '--help');
    expect(code).toBe(0);
    expect(err).toBe('');
    expect(out).toMatch(new RegExp(`^Usage: fairmark ${name}\\b`));
    expect(FLAGS[name], 'the flags are listed in this test').toBeDefined();
    for (const flag of FLAGS[name] ?? []) expect(out).toMatch(new RegExp(`(^|[\\s[,|(])${flag}\\b`, 'm'));
    for (const line of out.split('\n')) {
      expect(line.length, line).toBeLessThanOrEqual(LINE);
      expect(line).toBe(line.trimEnd());
    }
    expect((await cli(name, '-h')).out).toBe(out);
  });

  test('refuses unknown flags, and flags without their value', async () => {
    const valued = (FLAGS[name] ?? []).filter(
      (flag) =>
        flag.startsWith('--') &&
        ![
          ...['--json', '--help', '--closed-only', '--force', '--dev', '--verbose', '--write-lock', '--adversary'],
          ...['--prover', '--replace-ceremony', '--chain', '--chained', '--opt-in-only', '--open'],
        ].includes(flag),
    );
    for (const args of [['--frob'], ['--json=yes'], ['-x'], ...valued.map((flag) => [flag])]) {
      const { code, out, err } = await cli(name, ...args);
      expect(code, args.join(' ')).toBe(2);
      expect(out).toBe('');
      expect(err).toMatch(/^error: /);
      expect(err).toMatch(new RegExp(`fairmark ${name}( --help)?`));
    }
  });

  test('with --json prints an error as JSON', async () => {
    const { code, out } = await cli(name, '--json', '--frob');
    expect(code).toBe(2);
    expect(JSON.parse(out)).toEqual({
      error: expect.objectContaining({ code: expect.any(String), message: expect.stringContaining('frob') }),
    });
  });
});

describe('--json of each command is one JSON document', () => {
  test('instances, price, setup', async () => {
    const price = '--forward 100 --strike 110 --total-std-dev 0.3 --discount 0.95 --type call'.split(' ');
    for (const args of [['instances'], ['price', ...price], ['setup', '--dev', '--instance', 'liquidation_small']]) {
      const { code, out } = await cli(...args, '--json');
      expect(code, args[0]).toBe(0);
      expect(JSON.parse(out), args[0]).toBeTypeOf('object');
    }
  });

  test('plan, prove and verify, from one to the next', async () => {
    const event = folder.write('event.json', smallEvent());
    const planned = folder.file('planned.json');
    const plan = await cli('plan', event, '-o', planned, '--json');
    expect(plan.code).toBe(0);
    expect(JSON.parse(plan.out)).toBeTypeOf('object');

    const prove = await cli('prove', planned, '-o', folder.file('deep', 'er', 'out'), '--closed-only', '--json');
    expect(prove.err).toMatch(/^scenario: /);
    expect(prove.code).toBe(0);
    const { files, verdict } = JSON.parse(prove.out) as {
      files: { receipt: string; opening: string };
      verdict: string;
    };
    expect(verdict).toBe('VALID');

    const slow = await cli('prove', planned, '-o', folder.file('slow'), '--prover', 'snarkjs', '--json');
    expect(JSON.parse(slow.out)).toMatchObject({ verdict: 'VALID' });
    const unknown = await cli('prove', planned, '-o', folder.file('none'), '--prover', 'toString', '--json');
    expect(unknown.code).toBe(2);
    expect(JSON.parse(unknown.out)).toMatchObject({ error: { code: 'ARGUMENTS', field: '--prover' } });

    const verify = await cli('verify', files.receipt, '--opening', files.opening, '--json');
    expect(verify.code).toBe(0);
    expect(JSON.parse(verify.out)).toMatchObject({ format: 'fairmark.report.v1', verdict: 'VALID' });

    const tampered = folder.write('tampered.json', changed(folder.json('deep/er/out/receipt.json'), 'proof.a.0', '1'));
    const invalid = await cli('verify', tampered, '--json');
    expect(invalid.code).toBe(1);
    expect(JSON.parse(invalid.out)).toMatchObject({ verdict: 'INVALID' });
  });

  test('refusals: 1 for the statement, 2 for the input', async () => {
    const healthy = folder.write('healthy.json', changed(smallEvent(), 'account.cash', '900000'));
    const no = await cli('prove', healthy, '-o', folder.file('out'), '--json');
    expect(no.code).toBe(1);
    expect(JSON.parse(no.out)).toEqual({
      error: {
        code: 'not-liquidatable',
        message: expect.stringMatching(/^not liquidatable: .* USD$/),
        clause: 'FM-09',
      },
    });
    expect((await cli('plan', healthy)).code).toBe(1);

    const wrong = folder.write('wrong.json', changed(smallEvent(), 'account.cash', '01'));
    for (const command of ['plan', 'prove']) {
      const { code, out } = await cli(command, wrong, '-o', folder.file('out'), '--json');
      expect(code).toBe(2);
      expect(JSON.parse(out)).toMatchObject({ error: { code: 'DECIMAL_INVALID', field: 'account.cash' } });
    }
  });

  test('fit, and its refusal of what is no book', async () => {
    const { code, out } = await cli('fit', folder.write('book.json', charterDocument()), '--json');
    expect(code).toBe(2);
    expect(JSON.parse(out)).toHaveProperty('error.code');
  });
});

describe('an error', () => {
  test('says what, where, by which clause, and how to mend it', () => {
    expect(describeError(new InputError('X', 'the size is wrong', { field: 'a.b', remedy: 'Mend it.' }))).toEqual([
      'error: the size is wrong',
      '  at: a.b',
      '  Mend it.',
    ]);
    expect(describeError(new InputError('X', 'a.b is wrong', { field: 'a.b', clause: 'FM-04' }))).toEqual([
      'error: a.b is wrong',
      '  clause: FM-04 (STATEMENT.md)',
    ]);
    expect(describeError(new ClauseViolation('FM-12', 'a lot is not needed'))).toEqual([
      'error: FM-12: a lot is not needed',
    ]);
    expect(describeError(new RangeError('odd'))).toEqual(['error: odd']);
    expect(describeError('text')).toEqual(['error: text']);
  });

  test('of the machine is JSON too where that is asked for', async () => {
    const { code, out, err } = await cli('verify', join(folder.path, 'a\0b'), '--json');
    expect(code).toBe(2);
    expect(JSON.parse(out)).toHaveProperty('error.message');
    expect(err).toMatch(/^error: /);
  });
});
