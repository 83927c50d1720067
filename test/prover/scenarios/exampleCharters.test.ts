import { describe, expect, test } from 'vitest';
import { CONSTANTS as C } from '../../../circuits/constants.ts';
import { evaluateAccount, heldUnderlyings } from '../../../circuits/margin/evaluateAccount.ts';
import type { Account, ScenarioLeaf } from '../../../circuits/objects.ts';
import { NotLiquidatableError } from '../../../prover/plan/notLiquidatableError.ts';
import { scenarioCandidates } from '../../../prover/plan/scenarioCandidates.ts';
import { planLiquidation } from '../../../prover/plan.ts';
import type { PositionDocument } from '../../../verifier/formats/account.ts';
import { readAccount } from '../../../verifier/formats/account.ts';
import { formatScaled, MICRO, parseDecimal, scaledExact } from '../../../verifier/formats/decimal.ts';
import { EXAMPLE_NAMES, exampleDocuments, SALT } from '../../support/documents.ts';
import { type ExampleMarket, exampleMarket } from '../../support/exampleMarket.ts';
import { roundsOf, runPlan } from '../../support/planChecks.ts';
import { worstRequirement } from '../../support/sampleMarket.ts';

const MARKETS = {
  portfolio: exampleMarket('portfolio'),
  correlated: exampleMarket('correlated'),
  standard: exampleMarket('standard'),
};

/** Positions as `instrument quantity`. */
function accountOf(market: ExampleMarket, positions: readonly string[], cash = '0'): Account {
  return readAccount(
    {
      format: 'fairmark.account.v1',
      owner: 'alice',
      accountNumber: 42,
      sequence: 17,
      time: '2026-03-20T07:28:30Z',
      settlement: { currency: 'USD' },
      cash,
      salt: SALT,
      positions: positions.map((position): PositionDocument => {
        const [instrument = '', quantity = ''] = position.split(' ');
        return { instrument, quantity };
      }),
    },
    market.published,
    market.snapshot,
  );
}

const usd = (amount: string) => scaledExact(parseDecimal(amount, 'amount'), MICRO, 'amount');

/** With cash that leaves it below its binding requirement by a share, per mille. */
function underWater(market: ExampleMarket, account: Account, shortfall: bigint): Account {
  const { equity, requirement } = worstRequirement(market, { ...account, cash: 0n });
  return { ...account, cash: (requirement * (1000n - shortfall)) / (1000n * C.PER_MILLION) - equity - 1n };
}

const ACCOUNTS: Record<string, readonly string[]> = {
  'a short strangle': ['BTC-24APR26-60000-P -2', 'BTC-24APR26-80000-C -2'],
  'the last half hour': ['ETH-20MAR26-3450-P -40', 'ETH-20MAR26-3550-C -40', 'ETH-21MAR26-3300-P 40'],
  'short puts of both': [
    'BTC-27MAR26-62000-P -3',
    'BTC-26JUN26-50000-P 1',
    'ETH-27MAR26-3100-P -40',
    'ETH-24APR26-4200-C -25',
    'BTC-PERPETUAL -1',
    'ETH-24APR26 60',
  ],
  'long BTC against short ETH': [
    'BTC-24APR26-70000-C 4',
    'BTC-PERPETUAL 2',
    'ETH-24APR26-3600-C -60',
    'ETH-PERPETUAL -30',
  ],
  'longs alone': ['BTC-24APR26-60000-C 3', 'ETH-26JUN26-3000-C 50', 'ETH-26JUN26-5000-P 4'],
};

describe.each(EXAMPLE_NAMES)('the %s charter', (name) => {
  const market = MARKETS[name];
  test.each(Object.keys(ACCOUNTS))('liquidates %s; its binding scenario is by brute force the worst', (kind) => {
    const account = accountOf(market, ACCOUNTS[kind] ?? []);
    for (const shortfall of [1n, 20n, 200n, 900n, 1100n]) {
      const violated = underWater(market, account, shortfall);
      const plan = planLiquidation({ ...market, account: violated });
      runPlan(plan, market);
      const worst = worstRequirement(market, violated);
      const [binding] = scenarioCandidates({ ...market, account: violated });
      expect(binding?.margin.requirement).toBe(worst.requirement);
      if (!market.charter.jointScenarios) expect(binding?.scenario).toEqual(worst.scenarios);
      // The planner may take a milder one that is violated too.
      expect(plan.margin.requirement).toBeLessThanOrEqual(worst.requirement);
      const groups = [...plan.scenario.values()].map((position) => market.scenarios[position]?.group);
      expect(new Set(groups).size).toBe(1);
      const after = roundsOf(plan).at(-1)?.accountAfter;
      if (!after || heldUnderlyings(after).length === 0) continue;
      expect(() => planLiquidation({ ...market, account: after })).toThrow(NotLiquidatableError);
    }
    expect(() => planLiquidation({ ...market, account: underWater(market, account, -1n) })).toThrow(
      NotLiquidatableError,
    );
  });
});

