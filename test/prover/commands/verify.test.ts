import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verify, verifyCommand } from '../../../prover/commands/verify.ts';
import type { Report } from '../../../verifier/report.ts';
import { changed } from '../../support/documents.ts';
import { ReceiptFactory } from '../../support/receipts.ts';
import { ORACLES, signedStatement, signedTick, VENUE_SIGNER } from '../../support/signed.ts';

const factory = await ReceiptFactory.create();
const { receipt, opening } = await factory.make();
const command = verifyCommand(factory.trustedKeys);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fairmark-verify-'));
});
afterAll(async () => {
  await factory.close();
  await rm(folder, { recursive: true });
});

let files = 0;
async function file(content: unknown): Promise<string> {
  const path = join(folder, `${files++}.json`);
  await writeFile(
    path,
    typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content),
  );
  return path;
}

async function run(args: string[], its = command) {
  const out: string[] = [];
  const code = await its.run(args, { print: (line) => out.push(line), progress: () => {} });
  return { code, out: out.join('\n') };
}

test('prints verdict, warnings, every check and what is not shown', async () => {
  const { code, out } = await run([await file(receipt), '--opening', await file(opening)]);
  expect(code).toBe(0);
  expect(out).toMatch(/^VALID \(DEVELOPMENT, UNREGISTERED\): the proof is valid\. 7 facts are unconfirmed\.\n/);
  expect(out).toMatch(/^!! DEVELOPMENT key: its secret is public/m);
  expect(out).toMatch(/^!! UNREGISTERED/m);
  expect(out).toMatch(/^✓ Proof \(FM-01 to FM-18\)$/m);
  expect(out).toMatch(/^\? Statement on the account$/m);
  expect(out).toContain('What no proof of this kind shows:');
  for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(250);
});

test('an altered receipt or opening is INVALID with exit code 1', async () => {
  const altered = await run([await file(changed(receipt, 'domain.sequence', '9'))]);
  expect(altered.code).toBe(1);
  expect(altered.out).toMatch(/^INVALID \(DEVELOPMENT, UNREGISTERED\): Domain: /);
  expect(altered.out).toMatch(/^✗ Domain \(FM-01\)$/m);
  const other = changed(opening, 'accountBefore.owner', 'bob');
  expect((await run([await file(receipt), '--opening', await file(other)])).out).toContain('Not your account');
});

test('a receipt under a key that is not built in is INVALID', async () => {
  const { code, out } = await run([await file(receipt)], verify);
  expect(code).toBe(1);
  expect(out).toContain('Unknown key');
});

test('--json prints the report', async () => {
  const { code, out } = await run([await file(receipt), '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ format: 'fairmark.report.v1', verdict: 'VALID', unconfirmed: 9 });
});

test('--explain says under each check how it is known, and changes nothing else', async () => {
  const files = [await file(receipt), '--opening', await file(opening)];
  const plain = (await run(files)).out.split('\n');
  const { code, out } = await run([...files, '--explain']);
  expect(code).toBe(0);
  expect(out).toMatch(/^✓ Market data \(FM-02\.5\)\n {4}Index, .*\n {6}How do I know\? By hashing it again,/m);
  const explained = out.split('\n').filter((line) => line.startsWith('      '));
  const { checks } = JSON.parse((await run([...files, '--json'])).out) as Report;
  expect(explained.filter((line) => line.includes('How do I know?'))).toHaveLength(checks.length);
  for (const line of explained) expect(line.length).toBeLessThanOrEqual(100);
  expect(out.split('\n').filter((line) => !explained.includes(line))).toEqual(plain);
  await expect(run([...files, '--explain', '--json'])).rejects.toMatchObject({ code: 'ARGUMENTS', field: '--explain' });
});

test.each([
  ['no JSON', 'INVALID'],
  ['empty', ''],
  ['not UTF-8', new Uint8Array([0xff, 0xfe, 0x00])],
  ['depth', '['.repeat(60_000)],
  ['too large', JSON.stringify(receipt) + ' '.repeat(70_000)],
  ['much too large', ' '.repeat(5_000_000)],
  ['a key inside', { ...receipt, verificationKey: {} }],
  ['__proto__', `{"__proto__": ${JSON.stringify(receipt)}}`],
])('a hostile file (%s) is INVALID and throws nothing', async (_, content) => {
  const path = await file(content);
  expect(await run([path])).toMatchObject({ code: 1, out: expect.stringMatching(/^INVALID/) });
  expect(await run([await file(receipt), '--opening', path])).toMatchObject({ code: 1 });
});

test.each([
  ['a missing file', () => [join(folder, 'missing.json')], 'FILE_UNREADABLE'],
  ['a folder', () => [folder], 'FILE_UNREADABLE'],
  ['no file', () => [], 'ARGUMENTS'],
  ['two files', () => ['a', 'b'], 'ARGUMENTS'],
  ['an unknown option', () => ['a', '--key', 'key.json'], 'ARGUMENTS'],
])('%s is an error for the command line to print', async (_, args, code) => {
  await expect(run(args())).rejects.toMatchObject({ code, remedy: expect.any(String) });
});

test('a missing opening is an error too', async () => {
  const path = await file(receipt);
  await expect(run([path, '--opening', join(folder, 'missing.json')])).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
  });
});

