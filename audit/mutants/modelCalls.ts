import { monotoneRoute } from '../../circuits/arithmetic/monotoneRoute.ts';
import { isBeyondHelp, isLeastNotional } from '../../circuits/closing/amountClauses.ts';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import type { LiquidationInputs } from '../../circuits/liquidation.ts';
import { runLiquidation } from '../../circuits/liquidation.ts';
import type { LegTerms } from '../../circuits/margin/legTerms.ts';
import type { LinearPosition, OptionPosition } from '../../circuits/objects.ts';
import { STD_DEV_FLOOR } from '../../circuits/pricing/formats.ts';
import { seeded } from '../vectors/seeded.ts';
import type { CallCase } from './modelCase.ts';

const DRAWN = 60;
const TOP = (1n << 29n) - (1n << 12n);
const SALT = (1n << 254n) - 5n;

/** Margins of accounts of two underlyings whose scenarios are of one group, of two, or missing. */
function jointMargins({ charter, snapshot, surface, account, scenarios }: LiquidationInputs): CallCase[] {
  const leaves = [...scenarios].map(([underlying, { leaf }]) => [underlying, leaf] as const);
  if (leaves.length < 2) return [];
  const moved = leaves.map(([underlying, leaf], i) => [underlying, { ...leaf, group: BigInt(i) }] as const);
  return [true, false].flatMap((jointScenarios) =>
    [leaves, moved, leaves.slice(1), leaves.slice(0, 1)].map(
      (given): CallCase => ({
        kind: 'call',
        module: 'circuits/margin/evaluateAccount',
        name: 'evaluateAccount',
        args: [{ charter: { ...charter, jointScenarios }, snapshot, surface, account, scenarios: new Map(given) }],
      }),
    ),
  );
}

