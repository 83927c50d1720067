import { linearIdentity } from '../../circuits/commitment/accountCommitment.ts';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import type {
  Account,
  LinearKind,
  LinearPosition,
  OptionPosition,
  SnapshotExpiry,
  SviSlice,
} from '../../circuits/objects.ts';
import { Draws } from '../../prover/accounts/draws.ts';
import { type BoundaryCase, CASE_KINDS, type CaseKind } from './boundaryCase.ts';
import { chargedBand } from './chargedBand.ts';
import { drawSlice, isPriced } from './drawSlice.ts';
import { type DrawnUnderlying, drawUnderlying, VOL_MAXIMUM } from './drawUnderlying.ts';

const TIME = 1_773_991_800n;
const YEAR = 365 * 86_400;
/** Cash, and what stands on either side of it, stays below this. */
const CASH_LIMIT = 1n << (C.CASH_BITS - 2n);
/** Largest value of a leg, money. */
const LEG_LIMIT = 2 ** 55;
/** Cash is aimed at a multiple of the band's 64th, so that the last digits of a float do not show. */
const GRID = 64n;
/** Equity is drawn within this many 64ths of a band: three bands, less the grid. */
const REACH = 3 * 64 - 1;
const DRAW_BITS = 20n;

interface Expiry {
  underlying: number;
  market: SnapshotExpiry;
  slice: SviSlice;
  logMoneyness: () => number;
}

function drawSeconds(draws: Draws, kind: CaseKind): number {
  if (kind === 'lastSeconds') return Math.round(draws.betweenInRatio(1, 3600));
  if (kind === 'years') return Math.round(draws.betweenInRatio(YEAR, 10 * YEAR));
  return Math.round(draws.betweenInRatio(600, 3 * YEAR));
}

function drawExpiries(draws: Draws, kind: CaseKind, underlyings: readonly DrawnUnderlying[], time: bigint): Expiry[] {
  return underlyings.flatMap(({ market: { index } }, underlying) => {
    const hours = new Set<bigint>();
    // Rounded up to the hour; the time of the snapshot puts the first one where it is wanted.
    for (let i = draws.whole(1, 3); i > 0; i--) {
      const seconds = i === 1 ? 0 : drawSeconds(draws, kind);
      hours.add((time + BigInt(seconds)) / C.SECONDS_PER_HOUR + 1n);
    }
    return [...hours]
      .sort((x, y) => Number(x - y))
      .map((expiryHours) => {
        const seconds = Number(expiryHours * C.SECONDS_PER_HOUR - time);
        const forward = BigInt(Math.round(Number(index) * draws.between(0.9, 1.1)));
        const discountGap = BigInt(Math.round(2 ** 20 * (1 - Math.exp(-draws.between(0, 0.2) * (seconds / YEAR)))));
        const { slice, logMoneyness } = drawSlice(draws, kind, expiryHours, seconds);
        return { underlying, market: { expiryHours, forward, discountGap }, slice, logMoneyness };
      });
  });
}

/** Lots over all orders of magnitude, as far as their value stays in bounds. */
function drawLots(draws: Draws, kind: CaseKind, value: number): bigint {
  const most = Math.max(1, Math.min(kind === 'tinyLots' ? 50 : 2 ** 22 - 1, LEG_LIMIT / value));
  return BigInt(Math.floor(draws.betweenInRatio(1, most)));
}

function drawOption(draws: Draws, kind: CaseKind, expiry: Expiry, { rules, scenario }: DrawnUnderlying) {
  const { forward, expiryHours } = expiry.market;
  const tick = 10 ** Number(rules.strikeTickExponent);
  const strike = Math.round((Number(forward) / tick) * Math.exp(expiry.logMoneyness()));
  const k = Math.log((strike * tick) / Number(forward));
  const lnShock = Math.log(Number(scenario.forwardMultiplier) / 2 ** 20);
  if (strike < 1 || strike >= 2 ** 24 || !isPriced(expiry.slice, k, lnShock)) return undefined;
  const value = Number(rules.lotFactor) * Math.max(Number(forward), strike * tick);
  if (value >= 2 ** 42) return undefined;
  const position: OptionPosition = {
    underlying: expiry.underlying,
    expiryHours,
    strike: BigInt(strike),
    isPut: draws.chance(0.5),
    isLong: draws.chance(0.4),
    quantity: drawLots(draws, kind, value),
  };
  return position;
}

function drawLinear(draws: Draws, kind: CaseKind, expiries: readonly Expiry[], all: readonly DrawnUnderlying[]) {
  const { underlying, market } = draws.pick(expiries)!;
  const { rules } = all[underlying]!;
  const linearKind: LinearKind = draws.pick(['future', 'perpetual', 'spot']);
  const position: LinearPosition = {
    underlying,
    kind: linearKind,
    expiryHours: linearKind === 'future' ? market.expiryHours : 0n,
    isLong: linearKind === 'spot' || draws.chance(0.5),
    quantity: drawLots(draws, kind, Number(rules.lotFactor * market.forward)),
  };
  return position;
}

/** Legs that offset one another: a spread of the next strike, the other side by parity, or both, in equal lots. */
function offsets(draws: Draws, option: OptionPosition): { options: OptionPosition[]; linears: LinearPosition[] } {
  const { underlying, expiryHours, isPut, isLong, quantity } = option;
  if (draws.chance(0.5)) {
    return { options: [option, { ...option, strike: option.strike + 1n, isLong: !isLong }], linears: [] };
  }
  // Long call, short put and short forward: a constant.
  const future: LinearPosition = { underlying, kind: 'future', expiryHours, isLong: isPut === isLong, quantity };
  return { options: [option, { ...option, isPut: !isPut, isLong: !isLong }], linears: [future] };
}