describe('with statement and tick in the opening', () => {
  const ORACLE = ORACLES.flatMap(({ address }) => ['--oracle-signer', address]);
  const signed = async () => ({ ...opening, statement: await signedStatement(), tick: await signedTick() });
  const verdicts = (out: string) =>
    Object.fromEntries((JSON.parse(out) as Report).checks.map(({ id, status }) => [id, status]));

  test('V6 V29: signatures are confirmed by the signers of the options, and by nothing else', async () => {
    const files = [await file(receipt), '--opening', await file(await signed()), '--json'];
    const none = await run(files);
    expect(none.code).toBe(0);
    expect(verdicts(none.out)).toMatchObject({
      ...{ 'statement-signer': 'unconfirmed', 'account-statement': 'unconfirmed' },
      ...{ 'tick-signers': 'unconfirmed', 'oracle-signature': 'unconfirmed' },
    });
    const all = await run([...files, ...ORACLE, '--quorum', '2', '--statement-signer', VENUE_SIGNER.address]);
    expect(all.code).toBe(0);
    expect(verdicts(all.out)).toMatchObject({
      ...{ 'statement-signer': 'passed', 'account-statement': 'passed' },
      ...{ 'tick-signers': 'passed', 'oracle-signature': 'passed', 'model-committed': 'unconfirmed' },
    });
  });

  test('V6: by default all signers have to have signed', async () => {
    const { code, out } = await run([await file(receipt), '--opening', await file(await signed()), ...ORACLE]);
    expect(code).toBe(1);
    expect(out).toMatch(/^INVALID .*Signers of the tick: Of the oracle signers that you trust 2 signed/);
  });

  test('V29: a statement by somebody else is INVALID', async () => {
    const [stranger = ''] = ORACLES.map(({ address }) => address);
    const files = [await file(receipt), '--opening', await file(await signed())];
    expect((await run([...files, '--statement-signer', stranger])).code).toBe(1);
  });

  test('signers of an opening without signatures, or that is no JSON, confirm nothing', async () => {
    const trust = [...ORACLE, '--statement-signer', VENUE_SIGNER.address];
    const bare = await run([await file(receipt), '--opening', await file(opening), ...trust, '--json']);
    expect(bare.code).toBe(0);
    expect(verdicts(bare.out)).toMatchObject({ 'oracle-signature': 'unconfirmed', 'account-statement': 'unconfirmed' });
    for (const content of ['{', 'null', '{"tick":null}', '{"tick":{"feed":"__proto__"}}']) {
      expect((await run([await file(receipt), '--opening', await file(content), ...trust])).code).toBe(1);
    }
  });

  test.each<[string, string[], string]>([
    ['signers without an opening', ORACLE, '--oracle-signer'],
    ['statement signers without an opening', ['--statement-signer', VENUE_SIGNER.address], '--statement-signer'],
    ['a quorum without signers', ['--opening', 'x', '--quorum', '1'], '--quorum'],
    ['a quorum above the signers', ['--opening', 'x', ...ORACLE, '--quorum', '4'], '--quorum'],
    ['a quorum of zero', ['--opening', 'x', ...ORACLE, '--quorum', '0'], '--quorum'],
    ['a signer that is no address', ['--opening', 'x', '--oracle-signer', '0x12'], '--oracle-signer'],
    ['a signer twice', ['--opening', 'x', ...ORACLE, ...ORACLE], '--oracle-signer'],
  ])('%s is an argument error', async (_, args, field) => {
    await expect(run(['receipt.json', ...args])).rejects.toMatchObject({ code: 'ARGUMENTS', field });
  });
});

test('--help prints the help', async () => {
  expect(await run(['--help'])).toEqual({ code: 0, out: command.help });
});
