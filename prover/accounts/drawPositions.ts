import type { InstanceShape } from '../../circuits/witnessInputs.ts';
import { parseInstrumentName } from '../../verifier/formats/instrumentName.ts';
import type { Draws } from './draws.ts';
import type { ListedUnderlying } from './listedMarket.ts';
import { roundSize } from './roundSize.ts';
import { STRATEGIES } from './strategies/index.ts';
import type { Strategy, StrategyLeg } from './strategy.ts';

export interface DrawPositionsOptions {
  draws: Draws;
  /** One structure after the other is drawn in one of these, in turn. */
  underlyings: readonly ListedUnderlying[];
  /** Left out, every structure is of a kind of its own. */
  strategy?: Strategy;
  /** What the account must fit. */
  shape: InstanceShape;
  /** Option legs after which no structure is added. */
  optionLegs: number;
}

/** What one structure is worth, in the settlement currency: from a retail account to a fund. */
const NOTIONALS = [5_000, 5_000_000] as const;
/** Structures of one account differ in size by up to this factor either way. */
const SIZE_RANGE = 3;
const ATTEMPTS = 60;

/** Adds up what is traded of each instrument; what nets to nothing is not held. */
function netted(held: ReadonlyMap<string, bigint>, legs: readonly StrategyLeg[]): Map<string, bigint> {
  const sum = new Map(held);
  for (const { instrument, lots } of legs) {
    const total = (sum.get(instrument) ?? 0n) + lots;
    if (total === 0n) sum.delete(instrument);
    else sum.set(instrument, total);
  }
  return sum;
}

function shapeOf(held: ReadonlyMap<string, bigint>): InstanceShape {
  const instruments = [...held.keys()].map((name) => parseInstrumentName(name));
  const optionLegs = instruments.filter(({ kind }) => kind === 'option').length;
  const expiries = instruments.flatMap((terms) =>
    'expiryHours' in terms ? [`${terms.underlying}/${terms.expiryHours}`] : [],
  );
  return {
    optionLegs,
    linearLegs: instruments.length - optionLegs,
    expiries: new Set(expiries).size,
    underlyings: new Set(instruments.map(({ underlying }) => underlying)).size,
  };
}

function fits(needed: InstanceShape, shape: InstanceShape): boolean {
  return (Object.keys(needed) as (keyof InstanceShape)[]).every((size) => needed[size] <= shape[size]);
}

/**
 * Draws structure after structure and nets them, as long as the account fits its shape.
 *
 * @returns signed lots by instrument; none where the market lists nothing that would do
 */
export function drawPositions(options: DrawPositionsOptions): ReadonlyMap<string, bigint> {
  const { draws, underlyings, shape, optionLegs } = options;
  const notional = draws.betweenInRatio(...NOTIONALS);
  let held: ReadonlyMap<string, bigint> = new Map();
  for (let attempt = 0; attempt < ATTEMPTS && shapeOf(held).optionLegs < optionLegs; attempt++) {
    const underlying = underlyings[attempt % underlyings.length] as ListedUnderlying;
    const size = (notional * draws.betweenInRatio(1 / SIZE_RANGE, SIZE_RANGE)) / underlying.lotValue;
    const unit = BigInt(Math.max(1, Math.round(roundSize(size))));
    const strategy = options.strategy ?? draws.pick(Object.values(STRATEGIES) as [Strategy, ...Strategy[]]);
    const wider = netted(held, strategy({ underlying, draws, unit }));
    if (fits(shapeOf(wider), shape)) held = wider;
  }
  return held;
}
