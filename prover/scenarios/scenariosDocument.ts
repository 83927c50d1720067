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
  /** One grid per underlying, or `leaves`. */
  readonly grids?: readonly ScenarioGrid[];
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
  /** `undefined` for leaves of a grid and outside joint mode. */
  group: bigint | undefined;
  forwardMove: Decimal;
  volMultipliers: readonly Decimal[];
  weight: Decimal;
}

/** A checked document: every scenario in the order of the tree. */
export interface ReadScenarios {
  seed: string | undefined;
  kind: 'grids' | 'leaves';
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
  const fields = readObject(value, field, ['format'], ['seed', 'grids', 'leaves']);
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
  if ((fields.grids === undefined) === (fields.leaves === undefined)) {
    return refuse('FIELD_MISSING', at('grids'), 'or leaves must be there, and not both');
  }
  if (fields.grids !== undefined) {
    const grids = readArray(fields.grids, at('grids'), Number(C.UNDERLYING_SLOTS), 1);
    return { seed, kind: 'grids', moves: grids.flatMap((grid, i) => readGrid(grid, fieldPath(at('grids'), i))) };
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
