import { linearIdentity } from '../../circuits/commitment/accountCommitment.ts';
import { textId } from '../../circuits/commitment/domain.ts';
import { SCENARIO_NODES, ScenarioTree } from '../../circuits/commitment/scenarioTree.ts';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import { evaluateAccount, heldUnderlyings } from '../../circuits/margin/evaluateAccount.ts';
import type {
  Account,
  Charter,
  CharterUnderlying,
  LinearKind,
  LinearPosition,
  OptionPosition,
  ScenarioLeaf,
  Snapshot,
  SnapshotExpiry,
  Surface,
  SviSlice,
} from '../../circuits/objects.ts';
import { createRandom } from '../../prover/surface/random.ts';

/**
 * A made-up market in fixed point: two underlyings, five and four expiries, a surface without static arbitrage, a grid
 * of scenarios with tails, and accounts under water by a chosen share. Equal calls give equal objects on every machine.
 */

/** Numbers of the underlyings. Both have strike ticks of 1 dollar and prices in cents; a lot is 0.1 BTC or 1 ETH. */
export const BTC = 0;
export const ETH = 1;

/** 2026-03-20T07:30:00Z: the first expiry is half an hour away. */
const SNAPSHOT_TIME = 1_773_991_800n;
/** 2026-03-20T08:00:00Z. */
const FIRST_EXPIRY = 492_776n;
const DAY = 24n;

/** Hours of the expiries, 0.5 hours and 1, 7, 35 and 98 days ahead; ETH lists all but the first. */
export const EXPIRIES = {
  halfHour: FIRST_EXPIRY,
  day: FIRST_EXPIRY + DAY,
  week: FIRST_EXPIRY + 7n * DAY,
  month: FIRST_EXPIRY + 35n * DAY,
  quarter: FIRST_EXPIRY + 98n * DAY,
} as const;

/** What a plan and a proof read besides the account. */
export interface SampleMarket {
  charter: Charter;
  snapshot: Snapshot;
  surface: Surface;
  /** Every leaf of the tree, in its order. */
  scenarios: readonly ScenarioLeaf[];
  tree: ScenarioTree;
}

/** A fixed field element of 248 bits, different for each label. */
export function sampleSalt(label: string): bigint {
  return BigInt(textId(`fairmark sample: ${label}`)) >> 8n;
}

const BTC_RULES: CharterUnderlying = {
  lotFactor: 1_000n,
  strikeTickExponent: 2n,
  shortOptionRate: 10_000n,
  linearRate: 5_000n,
  feeRate: 2_000n,
  penaltyNotionalRate: 10_000n,
  penaltyBaseRate: 2_500n,
  penaltyMarkRate: 250n,
  forwardMinimum: 419_430n,
  forwardMaximum: 1_677_722n,
};
const ETH_RULES: CharterUnderlying = {
  ...BTC_RULES,
  lotFactor: 10_000n,
  shortOptionRate: 12_500n,
  linearRate: 7_500n,
  penaltyNotionalRate: 12_500n,
  penaltyBaseRate: 3_000n,
};

/** The rules of `examples/portfolio/charter.json`, with changes. */
export function sampleCharter(changes: Partial<Charter> = {}): Charter {
  return {
    settlementUnit: C.SETTLEMENT_UNIT_USD,
    targetBuffer: 50n,
    longCredit: 1000n,
    leastNotional: true,
    jointScenarios: false,
    weightMaximum: 1000n,
    bucketHours: [48n, 168n, 720n],
    volMinimum: [512n, 563n, 666n, 768n],
    volMaximum: [2048n, 1792n, 1536n, 1382n],
    documentHash: sampleSalt('charter document'),
    underlyings: [BTC_RULES, ETH_RULES],
    ...changes,
  };
}

