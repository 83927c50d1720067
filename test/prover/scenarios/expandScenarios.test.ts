import { expect, test } from 'vitest';
import { buildScenarioTree } from '../../../prover/scenarios/buildScenarioTree.ts';
import { expandScenarios } from '../../../prover/scenarios/expandScenarios.ts';
import { scenarioSalts } from '../../../prover/scenarios/scenarioSalts.ts';
import type { ScenariosDocument } from '../../../prover/scenarios/scenariosDocument.ts';
import { withScenarioSeed } from '../../../prover/scenarios/scenariosDocument.ts';
import { readCharter } from '../../../verifier/formats/charter.ts';
import { changed, charterDocument, example, SEED, scenariosDocument } from '../../support/documents.ts';

const independent = readCharter(charterDocument());
const joint = readCharter(changed(charterDocument(), 'scenarioMode', 'joint'));
const ONES = ['1', '1', '1', '1'];

test('the example grids have 9 moves under 3 vol shocks and 8 tails per underlying', () => {
  const leaves = expandScenarios(scenariosDocument(), independent);
  expect(leaves).toHaveLength(2 * (9 * 3 + 8));
  for (const number of [0, 1]) expect(leaves.filter((leaf) => leaf.underlying === number)).toHaveLength(35);
  // -16% with vols up; 0.84 * 2^20 = 880803.84 and 1.45 * 2^10 = 1484.8 go to the nearest.
  expect(leaves[0]).toMatchObject({
    underlying: 0,
    group: 0n,
    forwardMultiplier: 880_804n,
    weight: 1000n,
    volMultipliers: [1536n, 1485n, 1331n, 1229n],
  });
  const rest = leaves.find((leaf) => leaf.forwardMultiplier === 1n << 20n && leaf.volMultipliers[0] === 1024n);
  expect(rest?.volMultipliers).toEqual([1024n, 1024n, 1024n, 1024n]);
  expect(new Set(leaves.map((leaf) => leaf.weight))).toEqual(new Set([1000n, 500n, 300n]));
});

test('salts are 248 bits, different, and follow from the seed', () => {
  const salts = scenarioSalts(`0x${'5e'.repeat(32)}`);
  expect(new Set(salts).size).toBe(128);
  expect(salts.every((salt) => salt > 1n << 200n && salt < 1n << 248n)).toBe(true);
  expect(scenarioSalts(`0x${'5e'.repeat(32)}`)).toEqual(salts);
  expect(scenarioSalts(`0x${'11'.repeat(32)}`)[0]).not.toBe(salts[0]);
  const { root } = buildScenarioTree(scenariosDocument(), independent);
  const other = changed(scenariosDocument(), 'seed', `0x${'11'.repeat(32)}`);
  expect(buildScenarioTree(other, independent).root).not.toBe(root);
});

test('the same file gives the same root', () => {
  const { root } = buildScenarioTree(scenariosDocument(), independent);
  expect(buildScenarioTree(scenariosDocument(), independent).root).toBe(root);
  expect(buildScenarioTree(scenariosDocument(), independent).open(69).leaf.underlying).toBe(1);
});

test('the example holds no seed; a drawn one stays', () => {
  const document = example('portfolio/scenarios.json') as ScenariosDocument;
  expect(() => expandScenarios(document, independent)).toThrow(expect.objectContaining({ code: 'SEED_MISSING' }));
  const seeded = withScenarioSeed(document);
  expect(seeded.seed).toMatch(/^0x[0-9a-f]{64}$/);
  expect(withScenarioSeed(seeded).seed).toBe(seeded.seed);
  expect(withScenarioSeed(document).seed).not.toBe(seeded.seed);
  expect(expandScenarios(seeded, independent)).toHaveLength(70);
});

test('joint grids form groups by place', () => {
  const leaves = expandScenarios(scenariosDocument(), joint);
  expect(leaves.map((leaf) => Number(leaf.group))).toEqual([...Array(35).keys(), ...Array(35).keys()]);
});

const leaf = (underlying: string, group?: number) => ({
  underlying,
  ...(group === undefined ? {} : { group }),
  forwardMove: '-0.2',
  volMultipliers: ONES,
  weight: '0.5',
});
const withLeaves = (...leaves: unknown[]) => ({ format: 'fairmark.scenarios.v1', seed: SEED, leaves });

test('leaves may be listed one by one', () => {
  expect(expandScenarios(withLeaves(leaf('ETH'), leaf('BTC')), independent).map((entry) => entry.underlying)).toEqual([
    1, 0,
  ]);
  const groups = withLeaves(leaf('BTC', 7), leaf('ETH', 7), leaf('ETH', 9), leaf('BTC', 9));
  expect(expandScenarios(groups, joint).map((entry) => entry.group)).toEqual([7n, 7n, 9n, 9n]);
});

