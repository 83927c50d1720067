import { afterAll, expect, test } from 'vitest';
import { runLiquidation } from '../../circuits/liquidation.ts';
import { planLiquidation } from '../../prover/plan.ts';
import { buildScenarioTree } from '../../prover/scenarios/buildScenarioTree.ts';
import { readSurface } from '../../prover/surface/readSurface.ts';
import { readAccount } from '../../verifier/formats/account.ts';
import { readCharter } from '../../verifier/formats/charter.ts';
import { readSnapshot } from '../../verifier/formats/snapshot.ts';
import { writeOpening } from '../../verifier/opening.ts';
import { verifyReceipt } from '../../verifier/verifyReceipt.ts';
import {
  accountDocument,
  changed,
  charterDocument,
  SALT,
  scenariosDocument,
  snapshotDocument,
  surfacesDocument,
} from '../support/documents.ts';
import { ReceiptFactory } from '../support/receipts.ts';

const factory = await ReceiptFactory.create();
afterAll(() => factory.close());

const published = readCharter(charterDocument());
const snapshot = readSnapshot(snapshotDocument(), published);
const surface = readSurface(surfacesDocument(), published, snapshot);
const tree = buildScenarioTree(scenariosDocument(), published);

/** The opening of what the integer model makes of the account with this cash. */
async function liquidate(cash: string) {
  const account = readAccount(changed(accountDocument(), 'cash', cash), published, snapshot);
  const { charter } = published;
  const { scenario, close } = planLiquidation({ charter, snapshot, surface, account, scenarios: tree.leaves });
  const { accountAfter, outcome, publicSignals } = runLiquidation({
    domain: 0n,
    charter,
    snapshot,
    surface,
    account,
    scenarios: new Map([...scenario].map(([underlying, position]) => [underlying, tree.open(position)])),
    close,
    accountAfterSalt: BigInt(SALT) + 1n,
    outcomeSalt: BigInt(SALT) + 2n,
  });
  const receipt = await factory.prove(published.document.venue, 8n, publicSignals);
  const opening = {
    published,
    scenarioRoot: tree.root,
    snapshot,
    accountBefore: account,
    accountAfter,
    closed: outcome,
    outcome,
  };
  return { receipt, opening, outcome };
}

test.each([
  ['below its requirement', '60000', false],
  ['insolvent', '20000', true],
])('what the integer model closes of an account %s opens its receipt', async (_, cash, terminal) => {
  const { receipt, opening, outcome } = await liquidate(cash);
  expect(outcome.terminal).toBe(terminal);
  for (const disclosure of ['full', 'closed-only'] as const) {
    const report = verifyReceipt(receipt, {
      trustedKeys: factory.trustedKeys,
      opening: writeOpening(opening, { disclosure }),
    });
    expect(report.checks.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(report.verdict).toBe('VALID');
    expect(report.checks.some(({ id }) => id === 'terminal')).toBe(terminal);
    expect(report.checks.some(({ id }) => id === 'draw')).toBe(outcome.draw > 0n);
  }
});
