import { afterAll, describe, expect, test } from 'vitest';
import { accountCommitment } from '../../circuits/commitment/accountCommitment.ts';
import { textId } from '../../circuits/commitment/domain.ts';
import { neededShape } from '../../circuits/witnessInputs.ts';
import { crashMarkets } from '../../prover/accounts/crashMarkets.ts';
import { generateAccount } from '../../prover/accounts/generateAccount.ts';
import { exampleRules } from '../../prover/demo/exampleRules.ts';
import type { EventDocument } from '../../prover/event.ts';
import { readEvent } from '../../prover/event.ts';
import { KernelBackend } from '../../prover/groth16/kernelBackend.ts';
import { nodePlatform } from '../../prover/groth16/platform/nodePlatform.ts';
import { proveLiquidation } from '../../prover/prove.ts';
import { verifyReceipt } from '../../verifier/verifyReceipt.ts';
import { smallEvent } from './support.ts';

const SALTS = { accountAfter: `0x00${'b2'.repeat(31)}`, outcome: `0x00${'c3'.repeat(31)}` };
const SEED = `0x${'5e'.repeat(32)}`;
const backend = new KernelBackend(nodePlatform);
afterAll(() => backend.close());

async function proven(document: EventDocument, instance?: string) {
  const event = readEvent({ ...document, salts: SALTS });
  const result = await proveLiquidation(event, event.model, { backend, ...(instance ? { instance } : {}) });
  expect(verifyReceipt(result.receipt, { opening: result.opening }).verdict).toBe('VALID');
  return result;
}

describe('FM-02 FM-16 FM-18 an account', () => {
  test('has the same commitments in two instances, and another domain', async () => {
    const small = await proven(smallEvent());
    const large = await proven(smallEvent(), 'liquidation_large');
    expect(small.receipt.instance).toBe('liquidation_small');
    expect(large.receipt.instance).toBe('liquidation_large');
    const { domain: ofSmall, ...commitments } = small.receipt.publicSignals;
    const { domain: ofLarge, ...others } = large.receipt.publicSignals;
    expect(others).toEqual(commitments);
    expect(Object.keys(commitments)).toHaveLength(6);
    expect(ofLarge).not.toBe(ofSmall);
    // The opening speaks of the account, not of the instance: one opens the other.
    expect(large.opening).toEqual(small.opening);
    expect(verifyReceipt(large.receipt, { opening: small.opening }).verdict).toBe('VALID');
  });

  test('that is too large for one is proven in the largest', async () => {
    const rules = await exampleRules(SEED);
    const { published, scenarioTree } = rules;
    const { after: market } = crashMarkets(rules);
    const { account } = generateAccount({ market, kind: 'crossAsset', seed: 7, size: 'xl', shortfall: 80n });
    const { optionLegs, underlyings } = neededShape(account);
    expect(optionLegs).toBeGreaterThan(12);
    expect(underlyings).toBe(2);
    const { snapshot, surface } = market;
    const { charter } = published;
    const model = { published, charter, charterDocument: published.document, scenarioTree, surface };
    const { receipt, opening } = await proveLiquidation(
      { venueId: textId(published.document.venue), sequence: 1n, account, snapshot, salts: {} },
      model,
      { backend },
    );
    expect(receipt.instance).toBe('liquidation_xl');
    const report = verifyReceipt(receipt, { opening });
    expect(report.verdict).toBe('VALID');
    expect(report.checks.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(receipt.publicSignals.accountBefore).toBe(String(accountCommitment(account)));
    const { a } = receipt.proof;
    const forged = { ...receipt, proof: { ...receipt.proof, a: [a[1], a[0]] } };
    expect(verifyReceipt(forged, { opening }).verdict).toBe('INVALID');
  });

  test('an instance that is too small, or that there is none of, is refused before any work', async () => {
    const event = readEvent(smallEvent());
    for (const [instance, code] of [
      ['liquidation_tiny', 'UNKNOWN_INSTANCE'],
      ['__proto__', 'UNKNOWN_INSTANCE'],
    ] as const) {
      const stages: string[] = [];
      const attempt = proveLiquidation(event, event.model, { instance, onProgress: (line) => stages.push(line) });
      await expect(attempt).rejects.toMatchObject({ code });
      expect(stages).toEqual([]);
    }
  });
});
