import { createHash, randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { CONSTANTS } from '../../circuits/constants.ts';
import type { Command } from '../../prover/commands/command.ts';
import { instancesCommand } from '../../prover/commands/instances.ts';
import { proveCommand } from '../../prover/commands/prove.ts';
import { verifyCommand } from '../../prover/commands/verify.ts';
import { readLock, writeLock } from '../../prover/setup/artifactsLock.ts';
import { compileCircuit } from '../../prover/setup/compiledCircuit.ts';
import { makeKeyFromSecrets } from '../../prover/setup/keyFromSecrets.ts';
import { lockedKeyPath } from '../../prover/setup/lockedKeyPath.ts';
import { SetupCurve } from '../../prover/setup/setupCurve.ts';
import { defaultWorkspace, writeAtomically } from '../../prover/setup/workspace.ts';
import { parseProvingKey } from '../../prover/setup/zkey.ts';
import { SCALAR_FIELD } from '../../verifier/points.ts';
import { type VerificationKeyRecords, verificationKeyHash } from '../../verifier/verificationKey.ts';
import { smallEvent } from '../system/support.ts';

// A ceremony over a whole instance takes minutes: what differs behind it is the kind in the lock. The key here is made
// from secrets that nobody keeps, as a ceremony makes it, and no ceremony was held.

const INSTANCE = 'liquidation_small';
const root = await mkdtemp(join(tmpdir(), 'fairmark-ceremony-'));
const workspace = { root, cache: join(root, 'cache') };
afterAll(() => rm(root, { recursive: true }));

const shipped = defaultWorkspace();
const { system } = await compileCircuit(INSTANCE, shipped);
await cp(join(shipped.root, 'circuits'), join(root, 'circuits'), { recursive: true });
await mkdir(workspace.cache);
await symlink(join(shipped.cache, 'circuits'), join(workspace.cache, 'circuits'));

const scalar = () => BigInt(`0x${randomBytes(40).toString('hex')}`) % SCALAR_FIELD;
const secrets = { tau: scalar(), alpha: scalar(), beta: scalar(), delta: scalar() };
const zkey = await makeKeyFromSecrets(system, await SetupCurve.load(), secrets, { name: 'a party', base: scalar() });
const { verificationKey: key } = parseProvingKey(zkey);
const hash = verificationKeyHash(key);

const lock = await readLock(shipped);
const locked = lock?.instances[INSTANCE];
if (lock === undefined || locked === undefined) throw new Error('the lock is missing');
const entry = {
  ...locked,
  kind: 'ceremony',
  provingKeyHash: createHash('sha256').update(zkey).digest('hex'),
  verificationKeyHash: hash,
} as const;
await writeLock(workspace, { ...lock, instances: { ...lock.instances, [INSTANCE]: entry } });
const trustedKeys: VerificationKeyRecords = {
  [hash]: { instance: INSTANCE, statementVersion: Number(CONSTANTS.STATEMENT_VERSION), kind: 'ceremony', key },
};

async function run(command: Command, ...args: string[]) {
  const lines: string[] = [];
  const say = (line: string) => lines.push(line);
  return { code: await command.run(args, { print: say, progress: say }), text: lines.join('\n') };
}

test('K22: under the key of a ceremony prove, verify, receipt, report and instances never say DEVELOPMENT', async () => {
  await mkdir(dirname(lockedKeyPath(workspace, entry)), { recursive: true });
  await writeAtomically(lockedKeyPath(workspace, entry), zkey);
  const event = join(root, 'event.json');
  await writeFile(event, JSON.stringify(smallEvent()));
  const proven = await run(proveCommand({ workspace, trustedKeys }), event, '-o', join(root, 'out'));
  expect(proven.code).toBe(0);
  const [receiptPath, openingPath] = [join(root, 'out/receipt.json'), join(root, 'out/opening.json')];
  const receipt = await readFile(receiptPath, 'utf8');
  expect(JSON.parse(receipt)).toMatchObject({ setup: 'ceremony', verificationKeyHash: hash });

  const verified = await run(verifyCommand(trustedKeys), receiptPath, '--opening', openingPath);
  const report = await run(verifyCommand(trustedKeys), receiptPath, '--json');
  expect(verified.code).toBe(0);
  expect(verified.text).toMatch(/^VALID \(UNREGISTERED\)/);
  expect(JSON.parse(report.text).checks).toContainEqual(expect.objectContaining({ id: 'setup', status: 'passed' }));

  const [listed] = (await run(instancesCommand(workspace))).text.split('\nliquidation_large');
  expect(listed).toContain('(of a ceremony)');
  const opening = await readFile(openingPath, 'utf8');
  for (const text of [proven.text, receipt, opening, verified.text, report.text, listed ?? '']) {
    expect(text).not.toMatch(/development/i);
  }
  // The verifier that is shipped does not know the key.
  expect((await run(verifyCommand(), receiptPath)).text).toMatch(/^INVALID .*Unknown key/);
});

test('V23: an installed key that is not the pinned one makes no proof', async () => {
  const other = zkey.slice();
  other[other.length - 1] = (other.at(-1) as number) ^ 1;
  await writeAtomically(lockedKeyPath(workspace, entry), other);
  const event = join(root, 'event.json');
  await expect(run(proveCommand({ workspace, trustedKeys }), event, '-o', join(root, 'other'))).rejects.toMatchObject({
    code: 'KEY_LOCK_MISMATCH',
  });
});
