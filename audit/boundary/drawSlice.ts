import { CONSTANTS as C } from '../../circuits/constants.ts';
import type { SviSlice } from '../../circuits/objects.ts';
import type { Draws } from '../../prover/accounts/draws.ts';
import { sliceParameters } from '../../prover/companion/sliceParameters.ts';
import { sviTotalVariance } from '../../prover/companion/sviTotalVariance.ts';
import type { CaseKind } from './boundaryCase.ts';
import { VOL_MAXIMUM } from './drawUnderlying.ts';

/** A slice with the strikes that its options may take. */
export interface DrawnSlice {
  slice: SviSlice;
  /** Draws ln(K/F) for an option. */
  logMoneyness: () => number;
}

const YEAR = 365 * 86_400;
/** The floor of s. */
const FLOOR = 2 ** -12;
/** The largest s whose stressed value is inside the domain for every admissible multiplier, with room. */
const LARGEST = 7.8 / (VOL_MAXIMUM / 1024);

function committed(expiryHours: bigint, a: number, b: number, rho: number, m: number, sigma: number): SviSlice {
  const fixed = (value: number, bits: bigint) => BigInt(Math.round(value * 2 ** Number(bits)));
  const bits = C.SVI_FRACTION_BITS;
  return {
    expiryHours,
    a: fixed(a, C.SVI_A_FRACTION_BITS),
    b: fixed(b, bits),
    bRho: fixed(b * rho, bits),
    m: fixed(m, bits),
    sigma: fixed(sigma, bits),
  };
}

/** A slice of SSVI with a total standard deviation at the money, free of butterfly arbitrage (Gatheral and Jacquier 2014). */
function ssvi(draws: Draws, expiryHours: bigint, atMoney: number): SviSlice {
  const rho = draws.between(-0.9, 0.9);
  const theta = atMoney * atMoney;
  const phi = draws.betweenInRatio(0.05, 2) / (1 + Math.abs(rho)) / Math.sqrt(theta * (1 + theta));
  const b = (theta * phi) / 2;
  // The committed formats hold |m| and sigma below 2: flatter slices are cut there.
  const cut = (value: number) => Math.max(-1.99, Math.min(1.99, value));
  return committed(
    expiryHours,
    (theta * (1 - rho * rho)) / 2,
    b,
    rho,
    cut(-rho / phi),
    cut(Math.sqrt(1 - rho * rho) / phi),
  );
}

/** A slice whose (b + |b rho|) / s is drawn up to 5 near one strike, and never below zero: as fits of real books have. */
function steep(draws: Draws, expiryHours: bigint): DrawnSlice {
  const s = draws.betweenInRatio(2 ** -11, 1);
  const rho = draws.between(-0.98, 0.98);
  const x = s * draws.between(-0.5, 0.5);
  const sigma = s * draws.betweenInRatio(2 ** -8, 0.5);
  const m = s * draws.between(-3, 3);
  // a = s² - b rise must leave the least variance a + b sigma sqrt(1 - rho²) above zero.
  const rise = rho * x + Math.hypot(x, sigma);
  const room = (0.98 * s * s) / Math.max(rise - sigma * Math.sqrt(1 - rho * rho), 1e-12);
  const b = Math.min((draws.between(1, 5) * s) / (1 + Math.abs(rho)), room, 3.9);
  const slice = committed(expiryHours, s * s - b * rise, b, rho, m, sigma);
  return { slice, logMoneyness: () => m + x * draws.between(0.8, 1) };
}

/** A slice that fits a kind of case, `seconds` before its expiry. */
export function drawSlice(draws: Draws, kind: CaseKind, expiryHours: bigint, seconds: number): DrawnSlice {
  if (kind === 'steep') return steep(draws, expiryHours);
  const byTime = draws.between(0.25, 1.5) * Math.sqrt(seconds / YEAR);
  const atMoney =
    kind === 'floor'
      ? FLOOR * draws.betweenInRatio(1 / 4, 4)
      : kind === 'years'
        ? draws.betweenInRatio(0.5, LARGEST)
        : kind === 'farStrikes'
          ? draws.betweenInRatio(FLOOR, LARGEST)
          : Math.max(byTime, FLOOR / 4);
  const slice = ssvi(draws, expiryHours, atMoney);
  const far = kind === 'farStrikes' || draws.chance(0.05);
  const logMoneyness = () => {
    if (far) return draws.between(-7.5, 7.5);
    const sd = Math.max(atMoney, FLOOR);
    return sd * draws.between(-1, 1) * (draws.chance(0.7) ? 1 : 5);
  };
  return { slice, logMoneyness };
}

/** Whether a strike is inside the domain of FM-06 on this slice, with room for every admissible stress. */
export function isPriced(slice: SviSlice, k: number, lnForwardShock: number): boolean {
  const w = sviTotalVariance(sliceParameters(slice), k);
  const inside = (moneyness: number) => Math.abs(moneyness) < 7.99;
  return inside(k) && inside(k - lnForwardShock) && w > -(2 ** -24) && w < LARGEST * LARGEST;
}
