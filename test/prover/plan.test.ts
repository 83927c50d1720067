import { expect, test } from 'vitest';
import { penaltyCap } from '../../circuits/closing/priceFairness.ts';
import { runLiquidation } from '../../circuits/liquidation.ts';
import { equityGap } from '../../circuits/margin/trigger.ts';
import type { Account } from '../../circuits/objects.ts';
import { NotLiquidatableError } from '../../prover/plan/notLiquidatableError.ts';
import { pricesInBand } from '../../prover/plan/pricesInBand.ts';
import { scenarioCandidates } from '../../prover/plan/scenarioCandidates.ts';
import { type PlannedRound, planLiquidation } from '../../prover/plan.ts';
import { createRandom } from '../../prover/surface/random.ts';
import { inputsOf, roundsOf, runPlan, withLots } from '../support/planChecks.ts';
import {
  randomAccount,
  SAMPLE_ACCOUNT_KINDS,
  type SampleMarket,
  sampleAccount,
  sampleMarket,
  worstRequirement,
} from '../support/sampleMarket.ts';

const market = sampleMarket();

const closedNotional = ({ legs }: PlannedRound) =>
  legs.reduce((sum, { leg, closed }) => sum + closed * leg.notional, 0n);

const lots = ({ legs }: PlannedRound) => legs.map(({ closed }) => closed);

function expectFinished(account: Account, where: SampleMarket): void {
  const open = [...account.options, ...account.linears].some(Boolean);
  if (open) expect(() => planLiquidation({ ...where, account })).toThrow(NotLiquidatableError);
}

test.each(SAMPLE_ACCOUNT_KINDS)('every round of %s passes the statement and finishes it', (kind) => {
  const account = sampleAccount(kind);
  const plan = planLiquidation({ ...market, account });
  runPlan(plan, market).forEach((result, i) => {
    const round = roundsOf(plan)[i] as PlannedRound;
    expect(result.accountAfter).toEqual(round.accountAfter);
    expect(result.surplus).toBe(round.surplus > 0n ? round.surplus : 0n);
  });
  expectFinished((roundsOf(plan).at(-1) as PlannedRound).accountAfter, market);
  const { scenarios, requirement } = worstRequirement(market, account);
  expect(plan.scenario).toEqual(scenarios);
  expect(plan.margin.requirement).toBe(requirement);
});

test('240 random accounts under water finish in at most 4 rounds at p99, and more lots are always refused', () => {
  const counts: number[] = [];
  let refused = 0;
  for (let seed = 0; seed < 240; seed++) {
    const account = randomAccount(seed);
    const plan = planLiquidation({ ...market, account });
    runPlan(plan, market);
    const rounds = roundsOf(plan);
    counts.push(rounds.length);
    expectFinished((rounds.at(-1) as PlannedRound).accountAfter, market);
    if (plan.close.terminal) continue;
    for (const { kind, place, closed, gain, leg } of plan.legs) {
      if (closed === leg.quantity || seed % 15 !== 0) continue;
      const more = inputsOf(withLots(plan, kind, place, closed + 1n), market);
      const clause = gain > 0n ? 'FM-12' : 'FM-11';
      expect(() => runLiquidation(more)).toThrow(expect.objectContaining({ clause }));
      refused += 1;
    }
  }
  counts.sort((x, y) => x - y);
  expect(counts[Math.ceil(0.99 * counts.length) - 1]).toBeLessThanOrEqual(4);
  expect(refused).toBeGreaterThan(30);
});

/** The least closed notional over all reductions of helping legs that reach the target: every one is tried. */
function leastNotionalByForce({ legs, shortfall }: PlannedRound): bigint | undefined {
  const helping = legs.filter(({ gain }) => gain > 0n);
  let least: bigint | undefined;
  const visit = (i: number, gained: bigint, notional: bigint): void => {
    const next = helping[i];
    if (!next) {
      if (gained >= shortfall && (least === undefined || notional < least)) least = notional;
      return;
    }
    for (let x = 0n; x <= next.leg.quantity; x++)
      visit(i + 1, gained + x * next.gain, notional + x * next.leg.notional);
  };
  visit(0, 0n, 0n);
  return least;
}

