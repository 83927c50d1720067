import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountCommitment } from '../../circuits/commitment/accountCommitment.ts';
import { rulebookCommitment } from '../../circuits/commitment/rulebookCommitment.ts';
import { snapshotCommitment } from '../../circuits/commitment/snapshotCommitment.ts';
import { surfaceCommitment } from '../../circuits/commitment/surfaceCommitment.ts';
import { runLiquidation } from '../../circuits/liquidation.ts';
import { PUBLIC_SIGNALS } from '../../circuits/signals.ts';
import { type InstanceArtifacts, loadArtifacts } from '../../prover/artifacts.ts';
import { type LiquidationEvent, readEvent, writeClose } from '../../prover/event.ts';
import type { Groth16Backend } from '../../prover/groth16/backend.ts';
import { KernelBackend } from '../../prover/groth16/kernelBackend.ts';
import { nodePlatform } from '../../prover/groth16/platform/nodePlatform.ts';
import { planLiquidation } from '../../prover/plan.ts';
import { type ProvenLiquidation, type ProveOptions, proveLiquidation } from '../../prover/prove.ts';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';
import type { Groth16Proof } from '../../verifier/proof.ts';
import type { Receipt } from '../../verifier/receipt.ts';
import { unregisteredDomain } from '../../verifier/receipt.ts';
import { verifyReceipt } from '../../verifier/verifyReceipt.ts';
import { changed } from '../support/documents.ts';
import { smallAccount, smallEvent } from '../system/support.ts';

const SALTS = { accountAfter: `0x00${'b2'.repeat(31)}`, outcome: `0x00${'c3'.repeat(31)}` };
const fixedEvent = () => readEvent({ ...smallEvent(), salts: SALTS });

const backend = new KernelBackend(nodePlatform);
const artifacts: InstanceArtifacts[] = [];
const prove = (event: LiquidationEvent, options: ProveOptions = {}) =>
  proveLiquidation(event, event.model, { backend, artifacts, ...options });
const verdictOf = ({ receipt, opening }: ProvenLiquidation) => verifyReceipt(receipt, { opening }).verdict;

/** The plan of an event, run through the integer model. */
function modelOf(event: LiquidationEvent, salts: { accountAfter: bigint; outcome: bigint }) {
  const { account, snapshot, model } = event;
  const { charter, surface, scenarioTree } = model;
  const plan = planLiquidation({ charter, snapshot, surface, account, scenarios: scenarioTree.leaves });
  const { domain, domainValue } = unregisteredDomain(model.charterDocument.venue, event.sequence, 'liquidation_small');
  const result = runLiquidation({
    domain: domainValue,
    charter,
    snapshot,
    surface,
    account,
    scenarios: new Map([...plan.scenario].map(([underlying, position]) => [underlying, scenarioTree.open(position)])),
    close: plan.close,
    accountAfterSalt: salts.accountAfter,
    outcomeSalt: salts.outcome,
  });
  return { plan, result, domain };
}

let proven: ProvenLiquidation;
const stages: string[] = [];
beforeAll(async () => {
  artifacts.push(await loadArtifacts('liquidation_small'));
  proven = await prove(fixedEvent(), { onProgress: (line) => stages.push(line) });
});
afterAll(() => backend.close());

