import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONSTANTS } from '../../circuits/constants.ts';
import { FairmarkError } from '../../circuits/errors.ts';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';
import { SCALAR_FIELD } from '../../verifier/points.ts';
import { centred } from '../circuit/constraintSystem.ts';
import { fieldInverse } from '../circuit/fieldInverse.ts';

/** Signals of one component by their names in its template, as integers of the smallest size. */
export type Local = (name: string) => bigint;

/** A hint with more than one admissible value, and which those are. */
export interface Freedom {
  /** `HintSite.id`. */
  readonly site: string;
  /** Why more than one value is admissible, in one clause. */
  readonly because: string;
  /** Whether a value is admissible, given the signals that were computed from it. */
  admits(forged: Local): boolean;
  /** Values at both sides of each bound, given the honest signals. */
  edges(honest: Local): bigint[];
}

const width = (local: Local, name: string): bigint => {
  let bits = 0n;
  while (has(local, `${name}[${bits}]`)) bits++;
  return bits;
};
const has = (local: Local, name: string): boolean => {
  try {
    local(name);
    return true;
  } catch {
    return false;
  }
};
const bitSum = (local: Local, name: string): bigint => {
  let sum = 0n;
  for (let bit = 0n; bit < width(local, name); bit++) sum += local(`${name}[${bit}]`) << bit;
  return sum;
};
const isRanged = (value: bigint, bits: bigint) => value >= 0n && value >> bits === 0n;
const around = (value: bigint, below: number, above: number) =>
  Array.from({ length: below + above + 1 }, (_, i) => value + BigInt(i - below));

