import { expect, test } from 'vitest';
import { DomainError } from '../../../circuits/pricing/domainError.ts';
import { scenarioCandidates } from '../../../prover/plan/scenarioCandidates.ts';
import { planLiquidation } from '../../../prover/plan.ts';
import { BTC, sampleAccount, sampleCharter, sampleMarket, worstRequirement } from '../../support/sampleMarket.ts';

const market = sampleMarket();
const account = sampleAccount('twoUnderlyings');

test('in independent mode each underlying takes its own worst leaf first, then one is replaced at a time', () => {
  const candidates = [...scenarioCandidates({ ...market, account })];
  const binding = worstRequirement(market, account).scenarios;
  expect(candidates[0]?.scenario).toEqual(binding);
  const keys = candidates.map(({ scenario }) => [...scenario.values()].join());
  expect(new Set(keys).size).toBe(keys.length);
  // 35 leaves of each underlying beside the other's worst; the binding pair is in both.
  expect(keys.length).toBe(69);
  const requirements = candidates.map(({ margin }) => margin.requirement);
  expect(requirements.every((requirement) => requirement <= (requirements[0] ?? 0n))).toBe(true);
});

test('in joint mode there is one candidate for every group that covers all underlyings', () => {
  const joint = sampleMarket({ jointScenarios: true });
  const scenarios = joint.scenarios.filter(({ underlying, group }) => underlying !== BTC || group !== 3n);
  const candidates = [...scenarioCandidates({ ...joint, scenarios, account })];
  expect(candidates).toHaveLength(34);
  const sums = candidates.map(({ margin }) => margin.requirement);
  expect(sums).toEqual([...sums].sort((x, y) => (x > y ? -1 : x < y ? 1 : 0)));
});

test('a scenario that covers only some underlyings is refused', () => {
  const scenarios = market.scenarios.filter(({ underlying }) => underlying === BTC);
  expect(() => planLiquidation({ ...market, scenarios, account })).toThrow(
    expect.objectContaining({ code: 'SCENARIO_MISSING', clause: 'FM-08' }),
  );
});

test('a leaf that makes a price undefined is left out, unless there is no other', () => {
  const base = sampleCharter();
  const charter = { ...base, underlyings: base.underlyings.map((rules) => ({ ...rules, forwardMinimum: 16n })) };
  const short = sampleAccount('shortStrangle');
  const [first] = market.scenarios;
  if (!first) throw new Error('no scenarios');
  const crash = { ...first, forwardMultiplier: 16n };
  const withCrash = [...market.scenarios, crash];
  const found = [...scenarioCandidates({ ...market, charter, scenarios: withCrash, account: short })];
  expect(found).toHaveLength(35);
  const only = { ...market, charter, scenarios: [crash], account: short };
  expect(() => [...scenarioCandidates(only)]).toThrow(DomainError);
});
