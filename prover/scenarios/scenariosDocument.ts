import { randomBytes } from 'node:crypto';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import { InputError } from '../../circuits/errors.ts';
import { type Decimal, parseDecimal } from '../../verifier/formats/decimal.ts';
import {
  fieldPath,
  readArray,
  readFormat,
  readNatural,
  readObject,
  readText,
} from '../../verifier/formats/readObject.ts';

export const SCENARIOS_FORMAT = 'fairmark.scenarios.v1';

/**
 * A venue's stress scenarios as JSON; private. Decimals are text: moves are changes of the forward (`"-0.16"` is a fall
 * by 16%), multipliers scale the total standard deviation, weights are shares of the loss that counts.
 */
export interface ScenariosDocument {
  readonly format: typeof SCENARIOS_FORMAT;
  /** 32 secret random bytes as 0x and 64 hex digits, from which the salts of the tree follow. */
  readonly seed?: string;
  /** One grid per underlying, or `jointGrid`, or `leaves`. */
  readonly grids?: readonly ScenarioGrid[];
  /** In joint mode only. */
  readonly jointGrid?: JointScenarioGrid;
  readonly leaves?: readonly ScenarioLeafDocument[];
}

/** All moves under all vol shocks, and single tails behind them. */
export interface ScenarioGrid {
  readonly underlying: string;
  readonly forwardMoves: readonly string[];
  /** Every shock has one multiplier per tenor bucket, the shortest first. */
  readonly volShocks: readonly (readonly string[])[];
  readonly weight: string;
  readonly tails: readonly ScenarioMove[];
}

/**
 * Moves of several underlyings together: every joint move under every joint vol shock is a group, and so is every tail.
 * The inner lists hold one entry per underlying, in the order of `underlyings`.
 */
export interface JointScenarioGrid {
  readonly underlyings: readonly string[];
  readonly forwardMoves: readonly (readonly string[])[];
  /** One multiplier per tenor bucket of each underlying, the shortest first. */
  readonly volShocks: readonly (readonly (readonly string[])[])[];
  readonly weight: string;
  readonly tails: readonly JointScenarioMove[];
}

/** One group: a scenario of every underlying. */
export interface JointScenarioMove {
  readonly forwardMoves: readonly string[];
  readonly volMultipliers: readonly (readonly string[])[];
  readonly weight: string;
}

/** One scenario of one underlying. */
export interface ScenarioMove {
  readonly forwardMove: string;
  readonly volMultipliers: readonly string[];
  readonly weight: string;
}

export interface ScenarioLeafDocument extends ScenarioMove {
  readonly underlying: string;
  /** In joint mode: leaves of one group are taken together. */
  readonly group?: number;
}

/** A scenario as exact decimals, with the place it was read from. */
export interface NamedMove {
  field: string;
  underlying: string;
  /** `undefined` for leaves of one underlying's grid and outside joint mode. */
  group: bigint | undefined;
  forwardMove: Decimal;
  volMultipliers: readonly Decimal[];
  weight: Decimal;
}

/** A checked document: every scenario in the order of the tree. */
export interface ReadScenarios {
  seed: string | undefined;
  kind: 'grids' | 'jointGrid' | 'leaves';
  moves: readonly NamedMove[];
}

const SEED = /^0x[0-9a-f]{64}$/;
const MOVES_MAXIMUM = 101;
const LEAVES_MAXIMUM = 1 << Number(C.TREE_ROOT_BITS + 2n * C.TREE_INNER_BITS);

function refuse(code: string, field: string, why: string, remedy?: string): never {
  throw new InputError(code, `${field} ${why}`, remedy === undefined ? { field } : { field, remedy });
}

function readMultipliers(value: unknown, field: string): Decimal[] {
  const count = Number(C.TENOR_BUCKETS);
  return readArray(value, field, count, count).map((entry, i) => parseDecimal(entry, fieldPath(field, i)));
}

function readMove(fields: Record<'forwardMove' | 'volMultipliers' | 'weight', unknown>, field: string) {
  return {
    field,
    forwardMove: parseDecimal(fields.forwardMove, fieldPath(field, 'forwardMove')),
    volMultipliers: readMultipliers(fields.volMultipliers, fieldPath(field, 'volMultipliers')),
    weight: parseDecimal(fields.weight, fieldPath(field, 'weight')),
  };
}

function readGrid(value: unknown, field: string): NamedMove[] {
  const at = (key: string) => fieldPath(field, key);
  const fields = readObject(value, field, ['underlying', 'forwardMoves', 'volShocks', 'weight', 'tails']);
  const underlying = readText(fields.underlying, at('underlying'), 21);
  const weight = parseDecimal(fields.weight, at('weight'));
  const shocks = readArray(fields.volShocks, at('volShocks'), MOVES_MAXIMUM, 1).map((shock, i) =>
    readMultipliers(shock, fieldPath(at('volShocks'), i)),
  );
  const grid = readArray(fields.forwardMoves, at('forwardMoves'), MOVES_MAXIMUM, 1).flatMap((move, i) => {
    const moveField = fieldPath(at('forwardMoves'), i);
    const forwardMove = parseDecimal(move, moveField);
    return shocks.map((volMultipliers, j) => ({
      field: `${moveField} with ${fieldPath('volShocks', j)}`,
      underlying,
      group: undefined,
      forwardMove,
      volMultipliers,
      weight,
    }));
  });
  const tails = readArray(fields.tails, at('tails'), LEAVES_MAXIMUM).map((tail, i) => {
    const tailField = fieldPath(at('tails'), i);
    const move = readMove(readObject(tail, tailField, ['forwardMove', 'volMultipliers', 'weight']), tailField);
    return { ...move, underlying, group: undefined };
  });
  return [...grid, ...tails];
}

