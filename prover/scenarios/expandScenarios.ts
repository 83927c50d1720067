import { SCENARIO_CAPACITY } from '../../circuits/commitment/scenarioTree.ts';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import { InputError } from '../../circuits/errors.ts';
import type { ScenarioLeaf } from '../../circuits/objects.ts';
import { type PublishedCharter, underlyingNumber } from '../../verifier/formats/charter.ts';
import { addExact, binaryUnit, MILLI, scaledExact, scaledNearest } from '../../verifier/formats/decimal.ts';
import { fieldPath } from '../../verifier/formats/readObject.ts';
import { type NamedMove, type ReadScenarios, readScenarios } from './scenariosDocument.ts';

const FORWARD_UNIT = binaryUnit(C.MULTIPLIER_FRACTION_BITS);
const VOL_UNIT = binaryUnit(C.VOL_MULTIPLIER_FRACTION_BITS);
const ONE = { units: 1n, scale: 0 };

function refuse(code: string, field: string, why: string, remedy?: string): never {
  throw new InputError(code, `${field} ${why}`, remedy === undefined ? { field } : { field, remedy });
}

/** Refuses a leaf that is not within the charter's bounds (FM-08). Says which bound, never the value. */
function checkBounds(leaf: ScenarioLeaf, move: NamedMove, published: PublishedCharter, position: number): void {
  const { charter } = published;
  const rules = charter.underlyings[leaf.underlying];
  const outside = (bound: string): never =>
    refuse(
      'SCENARIO_OUTSIDE_CHARTER',
      move.field,
      `(leaf ${position}): scenario outside the charter: ${bound}`,
      'Move the scenario inside the bounds, or publish a charter with wider ones.',
    );
  if (!rules || leaf.forwardMultiplier < rules.forwardMinimum) outside('forwardMinimum');
  else if (leaf.forwardMultiplier > rules.forwardMaximum) outside('forwardMaximum');
  if (leaf.weight < 0n || leaf.weight > charter.weightMaximum) outside('weightMaximum');
  leaf.volMultipliers.forEach((multiplier, bucket) => {
    if (multiplier < (charter.volMinimum[bucket] ?? 0n)) outside(fieldPath('volMinimum', bucket));
    if (multiplier > (charter.volMaximum[bucket] ?? 0n)) outside(fieldPath('volMaximum', bucket));
  });
}

/** The group of every leaf: 0 unless scenarios are joint; leaves of grids are joined by their place in the grid. */
function groupsOf(scenarios: ReadScenarios, published: PublishedCharter, field: string): bigint[] {
  const joint = published.charter.jointScenarios;
  if (!joint && scenarios.kind === 'jointGrid') {
    return refuse(
      'SCENARIO_GROUP',
      fieldPath(field, 'jointGrid'),
      'stands in a charter with independent scenarios',
      'Give one grid per underlying, or publish a charter with "scenarioMode": "joint".',
    );
  }
  const placeInGrid = new Map<string, number>();
  return scenarios.moves.map((move) => {
    const place = placeInGrid.get(move.underlying) ?? 0;
    placeInGrid.set(move.underlying, place + 1);
    if (!joint) {
      if (move.group === undefined) return 0n;
      return refuse('SCENARIO_GROUP', fieldPath(move.field, 'group'), 'stands in a charter with independent scenarios');
    }
    if (scenarios.kind === 'grids') return BigInt(place);
    return move.group ?? refuse('SCENARIO_GROUP', fieldPath(move.field, 'group'), 'is missing: scenarios are joint');
  });
}

/** Every underlying of the charter must have a scenario; in joint mode, exactly one in every group. */
function checkCoverage(leaves: readonly ScenarioLeaf[], published: PublishedCharter, field: string): void {
  const sets = new Map<bigint, number[]>();
  for (const leaf of leaves) sets.set(leaf.group, [...(sets.get(leaf.group) ?? []), leaf.underlying]);
  for (const [group, members] of sets) {
    published.units.forEach(({ symbol }, number) => {
      const count = members.filter((member) => member === number).length;
      if (count === 0) {
        const where = published.charter.jointScenarios ? ` in group ${group}` : '';
        refuse('SCENARIO_MISSING', field, `holds no scenario for ${symbol}${where}`);
      }
      if (count > 1 && published.charter.jointScenarios) {
        refuse('SCENARIO_GROUP', field, `holds ${count} scenarios for ${symbol} in group ${group}`);
      }
    });
  }
}

/**
 * Turns a scenarios file into the leaves of the tree, in the order of the file.
 *
 * The forward multiplier 1 + move is rounded to the nearest 2^-20 and vol multipliers to the nearest 2^-10, as the
 * charter's bounds are; weights must be whole per mille. Nothing is clamped: a scenario outside the charter is refused.
 *
 * @param value - parsed JSON of a `ScenariosDocument` with a seed
 * @throws InputError `SCENARIO_OUTSIDE_CHARTER`, `SCENARIO_GROUP`, `SCENARIO_MISSING`, `SCENARIOS_TOO_MANY`,
 *   `SEED_MISSING`, `UNDERLYING_UNKNOWN`, and those of `readScenarios`; never a scenario's values
 */
export function expandScenarios(value: unknown, published: PublishedCharter, field = 'scenarios'): ScenarioLeaf[] {
  const scenarios = readScenarios(value, field);
  const { moves } = scenarios;
  if (scenarios.seed === undefined) {
    return refuse(
      'SEED_MISSING',
      fieldPath(field, 'seed'),
      'is missing: without it the tree cannot be built again',
      'Add "seed": "0x…" with 64 random hex digits (openssl rand -hex 32), keep it secret and keep it.',
    );
  }
  if (moves.length > SCENARIO_CAPACITY) {
    return refuse(
      'SCENARIOS_TOO_MANY',
      field,
      `holds ${moves.length} scenarios; a tree has room for ${SCENARIO_CAPACITY}`,
    );
  }
  const groups = groupsOf(scenarios, published, field);
  const leaves = moves.map((move, position): ScenarioLeaf => {
    const leaf: ScenarioLeaf = {
      underlying: underlyingNumber(published, move.underlying, move.field),
      group: groups[position] ?? 0n,
      forwardMultiplier: scaledNearest(addExact(move.forwardMove, ONE), FORWARD_UNIT),
      weight: scaledExact(move.weight, MILLI, fieldPath(move.field, 'weight')),
      volMultipliers: move.volMultipliers.map((multiplier) => scaledNearest(multiplier, VOL_UNIT)),
    };
    checkBounds(leaf, move, published, position);
    return leaf;
  });
  checkCoverage(leaves, published, field);
  return leaves;
}
