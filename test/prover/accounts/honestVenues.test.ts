import { existsSync, readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { penaltyCap } from '../../../circuits/closing/priceFairness.ts';
import { CONSTANTS as C } from '../../../circuits/constants.ts';
import { crashMarkets } from '../../../prover/accounts/crashMarkets.ts';
import { drawShortfall } from '../../../prover/accounts/drawShortfall.ts';
import { Draws } from '../../../prover/accounts/draws.ts';
import { ACCOUNT_KINDS, generateAccount } from '../../../prover/accounts/generateAccount.ts';
import { type ListedMarket, listedMarket } from '../../../prover/accounts/listedMarket.ts';
import { madeUpSalt } from '../../../prover/accounts/madeUpSalt.ts';
import { marketTick } from '../../../prover/accounts/marketTick.ts';
import { exampleRules } from '../../../prover/demo/exampleRules.ts';
import { NotLiquidatableError } from '../../../prover/plan/notLiquidatableError.ts';
import { planLiquidation } from '../../../prover/plan.ts';
import { createRandom } from '../../../prover/surface/random.ts';
import { roundsOf, runPlan } from '../../support/planChecks.ts';

// Honest venues always finish: made-up accounts of every kind and size, under water by anything from a per mille to
// insolvency, are planned and run through the whole statement, round by round, until they are healthy or empty. Prices
// are drawn inside the band after sizes are chosen, against the account and in its favour.

const ACCOUNTS = Number(process.env.ACCOUNTS ?? 5000);
const FOLDER = new URL('../../../../shared/data/deribit/', import.meta.url).pathname;
const CRASHES = ['2026-02-05T1551', '2026-02-05T2129', '2026-02-06T0430'];

// The statement is run some six thousand times, and not for its commitments: a cheap stand-in hashes them.
vi.mock('../../../circuits/commitment/poseidon.ts', () => ({
  poseidon: (inputs: readonly bigint[]) =>
    inputs.reduce((hash, input) => BigInt.asUintN(248, hash * 1_000_003n + input + 1n), BigInt(inputs.length)),
}));

const rules = await exampleRules(`0x${'5e'.repeat(32)}`);

/** The made-up crash, and the real crash books where they are. */
function markets(): { name: string; market: ListedMarket; opened?: ListedMarket }[] {
  const { before, after } = crashMarkets(rules);
  const madeUp = { name: 'the made-up crash', market: after, opened: before };
  if (!existsSync(FOLDER)) {
    console.info(`real crash books are skipped: ${FOLDER} is not on this machine`);
    return [madeUp];
  }
  const real = CRASHES.map((time) => {
    const books = ['BTC', 'ETH'].map((symbol) => JSON.parse(readFileSync(`${FOLDER}${time}-${symbol}.json`, 'utf8')));
    const tick = marketTick(books, rules.published, { salt: madeUpSalt(0, time) });
    return { name: `the books of ${time}`, market: listedMarket(tick, rules) };
  });
  return [madeUp, ...real];
}

/** Per mille; healthy draws count as small shortfalls. */
function underWater(seed: number): bigint {
  const drawn = drawShortfall(new Draws(seed));
  return drawn > 0n ? drawn : 1n + (-drawn % 600n);
}

test(`${ACCOUNTS} accounts after crashes all finish, in at most 4 rounds at the 99th percentile`, {
  timeout: 600_000,
}, () => {
  const rounds: number[] = [];
  let terminal = 0;
  let insolvent = 0;
  const crashes = markets();
  for (let seed = 0; seed < ACCOUNTS; seed++) {
    const { market, opened } = crashes[seed % crashes.length] as (typeof crashes)[number];
    const kind = ACCOUNT_KINDS[seed % ACCOUNT_KINDS.length] as (typeof ACCOUNT_KINDS)[number];
    const shortfall = underWater(seed);
    const { account } = generateAccount({ market, ...(opened ? { opened } : {}), kind, seed, shortfall });
    const random = createRandom(seed);
    const plan = planLiquidation({
      ...market,
      account,
      prices: (leg) => {
        const share = BigInt(Math.floor(random.uniform() * 2001)) - 1000n;
        const price = leg.mark + (penaltyCap(leg) * share) / C.PER_MILLION;
        return price > 0n ? price : 0n;
      },
    });
    const results = runPlan(plan, market);
    const last = roundsOf(plan).at(-1) as (typeof plan.furtherRounds)[number];
    rounds.push(results.length);
    if (shortfall > 1000n) {
      insolvent++;
      expect(results[0]?.insolvent, `seed ${seed}`).toBe(true);
    }
    if (last.close.terminal) terminal++;
    const { accountAfter } = last;
    if ([...accountAfter.options, ...accountAfter.linears].some(Boolean)) {
      expect(() => planLiquidation({ ...market, account: accountAfter }), `seed ${seed}`).toThrow(NotLiquidatableError);
    }
  }
  rounds.sort((x, y) => x - y);
  const p99 = rounds[Math.ceil(0.99 * rounds.length) - 1] as number;
  const once = rounds.filter((count) => count === 1).length;
  console.info(
    `${rounds.length} accounts: ${((100 * once) / rounds.length).toFixed(1)}% in one round, p99 ${p99}, ` +
      `most ${rounds.at(-1)}; ${terminal} terminal, ${insolvent} of them insolvent`,
  );
  expect(p99).toBeLessThanOrEqual(4);
  expect(insolvent).toBeGreaterThan(ACCOUNTS / 20);
});
