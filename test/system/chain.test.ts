import { readFileSync, renameSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountCommitment } from '../../circuits/commitment/accountCommitment.ts';
import { textId } from '../../circuits/commitment/domain.ts';
import { callContract } from '../../prover/chain/callContract.ts';
import { connectChain } from '../../prover/chain/connectChain.ts';
import type { DeploymentDocument } from '../../prover/chain/deploymentDocument.ts';
import { flagOverdue } from '../../prover/chain/flagOverdue.ts';
import { registeredLiquidation } from '../../prover/chain/registryState.ts';
import type { EventDocument } from '../../prover/event.ts';
import type { AccountDocument } from '../../verifier/formats/account.ts';
import { readAccount } from '../../verifier/formats/account.ts';
import { readCharter } from '../../verifier/formats/charter.ts';
import { writeTime } from '../../verifier/formats/time.ts';
import type { Receipt } from '../../verifier/receipt.ts';
import type { UnsignedTick } from '../../verifier/signed/tick.ts';
import { type ChainActor, ChainVenue, DAY, HANDLE_SECRET, TERMS } from '../support/chainVenue.ts';
import { type CliResult, cli } from './support.ts';

// One venue on a real chain, from the deployment to an overdue number. Each test goes on where the one before ended.

let venue: ChainVenue;
/** Receipts by number. */
const receipts = new Map<number, string>();
const said: string[] = [];

beforeAll(async () => {
  venue = await ChainVenue.create();
});
afterAll(() => venue?.remove());

const json = ({ out }: CliResult) => JSON.parse(out);