/** BTC at 70,000 and ETH at 3,500, forwards and discounts at a few percent a year. */
export function sampleSnapshot(changes: Partial<Snapshot> = {}): Snapshot {
  const { halfHour, day, week, month, quarter } = EXPIRIES;
  const expiry = (expiryHours: bigint, forward: bigint, discountGap: bigint): SnapshotExpiry => ({
    expiryHours,
    forward,
    discountGap,
  });
  return {
    feed: sampleSalt('feed'),
    round: 812n,
    time: SNAPSHOT_TIME,
    previous: sampleSalt('previous snapshot'),
    quotesRoot: 0n,
    underlyings: [
      {
        index: 7_000_000n,
        perpetual: 7_001_250n,
        expiries: [
          expiry(halfHour, 7_000_050n, 0n),
          expiry(day, 7_001_100n, 115n),
          expiry(week, 7_006_725n, 804n),
          expiry(month, 7_034_025n, 4_016n),
          expiry(quarter, 7_097_500n, 11_222n),
        ],
      },
      {
        index: 350_000n,
        perpetual: 350_050n,
        expiries: [
          expiry(day, 350_045n, 115n),
          expiry(week, 350_290n, 804n),
          expiry(month, 351_480n, 4_016n),
          expiry(quarter, 354_300n, 11_222n),
        ],
      },
    ],
    ...changes,
  };
}

/**
 * A slice of the SSVI surface with phi(theta) = eta / sqrt(theta (1 + theta)). Theta grows with time and
 * eta (1 + |rho|) <= 2, so no static arbitrage (Gatheral and Jacquier 2014, section 4).
 */
export function ssviSlice(expiryHours: bigint, volatility: number, rho: number): SviSlice {
  const eta = 1.25;
  const seconds = Number(expiryHours * C.SECONDS_PER_HOUR - SNAPSHOT_TIME);
  const theta = (volatility * volatility * seconds) / (365 * 86_400);
  const phi = eta / Math.sqrt(theta * (1 + theta));
  const fixed = (value: number, bits: bigint) => BigInt(Math.round(value * 2 ** Number(bits)));
  const b = (theta * phi) / 2;
  return {
    expiryHours,
    a: fixed((theta * (1 - rho * rho)) / 2, C.SVI_A_FRACTION_BITS),
    b: fixed(b, C.SVI_FRACTION_BITS),
    bRho: fixed(b * rho, C.SVI_FRACTION_BITS),
    m: fixed(-rho / phi, C.SVI_FRACTION_BITS),
    sigma: fixed(Math.sqrt(1 - rho * rho) / phi, C.SVI_FRACTION_BITS),
  };
}

/** Vols of 55 to 75%, puts above calls. */
export function sampleSurface(): Surface {
  const { halfHour, day, week, month, quarter } = EXPIRIES;
  return {
    number: 4n,
    previous: sampleSalt('previous surface'),
    salt: sampleSalt('surface'),
    rows: [
      [
        ssviSlice(halfHour, 0.62, -0.3),
        ssviSlice(day, 0.6, -0.3),
        ssviSlice(week, 0.58, -0.3),
        ssviSlice(month, 0.56, -0.3),
        ssviSlice(quarter, 0.55, -0.3),
      ],
      [
        ssviSlice(day, 0.75, -0.2),
        ssviSlice(week, 0.73, -0.2),
        ssviSlice(month, 0.71, -0.2),
        ssviSlice(quarter, 0.7, -0.2),
      ],
    ],
  };
}

/** Vol multipliers of the tenor buckets: up, same, down. */
const VOL_SHOCKS = [
  [1536n, 1485n, 1331n, 1229n],
  [1024n, 1024n, 1024n, 1024n],
  [614n, 666n, 768n, 819n],
] as const;

/**
 * For each underlying nine forward moves by three vol shocks, then eight tails with smaller weights: 70 leaves. The
 * group of a leaf is its place in its grid where scenarios are joint, and 0 otherwise.
 */
