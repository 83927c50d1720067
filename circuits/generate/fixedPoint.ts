/** Exact-enough real arithmetic in bigints: the same digits on every platform. Values are integers at 2^-256. */
export const PRECISION = 256n;
export const ONE = 1n << PRECISION;

export function multiply(a: bigint, b: bigint): bigint {
  return (a * b) >> PRECISION;
}

export function ratio(numerator: bigint, denominator: bigint): bigint {
  return (numerator << PRECISION) / denominator;
}

/** Nearest integer to `value * 2^bits`. */
export function roundTo(value: bigint, bits: number): bigint {
  const shift = PRECISION - BigInt(bits);
  return (value + (1n << (shift - 1n))) >> shift;
}

export function squareRoot(value: bigint): bigint {
  let root = value;
  for (let next = ONE; next !== root; ) {
    root = next;
    next = (root + (value << PRECISION) / root) >> 1n;
    if (next > root && next - root <= 1n) break;
  }
  return root;
}

function arctanOfInverse(n: bigint): bigint {
  let power = ONE / n;
  let sum = 0n;
  for (let i = 1n; power !== 0n; i += 2n) {
    sum += i % 4n === 1n ? power / i : -(power / i);
    power /= n * n;
  }
  return sum;
}

/** Machin's formula. */
export const PI = 4n * (4n * arctanOfInverse(5n) - arctanOfInverse(239n));

export function cosine(x: bigint): bigint {
  let term = ONE;
  let sum = ONE;
  const square = multiply(x, x);
  for (let i = 1n; term !== 0n && term !== -1n; i++) {
    term = -multiply(term, square) / ((2n * i - 1n) * (2n * i));
    sum += term;
  }
  return sum;
}

/** e^x for x <= 0: the series of x / 2^8, squared eight times. */
export function exponential(x: bigint): bigint {
  const reduced = x / 256n;
  let term = ONE;
  let sum = ONE;
  for (let i = 1n; term !== 0n && term !== -1n; i++) {
    term = multiply(term, reduced) / i;
    sum += term;
  }
  for (let i = 0; i < 8; i++) sum = multiply(sum, sum);
  return sum;
}

/** ln of a positive rational: whole halvings, then 2 artanh((a - b) / (a + b)) near 1. */
export function logarithm(numerator: bigint, denominator: bigint): bigint {
  const halvings = numerator.toString(2).length - denominator.toString(2).length;
  const near =
    halvings >= 0
      ? artanhLogarithm(numerator, denominator << BigInt(halvings))
      : artanhLogarithm(numerator << BigInt(-halvings), denominator);
  return near + BigInt(halvings) * LN_2;
}

function artanhLogarithm(numerator: bigint, denominator: bigint): bigint {
  const x = ratio(numerator - denominator, numerator + denominator);
  const square = multiply(x, x);
  let power = x;
  let sum = 0n;
  for (let i = 1n; power !== 0n && power !== -1n; i += 2n) {
    sum += power / i;
    power = multiply(power, square);
  }
  return 2n * sum;
}

const LN_2 = artanhLogarithm(2n, 1n);

const ROOT_OF_TWO_PI = squareRoot(2n * PI);

export function normalDensity(x: bigint): bigint {
  return (exponential(-multiply(x, x) / 2n) << PRECISION) / ROOT_OF_TWO_PI;
}

/** N(x) = 1/2 + n(x) (x + x^3/3 + x^5/15 + …). */
export function normalDistribution(x: bigint): bigint {
  const square = multiply(x, x);
  let term = x;
  let sum = 0n;
  for (let i = 3n; term !== 0n && term !== -1n; i += 2n) {
    sum += term;
    term = multiply(term, square) / i;
  }
  return ONE / 2n + multiply(normalDensity(x), sum);
}
