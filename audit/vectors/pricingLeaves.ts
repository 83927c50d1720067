import { coarseD1 } from '../../circuits/pricing/coarseD1.ts';
import { STD_DEV_FLOOR, STD_DEV_OFFSET } from '../../circuits/pricing/formats.ts';
import type { Leaf, LeafInputs } from './leaf.ts';
import { seeded } from './seeded.ts';

const COUNT = 14;
const bitsOf = (value: bigint, width: number) => Array.from({ length: width }, (_, i) => (value >> BigInt(i)) & 1n);
/** 2^-26 units of a tenth. */
const TENTH = (1n << 26n) / 10n;

/** Log-moneyness and total standard deviation over the domain: the floor, both tails, saturated, at the money. */
function domainPoints(): { k: bigint; s: bigint }[] {
  const random = seeded(2);
  const edges = [
    { k: 0n, s: STD_DEV_FLOOR },
    { k: 3n * TENTH, s: 4n * TENTH },
    { k: -5n * TENTH, s: 7n * TENTH },
    { k: -50n * TENTH, s: TENTH },
    { k: 50n * TENTH, s: TENTH },
    { k: (8n << 26n) - 1n, s: 30n * TENTH },
    { k: -(8n << 26n) + 1n, s: 79n * TENTH },
    { k: 1n, s: STD_DEV_FLOOR + 1n },
    { k: TENTH / 7n, s: TENTH / 6n + 77n },
  ];
  const drawn = Array.from({ length: COUNT - edges.length + 10 }, (_, i) => {
    const s = STD_DEV_FLOOR + random.below(1n << BigInt(16 + (i % 13)));
    return { s, k: ((random.below(16n << 26n) - (8n << 26n)) * s) >> BigInt(26 + (i % 3)) };
  });
  return [...edges, ...drawn];
}

/** The templates of circuits/pricing and circuits/functions over their whole domains. */
export function pricingLeaves(): Leaf[] {
  const random = seeded(3);
  const points = domainPoints();
  const stdDevBits = (s: bigint) => bitsOf(s + STD_DEV_OFFSET, 29);
  const leaf = (path: string, parameters: Leaf['parameters'], inputs: readonly LeafInputs[]): Leaf => ({
    file: `circuits/${path}.circom`,
    template: path.split('/')[1] as string,
    parameters,
    inputs,
  });
  const cdf = points.map(({ k, s }) => {
    const d1 = coarseD1(k, s);
    const magnitude = (d1 < 0n ? -d1 : d1) + (1n << 10n);
    const positive = d1 < 0n ? 0n : 1n;
    const sign = d1 < 0n ? -1n : 1n;
    const halfUnits = bitsOf(magnitude >> 12n, 4);
    return {
      forward: {
        positive,
        magnitudeBits: bitsOf(magnitude, 16),
        halfUnitMonomials: Array.from({ length: 16 }, (_, mask) =>
          halfUnits.reduce((product, bit, i) => ((mask >> i) & 1 ? product * bit : product), 1n),
        ),
      },
      lagged: {
        segment: sign * (magnitude >> 11n),
        remainder: sign * ((magnitude & 2047n) - 1024n),
        stdDevBits: stdDevBits(s),
      },
    };
  });
  const logs = (bits: number, least: bigint) => [
    ...[least, least + 1n, (1n << BigInt(bits)) - 1n, 1n << BigInt(bits - 1)],
    ...Array.from(
      { length: COUNT },
      (_, i) => least + random.below((1n << BigInt(6 + ((i * 5) % (bits - 6)))) - least),
    ),
  ];
  const variances = [0n, 1n, -1n, -(1n << 29n), (1n << 28n) - 1n, 1n << 28n, (1n << 28n) + 1n, 64n << 52n].map((w) =>
    w === 64n << 52n ? w - (1n << 46n) : w,
  );
  for (let i = 0; i < COUNT; i++) variances.push(random.below(1n << BigInt(29 + 2 * i)));
  const slices = Array.from({ length: COUNT }, (_, i) => ({
    logMoneynessShifted: random.below(20n << 26n) - (10n << 26n),
    sigmaSquared: (1n + random.below(1n << BigInt(8 + i))) ** 2n,
    a: (random.below(1n << 34n) - (1n << 33n)) << 20n,
    b: random.below(1n << 28n),
    bRho: random.below(1n << 29n) - (1n << 28n),
  }));
  const flat = [0n, 1n, 99n ** 2n, 3000n ** 2n, (1n << 14n) ** 2n].map((sigmaSquared, i) => ({
    ...(slices[i] as (typeof slices)[number]),
    logMoneynessShifted: BigInt(i * i),
    sigmaSquared,
  }));
  return [
    leaf(
      'functions/NaturalLog',
      [24],
      logs(24, 1n).map((value) => ({ in: value })),
    ),
    leaf(
      'functions/NaturalLog',
      [36],
      logs(36, 16n).map((value) => ({ in: value })),
    ),
    leaf(
      'functions/NormalCdf',
      [],
      cdf.map(({ forward }) => forward),
    ),
    leaf(
      'functions/LaggedNormalCdf',
      [],
      cdf.map(({ lagged }) => lagged),
    ),
    leaf(
      'pricing/CoarseD1',
      [],
      points.map(({ k, s }) => ({ logMoneyness: k, stdDevBits: stdDevBits(s) })),
    ),
    leaf(
      'pricing/LogMoneyness',
      [],
      points.map(({ k, s }) => ({ lnStrike: (s << 11n) + 37n, lnForward: (s << 11n) - (k << 11n) + (k & 2047n) })),
    ),
    leaf(
      'pricing/OptionPrice',
      [],
      points.map(({ k, s }, i) => {
        const discountedForward = (1n << 39n) - random.below(1n << 38n);
        const discountedStrike = BigInt(Math.floor(Number(discountedForward) * Math.exp(Number(k) / 2 ** 26)));
        return {
          logMoneyness: k,
          stdDevBits: stdDevBits(s),
          isPut: BigInt(i % 2),
          discountedForward,
          discountedStrike,
        };
      }),
    ),
    leaf(
      'pricing/ShockedStdDev',
      [],
      [
        ...points.map(({ s }, i) => ({ totalStdDev: s, volMultiplier: [614n, 1024n, 1536n, 1n][i % 4] as bigint })),
        ...[1023n, 1024n, 1025n].map((volMultiplier) => ({ totalStdDev: STD_DEV_FLOOR, volMultiplier })),
        { totalStdDev: STD_DEV_FLOOR, volMultiplier: 0n },
      ],
    ),
    leaf(
      'pricing/StdDevBits',
      [],
      points.map(({ s }) => ({ totalStdDev: s })),
    ),
    leaf('pricing/SviTotalVariance', [], [...flat, ...slices]),
    leaf(
      'pricing/TotalStdDev',
      [30],
      variances.map((totalVariance) => ({ totalVariance })),
    ),
    leaf(
      'pricing/TotalStdDev',
      [40],
      [...variances, -(1n << 39n)].map((totalVariance) => ({ totalVariance })),
    ),
  ];
}