describe('the correlated charter', () => {
  const market = MARKETS.correlated;
  const { jointGrid } = exampleDocuments('correlated').scenarios;

  test('has 147 groups of BTC and ETH: a band around a beta of 1.25 under three vol shocks, and tails', () => {
    const groups = new Map<bigint, ScenarioLeaf[]>();
    for (const leaf of market.scenarios) groups.set(leaf.group, [...(groups.get(leaf.group) ?? []), leaf]);
    expect([...groups.keys()]).toEqual(Array.from({ length: 147 }, (_, group) => BigInt(group)));
    for (const members of groups.values()) expect(members.map(({ underlying }) => underlying)).toEqual([0, 1]);
    const moves = (jointGrid?.forwardMoves ?? []).map(([btc, eth]) => [Number(btc), Number(eth)] as const);
    expect(moves).toHaveLength(45);
    for (const [btc, eth] of moves) expect(Math.abs(eth - 1.25 * btc)).toBeLessThanOrEqual(0.08 + 1e-9);
    expect(new Set(moves.map(([btc, eth]) => `${btc}/${eth}`)).size).toBe(45);
  });

  test('asks less for a hedge across underlyings than both legs would need alone', () => {
    const account = accountOf(market, ['BTC-PERPETUAL 2', 'ETH-PERPETUAL -32']);
    const alone = (keep: string) =>
      worstRequirement(
        market,
        accountOf(
          market,
          ['BTC-PERPETUAL 2', 'ETH-PERPETUAL -32'].filter((p) => p.startsWith(keep)),
        ),
      ).requirement;
    const { requirement } = worstRequirement(market, account);
    expect(requirement).toBeLessThan(alone('BTC') + alone('ETH'));
    // 140,000 dollars long against 112,000 short. Along the band they offset each other up to 8,960; the worst group is
    // the tail in which BTC falls by 25% alone, at weight 0.7. Charges: 560 for each leg.
    const usdOf = (amount: bigint) => Number(amount / C.PER_MILLION) / 1e6;
    expect(usdOf(requirement)).toBeCloseTo(0.7 * 0.25 * 140_000 + 1_120, 1);
  });
});

describe('FM-09 long credit below one', () => {
  // Half an hour before expiry a call struck far below the forward is worth F - K = 30,000; one BTC is 100 lots.
  // Worst for one long call: BTC down by 25% at weight 0.7, which is 12,250. Long credit 0.9 asks for a tenth of the
  // mark besides: R = 3,000 + 12,250 = 15,250, so the account is liquidatable from cash + 30,000 < 15,250 on.
  const market = MARKETS.correlated;
  const lenient = { ...market, charter: { ...market.charter, longCredit: 1000n } };
  const at = (cash: string, where = market) =>
    planLiquidation({ ...where, account: accountOf(market, ['BTC-20MAR26-40000-C 1'], cash) });

  test('asks for the rest of the mark', () => {
    const { margin } = at('-14751');
    expect(Number(margin.equity) / 1e6).toBeCloseTo(15_249, 1);
    expect(Number(margin.requirement) / 1e12).toBeCloseTo(15_250, 1);
    expect(() => at('-14749')).toThrow(NotLiquidatableError);
  });

  test('with full credit the mark counts whole', () => {
    const { margin } = at('-17751', lenient);
    expect(Number(margin.requirement) / 1e12).toBeCloseTo(12_250, 1);
    expect(() => at('-17749', lenient)).toThrow(NotLiquidatableError);
  });

  test('closing a lot releases its share of the haircut', () => {
    // A lot: 1.1 * 152.5 less the fee 0.0015 * 700 = 166.70. Missing: 1.1 * 15,250 - 15,249 = 1,526, so ten lots.
    const plan = at('-14751');
    const [leg] = plan.legs;
    expect((Number(leg?.gain) * 2 ** 30) / 1e15).toBeCloseTo(166.7, 3);
    expect(leg?.closed).toBe(10n);
    runPlan(plan, market);
  });
});

