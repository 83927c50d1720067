import { afterAll, beforeAll, expect, test } from 'vitest';
import { penaltyCap } from '../../circuits/closing/priceFairness.ts';
import { textId } from '../../circuits/commitment/domain.ts';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import type { AccountSize } from '../../prover/accounts/accountShapes.ts';
import { crashMarkets } from '../../prover/accounts/crashMarkets.ts';
import { ACCOUNT_KINDS, generateAccount } from '../../prover/accounts/generateAccount.ts';
import type { ListedMarket } from '../../prover/accounts/listedMarket.ts';
import { type ExampleRules, exampleRules } from '../../prover/demo/exampleRules.ts';
import { KernelBackend } from '../../prover/groth16/kernelBackend.ts';
import { nodePlatform } from '../../prover/groth16/platform/nodePlatform.ts';
import { planLiquidation } from '../../prover/plan.ts';
import { proveLiquidation } from '../../prover/prove.ts';
import { createRandom } from '../../prover/surface/random.ts';
import { verifyReceipt } from '../../verifier/verifyReceipt.ts';

// Made-up accounts after the made-up crash, of every kind, proven for real: sizes planned first, prices drawn inside the
// band after them, as liquidators would give them.

const PROOFS = 50;
/** How far below the requirement, per mille of it: by a little, in part, beyond help, insolvent. */
const SHORTFALLS = [15n, 60n, 250n, 950n, 1300n];

const backend = new KernelBackend(nodePlatform);
let rules: ExampleRules;
let market: ListedMarket;
beforeAll(async () => {
  rules = await exampleRules(`0x${'5e'.repeat(32)}`);
  market = crashMarkets(rules).after;
});
afterAll(() => backend.close());

function sizeOf(place: number, kind: (typeof ACCOUNT_KINDS)[number]): AccountSize {
  if (place % 25 === 24) return 'xl';
  return kind === 'crossAsset' || place % 6 === 5 ? 'large' : 'small';
}

const seen = { instances: new Set<string>(), terminal: 0, partial: 0 };

test.for(
  Array.from({ length: PROOFS }, (_, place) => {
    const kind = ACCOUNT_KINDS[place % ACCOUNT_KINDS.length] as (typeof ACCOUNT_KINDS)[number];
    const shortfall = SHORTFALLS[place % SHORTFALLS.length] as bigint;
    return { place, kind, shortfall, size: sizeOf(place, kind) };
  }),
)('$place: $size $kind, $shortfall per mille under water', async ({ place, kind, shortfall, size }) => {
  const { published, scenarioTree } = rules;
  const { account } = generateAccount({ market, kind, seed: place, size, shortfall });
  const random = createRandom(place);
  const plan = planLiquidation({
    ...market,
    account,
    prices: (leg) => {
      const share = BigInt(Math.floor(random.uniform() * 2001)) - 1000n;
      const price = leg.mark + (penaltyCap(leg) * share) / C.PER_MILLION;
      return price > 0n ? price : 0n;
    },
  });
  const { receipt, opening } = await proveLiquidation(
    {
      venueId: textId(published.document.venue),
      sequence: BigInt(place),
      account,
      snapshot: market.snapshot,
      close: plan.close,
      salts: {},
    },
    {
      published,
      charter: published.charter,
      charterDocument: published.document,
      scenarioTree,
      surface: market.surface,
    },
    { backend },
  );
  const report = verifyReceipt(receipt, { opening });
  expect(report.checks.filter(({ status }) => status === 'failed')).toEqual([]);
  expect(report.verdict).toBe('VALID');
  expect(opening.outcome.terminal).toBe(plan.close.terminal);
  if (shortfall > 1000n) expect(plan.close.terminal).toBe(true);
  seen.instances.add(receipt.instance);
  seen[plan.close.terminal ? 'terminal' : 'partial']++;
});

test('they fill all three instances, and end in part and wholly', () => {
  expect(seen.instances).toEqual(new Set(['liquidation_small', 'liquidation_large', 'liquidation_xl']));
  expect(seen.terminal).toBeGreaterThan(5);
  expect(seen.partial).toBeGreaterThan(15);
});