/** The groups of a joint grid one after the other, each with a scenario of every underlying. */
function readJointGrid(value: unknown, field: string): NamedMove[] {
  const at = (key: string) => fieldPath(field, key);
  const fields = readObject(value, field, ['underlyings', 'forwardMoves', 'volShocks', 'weight', 'tails']);
  const underlyings = readArray(fields.underlyings, at('underlyings'), Number(C.UNDERLYING_SLOTS), 1).map((symbol, i) =>
    readText(symbol, fieldPath(at('underlyings'), i), 21),
  );
  const count = underlyings.length;
  /** One entry per underlying. */
  const each = <T>(entries: unknown, place: string, read: (entry: unknown, place: string) => T) =>
    readArray(entries, place, count, count).map((entry, u) => read(entry, fieldPath(place, u)));
  const weight = parseDecimal(fields.weight, at('weight'));
  const shocks = readArray(fields.volShocks, at('volShocks'), MOVES_MAXIMUM, 1).map((shock, i) =>
    each(shock, fieldPath(at('volShocks'), i), readMultipliers),
  );
  const moves = readArray(fields.forwardMoves, at('forwardMoves'), LEAVES_MAXIMUM, 1).map((move, i) =>
    each(move, fieldPath(at('forwardMoves'), i), parseDecimal),
  );
  const grid = moves.flatMap((forwardMoves, i) =>
    shocks.map((volMultipliers, j) => ({
      placeOf: (u: number) =>
        `${fieldPath(fieldPath(at('forwardMoves'), i), u)} with ${fieldPath(fieldPath('volShocks', j), u)}`,
      forwardMoves,
      volMultipliers,
      weight,
    })),
  );
  const tails = readArray(fields.tails, at('tails'), LEAVES_MAXIMUM).map((tail, i) => {
    const tailField = fieldPath(at('tails'), i);
    const entries = readObject(tail, tailField, ['forwardMoves', 'volMultipliers', 'weight']);
    return {
      placeOf: () => tailField,
      forwardMoves: each(entries.forwardMoves, fieldPath(tailField, 'forwardMoves'), parseDecimal),
      volMultipliers: each(entries.volMultipliers, fieldPath(tailField, 'volMultipliers'), readMultipliers),
      weight: parseDecimal(entries.weight, fieldPath(tailField, 'weight')),
    };
  });
  return [...grid, ...tails].flatMap((joint, group) =>
    underlyings.map((underlying, u) => ({
      field: joint.placeOf(u),
      underlying,
      group: BigInt(group),
      forwardMove: joint.forwardMoves[u] as Decimal,
      volMultipliers: joint.volMultipliers[u] as Decimal[],
      weight: joint.weight,
    })),
  );
}

function readLeaf(value: unknown, field: string): NamedMove {
  const fields = readObject(value, field, ['underlying', 'forwardMove', 'volMultipliers', 'weight'], ['group']);
  return {
    ...readMove(fields, field),
    underlying: readText(fields.underlying, fieldPath(field, 'underlying'), 21),
    group: fields.group === undefined ? undefined : readNatural(fields.group, fieldPath(field, 'group'), C.GROUP_BITS),
  };
}

/**
 * Reads a scenarios file; nothing is rounded yet and no charter is asked.
 *
 * @throws InputError `SEED_INVALID`, `DECIMAL_INVALID` and those of readObject.ts; messages name fields, never values
 */
export function readScenarios(value: unknown, field = 'scenarios'): ReadScenarios {
  const at = (key: string) => fieldPath(field, key);
  const fields = readObject(value, field, ['format'], ['seed', 'grids', 'jointGrid', 'leaves']);
  readFormat(fields.format, at('format'), SCENARIOS_FORMAT);
  const { seed } = fields;
  if (seed !== undefined && (typeof seed !== 'string' || !SEED.test(seed))) {
    return refuse(
      'SEED_INVALID',
      at('seed'),
      'is not 0x and 64 lower-case hex digits',
      'openssl rand -hex 32 draws them.',
    );
  }
  const given = [fields.grids, fields.jointGrid, fields.leaves].filter((list) => list !== undefined);
  if (given.length !== 1) {
    return refuse('FIELD_MISSING', at('grids'), 'or jointGrid or leaves must be there, and only one of them');
  }
  if (fields.grids !== undefined) {
    const grids = readArray(fields.grids, at('grids'), Number(C.UNDERLYING_SLOTS), 1);
    return { seed, kind: 'grids', moves: grids.flatMap((grid, i) => readGrid(grid, fieldPath(at('grids'), i))) };
  }
  if (fields.jointGrid !== undefined) {
    return { seed, kind: 'jointGrid', moves: readJointGrid(fields.jointGrid, at('jointGrid')) };
  }
  const leaves = readArray(fields.leaves, at('leaves'), LEAVES_MAXIMUM, 1);
  return { seed, kind: 'leaves', moves: leaves.map((leaf, i) => readLeaf(leaf, fieldPath(at('leaves'), i))) };
}

/**
 * The document with a seed drawn from the system's random source, unless it has one. Keep the result: without the seed
 * the tree cannot be built again.
 */
export function withScenarioSeed(document: ScenariosDocument): ScenariosDocument & { seed: string } {
  return { ...document, seed: document.seed ?? `0x${randomBytes(32).toString('hex')}` };
}