test.each([
  ['independent, a group', independent, withLeaves(leaf('BTC', 1), leaf('ETH')), 'SCENARIO_GROUP'],
  ['joint, no group', joint, withLeaves(leaf('BTC'), leaf('ETH')), 'SCENARIO_GROUP'],
  ['joint, one underlying twice', joint, withLeaves(leaf('BTC', 1), leaf('ETH', 1), leaf('BTC', 1)), 'SCENARIO_GROUP'],
  ['joint, a group without ETH', joint, withLeaves(leaf('BTC', 1), leaf('ETH', 1), leaf('BTC', 2)), 'SCENARIO_MISSING'],
  ['no scenario for ETH', independent, withLeaves(leaf('BTC')), 'SCENARIO_MISSING'],
  ['an unknown underlying', independent, withLeaves(leaf('SOL')), 'UNDERLYING_UNKNOWN'],
  ['nothing', independent, { format: 'fairmark.scenarios.v1', seed: SEED }, 'FIELD_MISSING'],
])('%s is refused', (_, charter, document, code) => {
  expect(() => expandScenarios(document, charter)).toThrow(expect.objectContaining({ code }));
});

test.each([
  ['grids.0.forwardMoves.0', '-0.61', 'grids[0].forwardMoves[0] with volShocks[0]', 'forwardMinimum'],
  ['grids.1.forwardMoves.8', '0.61', 'grids[1].forwardMoves[8] with volShocks[0]', 'forwardMaximum'],
  ['grids.0.forwardMoves.3', '-1.5', 'grids[0].forwardMoves[3] with volShocks[0]', 'forwardMinimum'],
  ['grids.0.volShocks.2', ['0.4', '1', '1', '1'], 'grids[0].forwardMoves[0] with volShocks[2]', 'volMinimum[0]'],
  ['grids.0.volShocks.2', ['1', '1', '1', '1.4'], 'grids[0].forwardMoves[0] with volShocks[2]', 'volMaximum[3]'],
  ['grids.1.tails.3.weight', '-0.001', 'grids[1].tails[3]', 'weightMaximum'],
  ['grids.1.tails.3.weight', '1.001', 'grids[1].tails[3]', 'weightMaximum'],
])('a scenario outside the charter is named: %s = %j', (path, value, place, bound) => {
  const run = () => expandScenarios(changed(scenariosDocument(), path, value), independent);
  expect(run).toThrow(expect.objectContaining({ code: 'SCENARIO_OUTSIDE_CHARTER', field: `scenarios.${place}` }));
  expect(run).toThrow(/scenario outside the charter/);
  expect(run).toThrow(bound);
  // The bound and the place are public; the value is not.
  for (const secret of [value].flat()) if (secret.length > 2) expect(run).not.toThrow(secret);
});

test('a scenario at the decimal bound of the charter is inside', () => {
  const document = changed(scenariosDocument(), 'grids.0.forwardMoves.0', '-0.6');
  expect(expandScenarios(document, independent)[0]?.forwardMultiplier).toBe(419_430n);
});

test.each([
  ['seed', '0x12', 'SEED_INVALID'],
  ['leaves', [], 'FIELD_MISSING'],
  ['grids.0.weight', '0.0005', 'DECIMAL_INEXACT'],
  ['grids.0.volShocks.0', ['1', '1', '1'], 'ARRAY_LENGTH'],
  ['grids.0.volShocks', [], 'ARRAY_LENGTH'],
  ['grids.0.forwardMoves', Array.from({ length: 102 }, () => '0'), 'ARRAY_LENGTH'],
  ['grids.0.forwardMoves.0', -0.16, 'DECIMAL_INVALID'],
  ['grids.0.skew', '0', 'FIELD_UNKNOWN'],
  ['format', 'fairmark.scenarios.v0', 'FORMAT_UNKNOWN'],
])('a file with %s = %j is refused', (path, value, code) => {
  expect(() => expandScenarios(changed(scenariosDocument(), path, value), independent)).toThrow(
    expect.objectContaining({ code }),
  );
});

const up = ['1.5', '1.4', '1.3', '1.2'];
const jointGrid = {
  underlyings: ['ETH', 'BTC'],
  forwardMoves: [
    ['-0.2', '-0.15'],
    ['0.25', '0.2'],
  ],
  volShocks: [
    [up, ONES],
    [ONES, ONES],
  ],
  weight: '1',
  tails: [{ forwardMoves: ['0', '-0.3'], volMultipliers: [ONES, up], weight: '0.4' }],
};
const withJointGrid = (changes: object = {}) => ({
  format: 'fairmark.scenarios.v1',
  seed: SEED,
  jointGrid: { ...jointGrid, ...changes },
});