/** The levels of the residual gates of a template, as its source has them. */
function levelsOf(file: string): bigint[] {
  const source = readFileSync(join(defaultWorkspace().root, file), 'utf8');
  const list = /ResidualGates\(\d+, \[([\d, ]+)\]/.exec(source)?.[1];
  if (list === undefined) {
    throw new FairmarkError('GATE_LEVELS', `${file} has no residual gates with literal levels`, {
      remedy: 'Mend the pattern in audit/forgery/freedoms.ts.',
    });
  }
  return list.split(',').map(BigInt);
}

/** 2^level of the first level that a magnitude is below, else 2^last. */
function nextLevel(magnitude: bigint, levels: readonly bigint[], last: bigint): bigint {
  return 1n << (levels.find((level) => magnitude >> level === 0n) ?? last);
}

/** Fractions (in - r) / divisor for remainders at both ends of their range and just past them. */
function quotients(input: bigint, divisor: bigint, bits: bigint): bigint[] {
  const inverse = fieldInverse(divisor);
  return [0n, (1n << bits) - 1n, -1n, 1n << bits].map((r) => ((input - r) * inverse) % SCALAR_FIELD);
}

const sviLevels = levelsOf('circuits/pricing/SviTotalVariance.circom');
const stdDevLevels = levelsOf('circuits/pricing/TotalStdDev.circom');
const d1Levels = levelsOf('circuits/pricing/CoarseD1.circom');

/** s of TotalStdDev, by the bounds in its head comment. */
function admitsStdDev(forged: Local): boolean {
  const s = forged('totalStdDev');
  const floor = forged('floorBinds');
  const residual = forged('residual.in');
  if (s < 1n << 14n || s + (1n << 12n) >= 1n << 29n || residual < 0n) return false;
  if (floor === 0n) return residual < 2n * nextLevel(s + (1n << 12n), stdDevLevels, 29n);
  return floor === 1n && s === 1n << 14n && isRanged(residual, width(forged, 'residual.out'));
}

/** |d1| of CoarseD1: e in its range, and below the gate's bound unless the size is saturated. */
function admitsD1(forged: Local): boolean {
  // Simplification keeps the bits of the size, and replaces the hint by their sum.
  const size = bitSum(forged, 'magnitudeBits');
  const positive = forged('positive');
  if ((positive !== 0n && positive !== 1n) || !isRanged(size, 16n)) return false;
  const e = forged('residual.in');
  const stdDev = bitSum(forged, 'stdDevBits');
  if (size >> 13n === 7n) return isRanged(e, 35n) && stdDev < 1n << 27n;
  return e >= 0n && e < 2n * (nextLevel(stdDev, d1Levels, 29n) >> 8n);
}

const LOGARITHM = {
  because: 'the identity holds for every multiplier, and what is left over is ranged (FM-06.1)',
  admits: (forged: Local) => isRanged(forged('v.in'), width(forged, 'v.out')),
  edges: () => [0n, 1n],
};

/** Every hint that has freedom; all others have one admissible value. */
export const FREEDOMS: readonly Freedom[] = [
  {
    site: 'arithmetic/FloorShift.out',
    because: 'only the remainder is ranged: the output is a fraction in (in / 2^n - 1, in / 2^n]',
    admits: (forged) => isRanged(forged('remainder.in'), width(forged, 'remainder.out')),
    edges: (honest) => {
      const bits = width(honest, 'remainder.out');
      return quotients(honest('in'), 1n << bits, bits);
    },
  },
  {
    site: 'arithmetic/DivideDown.out',
    because: 'only the remainder is ranged: the output is in (in / divisor - 2, in / divisor]',
    admits: (forged) => isRanged(forged('remainder.in'), width(forged, 'remainder.out')),
    edges: (honest) => {
      const out = honest('out');
      if (out === 0n) return [];
      return quotients(honest('in'), (honest('in') - honest('remainder.in')) / out, width(honest, 'remainder.out'));
    },
  },
  {
    site: 'arithmetic/Gate.quotient',
    because: 'at open = 0 it is multiplied by zero and read nowhere else',
    admits: (forged) => forged('open') === 0n && forged('value') === 0n,
    edges: () => [],
  },
  {
    site: 'arithmetic/IsNonZero.inverse',
    because: 'at in = 0 it is multiplied by zero and read nowhere else',
    admits: (forged) => forged('in') === 0n && forged('out') === 0n,
    edges: () => [],
  },
  { site: 'functions/NaturalLog.shiftBits', ...LOGARITHM },
  { site: 'functions/NaturalLog.indexBits', ...LOGARITHM },
  {
    site: 'pricing/SviTotalVariance.root',
    because: 'the gates hold it within the stated units above the true root (FM-06.2)',
    admits: (forged) => {
      const root = forged('root');
      const residual = forged('residual.in');
      return isRanged(root, 30n) && residual >= 0n && residual < 2n * nextLevel(root, sviLevels, 30n);
    },
    edges: (honest) => around(honest('root'), 2, 40),
  },
  ...(['totalStdDev', 'floorBinds'] as const).map((signal) => ({
    site: `pricing/TotalStdDev.${signal}`,
    because: 'the gates hold s within 1.3 units of the root; the floor may be claimed one unit above itself (FM-06.3)',
    admits: admitsStdDev,
    edges: (honest: Local) => (signal === 'floorBinds' ? [0n, 1n] : [...around(honest(signal), 3, 4), 1n << 14n]),
  })),
  ...(['positive', 'magnitude'] as const).map((signal) => ({
    site: `pricing/CoarseD1.${signal}`,
    because: 'the gates hold d1 within the stated units of the true one, where the price is flat in it (FM-06.4)',
    admits: admitsD1,
    edges: (honest: Local) => (signal === 'positive' ? [0n, 1n] : around(honest(signal), 40, 3)),
  })),
  {
    site: 'Liquidation.longErrorSign',
    because: 'where the long credit equals the weight, both signs give the weight zero',
    admits: (forged) => {
      for (let u = 0; has(forged, `longErrorSign[${u}]`); u++) {
        if (![0n, 1n].includes(forged(`longErrorSign[${u}]`))) return false;
        if (!isRanged(forged(`longErrorWeight[${u}]`), CONSTANTS.PER_MILLE_BITS)) return false;
      }
      return true;
    },
    edges: () => [0n, 1n],
  },
];

/** Reads the signals of the component at a path such as `main.bits.`, as integers of the smallest size. */
export function localAt(path: string, read: (name: string) => bigint | undefined): Local {
  return (name) => {
    const value = read(path + name);
    if (value === undefined) throw new RangeError(`${path} has no signal ${name}`);
    return centred(value);
  };
}