export function sampleScenarios({ joint = false }: { joint?: boolean } = {}): ScenarioLeaf[] {
  const grids = [
    { underlying: BTC, step: 40n, tails: [330n, 500n] },
    { underlying: ETH, step: 45n, tails: [330n, 550n] },
  ];
  return grids.flatMap(({ underlying, step, tails }) => {
    const moves = [-4n, -3n, -2n, -1n, 0n, 1n, 2n, 3n, 4n].map((steps) => ({
      move: steps * step,
      shocks: VOL_SHOCKS.slice(),
      weight: 1000n,
    }));
    const far = tails.flatMap((size, i) =>
      [-size, size].map((move) => ({ move, shocks: VOL_SHOCKS.slice(0, 2), weight: i === 0 ? 500n : 300n })),
    );
    return [...moves, ...far]
      .flatMap(({ move, shocks, weight }) => shocks.map((volMultipliers) => ({ move, volMultipliers, weight })))
      .map(({ move, volMultipliers, weight }, place) => ({
        underlying,
        group: joint ? BigInt(place) : 0n,
        forwardMultiplier: ((1000n + move) << C.MULTIPLIER_FRACTION_BITS) / 1000n,
        weight,
        volMultipliers,
      }));
  });
}

/** Salts of the nodes that hold scenario leaves. */
export function sampleNodeSalts(): bigint[] {
  return Array.from({ length: SCENARIO_NODES }, (_, node) => sampleSalt(`scenario node ${node}`));
}

const trees = new Map<boolean, ScenarioTree>();

/** All of it; rules may be changed, and scenarios are joint where the charter says so. */
export function sampleMarket(rules: Partial<Charter> = {}): SampleMarket {
  const charter = sampleCharter(rules);
  const joint = charter.jointScenarios;
  const tree = trees.get(joint) ?? new ScenarioTree(sampleScenarios({ joint }), sampleNodeSalts());
  trees.set(joint, tree);
  return { charter, snapshot: sampleSnapshot(), surface: sampleSurface(), scenarios: tree.leaves, tree };
}

/** Equity with zero cash, and the worst requirement over the scenarios, 10^-6 money: brute force. */
export function worstRequirement(
  market: SampleMarket,
  account: Account,
): { equity: bigint; requirement: bigint; scenarios: Map<number, number> } {
  const { charter, snapshot, surface, scenarios } = market;
  const held = heldUnderlyings(account);
  const groups = charter.jointScenarios ? [...new Set(scenarios.map(({ group }) => group))] : [undefined];
  let worst: { equity: bigint; requirement: bigint; scenarios: Map<number, number> } | undefined;
  for (const group of groups) {
    let requirement = 0n;
    let equity = account.cash;
    const chosen = new Map<number, number>();
    for (const underlying of held) {
      const only = <P extends { underlying: number }>(positions: readonly (P | null)[]) =>
        positions.map((position) => (position?.underlying === underlying ? position : null));
      const part = { ...account, cash: 0n, options: only(account.options), linears: only(account.linears) };
      let best: { requirement: bigint; equity: bigint; position: number } | undefined;
      scenarios.forEach((leaf, position) => {
        if (leaf.underlying !== underlying || (group !== undefined && leaf.group !== group)) return;
        const margin = evaluateAccount({
          charter,
          snapshot,
          surface,
          account: part,
          scenarios: new Map([[underlying, leaf]]),
        });
        if (!best || margin.requirement > best.requirement) best = { ...margin, position };
      });
      if (!best) throw new RangeError(`no scenario for underlying ${underlying}`);
      requirement += best.requirement;
      equity += best.equity;
      chosen.set(underlying, best.position);
    }
    if (!worst || requirement > worst.requirement) worst = { equity, requirement, scenarios: chosen };
  }
  if (!worst) throw new RangeError('no scenarios');
  return worst;
}

/** Chosen cash: equity is the requirement less `shortfall` per mille of it, less one money unit. */
function fund(market: SampleMarket, account: Account, shortfall: bigint): Account {
  const { equity, requirement } = worstRequirement(market, { ...account, cash: 0n });
  const target = (requirement * (1000n - shortfall)) / (1000n * C.PER_MILLION) - 1n;
  return { ...account, cash: target - equity };
}