test('on tiny accounts the plan is within a lot of the marginal leg of the least by brute force', () => {
  let compared = 0;
  let exact = 0;
  for (let seed = 1000; seed < 1120; seed++) {
    const account = randomAccount(seed, { optionLegs: 3, linearLegs: 2, lots: 6 });
    const plan = planLiquidation({ ...market, account });
    const least = leastNotionalByForce(plan);
    if (plan.close.terminal || least === undefined) continue;
    const { marginal } = runLiquidation(inputsOf(plan, market));
    const terms = (marginal.kind === 'option' ? plan.margin.options : plan.margin.linears)[marginal.place];
    expect(closedNotional(plan)).toBeGreaterThanOrEqual(least);
    expect(closedNotional(plan)).toBeLessThan(least + (terms?.notional ?? 0n));
    compared += 1;
    if (closedNotional(plan) === least) exact += 1;
  }
  expect(compared).toBeGreaterThan(80);
  expect(exact / compared).toBeGreaterThan(0.9);
});

test('a close of other legs than the plan’s is refused by FM-13 where it takes a lot of notional more', () => {
  let refused = 0;
  for (let seed = 2000; seed < 2060; seed++) {
    const plan = planLiquidation({ ...market, account: randomAccount(seed) });
    if (plan.close.terminal || !plan.targetRestored) continue;
    for (const { kind, place, gain, leg, closed } of plan.legs) {
      const needed = gain > 0n ? (plan.shortfall + gain - 1n) / gain : 0n;
      const largest = plan.legs.reduce((most, other) => (other.leg.notional > most ? other.leg.notional : most), 0n);
      if (closed > 0n || gain <= 0n || needed > leg.quantity) continue;
      if (needed * leg.notional < closedNotional(plan) + largest) continue;
      const nothing = plan.legs.reduce(
        (round, other) => withLots(round, other.kind, other.place, 0n),
        plan as PlannedRound,
      );
      const alone = withLots(nothing, kind, place, needed);
      expect(() => runLiquidation(inputsOf(alone, market))).toThrow(expect.objectContaining({ clause: 'FM-13' }));
      const lenient = sampleMarket({ leastNotional: false });
      expect(() => runLiquidation(inputsOf(alone, lenient))).not.toThrow();
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(10);
});

test('an insolvent account is closed whole, without a fee, and the fund pays what is missing', () => {
  const plan = planLiquidation({ ...market, account: sampleAccount('insolvent') });
  const [result] = runPlan(plan, market);
  expect(result?.insolvent).toBe(true);
  expect(plan.close).toMatchObject({ terminal: true, fee: 0n, draw: -plan.margin.equity });
  expect(plan.accountAfter).toMatchObject({ cash: 0n, options: [null, null], linears: [null] });
  expect(plan.furtherRounds).toEqual([]);
});

test('a solvent account beyond help is closed whole, and pays no more than it has', () => {
  const account = sampleAccount('shortStrangle', { shortfall: 990n });
  for (const share of [0n, 1000n]) {
    const plan = planLiquidation({ ...market, account, prices: pricesInBand(share) });
    const [result] = runPlan(plan, market);
    expect(result?.insolvent).toBe(false);
    expect(plan.margin.equity).toBeGreaterThan(0n);
    expect(plan.close).toMatchObject({ terminal: true, draw: 0n });
    expect(plan.accountAfter.cash).toBeGreaterThanOrEqual(0n);
  }
});

test('around solvency every shortfall from 95 to 105% has a plan that the statement accepts', () => {
  for (const kind of ['shortStrangle', 'twoUnderlyings', 'coveredCall'] as const) {
    for (let shortfall = 950n; shortfall <= 1050n; shortfall += 10n) {
      const plan = planLiquidation({ ...market, account: sampleAccount(kind, { shortfall }) });
      runPlan(plan, market);
      const closesAll = plan.legs.every(({ leg, closed }) => leg.quantity === closed);
      if (equityGap(plan.margin) > 0n) expect(closesAll && plan.close.terminal).toBe(true);
    }
  }
});

test('a healthy account is not liquidatable, and the error says by how much', () => {
  const account = sampleAccount('condor', { shortfall: -100n });
  const { equity, requirement } = worstRequirement(market, account);
  const gap = equity - (requirement + 999_999n) / 1_000_000n;
  const amount = `${gap / 1_000_000n}.${String(gap % 1_000_000n).padStart(6, '0')}`.replace(/\.?0+$/, '');
  expect(() => planLiquidation({ ...market, account })).toThrow(
    expect.objectContaining({
      name: 'NotLiquidatableError',
      code: 'not-liquidatable',
      clause: 'FM-09',
      message: `not liquidatable: equity exceeds the requirement of every scenario, the closest by ${amount} USD`,
      closest: amount,
    }),
  );
});

test('an account below its requirement by less than the errors is not liquidatable', () => {
  const account = sampleAccount('shortStrangle', { shortfall: 0n });
  expect(() => planLiquidation({ ...market, account })).toThrow(
    /^not liquidatable: equity is below .* within the errors of/,
  );
});

test('an account without positions, or with too many lots, is refused', () => {
  const account = sampleAccount('shortStrangle');
  const refused = (changes: Partial<Account>) => () =>
    planLiquidation({ ...market, account: { ...account, ...changes } });
  expect(refused({ options: [null], linears: [] })).toThrow(expect.objectContaining({ code: 'ACCOUNT_EMPTY' }));
  const options = account.options.map((position) => position && { ...position, quantity: 1n << 22n });
  expect(refused({ options })).toThrow(expect.objectContaining({ code: 'QUANTITY_RANGE' }));
});

test('sizes do not depend on prices, and any price inside the band passes', () => {
  for (let seed = 3000; seed < 3040; seed++) {
    const account = randomAccount(seed);
    const random = createRandom(seed);
    const atMark = planLiquidation({ ...market, account });
    // Up to the edge of the band against the account, or up to the cap in its favour.
    const drawn = planLiquidation({
      ...market,
      account,
      prices: (leg) => {
        const share = BigInt(Math.floor(random.uniform() * 2001)) - 1000n;
        const price = leg.mark + (penaltyCap(leg) * share) / 1_000_000n;
        return price > 0n ? price : 0n;
      },
    });
    const edge = planLiquidation({ ...market, account, prices: pricesInBand(1000n) });
    for (const plan of [drawn, edge]) {
      expect(lots(plan)).toEqual(lots(atMark));
      runPlan(plan, market);
    }
  }
});

test('in joint mode all underlyings take one group, and the binding one is the worst', () => {
  const joint = sampleMarket({ jointScenarios: true });
  for (let seed = 4000; seed < 4030; seed++) {
    const account = randomAccount(seed, { market: joint });
    const plan = planLiquidation({ ...joint, account });
    runPlan(plan, joint);
    const groups = new Set([...plan.scenario.values()].map((position) => joint.scenarios[position]?.group));
    expect(groups.size).toBe(1);
    const [binding] = scenarioCandidates({ ...joint, account });
    expect(binding?.margin.requirement).toBe(worstRequirement(joint, account).requirement);
    expect(plan.margin.requirement).toBeLessThanOrEqual(binding?.margin.requirement ?? 0n);
  }
});

test('with FM-13 off the same closes pass', () => {
  const lenient = sampleMarket({ leastNotional: false });
  for (let seed = 5000; seed < 5020; seed++) {
    const account = randomAccount(seed);
    const plan = planLiquidation({ ...lenient, account });
    expect(lots(plan)).toEqual(lots(planLiquidation({ ...market, account })));
    runPlan(plan, lenient);
  }
});

test('progress is told while scenarios are searched', () => {
  const told: [number, number][] = [];
  planLiquidation({
    ...market,
    account: sampleAccount('twoUnderlyings'),
    onProgress: (round, evaluated) => told.push([round, evaluated]),
  });
  expect(told[0]).toEqual([1, 64]);
});