/** Calls of the functions of the model on edges and drawn values; the formulas' own domains and one beyond. */
export function modelCalls(liquidations: readonly LiquidationInputs[]): CallCase[] {
  const random = seeded(11);
  const below = (bits: number) => random.below(1n << BigInt(bits));
  const drawn = Array.from({ length: DRAWN }, (_, i) => i);
  const found: CallCase[] = [];
  const calls = (module: string, name: string, rows: readonly (readonly unknown[])[]) =>
    found.push(...rows.map((args): CallCase => ({ kind: 'call', module: `circuits/${module}`, name, args })));

  calls('arithmetic/floorShift', 'floorShift', [
    [0n, 4],
    [15n, 4],
    [16n, 4],
    [-1n, 4],
    [-16n, 4],
    [-17n, 4],
  ]);
  const routes = [
    [0],
    [0, 0],
    [0, 1],
    [0, 0, 1],
    [0, 1, 1, 2],
    [0, 1, 2, 2, 2, 2],
    [0, 0, 0, 0, 1, 2],
    [1, 1],
    [0, 2],
    [0, 1, 0],
    [0, 1, 2, 3],
  ];
  calls(
    'arithmetic/monotoneRoute',
    'monotoneRoute',
    routes.map((route) => [3, route]),
  );
  for (const targets of [7, 8, 9, 14]) {
    const route = [0];
    for (let i = 1; i < targets; i++) {
      const source = route[i - 1] as number;
      route.push(source < 5 ? source + Number(below(1)) : source);
    }
    calls('arithmetic/monotoneRoute', 'monotoneRoute', [
      [6, route],
      [monotoneRoute(6, route).length, route],
    ]);
  }

  const roots = drawn.flatMap((i) => [
    below(2 + i),
    (below(1 + (i >> 1)) + 1n) ** 2n,
    (below(1 + (i >> 1)) + 1n) ** 2n - 1n,
  ]);
  calls(
    'functions/integerSqrt',
    'integerSqrt',
    [0n, 1n, 2n, 3n, 4n, 8n, 9n, ...roots].map((value) => [value]),
  );
  calls('functions/evaluatePolynomial', 'evaluatePolynomial', [
    [[1n, 2n, 3n], 5n],
    [[], 3n],
    [[7n], -2n],
  ]);
  for (const [bits, least] of [
    [24, 1n],
    [36, 16n],
  ] as const) {
    const edges = [least - 1n, least, least + 1n, (1n << BigInt(bits)) - 1n, 1n << BigInt(bits), -1n];
    calls(
      'functions/naturalLog',
      'naturalLog',
      [...edges, ...drawn.map((i) => below(4 + (i % (bits - 3))))].map((value) => [value, bits]),
    );
    for (const shift of [0, 1, 2, 3, 31]) {
      for (const indexes of [
        [0, 0, 0],
        [7, 7, 7],
        [3, 4, 3],
        [4, 3, 4],
      ]) {
        calls('functions/naturalLog', 'naturalLog', [
          [(1n << BigInt(bits - 1 - shift)) + 1n, bits, { shift, indexes }],
          [(1n << BigInt(bits - shift)) - 5n, bits, { shift, indexes }],
        ]);
      }
    }
  }
  // v at both ends of its width, by values whose product comes close.
  calls(
    'functions/naturalLog',
    'naturalLog',
    drawn.map((i) => [
      8_388_608n + 16_384n * BigInt(i - 30),
      24,
      { shift: 0, indexes: [random.pick([0, 3, 7]), 4, 4] },
    ]),
  );

  const d1s = [
    0n,
    1n,
    -1n,
    1023n,
    1024n,
    1025n,
    3071n,
    3072n,
    -3072n,
    -3073n,
    64_511n,
    -64_511n,
    56_319n,
    56_320n,
    ...drawn.map(() => below(17) - (1n << 16n)).filter((d1) => d1 > -64_512n && d1 < 64_512n),
  ];
  calls(
    'functions/normalCdf',
    'normalCdf',
    d1s.map((d1) => [d1]),
  );
  const stdDevs = [
    STD_DEV_FLOOR,
    STD_DEV_FLOOR + 1n,
    TOP - 1n,
    TOP,
    (1n << 24n) - 4097n,
    (1n << 24n) - 4096n,
    (1n << 24n) + 4095n,
    (1n << 24n) + 4096n,
  ];
  calls(
    'functions/laggedNormalCdf',
    'laggedNormalCdf',
    d1s.flatMap((d1, i) => [
      [d1, stdDevs[i % 8]],
      [d1, STD_DEV_FLOOR + below(15 + (i % 14))],
    ]),
  );

  const points = drawn.flatMap((i) => {
    const s = STD_DEV_FLOOR + below(14 + (i % 15));
    return [
      [((below(30) - (1n << 29n)) * s) >> BigInt(26 + (i % 3)), s],
      [(below(5) - 16n) * s, s],
    ] as const;
  });
  calls('pricing/coarseD1', 'coarseD1', [
    ...points,
    [0n, STD_DEV_FLOOR],
    [1n << 28n, STD_DEV_FLOOR],
    [-(1n << 28n), STD_DEV_FLOOR],
  ]);
  calls('pricing/logMoneyness', 'logMoneyness', [
    [0n, 0n],
    [1023n, 0n],
    [1024n, 0n],
    [1025n, 0n],
    [0n, 1024n],
    [0n, 1025n],
    [1n << 40n, 3n],
  ]);
  const limit = 8n << 26n;
  const prices = [
    ...points,
    [limit - 1n, 1n << 27n],
    [limit, 1n << 27n],
    [1n - limit, 1n << 27n],
    [-limit, 1n << 27n],
    [0n, STD_DEV_FLOOR - 1n],
    [0n, STD_DEV_FLOOR],
    [0n, TOP - 1n],
    [0n, TOP],
  ] as const;
  calls(
    'pricing/optionPrice',
    'optionPrice',
    prices.map(([k, s], i) => [
      {
        logMoneyness: k,
        totalStdDev: s,
        discountedForward: 1n << BigInt(20 + (i % 20)),
        discountedStrike: below(40),
        isPut: i % 2 === 1,
      },
    ]),
  );
  calls('pricing/optionPrice', 'optionPrice', [
    [
      {
        logMoneyness: 0n,
        totalStdDev: 1n << 24n,
        discountedForward: 1n << 39n,
        discountedStrike: 1n << 39n,
        isPut: false,
        d1: 7n,
      },
    ],
  ]);
  // 2^80 money makes a probability whole: nothing is rounded.
  const one = 1n << 80n;
  for (const isPut of [true, false]) {
    const given = { logMoneyness: 1n << 22n, totalStdDev: 1n << 25n, isPut };
    calls('pricing/optionPrice', 'optionPrice', [
      [{ ...given, discountedForward: one, discountedStrike: 0n }],
      [{ ...given, discountedForward: 0n, discountedStrike: one }],
    ]);
  }
  calls('pricing/shockedStdDev', 'shockedStdDev', [
    [STD_DEV_FLOOR, 1024n],
    [STD_DEV_FLOOR, 1023n],
    [STD_DEV_FLOOR, 0n],
    [TOP, 1024n],
    [TOP - 1n, 1024n],
    [(TOP * 1024n) / 1536n + 1n, 1536n],
    [(TOP * 1024n) / 1536n, 1536n],
    ...drawn.map((i) => [STD_DEV_FLOOR + below(14 + (i % 15)), below(12)]),
  ]);
  const variances = [
    0n,
    -1n,
    -(1n << 30n),
    (1n << 28n) - 1n,
    1n << 28n,
    (1n << 28n) + 1n,
    STD_DEV_FLOOR * STD_DEV_FLOOR + 2n * STD_DEV_FLOOR,
    TOP * TOP - 1n,
    TOP * TOP,
    STD_DEV_FLOOR ** 2n + 2n * STD_DEV_FLOOR - (1n << 30n),
    STD_DEV_FLOOR ** 2n + 2n * STD_DEV_FLOOR - (1n << 30n) + 1n,
    STD_DEV_FLOOR ** 2n + 2n * STD_DEV_FLOOR - (1n << 30n) - 1n,
  ];
  calls(
    'pricing/totalStdDev',
    'totalStdDev',
    [...variances, ...drawn.map((i) => below(20 + (i >> 1)))].flatMap((w) => [[w], [w, 30], [w, 40]]),
  );
  const slice = (i: number) => ({
    logMoneynessShifted: below(30) - (1n << 29n),
    sigmaSquared: below(10 + (i % 16)) ** 2n,
    a: below(34) << 20n,
    b: below(28),
    bRho: below(29) - (1n << 28n),
  });
  const wide = { logMoneynessShifted: 0n, a: 1n, b: 3n, bRho: 5n };
  calls('pricing/sviTotalVariance', 'sviTotalVariance', [
    ...drawn.map((i) => [slice(i)]),
    ...[0n, 1n, (1n << 60n) - 1n, 1n << 60n].map((sigmaSquared) => [{ ...wide, sigmaSquared }]),
  ]);

  calls(
    'closing/gainThreshold',
    'gainThreshold',
    drawn.map((i) => [below(45), 1n + below(1 + (i % 39)), below(40)]),
  );
  calls('closing/legComparison', 'legComparison', [
    [5n, 5n, 3n, 7n],
    [6n, 5n, 3n, 7n],
    [4n, 5n, 3n, 7n],
    [-3n, 0n, 3n, 7n],
    [0n, 0n, 3n, 7n],
    [1n, 0n, 3n, 7n],
  ]);
  const legs = drawn.map((i): LegTerms => {
    const isLong = i % 2 === 0;
    const mark = below(30);
    return {
      underlying: i % 3,
      isLong,
      quantity: below(12),
      mark,
      signedPrice: isLong ? mark : -mark,
      marginPerLot: below(60) - (1n << (i % 4 === 0 ? 59n : 50n)),
      equity: 0n,
      margin: 0n,
      equityError: below(40),
      shockedError: below(40),
      marginError: below(40),
      rounding: below(10),
      fee: below(45),
      notional: 1n + below(36),
      penaltyNotionalCap: below(24),
      penaltyBaseCap: below(33),
      penaltyMarkRate: below(10),
    };
  });
  calls(
    'closing/legGain',
    'legGain',
    legs.flatMap((leg) => [
      [leg, 50n],
      [leg, 0n],
    ]),
  );
  calls(
    'closing/priceFairness',
    'penaltyCap',
    legs.map((leg) => [leg]),
  );
  for (const leg of legs) {
    const cap =
      (leg.penaltyMarkRate * leg.mark + leg.penaltyBaseCap < 1000n * leg.penaltyNotionalCap
        ? leg.penaltyMarkRate * leg.mark + leg.penaltyBaseCap
        : 1000n * leg.penaltyNotionalCap) / 1000n;
    const worst = leg.isLong ? leg.mark - cap : leg.mark + cap;
    calls(
      'closing/priceFairness',
      'isFairPrice',
      [-1n, 0n, 1n].map((step) => [leg, worst + step]),
    );
    calls('closing/priceFairness', 'isFairPrice', [
      [leg, 0n],
      [leg, -1n],
      [{ ...leg, mark: 0n }, 0n],
      [{ ...leg, mark: 0n, isLong: true }, -1n],
    ]);
    calls('closing/legClose', 'legClose', [[{ leg, closed: below(10), price: below(30) }]]);
  }
  // Both caps equal.
  const tie = { ...(legs[0] as LegTerms), penaltyNotionalCap: 7n, penaltyMarkRate: 0n, penaltyBaseCap: 7_000n };
  calls('closing/priceFairness', 'penaltyCap', [[tie]]);
  for (let i = 0; i + 3 < legs.length; i += 3) {
    const some = legs
      .slice(i, i + 3)
      .map((leg) => ({ leg, gain: below(40) - (1n << 38n), closed: below(6), price: leg.mark }));
    const sums = {
      equity: below(40) - (1n << 39n),
      requirement: below(60),
      equityError: below(50),
      shockedError: below(50),
      marginError: below(50),
      rounding: below(12),
    };
    const marginal = some.find(({ gain }) => gain > 0n) ?? { ...(some[0] as (typeof some)[number]), gain: 5n };
    calls('closing/shortfallToTarget', 'shortfallToTarget', [
      [sums, 50n],
      [{ ...sums, equity: -sums.equity }, 73n],
    ]);
    calls('margin/trigger', 'marginGap', [[sums]]);
    calls('margin/trigger', 'equityGap', [[sums]]);
    calls('closing/amountClauses', 'improvable', [
      [some, marginal.gain, marginal.leg.notional],
      [some, 0n, 1n],
    ]);
    calls('closing/amountClauses', 'surplusOverTarget', [[some, below(44)]]);
    // At the first shortfall that is enough, and one below.
    const least = edgeOf((shortfall) => isLeastNotional(some, marginal, shortfall));
    calls(
      'closing/amountClauses',
      'isLeastNotional',
      [-1n, 0n, 1n].map((step) => [some, marginal, least + step]),
    );
    // A notional of one: equality itself.
    const single = { ...marginal, leg: { ...marginal.leg, notional: 1n } };
    const exactly = edgeOf((shortfall) => isLeastNotional(some, single, shortfall));
    calls(
      'closing/amountClauses',
      'isLeastNotional',
      [-1n, 0n, 1n].map((step) => [some, single, exactly + step]),
    );
    const help = edgeOf((shortfall) => isBeyondHelp(some, sums, shortfall));
    calls(
      'closing/amountClauses',
      'isBeyondHelp',
      [-1n, 0n, 1n].map((step) => [some, sums, help + step]),
    );
    // No errors at all: equality itself.
    const none = { ...sums, equityError: 0n, shockedError: 0n, rounding: 0n };
    const exact = edgeOf((shortfall) => isBeyondHelp(some, none, shortfall));
    calls(
      'closing/amountClauses',
      'isBeyondHelp',
      [-1n, 0n, 1n].map((step) => [some, none, exact + step]),
    );
    const closedFee = some.reduce((sum, { leg, closed }) => sum + closed * leg.fee, 0n);
    const fee = closedFee / C.PER_MILLION;
    const given = {
      legs: some,
      equity: below(45),
      cash: below(45) - (1n << 44n),
      fee: fee / 2n,
      draw: 0n,
      remaining: 3n,
    };
    calls('closing/settlement', 'feeLimit', [[some]]);
    for (const rate of [999_999n, 1_000_000n, 1_000_001n]) {
      const unit = { ...some[0], leg: { ...some[0]?.leg, fee: rate }, closed: 1n };
      calls('closing/settlement', 'feeLimit', [[[unit]]]);
    }
    const half = 1n << (C.CASH_BITS - 1n);
    const settle = (change: object) => calls('closing/settlement', 'settle', [[{ ...given, ...change }]]);
    const proceeds = some.reduce((sum, { leg, closed, price }) => sum + closed * (leg.isLong ? price : -price), 0n);
    for (const change of [
      {},
      { fee },
      { fee: fee + 1n },
      { fee: -1n },
      { equity: -1n },
      { equity: 0n },
      { equity: 0n, fee: 0n },
      { equity: fee / 2n },
      { equity: fee / 2n - 1n },
      { draw: -1n },
      { draw: 1n },
      { draw: 1n, remaining: 0n },
      { draw: 1n << 62n, remaining: 0n },
      { cash: half },
      { cash: -half },
      { equity: -1n, fee: 0n, cash: half - proceeds },
      { equity: -1n, fee: 0n, cash: half - proceeds - 1n },
      { equity: -1n, fee: 0n, cash: -half - proceeds },
      { equity: -1n, fee: 0n, cash: -half - proceeds - 1n },
      { equity: -1n, fee: 0n, remaining: 0n, cash: -proceeds - 77n, draw: 77n },
      { equity: -1n, fee: 0n, remaining: 0n, cash: -proceeds - 77n, draw: 78n },
      { equity: -1n, fee: 1n, remaining: 0n, cash: -proceeds - 76n, draw: 77n },
      { equity: -1n, fee: 0n, remaining: 1n, cash: -proceeds - 77n, draw: 77n },
      { equity: -1n, fee: 0n, remaining: 0n, cash: -proceeds - (1n << 62n), draw: 1n << 62n },
      { equity: -1n, fee: 0n, remaining: 0n, cash: -proceeds - (1n << 62n) + 1n, draw: (1n << 62n) - 1n },
    ])
      settle(change);
  }

  calls('commitment/packWord', 'ranged', [
    [0n, 3n, 'x'],
    [7n, 3n, 'x'],
    [8n, 3n, 'x'],
    [-1n, 3, 'x'],
    [7n, 3, 'x'],
  ]);
  calls('commitment/packWord', 'signedOffset', [
    [-4n, 3n, 'x'],
    [3n, 3n, 'x'],
    [4n, 3n, 'x'],
    [-5n, 3n, 'x'],
  ]);
  calls('commitment/packWord', 'packWord', [
    [
      [
        [3n, 2n, 'a'],
        [5n, 3n, 'b'],
        [1n, 1n, 'c'],
      ],
    ],
    [[[4n, 2n, 'a']]],
    [[]],
  ]);
  calls('commitment/slotChain', 'packEqual', [
    [[1n, 2n, 3n], 10n, 2, 2],
    [[1n, 2n, 3n, 4n, 5n], 10n, 2, 3],
    [[], 10n, 2, 1],
  ]);
  const layout = { bits: 10n, perWord: 2, wordsPerChunk: 2 };
  calls(
    'commitment/slotChain',
    'slotChain',
    [0, 1, 2].map((chunks) => [9n, [1n, 2n, 3n, 4n, 5n, 6n, 7n], chunks, layout]),
  );
  calls(
    'commitment/poseidon',
    'poseidon',
    Array.from({ length: 18 }, (_, i) => [Array.from({ length: i }, (_, j) => BigInt(i * 100 + j))]),
  );
  const id = `0x${'1f'.repeat(32)}`;
  const preimage = {
    statementVersion: 1,
    instanceId: id,
    chainId: 1n,
    registry: `0x${'ab'.repeat(20)}`,
    venueId: id,
    sequence: 7n,
  };
  calls('commitment/domain', 'domainValue', [
    [preimage],
    [{ ...preimage, sequence: 0xabcdefn, chainId: 255n }],
    [{ ...preimage, chainId: 0n, registry: `0x${'00'.repeat(20)}` }],
  ]);
  calls('commitment/domain', 'textId', [['fairmark'], ['']]);

  const option: OptionPosition = {
    underlying: 1,
    expiryHours: 492_776n,
    strike: 60_000n,
    isPut: true,
    isLong: false,
    quantity: 5n,
  };
  const linear: LinearPosition = { underlying: 1, kind: 'future', expiryHours: 492_776n, isLong: true, quantity: 5n };
  calls('commitment/accountCommitment', 'optionSlot', [
    [null],
    [option],
    [{ ...option, isPut: false, isLong: true }],
    [{ ...option, quantity: 1n << 23n }],
  ]);
  // The last hours of the width, and one beyond.
  for (const expiryHours of [(1n << 20n) - 1n, 1n << 20n]) {
    calls('commitment/accountCommitment', 'optionSlot', [[{ ...option, expiryHours }]]);
    calls('commitment/accountCommitment', 'linearSlot', [[{ ...linear, expiryHours }]]);
  }
  for (const strike of [(1n << 24n) - 1n, 1n << 24n]) {
    calls('commitment/accountCommitment', 'optionSlot', [[{ ...option, strike }]]);
  }
  for (const quantity of [(1n << 23n) - 1n, 1n << 23n]) {
    calls('commitment/accountCommitment', 'optionSlot', [[{ ...option, quantity }]]);
    calls('commitment/accountCommitment', 'linearSlot', [[{ ...linear, quantity }]]);
  }
  for (const underlying of [7, 8]) {
    calls('commitment/accountCommitment', 'optionSlot', [[{ ...option, underlying }]]);
    calls('commitment/accountCommitment', 'linearSlot', [[{ ...linear, underlying }]]);
  }
  calls('commitment/accountCommitment', 'linearSlot', [
    [null],
    [linear],
    [{ ...linear, kind: 'spot', expiryHours: 0n }],
    [{ ...linear, kind: 'perpetual', isLong: false }],
  ]);
  calls(
    'commitment/accountCommitment',
    'optionChunks',
    [0, 1, 11, 12, 13, 35, 36, 37, 60, 61].map((slots) => [slots]),
  );
  const [liquidation] = liquidations;
  if (liquidation) {
    const { account, charter, snapshot, surface, scenarios } = liquidation;
    const many = (count: number) =>
      Array.from({ length: count }, (_, i) => (i % 5 === 3 ? null : { ...option, strike: BigInt(60_000 + i) }));
    const lines = (count: number) => Array.from({ length: count }, (_, i) => ({ ...linear, quantity: BigInt(i + 1) }));
    for (const change of [
      { options: many(11), linears: lines(8) },
      { options: many(12) },
      { options: many(13) },
      { options: many(36) },
      { options: many(37), linears: lines(3) },
      { options: many(90) },
      { options: many(133) },
      { linears: lines(9) },
      { salt: SALT },
      { salt: 1n << 254n },
      { salt: -1n },
      { cash: 1n << 62n },
      { cash: -(1n << 62n) },
      { cash: -(1n << 62n) - 1n },
      { sequence: 1n << 33n },
      { time: 1n << 32n },
    ]) {
      calls('commitment/accountCommitment', 'accountCommitment', [[{ ...account, ...change }]]);
    }
    /** An object with one field at the last value of its width, and one beyond; signed fields at both ends. */
    const edges = <T extends object>(
      of: T,
      widths: Partial<Record<keyof T, number>>,
      signed: Partial<Record<keyof T, number>> = {},
    ): T[] => [
      ...Object.entries(widths).flatMap(([field, width]) =>
        [(1n << BigInt(width as number)) - 1n, 1n << BigInt(width as number)].map((value) => ({
          ...of,
          [field]: value,
        })),
      ),
      ...Object.entries(signed).flatMap(([field, width]) => {
        const half = 1n << BigInt((width as number) - 1);
        return [half - 1n, half, -half, -half - 1n].map((value) => ({ ...of, [field]: value }));
      }),
    ];
    for (const given of edges(account, { sequence: 33, time: 32, settlementUnit: 8, salt: 254 }, { cash: 63 })) {
      calls('commitment/accountCommitment', 'accountCommitment', [[given]]);
    }
    const [market] = snapshot.underlyings;
    const listed = market?.expiries.find(Boolean);
    if (market && listed) {
      for (const expiry of edges(listed, { expiryHours: 20, forward: 36, discountGap: 20 })) {
        calls('commitment/snapshotCommitment', 'snapshotExpiryWord', [[expiry], [null]]);
      }
      for (const row of edges(market, { index: 36, perpetual: 36 })) {
        calls('commitment/snapshotCommitment', 'snapshotRowHead', [[row]]);
      }
    }
    const given = surface.rows[0]?.find(Boolean);
    if (given) {
      for (const slice of edges(given, { expiryHours: 20, b: 28, sigma: 27 }, { a: 34, bRho: 29, m: 28 })) {
        calls('commitment/surfaceCommitment', 'sviSliceWord', [[slice], [null]]);
      }
    }
    const [own] = charter.underlyings;
    if (own) {
      const rates = { shortOptionRate: 20, linearRate: 20, feeRate: 20, penaltyNotionalRate: 20, penaltyBaseRate: 20 };
      const others = {
        lotFactor: 18,
        strikeTickExponent: 3,
        penaltyMarkRate: 10,
        forwardMinimum: 21,
        forwardMaximum: 21,
      };
      for (const rules of edges(own, { ...rates, ...others })) {
        calls('commitment/charterWords', 'charterUnderlyingWord', [[rules]]);
      }
    }
    for (const rules of edges(charter, { settlementUnit: 8, targetBuffer: 10, longCredit: 10, weightMaximum: 10 })) {
      calls('commitment/charterWords', 'charterGlobalWord', [[rules]]);
    }
    for (const hours of [(1n << 20n) - 1n, 1n << 20n]) {
      calls('commitment/charterWords', 'charterGlobalWord', [[{ ...charter, bucketHours: [1n, 2n, hours] }]]);
    }
    for (const c of [(1n << 12n) - 1n, 1n << 12n]) {
      calls('commitment/charterWords', 'charterGlobalWord', [
        [{ ...charter, volMinimum: [c, 2n, 3n, c] }],
        [{ ...charter, volMaximum: [c, 2n, 3n, c] }],
      ]);
    }
    const leaf = scenarios.values().next().value?.leaf;
    if (leaf) {
      for (const other of edges(leaf, { group: 16, forwardMultiplier: 21, weight: 10 })) {
        calls('commitment/scenarioLeafWord', 'scenarioLeafWord', [[other]]);
      }
      for (const c of [(1n << 12n) - 1n, 1n << 12n]) {
        calls('commitment/scenarioLeafWord', 'scenarioLeafWord', [
          [{ ...leaf, underlying: 7, volMultipliers: [1n, 2n, 3n, c] }],
        ]);
      }
      calls('commitment/scenarioLeafWord', 'scenarioLeafWord', [[{ ...leaf, underlying: 8 }]]);
    }
    calls('margin/evaluateAccount', 'heldUnderlyings', [
      [{ ...account, options: [{ ...option, underlying: 6 }, null], linears: [{ ...linear, underlying: 2 }] }],
    ]);
    const priced = runLiquidation(liquidation).margin;
    const position = account.options.find(Boolean);
    const expiryTerms = position && priced.expiries.get(`${position.underlying}/${position.expiryHours}`);
    const underlyingTerms = position && priced.terms.get(position.underlying);
    if (position && expiryTerms && underlyingTerms) {
      const flat = { ...expiryTerms.slice, a: 0n, b: 0n, bRho: 0n };
      // The floor of the total standard deviation binds now, under stress alone, and not.
      for (const [slice, volMultiplier] of [
        [flat, 1024n],
        [flat, 1536n],
        [{ ...flat, a: 1n << 10n }, 64n],
        // A total variance below zero by less and by more than is floored: 2^-22 is 2^10 at 2^-32.
        [{ ...flat, a: -1023n }, 1024n],
        [{ ...flat, a: -1536n }, 1024n],
        [expiryTerms.slice, 1n],
      ] as const) {
        for (const isLong of [true, false]) {
          const terms = { ...expiryTerms, slice, volMultiplier };
          calls('margin/optionLeg', 'optionLeg', [[{ ...position, isLong }, terms, underlyingTerms, 640n]]);
        }
      }
    }
    const lists = { options: [null, { ...option }], linears: [{ ...linear }] };
    for (const change of [
      { options: [], linears: [] },
      { options: [{ quantityClosed: 0n, price: 0n }], linears: [{ quantityClosed: 5n, price: 9n }] },
      {
        options: [
          { quantityClosed: 0n, price: 0n },
          { quantityClosed: 4n, price: 9n },
        ],
        linears: [],
      },
    ]) {
      calls('commitment/accountAfterClose', 'accountAfterClose', [[{ ...account, ...lists }, change, -77n, 9n, 5n]]);
    }
    const { outcome } = runLiquidation(liquidation);
    for (const other of edges(outcome, { fee: 58, draw: 62 }, { equity: 67, requirement: 88 })) {
      calls('commitment/outcomeCommitment', 'outcomeCommitment', [[other]]);
    }
    const closes = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ quantityClosed: BigInt(i), price: BigInt(1000 + i) }));
    for (const change of [
      { options: closes(12), linears: closes(8) },
      { options: closes(13) },
      { options: closes(37), linears: closes(5) },
      { options: [{ quantityClosed: (1n << 22n) - 1n, price: (1n << 40n) - 1n }] },
      { options: [{ quantityClosed: 1n << 22n, price: 1n }] },
      { options: [{ quantityClosed: 1n, price: 1n << 40n }] },
      { options: closes(90) },
      { options: closes(133) },
      { draw: 77n, terminal: true },
      { equity: -(1n << 66n) },
      { equity: 1n << 66n },
      { requirement: 1n << 87n },
      { requirement: -5n },
      { fee: 1n << 58n },
      { draw: 1n << 62n },
    ]) {
      calls('commitment/outcomeCommitment', 'outcomeCommitment', [[{ ...outcome, ...change }]]);
    }
    const rows = snapshot.underlyings;
    calls('commitment/snapshotCommitment', 'snapshotCommitment', [
      [snapshot],
      [{ ...snapshot, underlyings: [null, rows[0]] }],
    ]);
    calls('commitment/surfaceCommitment', 'surfaceCommitment', [
      [surface],
      [{ ...surface, rows: [surface.rows[1], [null, ...(surface.rows[0] ?? [])]] }],
    ]);
    calls('commitment/rulebookCommitment', 'rulebookCommitment', [[charter, 77n]]);
    calls('commitment/charterWords', 'charterGlobalWord', [
      [charter],
      [{ ...charter, leastNotional: false, jointScenarios: true }],
      [{ ...charter, targetBuffer: 1024n }],
      [{ ...charter, volMinimum: [] }],
    ]);
    calls('commitment/charterWords', 'charterUnderlyingWords', [[charter], [{ ...charter, underlyings: [] }]]);
    const [opening] = [...scenarios.values()];
    if (opening) {
      calls('commitment/scenarioLeafWord', 'scenarioLeafWord', [
        [undefined],
        [opening.leaf],
        [{ ...opening.leaf, weight: 1024n }],
      ]);
      calls('commitment/scenarioMembership', 'scenarioMembership', [
        [opening],
        [{ ...opening, bottom: [] }],
        [{ ...opening, middle: [] }],
        [{ ...opening, root: [] }],
        [{ ...opening, bottomSalt: 1n }],
      ]);
    }
    const expiry = rows[0]?.expiries[2]?.expiryHours ?? 0n;
    calls('margin/expiryTerms', 'expirySlot', [
      [snapshot, 0, expiry],
      [snapshot, 0, 1n],
      [snapshot, 6, expiry],
    ]);
    const hours = charter.bucketHours.map((value) => value * C.SECONDS_PER_HOUR);
    calls(
      'margin/expiryTerms',
      'tenorBucket',
      [1n, ...hours, ...hours.map((value) => value - 1n), ...hours.map((value) => value + 1n)].map((seconds) => [
        charter,
        seconds,
      ]),
    );
    for (const count of [0, 6, 7, 12, 13, 14, 37]) {
      calls('witnessInputs', 'neededShape', [
        [{ ...account, options: many(count) }],
        [{ ...account, options: [...many(count), null, null], linears: [null, linear, null] }],
      ]);
    }
  }
  found.push(...liquidations.flatMap(jointMargins).slice(0, 24));
  return found;
}

/** The least value with a property that holds from some value on. */
function edgeOf(holds: (value: bigint) => boolean): bigint {
  let [low, high] = [-(1n << 100n), 1n << 100n];
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
