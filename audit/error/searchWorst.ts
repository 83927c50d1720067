import { integerSqrt } from '../../circuits/functions/integerSqrt.ts';
import { laggedNormalCdf } from '../../circuits/functions/laggedNormalCdf.ts';
import { normalCdf } from '../../circuits/functions/normalCdf.ts';
import { CDF_BIAS, STD_DEV_FLOOR } from '../../circuits/pricing/formats.ts';
import { normalCdf as exactNormalCdf } from '../../prover/companion/normalCdf.ts';
import { createRandom, type Random } from '../../prover/surface/random.ts';
import { admissibleD1, admissibleRoots, admissibleVariances } from './admissible.ts';

/** What is searched over, besides s, k, d1 and the total variance. */
export interface SearchSpace {
  /** Whether a scenario multiplies s; else c = 1 and s is priced with. */
  readonly stressed: boolean;
  /** (b + |b rho|) / s of the slice: the hint of its root and the rounding of k then move the total variance; 0 for given w. */
  readonly steepness: number;
  /** Greatest c at 2^-10. */
  readonly volMaximum: number;
}

export interface WorstCase {
  /** |price - exact| / (D (F + K) / 2). */
  readonly error: number;
  /** Of the price: k and s that are priced with, and d1. */
  readonly logMoneyness: number;
  readonly totalStdDev: number;
  readonly d1: number;
}

interface Point {
  /** s before stress, units of 2^-26. */
  s: number;
  /** d1 as a number. */
  d1: number;
  /** c at 2^-10. */
  c: number;
  /** Angle of the slice: z = r sin(angle), and rho. */
  angle: number;
  rho: number;
  /** Octave of the root. */
  octave: number;
}

const UNIT = 2 ** 26;
const FLOOR = Number(STD_DEV_FLOOR);
const CEILING = 2 ** 29 - 4097;

/**
 * A search for the worst admissible witness: random starts over the domain, most of them at edges of the residual gates,
 * each refined by smaller and smaller moves of one coordinate. At every point all hints that matter are tried at the ends
 * of what the constraints admit, with the model's integers; exact prices are in double precision, good to 1e-15.
 *
 * @param starts number of random starts
 */
export function searchWorst(space: SearchSpace, starts: number, seed: number): WorstCase {
  const random = createRandom(seed);
  let worst: WorstCase = { error: 0, logMoneyness: 0, totalStdDev: 0, d1: 0 };
  for (let start = 0; start < starts; start++) {
    let point = drawPoint(space, random);
    let best = worstAt(space, point);
    let scale = 1;
    for (let round = 0; round < 40; round++) {
      let improved = false;
      for (let move = 0; move < 6; move++) {
        const candidate = moved(space, point, scale, random);
        const found = worstAt(space, candidate);
        if (found.error > best.error) {
          [point, best, improved] = [candidate, found, true];
        }
      }
      if (!improved) scale *= 0.7;
    }
    if (best.error > worst.error) worst = best;
  }
  return worst;
}

function drawPoint(space: SearchSpace, random: Random): Point {
  const edge = 2 ** (15 + Math.floor(random.uniform() * 14));
  const free = 2 ** (14 + 15 * random.uniform());
  const s = random.uniform() < 0.6 ? edge - 4096 + Math.floor(random.uniform() ** 3 * 4096) : Math.floor(free);
  return {
    s: clamp(s, FLOOR, CEILING),
    d1: 5 * (2 * random.uniform() - 1),
    c: space.stressed ? Math.ceil(space.volMaximum * (1 - 0.1 * random.uniform() ** 4)) : 1024,
    // Far from the slice's middle and without skew both freedoms count fully.
    angle: (random.uniform() < 0.5 ? 1 : -1) * (1 - random.uniform() ** 3) * (Math.PI / 2),
    rho: (2 * random.uniform() - 1) ** 5,
    octave: 13 + Math.floor(random.uniform() * 15),
  };
}

const clamp = (value: number, least: number, most: number) => Math.min(Math.max(Math.round(value), least), most);