const option = (
  expiryHours: bigint,
  strike: bigint,
  side: 'call' | 'put',
  quantity: bigint,
  underlying = BTC,
): OptionPosition => ({
  underlying,
  expiryHours,
  strike,
  isPut: side === 'put',
  isLong: quantity > 0n,
  quantity: quantity > 0n ? quantity : -quantity,
});

const linear = (kind: LinearKind, quantity: bigint, expiryHours = 0n, underlying = BTC): LinearPosition => ({
  underlying,
  kind,
  expiryHours,
  isLong: quantity > 0n,
  quantity: quantity > 0n ? quantity : -quantity,
});

const { halfHour, day, week, month, quarter } = EXPIRIES;

/** Positions by kind of account. Quantities are signed lots; instruments increase, as FM-04 wants them. */
const BOOKS = {
  shortStrangle: { options: [option(month, 60_000n, 'put', -50n), option(month, 80_000n, 'call', -50n)], linears: [] },
  shortPutSpread: {
    options: [option(month, 55_000n, 'put', 80n), option(month, 65_000n, 'put', -80n)],
    linears: [],
  },
  condor: {
    options: [
      option(week, 60_000n, 'put', 40n),
      option(week, 65_000n, 'put', -40n),
      option(week, 75_000n, 'call', -40n),
      option(week, 80_000n, 'call', 40n),
    ],
    linears: [],
  },
  coveredCall: { options: [option(quarter, 80_000n, 'call', -30n)], linears: [linear('spot', 30n)] },
  shortCallsLongFutures: {
    options: [option(month, 72_000n, 'call', -60n), option(quarter, 85_000n, 'call', -25n)],
    linears: [linear('future', 45n, month)],
  },
  /** A future on an expiry that no option stands on. */
  futureAlone: {
    options: [option(month, 72_000n, 'call', -60n), option(quarter, 85_000n, 'call', -25n)],
    linears: [linear('future', 45n, week)],
  },
  /** Gamma of the last half hour, with the floor of the total standard deviation near. */
  nearExpiry: {
    options: [
      option(halfHour, 69_000n, 'put', -40n),
      option(halfHour, 71_000n, 'call', -40n),
      option(day, 66_000n, 'put', 40n),
    ],
    linears: [linear('perpetual', -5n)],
  },
  twoUnderlyings: {
    options: [
      option(week, 62_000n, 'put', -30n),
      option(month, 82_000n, 'call', -20n),
      option(week, 3_100n, 'put', -400n, ETH),
      option(month, 4_200n, 'call', -250n, ETH),
    ],
    linears: [linear('perpetual', -10n), linear('future', 60n, month, ETH)],
  },
  /** The strangle again; owes more than it holds unless told otherwise. */
  insolvent: {
    options: [option(month, 60_000n, 'put', -50n), option(month, 80_000n, 'call', -50n)],
    linears: [linear('perpetual', 3n)],
  },
} satisfies Record<string, { options: OptionPosition[]; linears: LinearPosition[] }>;

export type SampleAccountKind = keyof typeof BOOKS;

export const SAMPLE_ACCOUNT_KINDS = Object.keys(BOOKS) as SampleAccountKind[];

export interface SampleAccountOptions {
  /** Per mille of the worst requirement that equity is below it; above 1000 insolvent, below 0 healthy. */
  shortfall?: bigint;
  market?: SampleMarket;
}

function accountOf(label: string, options: readonly OptionPosition[], linears: readonly LinearPosition[]): Account {
  return {
    ownerTag: sampleSalt('owner'),
    accountNumber: 42n,
    sequence: 17n,
    time: SNAPSHOT_TIME - 90n,
    settlementUnit: C.SETTLEMENT_UNIT_USD,
    cash: 0n,
    salt: sampleSalt(`account ${label}`),
    options,
    linears,
  };
}

