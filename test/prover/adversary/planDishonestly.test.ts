import { expect, test } from 'vitest';
import { improvable, surplusOverTarget } from '../../../circuits/closing/amountClauses.ts';
import { shortfallToTarget } from '../../../circuits/closing/shortfallToTarget.ts';
import { type LiquidationResult, runLiquidation } from '../../../circuits/liquidation.ts';
import type { Account, OptionPosition } from '../../../circuits/objects.ts';
import { cashFor } from '../../../prover/accounts/cashFor.ts';
import { accountFigures } from '../../../prover/adversary/accountFigures.ts';
import type { AttackRound } from '../../../prover/adversary/attackRound.ts';
import { attackTotals } from '../../../prover/adversary/attackTotals.ts';
import { honestRounds } from '../../../prover/adversary/honestRounds.ts';
import { planDishonestly } from '../../../prover/adversary/planDishonestly.ts';
import { accountHealth } from '../../../prover/plan/accountHealth.ts';
import { NotLiquidatableError } from '../../../prover/plan/notLiquidatableError.ts';
import { everyAttack } from '../../support/everyAttack.ts';
import { inputsOf } from '../../support/planChecks.ts';
import {
  BTC,
  EXPIRIES,
  randomAccount,
  type SampleMarket,
  sampleAccount,
  sampleMarket,
} from '../../support/sampleMarket.ts';

const market = sampleMarket();
const lenient = sampleMarket({ leastNotional: false });

/** Runs rounds through the whole statement, each on the account that the one before leaves. */
function runRounds(rounds: readonly AttackRound[], where: SampleMarket): LiquidationResult[] {
  return rounds.map((round, i) => {
    const before = rounds[i - 1];
    if (before) expect(round.accountBefore).toBe(before.accountAfter);
    const result = runLiquidation(inputsOf(round, where));
    expect(result.accountAfter).toEqual(round.accountAfter);
    return result;
  });
}

const closedNotional = (rounds: readonly AttackRound[]) => attackTotals(rounds).closedNotional;

test.each([
  ['the statement', market, false],
  ['the statement with FM-13 off', lenient, false],
  ['the statement, each round reaching its target,', market, true],
] as const)(
  'every round of a cheat under %s passes, and it never does less than an honest venue',
  (_, where, reachesTarget) => {
    let cheated = 0;
    for (let seed = 6000; seed < 6008; seed++) {
      const input = { ...where, account: randomAccount(seed, { market: where }) };
      const honest = honestRounds(input);
      const figures = accountFigures(input);
      for (const objective of ['closedNotional', 'taken'] as const) {
        const plans = planDishonestly(input, { objective, rounds: 3, reachesTarget, figures, honest });
        const totals = [honest.atMark, ...plans].map((rounds) => attackTotals(rounds)[objective]);
        expect(totals).toEqual([...totals].sort((x, y) => (x < y ? -1 : x > y ? 1 : 0)));
        const longest = plans[2] ?? [];
        runRounds(longest, where);
        if (longest === honest.atMark || longest === honest.atEdge) continue;
        cheated += 1;
        expect(longest.length).toBeLessThanOrEqual(3);
        for (const { legs, margin, close } of reachesTarget ? longest : []) {
          const shortfall = shortfallToTarget(margin, where.charter.targetBuffer);
          const helping = improvable(legs, 0n, 1n).gain;
          const reached = surplusOverTarget(legs, shortfall);
          expect(close.terminal || reached >= 0n || reached + shortfall === helping).toBe(true);
        }
      }
    }
    expect(cheated).toBeGreaterThan(8);
  },
);

/** The least notional of the linear relaxation under a round's scenario, as a fraction; none where it is out of reach. */
function leastRelaxed({ legs, margin }: AttackRound): { numerator: bigint; denominator: bigint } | undefined {
  let missing = shortfallToTarget(margin, market.charter.targetBuffer);
  let notional = 0n;
  const helping = legs.filter(({ gain }) => gain > 0n);
  helping.sort((x, y) => Number(y.gain * x.leg.notional - x.gain * y.leg.notional));
  for (const { gain, leg } of helping) {
    const all = gain * leg.quantity;
    if (all >= missing) return { numerator: notional * gain + missing * leg.notional, denominator: gain };
    missing -= all;
    notional += leg.notional * leg.quantity;
  }
  return undefined;
}