function moved(space: SearchSpace, point: Point, scale: number, random: Random): Point {
  const next = { ...point };
  const step = scale * random.normal();
  const choice = random.uniform() * (space.steepness > 0 ? 6 : 3);
  if (choice < 1) next.s = clamp(point.s * (1 + 0.2 * step), FLOOR, CEILING);
  else if (choice < 2) next.d1 = point.d1 + 0.3 * step;
  else if (choice < 3) {
    if (space.stressed) next.c = clamp(point.c + 100 * step, 1, space.volMaximum);
    next.s = clamp(point.s + 1000 * step, FLOOR, CEILING);
  } else if (choice < 4) next.angle = point.angle + 0.3 * step;
  else if (choice < 5) next.octave = 13 + Math.floor(random.uniform() * 15);
  else next.rho = Math.min(Math.max(point.rho * (1 + step), -0.999), 0.999);
  return next;
}

/** The worst error at a point over the ends of all hints. */
function worstAt(space: SearchSpace, point: Point): WorstCase {
  const base = BigInt(point.s);
  const product = base * BigInt(point.c);
  const floor = STD_DEV_FLOOR << 10n;
  const s = product < floor ? STD_DEV_FLOOR : product >> 10n;
  if (s > BigInt(CEILING)) return { error: 0, logMoneyness: 0, totalStdDev: 0, d1: 0 };
  const stdDev = Number(s) / UNIT;
  const k = BigInt(Math.round(stdDev * (stdDev / 2 - point.d1) * UNIT));
  const exactK = Number(k) / UNIT;
  const exactStdDevs = exactBaseStdDevs(space, point).map((root) => Math.max((root * point.c) / 1024, FLOOR / UNIT));
  const f = 2 / (1 + Math.exp(exactK));
  const exact = exactStdDevs.map((root) => {
    const d1 = -exactK / root + root / 2;
    return f * exactNormalCdf(d1) - (2 - f) * exactNormalCdf(d1 - root);
  });

  let worst = { error: 0, logMoneyness: exactK, totalStdDev: stdDev, d1: 0 };
  const [first, last] = admissibleD1(k, s);
  const step = last - first > 40n ? (last - first) / 20n : 1n;
  for (let d1 = first; d1 <= last; d1 += step) {
    const price =
      (f * Number(normalCdf(d1) + CDF_BIAS) - (2 - f) * Number(laggedNormalCdf(d1, s) - CDF_BIAS)) / 2 ** 80;
    for (const reference of exact) {
      const error = Math.abs(price - reference);
      if (error > worst.error) worst = { ...worst, error, d1: Number(d1) / 2 ** 13 };
    }
  }
  return worst;
}

/** Exact total standard deviations for which a witness may have `point.s`: both ends. */
function exactBaseStdDevs(space: SearchSpace, point: Point): number[] {
  const ends = admissibleVariances(BigInt(point.s));
  return ends.map((variance, end) => {
    const shift = space.steepness === 0 ? 0 : varianceShift(space.steepness, point, end === 1);
    return Math.max(Math.sqrt(Math.max(Number(variance) - shift, 0)), FLOOR) / UNIT;
  });
}

/**
 * Witnessed less exact total variance, units of 2^-52, of a slice with the given steepness, with the root's hint at one
 * end and k rounded by half a unit in the same direction.
 *
 * @param below whether the witness is to be below the exact value
 */
function varianceShift(steepness: number, { s, angle, rho, octave }: Point, below: boolean): number {
  const slope = (steepness * s) / (1 + Math.abs(rho));
  // The hint is furthest where q is at the foot of a level, and below where the square is just short of the next.
  const target = BigInt(2 ** octave) + (below ? 1n : -1n);
  const z = BigInt(Math.round(Math.sin(angle) * Number(target)));
  const sigma = integerSqrt(target * target - z * z) - (below ? 1n : 0n);
  if (sigma < 0n) return 0;
  const square = z * z + sigma * sigma;
  const [least, most] = admissibleRoots(square, integerSqrt(square));
  const root = integerSqrt(square << 40n);
  const off = Number(((below ? least : most) << 20n) - root) / 2 ** 20;
  const direction = rho + Number(z) / Number(target);
  return slope * (off + ((below ? -1 : 1) * Math.abs(direction)) / 2);
}