test('a joint grid is its groups one by one: every joint move under every joint shock, then the tails', () => {
  const group = (number: number, moves: [string, string], shocks: [string[], string[]], weight: string) =>
    ['ETH', 'BTC'].map((underlying, u) => ({
      underlying,
      group: number,
      forwardMove: moves[u],
      volMultipliers: shocks[u],
      weight,
    }));
  const byHand = withLeaves(
    ...group(0, ['-0.2', '-0.15'], [up, ONES], '1'),
    ...group(1, ['-0.2', '-0.15'], [ONES, ONES], '1'),
    ...group(2, ['0.25', '0.2'], [up, ONES], '1'),
    ...group(3, ['0.25', '0.2'], [ONES, ONES], '1'),
    ...group(4, ['0', '-0.3'], [ONES, up], '0.4'),
  );
  expect(expandScenarios(withJointGrid(), joint)).toEqual(expandScenarios(byHand, joint));
});

test.each([
  ['forwardMoves', [['-0.2']], 'jointGrid.forwardMoves[0]', 'ARRAY_LENGTH'],
  ['forwardMoves', [['-0.2', '0', '0']], 'jointGrid.forwardMoves[0]', 'ARRAY_LENGTH'],
  ['forwardMoves', [], 'jointGrid.forwardMoves', 'ARRAY_LENGTH'],
  ['forwardMoves', [['0', '0.1x']], 'jointGrid.forwardMoves[0][1]', 'DECIMAL_INVALID'],
  ['volShocks', [[ONES]], 'jointGrid.volShocks[0]', 'ARRAY_LENGTH'],
  ['volShocks', [[ONES, ['1', '1', '1']]], 'jointGrid.volShocks[0][1]', 'ARRAY_LENGTH'],
  ['tails', [{ forwardMoves: ['0', '0'], weight: '1' }], 'jointGrid.tails[0].volMultipliers', 'FIELD_MISSING'],
  ['tails', [{ forwardMoves: ['0'], volMultipliers: [ONES, ONES], weight: '1' }], undefined, 'ARRAY_LENGTH'],
  ['underlyings', ['ETH'], 'jointGrid.volShocks[0]', 'ARRAY_LENGTH'],
  ['underlyings', ['ETH', 'ETH'], '', 'SCENARIO_MISSING'],
  ['underlyings', ['ETH', 'SOL'], undefined, 'UNDERLYING_UNKNOWN'],
  ['weight', '0.0005', undefined, 'DECIMAL_INEXACT'],
  ['skew', '0', undefined, 'FIELD_UNKNOWN'],
  ['forwardMoves', [['0', '-0.61']], 'jointGrid.forwardMoves[0][1] with volShocks[0][1]', 'SCENARIO_OUTSIDE_CHARTER'],
  ['volShocks', [[up, ['1', '1', '1', '1.4']]], undefined, 'SCENARIO_OUTSIDE_CHARTER'],
])('a joint grid with %s = %j is refused', (key, value, place, code) => {
  const run = () => expandScenarios(withJointGrid({ [key]: value }), joint);
  expect(run).toThrow(expect.objectContaining({ code }));
  const field = place === '' ? 'scenarios' : `scenarios.${place}`;
  // Places and bounds are public; the values of scenarios are not.
  expect(run).not.toThrow(/0\.61|1\.4/);
  if (place !== undefined) expect(run).toThrow(expect.objectContaining({ field }));
});

test('a joint grid needs a charter with joint scenarios, and stands alone', () => {
  expect(() => expandScenarios(withJointGrid(), independent)).toThrow(
    expect.objectContaining({ code: 'SCENARIO_GROUP', field: 'scenarios.jointGrid' }),
  );
  const both = { ...scenariosDocument(), jointGrid };
  expect(() => expandScenarios(both, joint)).toThrow(expect.objectContaining({ code: 'FIELD_MISSING' }));
});

test('a tree has room for 512 groups of two underlyings', () => {
  const forwardMoves = (count: number) => Array.from({ length: count }, () => ['0', '0']);
  const volShocks = [jointGrid.volShocks[1]];
  const tails: unknown[] = [];
  expect(expandScenarios(withJointGrid({ forwardMoves: forwardMoves(512), volShocks, tails }), joint)).toHaveLength(
    1024,
  );
  expect(() => expandScenarios(withJointGrid({ forwardMoves: forwardMoves(513), volShocks, tails }), joint)).toThrow(
    expect.objectContaining({ code: 'SCENARIOS_TOO_MANY' }),
  );
});

test('a tree has room for 1024 scenarios', () => {
  const moves = Array.from({ length: 100 }, () => '0');
  const shocks = Array.from({ length: 10 }, () => ONES);
  const grid = (underlying: string, tails: number) => ({
    underlying,
    forwardMoves: moves,
    volShocks: shocks,
    weight: '1',
    tails: Array.from({ length: tails }, () => ({ forwardMove: '0', volMultipliers: ONES, weight: '1' })),
  });
  const small = { ...grid('ETH', 0), forwardMoves: ['0'] };
  const document = (tails: number) => ({ ...scenariosDocument(), grids: [grid('BTC', tails), small] });
  expect(expandScenarios(document(14), independent)).toHaveLength(1024);
  expect(() => expandScenarios(document(15), independent)).toThrow(/holds 1025 scenarios; a tree has room for 1024/);
});