/** The error of a command that failed, as JSON. */
function errorOf(result: CliResult, code: number) {
  said.push(result.out, result.err);
  expect(result.err).not.toMatch(/undefined|\[object|TypeError|node:internal|\n\s+at .*:\d+:\d+/);
  for (const line of result.err.split('\n')) expect(line.length, line).toBeLessThanOrEqual(300);
  expect(result.code, result.err).toBe(code);
  return json(result).error;
}

function done(result: CliResult) {
  said.push(result.out, result.err);
  expect(result.err).not.toMatch(/^error/m);
  expect(result.code).toBe(0);
  return json(result);
}

const commitmentOf = (document: AccountDocument) =>
  accountCommitment(readAccount(document, readCharter(venue.folder.json('charter.json'))));

function announce(actor: ChainActor, events: string[], tick: string, ...further: string[]): Promise<CliResult> {
  const accounts = further.includes('--chained') ? [] : ['--accounts', venue.folder.file('accounts.json')];
  const folder = ['-o', venue.folder.file('announced'), '--json'];
  return venue.on(actor, 'announce', ...events, '--tick', venue.folder.file(tick), ...accounts, ...folder, ...further);
}

async function prove(name: string, number: number): Promise<void> {
  const folder = venue.folder.file('receipts', name);
  const result = await cli('prove', venue.folder.file('announced', `${name}.json`), '-o', folder, '--json');
  expect(done(result).verdict).toBe('VALID');
  receipts.set(number, venue.folder.file('receipts', name, 'receipt.json'));
}

const record = (numbers: number[], actor: ChainActor = 'stranger') =>
  venue.on(actor, 'record', ...numbers.map((number) => receipts.get(number) as string), '--json');

const counts = async () =>
  callContract<bigint[]>(await connectChain(venue.anvil.rpcUrl), {
    contract: 'LiquidationRegistry',
    address: venue.deployment().registry,
    functionName: 'countsOf',
    args: [textId(venue.venue)],
  });

test('RG-06 V23: deploy compares the code with the lock and names every contract', async () => {
  const file = venue.folder.file('deployment.json');
  const { deployment, contracts, isDevelopment } = done(await venue.as('deployer', 'deploy', '-o', file, '--json'));
  expect(venue.folder.json('deployment.json')).toEqual(deployment);
  expect(isDevelopment).toBe(true);
  expect(contracts.map(({ name }: { name: string }) => name)).toEqual([
    'LiquidationSmallVerifier',
    'LiquidationLargeVerifier',
    'LiquidationXlVerifier',
    'CharterRegistry',
    'FeedRegistry',
    'VerifierRegistry',
    'LiquidationRegistry',
  ]);
  for (const { bytes } of contracts) expect(bytes).toBeLessThanOrEqual(24_576);
  const schema = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../schemas/deployment.schema.json'), 'utf8'));
  const validate = new Ajv2020({ strict: true }).compile(schema);
  validate(deployment);
  expect(validate.errors).toBeNull();

  expect(errorOf(await venue.as('deployer', 'deploy', '-o', file, '--json'), 2).code).toBe('FILE_EXISTS');
  const folder = venue.folder.file('no', 'folder.json');
  expect(errorOf(await venue.as('deployer', 'deploy', '-o', folder, '--json'), 2).code).toBe('FILE_UNWRITABLE');
  const other = venue.folder.file('other.json');
  const poor = errorOf(await venue.as('poor', 'deploy', '-o', other, '--json'), 2);
  expect(poor).toMatchObject({ code: 'FUNDS_MISSING', field: '--key-file' });
  done(await venue.as('deployer', 'deploy', '-o', other, '--instance', 'liquidation_small', '--json'));
  expect(venue.folder.json('other.json')).toMatchObject({ verifierIds: { liquidation_small: 1 } });
});

test('a node that is down and a file that is no deployment are named', async () => {
  const key = ['--key-file', venue.folder.file('deployer.key')];
  const down = ['--rpc', 'http://127.0.0.1:1/secret-path', '--json'];
  const unreachable = errorOf(await cli('deploy', '-o', venue.folder.file('d.json'), ...key, ...down), 2);
  expect(unreachable).toMatchObject({ code: 'NODE_UNREACHABLE', field: '--rpc' });
  expect(JSON.stringify(unreachable)).not.toContain('secret-path');
  const register = ['publish', 'feed', '--name', 'x', '--signer', venue.accounts.admin.address, '--quorum', '1'];
  const withDeployment = (document: unknown) =>
    venue.as('deployer', ...register, '--json', '--deployment', venue.folder.write('wrong.json', document));

  const good = venue.deployment();
  const otherChain: DeploymentDocument = { ...good, chainId: '1' };
  expect(errorOf(await withDeployment(otherChain), 2)).toMatchObject({
    code: 'CHAIN_OTHER',
    field: 'deployment.chainId',
  });
  const nowhere: DeploymentDocument = { ...good, registry: `0x${'12'.repeat(20)}` };
  expect(errorOf(await withDeployment(nowhere), 2).code).toBe('CONTRACT_MISSING');
  const { feeds } = venue.folder.json('other.json') as DeploymentDocument;
  expect(errorOf(await withDeployment({ ...good, feeds }), 2)).toMatchObject({
    code: 'DEPLOYMENT_MISMATCH',
    field: 'deployment.feeds',
  });
  expect(errorOf(await withDeployment({ ...good, extra: 1 }), 2).code).toBe('FIELD_UNKNOWN');
});

test('RG-01 RG-02 RG-03: feed, venue and charter are published by their keys', async () => {
  expect(done(await venue.registerFeed())).toMatchObject({ feed: venue.feed, quorum: 2 });
  expect(errorOf(await venue.registerFeed(), 1)).toMatchObject({
    code: 'CONTRACT_REFUSED',
    message: expect.stringContaining('FeedExists'),
    field: 'FeedRegistry.registerFeed',
  });
  const unknown = errorOf(await venue.publishCharter(), 1);
  expect(unknown.message).toMatch(/venue 0x[0-9a-f]{64} is not registered \(VenueUnknown\)/);
  const registered = done(await venue.registerVenue());
  expect(registered.optedIn).toEqual(['liquidation_small', 'liquidation_large', 'liquidation_xl']);
  expect(registered.roles.publisher).toBe(venue.accounts.publisher.address.toLowerCase());
  const again = await venue.on('admin', 'publish', 'venue', '--name', venue.venue, '--opt-in-only', '--json');
  expect(done(again).optedIn).toEqual([]);

  const stranger = errorOf(await venue.publishCharter('stranger'), 1);
  expect(stranger.message).toContain(venue.accounts.stranger.address);
  expect(stranger.message).toContain('AccessControlUnauthorizedAccount');
  const charter = done(await venue.publishCharter());
  expect(charter.index).toBe(0);
  expect(charter.activeFrom).toMatch(/^2026-03-19T12:0\d:\d\dZ$/);
  expect(errorOf(await venue.publishCharter(), 1).message).toContain('CharterPending');
});

test('RG-08 V1 V33: an announcement at a tick before the charter is in force is refused', async () => {
  const at = venue.snapshotTime - DAY - 3_600n;
  await venue.anvil.setTime(at - 20n);
  venue.folder.write('accounts/1.json', venue.account(1));
  await publishAccounts();
  await venue.anvil.setTime(at + 5n);
  const { tick } = await venue.tick('early', at);
  const event = venue.event('early', venue.account(1, { time: writeTime(at - 60n) }), tick);
  const error = errorOf(await announce('announcer', [event], 'early.json'), 1);
  expect(error.message).toMatch(/had no charter in force at 2026-03-19T11:00:00Z \(NoCharterInForce\)/);
  expect(() => venue.folder.json('announced', 'early.draft.json')).toThrow();
});

function publishAccounts(): Promise<CliResult> {
  const { folder } = venue;
  return venue.on(
    'publisher',
    ...['publish', 'accounts', folder.file('accounts'), '--charter', folder.file('charter.json')],
    ...['--handle-secret-file', folder.file('handles.secret'), '-o', folder.file('accounts.json'), '--json'],
  );
}

let first: UnsignedTick;

test('RG-07: account states are published by handle, from a folder or a document', async () => {
  for (const number of [1, 2, 3, 4, 5]) venue.folder.write(`accounts/${number}.json`, venue.account(number));
  await venue.anvil.setTime(venue.snapshotTime - 600n);
  const published = done(await publishAccounts());
  expect(published).toMatchObject({ venue: venue.venue, accounts: 5, index: 2 });
  const { accounts } = venue.folder.json('accounts.json') as { accounts: { handle: string }[] };
  const handles = accounts.map(({ handle }) => handle);
  expect(handles).toEqual([...handles].sort());
  const again = await venue.on('publisher', 'publish', 'accounts', venue.folder.file('accounts.json'), '--json');
  expect(done(again)).toMatchObject({ root: published.root, index: 3 });
  const twice = venue.folder.write('twice.json', {
    ...(venue.folder.json('accounts.json') as object),
    accounts: [accounts[0], accounts[0]],
  });
  expect(errorOf(await venue.on('publisher', 'publish', 'accounts', twice, '--json'), 2).code).toBe('ACCOUNT_REPEATED');
});

test('RG-08: wrong key, tick, market data, state and rules are refused, and leave nothing behind', async () => {
  await venue.anvil.setTime(venue.snapshotTime + 5n);
  ({ tick: first } = await venue.tick('tick', venue.snapshotTime));
  const events = ['first', 'second', 'third'].map((name, i) => venue.event(name, venue.account(i + 1), first));
  const [event] = events as [string];
  const before = venue.folder.listing();
  const refused = async (code: string, actor: ChainActor, files: string[], tick: string, exit = 2) => {
    const error = errorOf(await announce(actor, files, tick), exit);
    expect(error.code, error.message).toBe(code);
    return error;
  };
  const stranger = await refused('CONTRACT_REFUSED', 'stranger', [event], 'tick.json', 1);
  expect(stranger).toMatchObject({ field: 'LiquidationRegistry.announce' });
  expect(stranger.message).toContain('AccessControlUnauthorizedAccount');
  expect(venue.folder.listing().filter((line) => !line.startsWith('announced '))).toEqual(before);

  const document = venue.folder.json('events', 'first.json') as EventDocument;
  const changedEvent = (changes: Partial<EventDocument>) =>
    venue.folder.write('events/changed.json', { ...document, ...changes });
  await refused('SNAPSHOT_NOT_OF_TICK', 'announcer', [event], 'early.json');
  await refused('STATE_REPEATED', 'announcer', [event, changedEvent({})], 'tick.json');
  const unlisted = changedEvent({ account: venue.account(6) });
  await refused('ACCOUNT_NOT_LISTED', 'announcer', [unlisted], 'tick.json');
  const { registration: _, ...charter } = venue.folder.json('charter.json') as { registration: unknown };
  const otherRules = changedEvent({ model: { ...document.model, charter: charter as never } });
  await refused('RULEBOOK_DIFFERS', 'announcer', [otherRules], 'tick.json');
  const healthy = changedEvent({ account: venue.account(1, { cash: '900000' }) });
  await refused('not-liquidatable', 'announcer', [healthy], 'tick.json', 1);
  const other = venue.folder.json('other.json') as DeploymentDocument;
  const place = { chainId: 31_337n, verifyingContract: other.feeds };
  const elsewhere = await venue.tick('elsewhere', first.observedAt, { ...first, place });
  expect(elsewhere.tick.round).toBe(first.round);
  await refused('TICK_ELSEWHERE', 'announcer', [event], 'elsewhere.json');
  await refused('FILE_UNREADABLE', 'announcer', [venue.folder.file('none.json')], 'tick.json');
});

test('RG-08: a batch is announced in one transaction, and every event is provable as it stands', async () => {
  const events = ['first', 'second', 'third'].map((name) => venue.folder.file('events', `${name}.json`));
  const result = done(await announce('announcer', events, 'tick.json'));
  expect(result.announced.map(({ sequence }: { sequence: number }) => sequence)).toEqual([1, 2, 3]);
  expect(result).toMatchObject({ instance: 'liquidation_small', earlier: [] });
  const { registry } = venue.deployment();
  for (const [i, name] of ['first', 'second', 'third'].entries()) {
    const event = venue.folder.json('announced', `${name}.json`) as EventDocument;
    expect(statSync(venue.folder.file('announced', `${name}.json`)).mode & 0o777).toBe(0o600);
    expect(() => venue.folder.json('announced', `${name}.draft.json`)).toThrow();
    expect(event).toMatchObject({
      sequence: i + 1,
      registration: { chainId: '31337', registry, instance: 'liquidation_small' },
      close: { positions: expect.any(Array) },
      salts: { accountAfter: expect.any(String), outcome: expect.any(String) },
    });
    await prove(name, i + 1);
  }
  const receipt = JSON.parse(readFileSync(receipts.get(2) as string, 'utf8')) as Receipt;
  expect(receipt.domain).toMatchObject({ chainId: '31337', registry, sequence: '2', venue: venue.venue });
  const report = json(await cli('verify', receipts.get(2) as string, '--json'));
  expect(report.verdict).toBe('VALID');
  expect(JSON.stringify(report)).toContain('registration');
  const other = await cli(
    'prove',
    venue.folder.file('announced', 'first.json'),
    '-o',
    venue.folder.file('x'),
    '--json',
    '--instance',
    'liquidation_large',
  );
  expect(errorOf(other, 2).code).toBe('INSTANCE_ANNOUNCED');
});

test('RG-08: an interrupted run is completed by the next, and announces nothing twice', async () => {
  const final = venue.folder.file('announced', 'first.json');
  const { sequence: _, registration: __, ...draft } = venue.folder.json('announced', 'first.json') as EventDocument;
  renameSync(final, venue.folder.file('announced', 'first.saved'));
  venue.folder.write('announced/first.draft.json', draft);
  const event = venue.folder.file('events', 'first.json');
  const completed = done(await announce('announcer', [event], 'tick.json'));
  expect(completed).toMatchObject({ announced: [], earlier: [{ sequence: 1 }] });
  expect(venue.folder.json('announced', 'first.json')).toEqual(venue.folder.json('announced', 'first.saved'));
  const again = done(await announce('announcer', [event], 'tick.json'));
  expect(again).toMatchObject({ announced: [], earlier: [{ sequence: 1 }] });

  const elsewhere = await announce('announcer', [event], 'tick.json', '-o', venue.folder.file('announced-again'));
  expect(errorOf(elsewhere, 1).message).toMatch(/after the account root of .* \(AccountRootNotLater\)/);
  expect(() => venue.folder.json('announced-again', 'first.draft.json')).toThrow();
  const mine = await venue.on(
    'announcer',
    'announce',
    final,
    '--tick',
    venue.folder.file('tick.json'),
    '--accounts',
    venue.folder.file('accounts.json'),
    '-o',
    venue.folder.file('y'),
    '--json',
  );
  expect(errorOf(mine, 2).code).toBe('EVENT_ANNOUNCED');
});

test('RG-09 RG-10: one proof and a batch are recorded by anybody, and only once', async () => {
  const one = done(await record([1]));
  expect(one).toMatchObject({ batches: [{ sequences: [1], instance: 'liquidation_small' }], skipped: [] });
  const batch = done(await record([3, 2, 1]));
  expect(batch).toMatchObject({ batches: [{ sequences: [2, 3] }], skipped: [1] });
  // Measured: 343,297 for the first and 109,354 for each further one; recordLiquidations.ts allows twice that.
  expect(one.batches[0].gasUsed).toBeLessThan(360_000);
  expect(batch.batches[0].gasUsed).toBeLessThan(470_000);
  expect(done(await record([1, 2, 3]))).toMatchObject({ batches: [], skipped: [1, 2, 3] });
  expect(await counts()).toEqual([3n, 3n, 0n]);
});

test('RG-09 V15: receipts that are altered, of no chain or of another registry are refused before anything is sent', async () => {
  const receipt = JSON.parse(readFileSync(receipts.get(1) as string, 'utf8')) as Receipt;
  const altered = venue.folder.write('altered.json', {
    ...receipt,
    publicSignals: { ...receipt.publicSignals, accountAfter: '5' },
  });
  expect(errorOf(await venue.on('stranger', 'record', altered, '--json'), 2).code).toBe('RECEIPT_INVALID');
  const other = ['--deployment', venue.folder.file('other.json'), '--json'];
  const file = receipts.get(1) as string;
  expect(errorOf(await venue.as('stranger', 'record', file, ...other), 2)).toMatchObject({ code: 'RECEIPT_ELSEWHERE' });
  const twice = await venue.on('stranger', 'record', file, file, '--json');
  expect(errorOf(twice, 2).code).toBe('RECEIPT_REPEATED');

  const event = venue.folder.json('events', 'first.json') as EventDocument;
  const offChain = venue.folder.write('events/off.json', { ...event, account: venue.account(5) });
  await cli('prove', offChain, '-o', venue.folder.file('off'));
  const unregistered = await venue.on('stranger', 'record', venue.folder.file('off', 'receipt.json'), '--json');
  expect(errorOf(unregistered, 2).message).toContain('is for no chain');
  const claimed = venue.folder.write('events/claimed.json', {
    ...event,
    account: venue.account(5),
    sequence: 4,
    registration: { chainId: '31337', registry: venue.deployment().registry },
  });
  await cli('prove', claimed, '-o', venue.folder.file('claimed'));
  const never = await venue.on('stranger', 'record', venue.folder.file('claimed', 'receipt.json'), '--json');
  expect(errorOf(never, 2).code).toBe('RECEIPT_NOT_ANNOUNCED');
});

test('RG-08 RG-09 V25 V28: a state is announced once, and a chained one starts where its predecessor ended', async () => {
  // The clock of the chain has run on while proofs were made.
  const at = venue.snapshotTime + 3_600n;
  await venue.anvil.setTime(at - 20n);
  done(await venue.on('publisher', 'publish', 'accounts', venue.folder.file('accounts.json'), '--json'));
  await venue.anvil.setTime(at + 5n);
  const { tick } = await venue.tick('next', at);
  // The new root shows the old state of an account once more.
  const stale = venue.event('stale', venue.account(2), tick);
  expect(errorOf(await announce('announcer', [stale], 'next.json'), 1).message).toMatch(
    /was announced as number 2 \(StateConsumed\)/,
  );
  // Not the state that number 1 left: announced it can be, recorded it cannot.
  const forged = venue.account(1, { sequence: 18, cash: '140000' });
  const event = venue.event('chained', forged, tick);
  const fourth = venue.event('fourth', venue.account(4), tick);
  const secret = ['--chained', '--handle-secret-file', venue.folder.file('handles.secret')];
  expect(done(await announce('announcer', [event], 'next.json', ...secret)).announced[0].sequence).toBe(4);
  expect(done(await announce('announcer', [fourth], 'next.json')).announced[0].sequence).toBe(5);
  await prove('chained', 4);
  const error = errorOf(await record([4]), 1);
  expect(error.message).toMatch(/number 4 is chained to number 1.*\(PredecessorNotRecorded\)/);
  const never = venue.event('never', venue.account(5), tick);
  expect(errorOf(await announce('announcer', [never], 'next.json', ...secret), 1).message).toContain('NoPredecessor');
});

test('RG-12 V20: what is not proven within the deadline is overdue for ever', async () => {
  await prove('fourth', 5);
  const connection = await connectChain(venue.anvil.rpcUrl, venue.accounts.stranger);
  const state = commitmentOf(venue.account(4));
  const flag = () => flagOverdue(connection, venue.deployment(), venue.venue, [state]);
  await expect(flag()).rejects.toMatchObject({ code: 'CONTRACT_REFUSED', errorName: 'DeadlineNotPassed' });
  const { facts } = await registeredLiquidation(connection, venue.deployment(), venue.venue, state);
  await venue.anvil.setTime(BigInt(facts?.deadline ?? 0) + 1n);
  expect(facts?.deadline).toBeGreaterThan(Number(venue.snapshotTime) + 3_600 + TERMS.recordWithin);
  expect(errorOf(await record([5]), 1).message).toMatch(/number 5 could be recorded until .* \(DeadlinePassed\)/);
  await flag();
  expect(await counts()).toEqual([5n, 3n, 1n]);
  expect(errorOf(await record([5]), 2)).toMatchObject({ code: 'RECORD_OVERDUE' });
  await expect(flag()).rejects.toMatchObject({ errorName: 'NotOpen' });
});

test('O6: no command prints a key, a salt or a secret', () => {
  const event = venue.folder.json('announced', 'first.json') as EventDocument;
  const keys = ['deployer', 'admin', 'publisher', 'announcer', 'stranger'].map((actor) =>
    readFileSync(venue.folder.file(`${actor}.key`), 'utf8')
      .trim()
      .slice(2),
  );
  const salts = [event.salts?.accountAfter, event.salts?.outcome, (event.account as AccountDocument).salt];
  for (const secret of [...keys, ...salts.map((salt) => (salt as string).slice(4)), HANDLE_SECRET.slice(2)]) {
    expect(secret.length).toBeGreaterThan(50);
    expect(said.join('\n')).not.toContain(secret);
  }
});