describe('FM-09 the standard charter', () => {
  const market = MARKETS.standard;
  const POSITIONS = [
    'BTC-24APR26-60000-P -0.5',
    'BTC-26JUN26 0.2',
    'ETH-27MAR26-3512d5-C -10',
    'SOL-20MAR26-100-C 40',
    'SOL-27MAR26-152d5-P -100',
    'SOL-PERPETUAL -200',
  ];
  /** By hand, in dollars: rate * index * size. */
  const CHARGES = {
    shortBtcPuts: 0.075 * 70_000 * 0.5,
    btcFuture: 0.02 * 70_000 * 0.2,
    shortEthCalls: 0.09 * 3_500 * 10,
    shortSolPuts: 0.12 * 150 * 100,
    solPerpetual: 0.04 * 150 * 200,
  };
  /** Long calls worth 150 - 100, of which a fifth does not count. */
  const HAIRCUT = 0.2 * 50 * 40;
  const EXPECTED = Object.values(CHARGES).reduce((sum, charge) => sum + charge, HAIRCUT);

  test('requires the sum of the charges and the haircut of longs, whatever the vols', () => {
    expect(EXPECTED).toBe(2_625 + 280 + 3_150 + 1_800 + 1_200 + 400);
    const account = accountOf(market, POSITIONS);
    const { requirement } = worstRequirement(market, account);
    expect(Number(requirement) / 1e12).toBeCloseTo(EXPECTED, 3);
    const shorts = accountOf(
      market,
      POSITIONS.filter((position) => !position.startsWith('SOL-20MAR26')),
    );
    expect(worstRequirement(market, shorts).requirement).toBe(BigInt(EXPECTED - HAIRCUT) * 10n ** 12n);
  });

  test('triggers ten cents below that sum, and not ten cents above', () => {
    const account = accountOf(market, POSITIONS);
    const { equity } = worstRequirement(market, account);
    const at = (amount: bigint) =>
      planLiquidation({ ...market, account: { ...account, cash: amount - equity + usd(String(EXPECTED)) } });
    // The errors are seven cents, four of them the roundings of five thousand lots of 0.0001 BTC.
    runPlan(at(-usd('0.1')), market);
    expect(() => at(usd('0.1'))).toThrow(NotLiquidatableError);
  });

  test('one null scenario per underlying, without weight: with weight the errors of stressed prices would count', () => {
    expect(market.scenarios.map(({ underlying }) => underlying)).toEqual([0, 1, 2]);
    const account = accountOf(market, POSITIONS);
    const margins = [0n, 1000n].map((weight) =>
      evaluateAccount({
        ...market,
        charter: { ...market.charter, weightMaximum: weight },
        account,
        scenarios: new Map(market.scenarios.map((leaf) => [leaf.underlying, { ...leaf, weight }])),
      }),
    );
    const [without, withWeight] = margins;
    expect(withWeight?.requirement).toBe(without?.requirement);
    expect(withWeight?.marginError).toBeGreaterThan(without?.marginError ?? 0n);
    for (const { forwardMultiplier, volMultipliers, weight } of market.scenarios) {
      expect({ forwardMultiplier, volMultipliers, weight }).toEqual({
        forwardMultiplier: 1n << C.MULTIPLIER_FRACTION_BITS,
        volMultipliers: Array(4).fill(1n << C.VOL_MULTIPLIER_FRACTION_BITS),
        weight: 0n,
      });
    }
  });

  test('nothing but the null scenario lies within its bounds', () => {
    for (const { forwardMinimum, forwardMaximum } of market.charter.underlyings) {
      expect([forwardMinimum, forwardMaximum]).toEqual([1n << 20n, 1n << 20n]);
    }
    expect(market.charter.volMinimum).toEqual(market.charter.volMaximum);
    expect(market.charter.weightMaximum).toBe(0n);
  });

  test('closes single lots of a ten-thousandth of a coin', () => {
    const account = accountOf(market, ['BTC-24APR26-60001-P -0.0003', 'SOL-27MAR26-152d5-C -0.2']);
    const plan = planLiquidation({ ...market, account: underWater(market, account, 30n) });
    runPlan(plan, market);
    expect(plan.legs.map(({ leg }) => leg.quantity)).toEqual([3n, 1n]);
    expect(plan.legs.some(({ closed }) => closed > 0n)).toBe(true);
    expect(formatScaled(plan.margin.requirement / C.PER_MILLION, MICRO)).toBe('5.175');
  });
});
