import { SCALAR_FIELD } from '../../verifier/points.ts';
import type { Local } from './freedoms.ts';

type Joint = Readonly<Record<string, bigint>>;

/** A one-hot vector with its 1 moved, doubled or gone. */
function otherSelectors(local: Local, name: string, size: number): Joint[] {
  const hot = Array.from({ length: size }, (_, i) => i).find((i) => local(`${name}[${i}]`) === 1n);
  if (hot === undefined) return [{ [`${name}[0]`]: 1n }, { [`${name}[0]`]: 1n, [`${name}[${size - 1}]`]: 1n }];
  const gone = { [`${name}[${hot}]`]: 0n };
  const beside = [(hot + 1) % size, (hot + size - 1) % size].filter((i) => i !== hot);
  return [gone, ...beside.flatMap((i) => [{ ...gone, [`${name}[${i}]`]: 1n }, { [`${name}[${i}]`]: 1n }])];
}

/** For each place j the selector with -1 at j and 1 at a and b, a + b - j = index: its sums are those of an honest one. */
function threeHot(name: string, index: bigint, size: number): Joint[] {
  return Array.from({ length: size }, (_, j) => j).flatMap((j) => {
    for (let a = 0; a < size; a++) {
      const b = Number(index) + j - a;
      if (b <= a || b >= size || a === j || b === j) continue;
      const values = Array.from({ length: size }, (_, i) => (i === j ? -1n : i === a || i === b ? 1n : 0n));
      return [Object.fromEntries(values.map((value, i) => [`${name}[${i}]`, value]))];
    }
    return [];
  });
}

/** For each bit, the top first, another value of it that its neighbour, turned over, makes good: the sum is the same. */
function sameSum(local: Local, size: number): Joint[] {
  const half = (SCALAR_FIELD + 1n) / 2n;
  return Array.from({ length: size }, (_, i) => size - 1 - i).flatMap((i) => {
    const isTop = i === size - 1;
    const j = isTop ? i - 1 : i + 1;
    if (j < 0) return [];
    const turned = 1n - local(`out[${j}]`);
    const change = local(`out[${j}]`) - turned;
    return [{ [`out[${j}]`]: turned, [`out[${i}]`]: local(`out[${i}]`) + change * (isTop ? half : 2n) }];
  });
}

const sizeOf = (local: Local, name: string): number => {
  let size = 0;
  for (;;) {
    try {
      local(`${name}[${size}]`);
    } catch {
      return size;
    }
    size++;
  }
};

/**
 * Hints of one component that a cheat must change together: the other case of a case distinction with the value it
 * asks for, the next quotient with its remainder, a selector one place further.
 *
 * @param template from circuits/, such as `pricing/TotalStdDev`
 * @param honest signals of the component in the honest witness
 * @returns values by the hint's name in the template
 */
export function jointForgeries(template: string, honest: Local): Joint[] {
  switch (template) {
    case 'arithmetic/Bits':
      return sameSum(honest, sizeOf(honest, 'out'));
    case 'arithmetic/IndexOneHot': {
      const size = sizeOf(honest, 'out');
      return [...otherSelectors(honest, 'out', size), ...threeHot('out', honest('index'), size)];
    }
    case 'arithmetic/IsNonZero': {
      const out = 1n - honest('out');
      return [0n, 1n, -1n, 7n].map((inverse) => ({ out, inverse }));
    }
    case 'closing/GainThreshold':
      return [-1n, 1n].map((step) => ({
        threshold: honest('threshold') + step,
        remainder: honest('remainder') - step * honest('marginalNotional'),
      }));
    case 'functions/LaggedNormalCdf': {
      const hot = Array.from({ length: 24 }, (_, i) => i).find((i) => honest(`oneHot[${i}]`) === 1n);
      return [
        ...otherSelectors(honest, 'oneHot', 24),
        ...(hot === undefined ? [] : threeHot('oneHot', BigInt(hot), 24)),
        { positive: 1n - honest('positive'), 'oneHot[0]': 1n - honest('oneHot[0]') },
      ];
    }
    case 'pricing/TotalStdDev': {
      const floorBinds = 1n - honest('floorBinds');
      return [-2n, -1n, 0n, 1n, 2n].flatMap((step) => [
        { floorBinds, totalStdDev: honest('totalStdDev') + step },
        { floorBinds, totalStdDev: (1n << 14n) + step },
      ]);
    }
    case 'pricing/ShockedStdDev': {
      const floorBinds = 1n - honest('floorBinds');
      const quotient = honest('product') >> 10n;
      return [quotient, quotient - 1n, quotient + 1n, 1n << 14n].map((shockedTotalStdDev) => ({
        floorBinds,
        shockedTotalStdDev,
      }));
    }
    case 'pricing/CoarseD1': {
      const positive = 1n - honest('positive');
      return [-honest('magnitude'), honest('magnitude'), -1n, 0n, 1n].map((magnitude) => ({ positive, magnitude }));
    }
    default:
      return [];
  }
}
