import { chmodSync, existsSync, statSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { statement as command } from '../../../prover/commands/statement.ts';
import { describeError } from '../../../prover/runCli.ts';
import { accountHandle } from '../../../verifier/signed/accountHandle.ts';
import { readStatement, STATEMENT_BYTES, type StatementDocument } from '../../../verifier/signed/statementDocument.ts';
import { accountDocument, changed, charterDocument, SALT } from '../../support/documents.ts';
import { ReceiptFactory } from '../../support/receipts.ts';
import { addressOf, HANDLE_SECRET, ORACLES, signedStatement, VENUE_KEY, VENUE_SIGNER } from '../../support/signed.ts';
import { Folder } from '../../system/support.ts';

const factory = await ReceiptFactory.create();
afterAll(() => factory.close());
const { opening } = await factory.make();
const VENUE_ADDRESS = addressOf(VENUE_SIGNER);
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

async function run(...args: string[]) {
  const out: string[] = [];
  const sink = { print: (line: string) => out.push(line), progress: (line: string) => out.push(line) };
  const result = await command.run(args, sink).then(
    (code) => ({ code, error: undefined }),
    (error: unknown) => ({ code: 2, error: error as { code: string; field?: string; message: string } }),
  );
  const said = [...out, ...(result.error ? describeError(result.error) : [])].join('\n');
  // Whatever happens: keys, secrets, salts and what the account holds are never said.
  for (const secret of [VENUE_KEY.slice(2), HANDLE_SECRET.slice(2), SALT.slice(4), '1250.500001', 'alice', '-1.5']) {
    expect(said).not.toContain(secret);
  }
  return { ...result, out: out.join('\n') };
}

function secretFile(name: string, content: string, mode = 0o600): string {
  const path = folder.write(name, content);
  chmodSync(path, mode);
  return path;
}

interface SignChanges {
  readonly account?: unknown;
  readonly secret?: string;
  readonly key?: string;
}

function signArgs({ account, secret, key }: SignChanges = {}): string[] {
  return [
    ...['sign', folder.write('account.json', account ?? accountDocument())],
    ...['--charter', folder.write('charter.json', charterDocument())],
    ...['--handle-secret-file', secret ?? secretFile('secret', HANDLE_SECRET)],
    ...['--key-file', key ?? secretFile('key', VENUE_KEY), '-o', folder.file('statement.json')],
  ];
}
const written = () => folder.json('statement.json') as StatementDocument;

describe('statement sign', () => {
  test('RG-13: signs the state of an account', async () => {
    const { code, out } = await run(...signArgs(), '--json');
    expect(code).toBe(0);
    expect(written()).toEqual(await signedStatement());
    expect(written().handle).toBe(accountHandle(HANDLE_SECRET, 42n));
    expect(JSON.parse(out)).toMatchObject({
      accountNumber: '42',
      stateSequence: '17',
      signer: VENUE_ADDRESS,
      chainId: '0',
    });
    expect(statSync(folder.file('statement.json')).mode & 0o777).toBe(0o600);
    expect((await run(...signArgs())).out).toMatch(/^.*statement\.json: signed\n/);
  });

  test('signs for a chain, with a key of the environment', async () => {
    vi.stubEnv('FAIRMARK_PRIVATE_KEY', VENUE_KEY);
    const args = signArgs().filter((arg, i, all) => arg !== '--key-file' && all[i - 1] !== '--key-file');
    expect((await run(...args, '--chain-id', '31337', '--registry', REGISTRY)).code).toBe(0);
    expect(written()).toMatchObject({ chainId: '31337', registry: REGISTRY });
    expect(readStatement(written()).signer).toBe(VENUE_ADDRESS);
  });

  test.each<[string, () => SignChanges, string]>([
    ['a secret that others can read', () => ({ secret: secretFile('s', HANDLE_SECRET, 0o640) }), 'SECRET_EXPOSED'],
    ['a secret that is too short', () => ({ secret: secretFile('s', HANDLE_SECRET.slice(0, 40)) }), 'SECRET_INVALID'],
    ['a key that others can read', () => ({ key: secretFile('k', VENUE_KEY, 0o604) }), 'SECRET_EXPOSED'],
    ['a key that is none', () => ({ key: secretFile('k', `0x${'0'.repeat(64)}`) }), 'PRIVATE_KEY_INVALID'],
    ['a key file that is missing', () => ({ key: folder.file('none') }), 'FILE_UNREADABLE'],
    ['an account without a salt', () => ({ account: changed(accountDocument(), 'salt', undefined) }), 'FIELD_MISSING'],
    ['an account with a weak salt', () => ({ account: changed(accountDocument(), 'salt', '0x05') }), 'SALT_WEAK'],
    ['no account', () => ({ account: [] }), 'OBJECT_EXPECTED'],
  ])('%s is refused, and nothing is written', async (_, changes, code) => {
    expect((await run(...signArgs(changes()))).error).toMatchObject({ code });
    expect(existsSync(folder.file('statement.json'))).toBe(false);
  });

  test.each(['--charter', '--handle-secret-file', '-o'])('%s has to be given', async (option) => {
    const all = signArgs();
    const args = all.filter((_, i) => all[i] !== option && all[i - 1] !== option);
    expect((await run(...args)).error).toMatchObject({ code: 'ARGUMENTS', field: option });
  });

  test.each<[string, string[], string]>([
    ['a chain without a registry', ['--chain-id', '1'], '--chain-id'],
    ['a registry without a chain', ['--registry', REGISTRY], '--chain-id'],
    ['a key as an argument', ['--key', VENUE_KEY.slice(0, 20)], ''],
  ])('%s is an argument error', async (_, options, field) => {
    const { error } = await run(...signArgs(), ...options);
    expect(error).toMatchObject({ code: 'ARGUMENTS' });
    if (field !== '') expect(error?.field).toBe(field);
  });
});

describe('statement check', () => {
  const file = async (options: Parameters<typeof signedStatement>[0] = {}) =>
    folder.write('its.json', await signedStatement(options));
  const openingFile = () => folder.write('opening.json', opening);
  const check = async (path: string, ...args: string[]) => {
    const { code, out, error } = await run('check', path, ...args, '--json');
    return { code, error, result: error ? undefined : (JSON.parse(out) as Record<string, unknown>) };
  };

  test('RG-13: confirms a statement on the account of an opening, by a signer whom the caller trusts', async () => {
    const { code, result } = await check(await file(), '--opening', openingFile(), '--signer', VENUE_SIGNER.address);
    expect(code).toBe(0);
    expect(result).toMatchObject({ verdict: 'CONFIRMED', relation: 'same', signerTrusted: true, stateSequence: '17' });
  });

  test('says UNCONFIRMED where nobody is trusted, and names the signer', async () => {
    const { code, result } = await check(await file(), '--opening', openingFile());
    expect([code, result?.verdict, result?.signerTrusted]).toEqual([0, 'UNCONFIRMED', null]);
    expect((await check(await file())).result).toMatchObject({ verdict: 'UNCONFIRMED', relation: null });
    const text = await run('check', await file());
    expect(text.out).toContain('The statement was compared with no account.');
    expect(text.out).toContain(`Signed by ${VENUE_ADDRESS}: compare this address`);
  });

  test('compares with an account of a file', async () => {
    const its = ['--account', folder.write('account.json', accountDocument())];
    const charter = ['--charter', folder.write('charter.json', charterDocument())];
    expect((await check(await file(), ...its, ...charter)).result).toMatchObject({ relation: 'same' });
    expect((await check(await file(), ...its)).error).toMatchObject({ code: 'ARGUMENTS', field: '--account' });
    expect((await check(await file(), ...charter)).error).toMatchObject({ code: 'ARGUMENTS', field: '--account' });
    expect((await check(await file(), ...its, '--opening', openingFile())).error).toMatchObject({
      code: 'ARGUMENTS',
      field: '--opening',
    });
  });

  test.each<[string, [string, unknown][], string]>([
    ['V29: contradicts the account', [['cash', '7']], 'two-truths'],
    ['U1: is of an older state', [['sequence', 16]], 'older'],
    [
      'V29: is of a later state from before the market data',
      [
        ['sequence', 18],
        ['time', '2026-03-20T11:59:00Z'],
      ],
      'later-before-liquidation',
    ],
    [
      'is of a later state',
      [
        ['sequence', 18],
        ['time', '2026-03-20T12:00:00Z'],
      ],
      'later',
    ],
    ['V14: is of another account', [['accountNumber', 43]], 'other-account'],
  ])('a statement that %s is refused', async (_, changes, relation) => {
    const account = changes.reduce<unknown>((its, [path, value]) => changed(its, path, value), accountDocument());
    const trusted = ['--signer', VENUE_ADDRESS];
    const { code, result } = await check(await file({ account }), '--opening', openingFile(), ...trusted);
    expect([code, result?.verdict, result?.relation]).toEqual([1, 'REFUSED', relation]);
  });

  test('V29: a statement of another venue, or by a stranger, is refused', async () => {
    const other = { ...opening, charter: { ...opening.charter, venue: 'Another Venue' } };
    const { code, result } = await check(await file(), '--opening', folder.write('other.json', other));
    expect([code, result?.relation]).toEqual([1, 'other-venue']);
    const stranger = ORACLES[0]?.account ?? VENUE_SIGNER;
    const forged = await check(await file({ signer: stranger }), '--opening', openingFile(), '--signer', VENUE_ADDRESS);
    expect([forged.code, forged.result?.verdict, forged.result?.signerTrusted]).toEqual([1, 'REFUSED', false]);
  });

  test('V29: an altered statement is refused', async () => {
    const altered = { ...(await signedStatement()), stateSequence: 18 };
    const { code, result } = await check(folder.write('altered.json', altered));
    expect(code).toBe(1);
    expect(result).toMatchObject({ verdict: 'REFUSED', error: { code: 'STATEMENT_SIGNATURE' } });
  });

  test.each<[string, unknown, string]>([
    ['an account', accountDocument(), 'FIELD_UNKNOWN'],
    ['no JSON', '{', 'JSON_INVALID'],
    ['too large', ' '.repeat(STATEMENT_BYTES + 1), 'FILE_TOO_LARGE'],
    ['__proto__', '{"__proto__": {}}', 'FIELD_UNKNOWN'],
    ['null', null, 'OBJECT_EXPECTED'],
  ])('a file that is %s is bad input', async (_, content, code) => {
    expect((await check(folder.write('bad.json', content))).error).toMatchObject({ code });
  });

  test('a signer that is no address, or given twice, is an argument error', async () => {
    for (const signers of [['0x1'], [VENUE_ADDRESS, VENUE_SIGNER.address]]) {
      const args = signers.flatMap((signer) => ['--signer', signer]);
      expect((await check(await file(), ...args)).error).toMatchObject({ code: 'ARGUMENTS', field: '--signer' });
    }
  });
});

test('an unknown step and no step are argument errors', async () => {
  for (const args of [['send'], []]) expect((await run(...args)).error).toMatchObject({ code: 'ARGUMENTS' });
  expect((await run('check', '-h')).out).toMatch(/^Usage: fairmark statement/);
});
