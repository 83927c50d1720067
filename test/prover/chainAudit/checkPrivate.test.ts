import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { outcomeCommitment } from '../../../circuits/commitment/outcomeCommitment.ts';
import { rulebookCommitment } from '../../../circuits/commitment/rulebookCommitment.ts';
import type { AuditDocument } from '../../../prover/chainAudit/auditDocument.ts';
import { describeAudit } from '../../../prover/chainAudit/describeAudit.ts';
import { auditCommand } from '../../../prover/commands/audit.ts';
import { draftLiquidation } from '../../../prover/draftLiquidation.ts';
import { type EventDocument, readEvent } from '../../../prover/event.ts';
import { scenarioCandidates } from '../../../prover/plan/scenarioCandidates.ts';
import { changed, SALT, SEED } from '../../support/documents.ts';
import { AnythingProver } from '../../support/evm/provenItems.ts';
import { registeredCharter } from '../../support/evm/registeredCase.ts';
import { RegisteredVenue } from '../../support/evm/registeredVenue.ts';
import { rpcServer } from '../../support/evm/rpcServer.ts';
import { Folder, smallAccount, smallEvent } from '../../system/support.ts';

const OUTCOME_SALT = `0x00${'b2'.repeat(31)}`;
const AFTER_SALT = `0x00${'c3'.repeat(31)}`;

/** The sample event under the charter that is registered, with the salts that an auditor is given. */
function eventOf(accountNumber: number, changes: Partial<EventDocument> = {}): EventDocument {
  const event = smallEvent();
  return {
    ...event,
    sequence: accountNumber,
    account: { ...smallAccount(), accountNumber },
    model: { ...event.model, charter: registeredCharter() },
    salts: { accountAfter: AFTER_SALT, outcome: OUTCOME_SALT },
    ...changes,
  };
}

/** The same at another tick: a later one, with every slice of BTC's first expiry raised. */
function movedEvent(accountNumber: number): EventDocument {
  const event = eventOf(accountNumber);
  const later = changed(changed(event, 'snapshot.time', '2026-03-20T12:01:00Z'), 'snapshot.round', 813);
  return changed(
    changed(later, 'model.surface.number', 5),
    'model.surface.surfaces.0.slices.0.a',
    '0.002',
  ) as EventDocument;
}

function drafted(document: EventDocument) {
  const event = readEvent(document);
  return { event, ...draftLiquidation(event, event.model).preview };
}

let prover: AnythingProver;
let venue: RegisteredVenue;
let folder: Folder;
const [worst, milder, moved] = [eventOf(1), eventOf(2), movedEvent(3)];

beforeAll(async () => {
  prover = await AnythingProver.create();
  const first = drafted(worst);
  const { charter, scenarioTree } = first.event.model;
  const rulebook = rulebookCommitment(charter, scenarioTree.root);
  venue = await RegisteredVenue.create(prover, await prover.verifier(), { rulebook });
  await venue.record(5_555n);

  const second = drafted(milder);
  const { account, snapshot, model } = second.event;
  const { surface } = model;
  const [, other] = scenarioCandidates({ charter, snapshot, surface, account, scenarios: scenarioTree.leaves });
  if (!other || other.margin.requirement === second.outcome.requirement)
    throw new Error('the fixture has a milder scenario');
  const milderOutcome = outcomeCommitment({ ...second.outcome, requirement: other.margin.requirement });

  const third = drafted(moved);
  const announce = async (items: readonly (typeof first)[]) => {
    const [any] = items;
    if (!any) return;
    await venue.announce(
      items.map(({ event, publicSignals }) => ({
        handle: `account ${event.account.accountNumber}`,
        accountBefore: publicSignals.accountBefore,
      })),
      { snapshotCommitment: any.publicSignals.snapshotCommitment, surface: any.publicSignals.surfaceCommitment },
    );
  };
  await announce([first, second]);
  await announce([third]);
  await venue.record(
    first.publicSignals.accountBefore,
    first.publicSignals.accountAfter,
    first.publicSignals.outcomeCommitment,
  );
  await venue.record(second.publicSignals.accountBefore, second.publicSignals.accountAfter, milderOutcome);
  await venue.record(
    third.publicSignals.accountBefore,
    third.publicSignals.accountAfter,
    third.publicSignals.outcomeCommitment,
  );
});
afterAll(() => prover?.close());
beforeEach(() => {
  folder = new Folder();
  return () => folder.remove();
});

