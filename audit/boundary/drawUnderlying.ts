import { CONSTANTS as C } from '../../circuits/constants.ts';
import type { CharterUnderlying, ScenarioLeaf, SnapshotUnderlying } from '../../circuits/objects.ts';
import type { Draws } from '../../prover/accounts/draws.ts';
import { CHARTER_LIMITS } from '../../verifier/formats/charter.ts';
import type { CaseKind } from './boundaryCase.ts';

export interface DrawnUnderlying {
  rules: CharterUnderlying;
  scenario: ScenarioLeaf;
  /** Without expiries. */
  market: SnapshotUnderlying;
}

const scaled = (value: string | number, bits: bigint) => Number(value) * 2 ** Number(bits);
/** Hard limits of every charter, in steps of their formats. */
const FORWARD_MINIMUM = Math.ceil(scaled(CHARTER_LIMITS.forwardMinimum, C.MULTIPLIER_FRACTION_BITS));
const FORWARD_MAXIMUM = Math.floor(scaled(CHARTER_LIMITS.forwardMaximum, C.MULTIPLIER_FRACTION_BITS));
export const VOL_MAXIMUM = Math.floor(scaled(CHARTER_LIMITS.volMaximum, C.VOL_MULTIPLIER_FRACTION_BITS));
const VOL_MINIMUM = 512;
/** Largest value of one lot, money: strikes may be far above the forward. */
const LARGEST_VALUE = 2 ** 38;

/** Shares from 0 to a limit, both ends and round values more often than others. */
function share(draws: Draws, limit: number): bigint {
  return BigInt(draws.chance(0.4) ? (draws.pick([0, limit / 2, limit]) ?? 0) : draws.whole(0, limit));
}

/** Rules, scenario and prices over the whole of their formats and limits. */
export function drawUnderlying(draws: Draws, kind: CaseKind, underlying: number): DrawnUnderlying {
  const tiny = kind === 'tinyLots';
  const lotFactor = tiny ? draws.whole(1, 3) : Math.floor(draws.betweenInRatio(1, 2 ** 18 - 1));
  // Far strikes need room on both sides of the forward within the 24 bits of a strike; close ones need fine ticks.
  const ticks =
    kind === 'farStrikes'
      ? draws.betweenInRatio(2 ** 11, 2 ** 13)
      : tiny
        ? draws.betweenInRatio(2 ** 6, 2 ** 14)
        : draws.betweenInRatio(2 ** 15, 2 ** 22);
  const most = Math.floor(Math.log10(Math.min(LARGEST_VALUE / lotFactor, 2 ** 35) / ticks));
  const exponent = tiny ? 0 : draws.whole(0, Math.max(0, Math.min(7, most)));
  const index = Math.max(1 << 10, Math.round(Math.min(ticks * 10 ** exponent, LARGEST_VALUE / lotFactor)));
  const near = () => BigInt(Math.max(1, Math.round(index * draws.between(0.97, 1.03))));
  const forwardMultiplier = draws.chance(0.1)
    ? (draws.pick([FORWARD_MINIMUM, 2 ** 20, FORWARD_MAXIMUM]) ?? 2 ** 20)
    : Math.round(draws.between(0.5, 1.99) * 2 ** 20);
  const vol = () =>
    BigInt(
      draws.chance(0.2)
        ? (draws.pick([VOL_MINIMUM, 1024, VOL_MAXIMUM]) ?? 1024)
        : draws.whole(VOL_MINIMUM, VOL_MAXIMUM),
    );
  return {
    rules: {
      lotFactor: BigInt(lotFactor),
      strikeTickExponent: BigInt(exponent),
      shortOptionRate: share(draws, 50_000),
      linearRate: share(draws, 50_000),
      feeRate: share(draws, 10_000),
      penaltyNotionalRate: BigInt(draws.whole(5_000, 200_000)),
      penaltyBaseRate: BigInt(draws.whole(0, 5_000)),
      penaltyMarkRate: share(draws, 1000),
      forwardMinimum: BigInt(FORWARD_MINIMUM),
      forwardMaximum: BigInt(FORWARD_MAXIMUM),
    },
    scenario: {
      underlying,
      group: 0n,
      forwardMultiplier: BigInt(Math.min(forwardMultiplier, FORWARD_MAXIMUM)),
      weight: share(draws, 1000),
      volMultipliers: [vol(), vol(), vol(), vol()],
    },
    market: { index: BigInt(index), perpetual: near(), expiries: [] },
  };
}