test('with FM-13 one round closes less than the relaxed least and a lot of the marginal leg', () => {
  let compared = 0;
  for (let seed = 6100; seed < 6130; seed++) {
    const account = randomAccount(seed);
    const rounds = planDishonestly({ ...market, account }, { objective: 'closedNotional', rounds: 1 })[0] ?? [];
    const [round] = rounds;
    if (!round || round.close.terminal) continue;
    const least = leastRelaxed(round);
    if (!least) continue;
    const { marginal } = runLiquidation(inputsOf(round, market));
    const leg = round.legs.find(({ kind, place }) => kind === marginal.kind && place === marginal.place)?.leg;
    const { numerator, denominator } = least;
    expect(closedNotional([round]) * denominator).toBeLessThan(numerator + (leg?.notional ?? 0n) * denominator);
    compared += 1;
  }
  expect(compared).toBeGreaterThan(15);
});

test.each([
  ['with FM-13', market],
  ['without FM-13', lenient],
] as const)('on tiny accounts %s it finds what trying everything finds', (_, where) => {
  let more = 0;
  for (let seed = 6200; seed < 6230; seed++) {
    const account = randomAccount(seed, {
      optionLegs: 3,
      linearLegs: 1,
      lots: 5,
      underlyings: 1,
      market: where,
      shortfall: 150n,
    });
    const input = { ...where, account };
    const honest = honestRounds(input);
    const most = everyAttack(where, account, 3);
    planDishonestly(input, { objective: 'closedNotional', rounds: 3, honest }).forEach((rounds, i) => {
      if (rounds === honest.atMark) expect(closedNotional(rounds)).toBeGreaterThanOrEqual(most[i] as bigint);
      else expect(closedNotional(rounds)).toBe(most[i]);
      if (closedNotional(rounds) > closedNotional(honest.atMark)) more += 1;
    });
  }
  expect(more).toBeGreaterThan(10);
});

/** Puts sold, and far calls bought of which a lot hardly helps. */
function shortPutsLongCalls(shortfall: bigint): Account {
  const option = (strike: bigint, isPut: boolean, lots: bigint): OptionPosition => ({
    underlying: BTC,
    expiryHours: EXPIRIES.month,
    strike,
    isPut,
    isLong: lots > 0n,
    quantity: lots > 0n ? lots : -lots,
  });
  const account: Account = {
    ...sampleAccount('shortStrangle'),
    cash: 0n,
    options: [option(65_000n, true, -50n), option(95_000n, false, 900n)],
    linears: [],
  };
  const health = accountHealth({ ...market, account });
  return { ...account, cash: cashFor(health, shortfall, 1n) };
}

test('FM-13 stops in one round what it does not stop in rounds that fall short of their target', () => {
  const account = shortPutsLongCalls(100n);
  const ratios = (where: SampleMarket, reachesTarget = false) => {
    const input = { ...where, account };
    const honest = honestRounds(input);
    const plans = planDishonestly(input, { objective: 'closedNotional', rounds: 4, reachesTarget, honest });
    return plans.map((rounds) => {
      runRounds(rounds, where);
      return Number(closedNotional(rounds)) / Number(closedNotional(honest.atMark));
    });
  };
  const [one = 0, , , four = 0] = ratios(market);
  expect(one).toBe(1);
  expect(four).toBeGreaterThan(3);
  expect(ratios(lenient)[0]).toBeGreaterThan(50);
  expect(ratios(market, true)).toEqual([1, 1, 1, 1]);
});

test('in joint mode all underlyings of a round are of one group', () => {
  const joint = sampleMarket({ jointScenarios: true });
  let several = 0;
  for (let seed = 6300; seed < 6306; seed++) {
    const account = randomAccount(seed, { market: joint });
    const rounds = planDishonestly({ ...joint, account }, { objective: 'taken', rounds: 2 })[1] ?? [];
    runRounds(rounds, joint);
    for (const { scenario } of rounds) {
      expect(new Set([...scenario.values()].map((position) => joint.scenarios[position]?.group)).size).toBe(1);
      if (scenario.size > 1) several += 1;
    }
  }
  expect(several).toBeGreaterThan(2);
});

test('an account that no scenario violates is refused as the honest planner refuses it', () => {
  const account = sampleAccount('condor', { shortfall: -100n });
  expect(() => planDishonestly({ ...market, account }, { objective: 'taken', rounds: 2 })).toThrow(
    NotLiquidatableError,
  );
});
