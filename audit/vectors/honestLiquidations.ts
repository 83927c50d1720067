import type { LiquidationInputs } from '../../circuits/liquidation.ts';
import type { Charter } from '../../circuits/objects.ts';
import { type InstanceShape, neededShape } from '../../circuits/witnessInputs.ts';
import { crashMarkets } from '../../prover/accounts/crashMarkets.ts';
import { ACCOUNT_KINDS, generateAccount } from '../../prover/accounts/generateAccount.ts';
import type { ListedMarket } from '../../prover/accounts/listedMarket.ts';
import { madeUpSalt } from '../../prover/accounts/madeUpSalt.ts';
import { exampleRules } from '../../prover/demo/exampleRules.ts';
import { NoProvableCloseError } from '../../prover/plan/noProvableCloseError.ts';
import { NotLiquidatableError } from '../../prover/plan/notLiquidatableError.ts';
import { pricesInBand } from '../../prover/plan/pricesInBand.ts';
import { planLiquidation } from '../../prover/plan.ts';

/** Rules that are varied from account to account: the example has h = 1, which hides the long charge. */
const CHARTERS: readonly Partial<Charter>[] = [
  { longCredit: 700n },
  {},
  { longCredit: 250n, targetBuffer: 73n },
  { longCredit: 990n, leastNotional: false },
];
/** Per mille of the requirement: just under water, far under, beyond help, insolvent. */
const SHORTFALLS = [3n, 40n, 150n, 420n, 930n, 1250n];
const MOST_DRAWS = 2000;

let markets: Promise<{ before: ListedMarket; after: ListedMarket }> | undefined;

/** The made-up crash under the example rules. */
function crash() {
  markets ??= exampleRules(`0x${'5e'.repeat(32)}`).then((rules) => crashMarkets(rules));
  return markets;
}

/**
 * Liquidations of made-up accounts in the made-up crash, planned by the prover: every kind of account and size in turn,
 * at growing shortfalls, under varied rules; every second one at prices at the edge of the band. Equal arguments give
 * equal liquidations.
 *
 * @param count how many
 * @param shape only accounts that fit it
 * @throws RangeError where the market gives too few
 */
export async function honestLiquidations(count: number, shape?: InstanceShape): Promise<LiquidationInputs[]> {
  const { before, after } = await crash();
  const found: LiquidationInputs[] = [];
  for (let seed = 0; found.length < count; seed++) {
    if (seed > MOST_DRAWS) throw new RangeError(`only ${found.length} of ${count} accounts fit`);
    const kind = ACCOUNT_KINDS[seed % ACCOUNT_KINDS.length] as (typeof ACCOUNT_KINDS)[number];
    const shortfall = SHORTFALLS[seed % SHORTFALLS.length] as bigint;
    const charter = { ...after.charter, ...CHARTERS[seed % CHARTERS.length] };
    const market = { ...after, charter };
    const size = seed % 3 === 0 ? 'small' : 'large';
    const { account } = generateAccount({ market, opened: before, kind, seed, shortfall, size });
    const needed = neededShape(account);
    if (shape && (Object.keys(shape) as (keyof InstanceShape)[]).some((key) => needed[key] > shape[key])) continue;
    try {
      const { scenario, close } = planLiquidation({
        ...market,
        account,
        prices: pricesInBand(found.length % 2 === 0 ? 0n : 1000n),
      });
      found.push({
        domain: madeUpSalt(seed, 'domain'),
        // Scenarios of the example are all of group 0, so the joint rule holds for any choice.
        charter: { ...charter, jointScenarios: seed % 2 === 1 },
        snapshot: market.snapshot,
        surface: market.surface,
        account,
        scenarios: new Map([...scenario].map(([underlying, position]) => [underlying, market.tree.open(position)])),
        close,
        accountAfterSalt: madeUpSalt(seed, 'account after'),
        outcomeSalt: madeUpSalt(seed, 'outcome'),
      });
    } catch (error) {
      if (!(error instanceof NotLiquidatableError || error instanceof NoProvableCloseError)) throw error;
    }
  }
  return found;
}