function drawPositions(
  draws: Draws,
  kind: CaseKind,
  expiries: readonly Expiry[],
  all: readonly DrawnUnderlying[],
  mostLegs: number,
) {
  const options = new Map<string, OptionPosition>();
  const linears = new Map<string, LinearPosition>();
  const legs = Math.min(draws.pick([1, draws.whole(2, 4), draws.whole(5, 12)]), mostLegs);
  for (let attempt = 0; attempt < 60 && options.size < legs; attempt++) {
    const expiry = draws.pick(expiries)!;
    const option = drawOption(draws, kind, expiry, all[expiry.underlying]!);
    if (!option) continue;
    const drawn = kind === 'offsetting' ? offsets(draws, option) : { options: [option], linears: [] };
    for (const one of drawn.options) {
      options.set([one.underlying, one.expiryHours, one.strike, one.isPut].join('/'), one);
    }
    for (const one of drawn.linears) linears.set(String(linearIdentity(one)), one);
  }
  if (draws.chance(0.4)) {
    const one = drawLinear(draws, kind, expiries, all);
    linears.set(String(linearIdentity(one)), one);
  }
  return {
    options: [...options.values()].sort(
      (x, y) =>
        x.underlying - y.underlying ||
        Number(x.expiryHours - y.expiryHours) ||
        Number(x.strike - y.strike) ||
        Number(x.isPut) - Number(y.isPut),
    ),
    linears: [...linears.values()].sort((x, y) => Number(linearIdentity(x) - linearIdentity(y))),
  };
}

/** A case of a kind with zero cash, or nothing where the draw is outside the domain. */
function attemptCase(draws: Draws, kind: CaseKind, mostLegs: number): BoundaryCase | undefined {
  const insolvent = draws.chance(0.2);
  const count = kind === 'crossAsset' ? draws.whole(2, 3) : 1;
  const underlyings = Array.from({ length: count }, (_, number) => drawUnderlying(draws, kind, number));
  const toHour = kind === 'lastSeconds' ? drawSeconds(draws, kind) : draws.whole(1, 3600);
  const time = TIME - (TIME % C.SECONDS_PER_HOUR) + C.SECONDS_PER_HOUR - BigInt(toHour);
  const expiries = drawExpiries(draws, kind, underlyings, time);
  const { options, linears } = drawPositions(draws, kind, expiries, underlyings, mostLegs);
  if (options.length === 0) return undefined;
  const listed = underlyings.map((_, number) => expiries.filter(({ underlying }) => underlying === number));
  const account: Account = {
    ownerTag: 1n,
    accountNumber: 1n,
    sequence: 1n,
    time,
    settlementUnit: C.SETTLEMENT_UNIT_USD,
    cash: 0n,
    salt: 1n,
    options,
    linears,
  };
  const vols = (value: number) => Array.from({ length: Number(C.TENOR_BUCKETS) }, () => BigInt(value));
  return {
    kind,
    insolvent,
    charter: {
      settlementUnit: C.SETTLEMENT_UNIT_USD,
      targetBuffer: BigInt(draws.whole(0, draws.chance(0.2) ? 1000 : 200)),
      longCredit: BigInt(draws.chance(0.5) ? (draws.pick([0, 500, 1000]) ?? 0) : draws.whole(0, 1000)),
      leastNotional: true,
      jointScenarios: false,
      weightMaximum: C.PER_MILLE,
      bucketHours: [48n, 168n, 720n],
      volMinimum: vols(1),
      volMaximum: vols(VOL_MAXIMUM),
      documentHash: 1n,
      underlyings: underlyings.map(({ rules }) => rules),
    },
    snapshot: {
      feed: 1n,
      round: 1n,
      time,
      previous: 0n,
      quotesRoot: 0n,
      underlyings: underlyings.map(({ market }, number) => ({
        ...market,
        expiries: (listed[number] as Expiry[]).map((expiry) => expiry.market),
      })),
    },
    surface: { number: 1n, previous: 0n, salt: 1n, rows: listed.map((row) => row.map(({ slice }) => slice)) },
    account,
    scenarios: new Map(underlyings.map(({ scenario }, number) => [number, scenario])),
  };
}

const size = (value: bigint) => (value < 0n ? -value : value);

/**
 * An account whose exact equity lies within three bands of the boundary of its case of FM-09: one to twelve options (or
 * a few more that offset one another) and linear legs in a made-up market, with parameters over the whole domain. The
 * band is the error that FM-09 charges for it. Equal arguments give equal cases.
 *
 * @param mostLegs option legs after which none is added
 */
export function drawCase(seed: number, mostLegs = 12): BoundaryCase {
  const draws = new Draws(seed);
  const kind = CASE_KINDS[seed % CASE_KINDS.length] as CaseKind;
  for (;;) {
    const drawn = attemptCase(draws, kind, mostLegs);
    if (!drawn) continue;
    const { gap, band } = chargedBand(drawn);
    // A 64th of a band may be less than a money unit.
    const aim = (((gap * GRID) / band) * band) / GRID;
    const distance = BigInt(Math.round(draws.between(-REACH, REACH) * 2 ** Number(DRAW_BITS)));
    const cash = aim + (distance * band) / (GRID << DRAW_BITS);
    if (size(gap) >= CASH_LIMIT || size(cash) >= CASH_LIMIT) continue;
    return { ...drawn, account: { ...drawn.account, cash } };
  }
}