/** An account with the positions of its kind and cash that leaves it under water: by 5% unless told otherwise. */
export function sampleAccount(kind: SampleAccountKind, options: SampleAccountOptions = {}): Account {
  const { shortfall = kind === 'insolvent' ? 1200n : 50n, market = sampleMarket() } = options;
  const book: { options: readonly OptionPosition[]; linears: readonly LinearPosition[] } = BOOKS[kind];
  return fund(market, accountOf(kind, book.options, book.linears), shortfall);
}

export interface RandomAccountOptions extends SampleAccountOptions {
  /** Most option legs and linear legs. */
  optionLegs?: number;
  linearLegs?: number;
  /** Most lots of a leg. */
  lots?: number;
  /** Of how many underlyings legs are drawn. */
  underlyings?: number;
}

/**
 * A seeded account: mostly short options around the forward with some hedges. Under water by up to 30%; one in ten by
 * 90 to 130%, so insolvent or beyond help. The requirement is always above zero.
 */
export function randomAccount(seed: number, options: RandomAccountOptions = {}): Account {
  const { optionLegs = 8, linearLegs = 2, lots = 400, underlyings = 2, market = sampleMarket() } = options;
  const random = createRandom(seed);
  const below = (count: number) => Math.floor(random.uniform() * count);
  const pick = <T>(values: readonly T[]): T => values[below(values.length)] as T;
  // Sizes over all orders of magnitude: one lot is as likely as many.
  const size = () => BigInt(Math.max(1, below(pick([4, 20, 100, lots].map((most) => Math.min(most, lots))) + 1)));
  const shortfall = options.shortfall ?? BigInt(random.uniform() < 0.1 ? 900 + below(400) : 1 + below(300));

  for (;;) {
    const chosen = new Map<string, OptionPosition>();
    for (let i = 1 + below(optionLegs); i > 0; i--) {
      const underlying = below(underlyings);
      const row = market.snapshot.underlyings[underlying];
      const expiry = pick(row?.expiries ?? []);
      if (!expiry) continue;
      const step = underlying === BTC ? 1_000 : 50;
      const seconds = Number(expiry.expiryHours * C.SECONDS_PER_HOUR - SNAPSHOT_TIME);
      const spread = 0.02 + 0.6 * Math.sqrt(seconds / (365 * 86_400));
      const raw = (Number(expiry.forward) / 100) * (1 + spread * 2 * (2 * random.uniform() - 1));
      const strike = BigInt(Math.max(1, Math.round(raw / step)) * step);
      const side = random.uniform() < 0.5 ? 'put' : 'call';
      const quantity = random.uniform() < 0.7 ? -size() : size();
      const key = [underlying, expiry.expiryHours, strike, side].join('/');
      chosen.set(key, option(expiry.expiryHours, strike, side, quantity, underlying));
    }
    const linears = new Map<string, LinearPosition>();
    for (let i = below(linearLegs + 1); i > 0; i--) {
      const underlying = below(underlyings);
      const kind = pick(['future', 'perpetual', 'spot'] as const);
      const hours =
        kind === 'future' ? (pick(market.snapshot.underlyings[underlying]?.expiries ?? [])?.expiryHours ?? 0n) : 0n;
      const quantity = kind !== 'spot' && random.uniform() < 0.5 ? -size() : size();
      linears.set([underlying, kind, hours].join('/'), linear(kind, quantity, hours, underlying));
    }
    const account = accountOf(
      `random ${seed}`,
      [...chosen.values()].sort(
        (x, y) =>
          x.underlying - y.underlying ||
          Number(x.expiryHours - y.expiryHours) ||
          Number(x.strike - y.strike) ||
          Number(x.isPut) - Number(y.isPut),
      ),
      [...linears.values()].sort((x, y) => Number(linearIdentity(x) - linearIdentity(y))),
    );
    if (account.options.length > 0 && worstRequirement(market, account).requirement > 0n) {
      return fund(market, account, shortfall);
    }
  }
}