describe('a proven liquidation', () => {
  test('is VALID, alone and with its opening', () => {
    expect(verifyReceipt(proven.receipt).verdict).toBe('VALID');
    const report = verifyReceipt(proven.receipt, { opening: proven.opening });
    expect(report.verdict).toBe('VALID');
    expect(report.banners.map(({ code }) => code)).toEqual(['DEVELOPMENT', 'UNREGISTERED']);
    expect(report.checks.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(proven.opening.outcome.disclosure).toBe('full');
  });

  test('has the public signals of the integer model', () => {
    const event = fixedEvent();
    const { result, domain } = modelOf(event, {
      accountAfter: BigInt(SALTS.accountAfter),
      outcome: BigInt(SALTS.outcome),
    });
    const expected = PUBLIC_SIGNALS.map((name) => [name, String(result.publicSignals[name])]);
    expect(proven.receipt.publicSignals).toEqual(Object.fromEntries(expected));
    expect(proven.receipt.domain).toEqual(domain);
    // And those, of the documents' own commitments.
    const { model, snapshot, account } = event;
    expect(proven.receipt.publicSignals).toMatchObject({
      rulebookCommitment: String(rulebookCommitment(model.charter, model.scenarioTree.root)),
      surfaceCommitment: String(surfaceCommitment(model.surface)),
      snapshotCommitment: String(snapshotCommitment(snapshot)),
      accountBefore: String(accountCommitment(account)),
    });
  });

  test('says its stages in order', () => {
    const order = ['plan', 'statement', 'keys', 'witness', 'proof', 'verification'];
    const said = stages.map((line) => line.split(':')[0] ?? '').filter((stage) => order.includes(stage));
    expect(said).toEqual(order);
  });

  test('O6: of one event twice: the proofs differ, the signals do not', async () => {
    const again = await prove(fixedEvent());
    expect(again.receipt.publicSignals).toEqual(proven.receipt.publicSignals);
    expect(again.opening).toEqual(proven.opening);
    for (const point of ['a', 'b', 'c'] as const) {
      expect(again.receipt.proof[point]).not.toEqual(proven.receipt.proof[point]);
    }
    expect(verdictOf(again)).toBe('VALID');
    // Proofs of the same signals stand in for each other.
    expect(verdictOf({ ...again, receipt: { ...again.receipt, proof: proven.receipt.proof } })).toBe('VALID');
  });

  test('without salts in the event draws them, so that nobody can link the accounts', async () => {
    const other = await prove(readEvent(smallEvent()), { disclosure: 'closed-only' });
    const { publicSignals } = other.receipt;
    expect(publicSignals.accountBefore).toBe(proven.receipt.publicSignals.accountBefore);
    expect(publicSignals.accountAfter).not.toBe(proven.receipt.publicSignals.accountAfter);
    expect(publicSignals.outcomeCommitment).not.toBe(proven.receipt.publicSignals.outcomeCommitment);
    // closed-only: nothing of the outcome's commitment is told.
    expect(verdictOf(other)).toBe('VALID');
    expect(other.opening.outcome).not.toHaveProperty('salt');
    expect(other.opening.outcome).not.toHaveProperty('equity');
    expect(other.opening.outcome).not.toHaveProperty('requirement');
    expect(other.opening.outcome.legs).toEqual(proven.opening.outcome.legs);
    expect(other.opening.accountAfter.salt).not.toBe(proven.opening.accountAfter.salt);
    // Nor does the opening of one receipt open the other.
    expect(verdictOf({ receipt: other.receipt, opening: proven.opening })).toBe('INVALID');
  });
});

describe('tampering', () => {
  const TAMPERED: readonly [field: string, value: unknown][] = [
    ['format', 'fairmark.receipt.v2'],
    ['statementVersion', 2],
    ['instance', 'liquidation_medium'],
    ['verificationKeyHash', `0x${'1'.repeat(64)}`],
    ['setup', 'ceremony'],
    ['domain.chainId', '1'],
    ['domain.registry', `0x${'1'.repeat(40)}`],
    ['domain.venue', 'Another Venue'],
    ['domain.venueId', `0x${'1'.repeat(64)}`],
    ['domain.sequence', '4'],
    ...PUBLIC_SIGNALS.map((name): [string, unknown] => [`publicSignals.${name}`, '1']),
    ['proof.a.0', '1'],
    ['proof.a.1', '1'],
    ['proof.b.0.0', '1'],
    ['proof.b.0.1', '1'],
    ['proof.b.1.0', '1'],
    ['proof.b.1.1', '1'],
    ['proof.c.0', '1'],
    ['proof.c.1', '1'],
    ['extra', 'field'],
  ];

  test.each(TAMPERED)('a receipt with another %s is INVALID', (field, value) => {
    expect(verifyReceipt(changed(proven.receipt, field, value)).verdict).toBe('INVALID');
  });

  test('the list above leaves no field out, and each may not be missing', () => {
    const leaves = (value: unknown, path: string): string[] =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`))
        : [path];
    const fields = leaves(proven.receipt, '');
    expect(TAMPERED.map(([field]) => field)).toEqual(expect.arrayContaining(fields));
    for (const field of fields) {
      expect(verifyReceipt(changed(proven.receipt, field, undefined)).verdict, field).toBe('INVALID');
    }
  });

  test('every signal off by one, or beyond the field, is INVALID', () => {
    for (const name of PUBLIC_SIGNALS) {
      const value = BigInt(proven.receipt.publicSignals[name]);
      const order = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;
      for (const other of [value + 1n, value - 1n, value + order]) {
        const receipt = changed(proven.receipt, `publicSignals.${name}`, String(other));
        expect(verifyReceipt(receipt).verdict, `${name} ${other - value}`).toBe('INVALID');
      }
    }
  });

  test('the proof of another liquidation of the venue is INVALID', async () => {
    const other = await prove(readEvent({ ...smallEvent(), sequence: 4, salts: SALTS }));
    expect(verdictOf(other)).toBe('VALID');
    const swapped: Receipt = { ...proven.receipt, proof: other.receipt.proof };
    expect(verifyReceipt(swapped).verdict).toBe('INVALID');
    // Nor is one receipt taken for the other by renaming it.
    expect(verifyReceipt({ ...other.receipt, domain: proven.receipt.domain }).verdict).toBe('INVALID');
  });

  test.each([
    ['accountBefore.cash', '151000.000001'],
    ['accountBefore.owner', 'bob'],
    ['accountBefore.accountNumber', '43'],
    ['accountBefore.sequence', '18'],
    ['accountBefore.time', '2026-03-20T11:58:31Z'],
    ['accountBefore.salt', `0x00${'a2'.repeat(31)}`],
    ['accountBefore.positions.0.quantity', '-1.6'],
    ['accountAfter.cash', '0'],
    ['accountAfter.salt', `0x00${'a2'.repeat(31)}`],
    ['accountAfter.sequence', '19'],
    ['charter.targetBuffer', '0.1'],
    ['charter.venue', 'Another Venue'],
    ['charter.underlyings.0.fee', '0.003'],
    ['charter.closeRule', 'as we please'],
    ['scenarioRoot', '0x01'],
    ['snapshot.underlyings.0.index', '70000.01'],
    ['snapshot.underlyings.1.index', '3500.02'],
    ['snapshot.time', '2026-03-20T12:00:01Z'],
    ['snapshot.round', '813'],
    ['outcome.fee', '97.99'],
    ['outcome.draw', '0.000001'],
    ['outcome.terminal', true],
    ['outcome.salt', `0x00${'a2'.repeat(31)}`],
    ['outcome.equity', '32206'],
    ['outcome.requirement', '37030'],
    ['outcome.legs.0.quantityClosed', '0.1'],
    ['extra', 'field'],
  ])('an opening with another %s is INVALID', (field, value) => {
    const report = verifyReceipt(proven.receipt, { opening: changed(proven.opening, field, value) });
    expect(report.verdict).toBe('INVALID');
    // The receipt is still what it was.
    expect(report.checks.find(({ id }) => id === 'proof')?.status).toBe('passed');
  });
});

describe('an event with its own close', () => {
  test('is proven with that close', async () => {
    const event = fixedEvent();
    const { plan } = modelOf(event, { accountAfter: 1n, outcome: 1n });
    const close = writeClose(plan.close, event.account, event.model.published);
    expect(close.positions).toEqual([{ instrument: 'BTC-27MAR26-70000-P', quantity: '0.7', price: expect.anything() }]);
    const lines: string[] = [];
    const given = readEvent({ ...smallEvent(), close: { ...close, fee: '10' }, salts: SALTS });
    const own = await prove(given, { onProgress: (line) => lines.push(line) });
    expect(lines[0]).toMatch(/^scenario: /);
    expect(verdictOf(own)).toBe('VALID');
    expect(own.opening.outcome).toMatchObject({ fee: '10', draw: '0', terminal: false });
    const quantities = own.opening.outcome.legs.map(({ instrument, quantityClosed }) => [instrument, quantityClosed]);
    expect(quantities).toContainEqual(['BTC-27MAR26-70000-P', '0.7']);
    expect(own.receipt.publicSignals.accountBefore).toBe(proven.receipt.publicSignals.accountBefore);
  });

  test('of everything, for an account below zero, is proven as terminal with its draw', async () => {
    const document = { ...smallEvent(), account: { ...smallAccount(), cash: '100000' }, salts: SALTS };
    const event = readEvent(document);
    const { plan } = modelOf(event, { accountAfter: 1n, outcome: 1n });
    expect(plan.close).toMatchObject({ terminal: true, fee: 0n });
    expect(plan.close.draw).toBeGreaterThan(0n);
    const close = writeClose(plan.close, event.account, event.model.published);
    const own = await prove(readEvent({ ...document, close }));
    expect(verdictOf(own)).toBe('VALID');
    expect(own.opening.outcome).toMatchObject({ terminal: true, fee: '0', draw: close.draw });
    expect(own.opening.accountAfter).toMatchObject({ cash: '0', sequence: 18 });
  });

  test('of everything, for an account above its requirement, is refused', async () => {
    const event = fixedEvent();
    const { plan } = modelOf(readEvent({ ...smallEvent(), account: { ...smallAccount(), cash: '100000' } }), {
      accountAfter: 1n,
      outcome: 1n,
    });
    const everything = writeClose({ ...plan.close, draw: 0n }, event.account, event.model.published);
    const rich = { ...smallEvent(), account: { ...smallAccount(), cash: '900000' } };
    await expect(prove(readEvent({ ...rich, close: everything }))).rejects.toMatchObject({
      code: 'not-liquidatable',
      clause: 'FM-09',
    });
    // Below its requirement but not below zero: more is closed than needed.
    await expect(prove(readEvent({ ...smallEvent(), close: everything }))).rejects.toMatchObject({
      code: 'clause-violated',
    });
  });
});

describe('giving up', () => {
  test.each(['plan', 'keys', 'witness', 'proof'])(
    'at %s rejects with the reason, and the next proof works',
    async (at) => {
      const controller = new AbortController();
      const reason = new Error('enough');
      const lines: string[] = [];
      const outcome = prove(fixedEvent(), {
        ...(at === 'keys' ? { artifacts: [] } : {}),
        signal: controller.signal,
        onProgress: (line) => {
          lines.push(line);
          if (line.startsWith(`${at}:`)) setTimeout(() => controller.abort(reason));
        },
      });
      await expect(outcome).rejects.toBe(reason);
      expect(lines.some((line) => line.startsWith('verification'))).toBe(false);
    },
  );

  test('before the beginning does nothing at all', async () => {
    const lines: string[] = [];
    const options = { signal: AbortSignal.abort(new Error('no')), onProgress: (line: string) => lines.push(line) };
    await expect(prove(fixedEvent(), options)).rejects.toThrow('no');
    expect(lines).toEqual([]);
  });

  test('leaves a back end that proves', async () => {
    expect(verdictOf(await prove(fixedEvent()))).toBe('VALID');
  });
});

describe('the check before giving out', () => {
  /** A back end that proves nothing and gives what it was told to. */
  const given = (signals: Partial<Receipt['publicSignals']>, proof: Groth16Proof): Groth16Backend => ({
    prove: async () => {
      const values = { ...proven.receipt.publicSignals, ...signals };
      return { proof, publicSignals: PUBLIC_SIGNALS.map((name) => BigInt(values[name])) };
    },
    close: async () => {},
  });

  test('lets an honest back end pass', async () => {
    const result = await prove(fixedEvent(), { backend: given({}, proven.receipt.proof) });
    expect(result).toEqual(proven);
  });

  test('refuses a well-formed proof of something else', async () => {
    const { a, b, c } = proven.receipt.proof;
    const failure = prove(fixedEvent(), { backend: given({}, { a: c, b, c: a }) });
    await expect(failure).rejects.toMatchObject({ code: 'PROVING_FAILED', remedy: expect.stringMatching(/\.$/) });
    await expect(failure).rejects.toThrow(/does not verify and is not given out: .*Proof/);
  });

  test('refuses points off the curve', async () => {
    const failure = prove(fixedEvent(), { backend: given({}, { ...proven.receipt.proof, a: ['1', '1'] }) });
    await expect(failure).rejects.toMatchObject({ code: 'PROVING_FAILED' });
  });

  test('refuses signals that are not those of the integer model', async () => {
    const failure = prove(fixedEvent(), { backend: given({ accountAfter: '5' }, proven.receipt.proof) });
    await expect(failure).rejects.toMatchObject({
      code: 'PROVING_FAILED',
      message: expect.stringContaining('integer model'),
    });
  });
});

describe('what is kept from proof to proof', () => {
  const outOfReach = { root: defaultWorkspace().root, cache: join(defaultWorkspace().root, 'package.json') };

  test('artifacts are used without another look at the cache', async () => {
    expect(verdictOf(await prove(fixedEvent(), { workspace: outOfReach }))).toBe('VALID');
    await expect(prove(fixedEvent(), { artifacts: [], workspace: outOfReach })).rejects.toMatchObject({
      code: 'ENOTDIR',
    });
  });

  test('artifacts of another instance are not', async () => {
    const others = artifacts.map((kept) => ({ ...kept, instance: 'liquidation_large' }));
    await expect(prove(fixedEvent(), { artifacts: others, workspace: outOfReach })).rejects.toMatchObject({
      code: 'ENOTDIR',
    });
  });

  test.each(['a proof', 'a failure'])('the witness is not: it is wiped after %s', async (what) => {
    const seen: Uint8Array[] = [];
    const watched: Groth16Backend = {
      prove: async (key, witness, options) => {
        seen.push(witness);
        expect(witness.some((byte) => byte !== 0)).toBe(true);
        if (what === 'a failure') throw new Error('no proof');
        return backend.prove(key, witness, options);
      },
      close: async () => {},
    };
    const outcome = prove(fixedEvent(), { backend: watched });
    if (what === 'a failure') await expect(outcome).rejects.toThrow('no proof');
    else expect(verdictOf(await outcome)).toBe('VALID');
    expect(seen.map((witness) => witness.every((byte) => byte === 0))).toEqual([true]);
  });
});

describe('an installation that does not fit', () => {
  let root: string;
  const installed = defaultWorkspace();
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'fairmark-prove-'));
    await cp(join(installed.root, 'circuits'), join(root, 'circuits'), {
      recursive: true,
      filter: (source) => !source.endsWith('.ts'),
    });
  });
  afterAll(() => rm(root, { recursive: true }));

  test.each([
    ['provingKeyHash', 'KEY_LOCK_MISMATCH'],
    ['verificationKeyHash', 'KEY_LOCK_MISMATCH'],
    ['r1csHash', 'LOCK_CIRCUIT_MISMATCH'],
  ])('a lock with another %s is refused before any proof', async (field, code) => {
    const path = join(root, 'circuits/artifacts.lock.json');
    const original = await readFile(path, 'utf8');
    try {
      const lock: unknown = JSON.parse(original);
      const hash = `${field === 'verificationKeyHash' ? '0x' : ''}${'1'.repeat(64)}`;
      await writeFile(path, JSON.stringify(changed(lock, `instances.liquidation_small.${field}`, hash)));
      const lines: string[] = [];
      const workspace = { root, cache: installed.cache };
      const outcome = prove(fixedEvent(), { artifacts: [], workspace, onProgress: (line) => lines.push(line) });
      await expect(outcome).rejects.toMatchObject({ code });
      expect(lines.at(-1)).toMatch(/^keys: /);
      expect(await readdir(root)).toEqual(['circuits']);
    } finally {
      await writeFile(path, original);
    }
  });
});