async function audited(): Promise<{ code: number; audit: AuditDocument; text: string }> {
  const node = await rpcServer(venue.its.kit.chain);
  try {
    const run = async (...more: string[]) => {
      const out: string[] = [];
      const err: string[] = [];
      const args = [
        '--rpc',
        node.url,
        '--registry',
        venue.its.registry,
        '--venue',
        venue.venue,
        '--private',
        folder.path,
      ];
      const code = await auditCommand(venue.its.trustedKeys).run([...args, ...more], {
        print: (line) => out.push(line),
        progress: (line) => err.push(line),
      });
      return { code, text: out.join('\n'), all: [...out, ...err].join('\n') };
    };
    const { code, text, all } = await run('--json');
    const audit: AuditDocument = JSON.parse(text);
    return { code, audit, text: [all, ...describeAudit(audit)].join('\n') };
  } finally {
    await node.close();
  }
}

test('V26 V27 tells which scenarios were not the worst, and how far the surface moved', async () => {
  folder.write('1.json', worst);
  folder.write('2.json', milder);
  folder.write('3.json', moved);
  folder.write('4.json', eventOf(4));
  folder.write('5.json', { ...worst, account: 7 });
  const { code, audit, text } = await audited();
  expect(audit.findings).toMatchObject([{ code: 'scenario-not-worst', severity: 'warning', sequence: '4' }]);
  expect(code).toBe(0);
  expect(audit.private).toMatchObject({
    unmatched: 1,
    unreadable: 1,
    venues: [{ scenarios: { worst: 2, milder: 1, undetermined: 0 }, surfaces: 2 }],
  });

  // From the slice itself: sqrt(w / T) at the money, seven days less four hours before the expiry.
  const vol = (a: number, seconds: number) => {
    const variance = a + 0.02 * (-0.25 * -0.01 + Math.sqrt(0.01 ** 2 + 0.15 ** 2));
    return 100 * Math.sqrt(variance / (seconds / (365 * 86_400)));
  };
  const left = 7 * 86_400 - 4 * 3_600;
  const [move, other] = audit.private?.venues[0]?.moves ?? [];
  expect(move).toMatchObject({ underlying: 'BTC', expiry: '27MAR26', pairs: 1 });
  expect(move?.largest).toBeCloseTo(vol(0.002, left - 60) - vol(0.001, left), 2);
  expect(move?.largest).toBe(move?.median);
  expect(other).toMatchObject({ underlying: 'BTC', expiry: '26JUN26' });
  expect(other?.largest).toBeLessThan(0.01);
  expect(text).toContain('scenario: 2 under the worst, 1 under a milder one, 0 undetermined');
  expect(text).toMatch(/BTC-27MAR26 +1 +[\d.]+ +[\d.]+/);
});

test('V26 no secret of the material is printed', async () => {
  folder.write('1.json', worst);
  folder.write('2.json', milder);
  folder.write('3.json', moved);
  const { text } = await audited();
  for (const secret of [SALT, SEED, OUTCOME_SALT, AFTER_SALT]) {
    expect(text).not.toContain(secret.slice(4, 40));
    expect(text).not.toContain(String(BigInt(secret)));
  }
  for (const secret of ['151000', 'alice', '70000-P', '65000', 'PERPETUAL']) expect(text).not.toContain(secret);
});

test('without the salt of the outcome the scenario is undetermined', async () => {
  folder.write('1.json', { ...worst, salts: {} });
  const { audit } = await audited();
  expect(audit.private?.venues[0]?.scenarios).toEqual({ worst: 0, milder: 0, undetermined: 1 });
  expect(audit.findings).toEqual([]);
});

test('V2 material with another surface or other scenarios than were announced is told', async () => {
  folder.write('1.json', changed(worst, 'model.surface.number', 9));
  folder.write('2.json', changed(milder, 'model.scenarios.seed', `0x${'77'.repeat(32)}`));
  const { code, audit } = await audited();
  expect(code).toBe(1);
  expect(audit.findings.map(({ code: its, sequence }) => `${its} ${sequence}`)).toEqual([
    'private-mismatch 3',
    'private-mismatch 4',
  ]);
  expect(audit.findings.map(({ sentence }) => /: ([^:]*)\.$/.exec(sentence)?.[1])).toEqual(['surface', 'rules']);
});

test('a folder without events is an error', async () => {
  await expect(audited()).rejects.toMatchObject({ code: 'EVENTS_MISSING', field: '--private' });
});
