import { refuse } from './refuse.ts';

/** An exact decimal number: units * 10^-scale. */
export interface Decimal {
  readonly units: bigint;
  /** Digits after the point. */
  readonly scale: number;
}

/** The step of a fixed-point format, numerator / denominator; both above zero. */
export interface Unit {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** 10^-6: money, and rates on a notional. */
export const MICRO: Unit = { numerator: 1n, denominator: 1_000_000n };
/** 10^-3: buffers, credits and weights. */
export const MILLI: Unit = { numerator: 1n, denominator: 1000n };

/** Longest decimal text: room for every fixed-point value of the statement, written out in full. */
export const DECIMAL_LENGTH = 64;

const CANONICAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const NEGATIVE_ZERO = /^-0(?:\.0*)?$/;

/** The step 2^-bits. */
export function binaryUnit(bits: bigint): Unit {
  return { numerator: 1n, denominator: 1n << bits };
}

/** A decimal above zero as a step, such as a price unit of 0.01. */
export function decimalUnit(step: Decimal): Unit {
  return { numerator: step.units, denominator: 10n ** BigInt(step.scale) };
}

/**
 * Reads a decimal text: `-?(0|[1-9]\d*)(\.\d+)?`, at most 64 characters, not `-0`. Nothing is rounded.
 *
 * @param field - where the text stands, for the error
 * @throws InputError `DECIMAL_INVALID`; the message never holds the text, which may be secret
 */
export function parseDecimal(text: unknown, field: string): Decimal {
  if (typeof text !== 'string' || text.length > DECIMAL_LENGTH || !CANONICAL.test(text) || NEGATIVE_ZERO.test(text)) {
    return refuse('DECIMAL_INVALID', field, 'is not a decimal number written as text', {
      remedy: `Write it as "12.5": digits and a point, no exponent, no plus sign, no leading zeros, at most ${DECIMAL_LENGTH} characters.`,
    });
  }
  const point = text.indexOf('.');
  if (point < 0) return { units: BigInt(text), scale: 0 };
  return { units: BigInt(text.slice(0, point) + text.slice(point + 1)), scale: text.length - point - 1 };
}

function ratio(value: Decimal, unit: Unit): { quotient: bigint; remainder: bigint; divisor: bigint } {
  const divisor = 10n ** BigInt(value.scale) * unit.numerator;
  const dividend = value.units * unit.denominator;
  let quotient = dividend / divisor;
  let remainder = dividend % divisor;
  if (remainder < 0n) {
    quotient -= 1n;
    remainder += divisor;
  }
  return { quotient, remainder, divisor };
}

/**
 * The number of steps in a decimal, which must be whole.
 *
 * @throws InputError `DECIMAL_INEXACT`
 */
export function scaledExact(value: Decimal, unit: Unit, field: string): bigint {
  const { quotient, remainder } = ratio(value, unit);
  if (remainder !== 0n) {
    return refuse('DECIMAL_INEXACT', field, `is not a whole multiple of ${formatScaled(1n, unit)}`, {
      remedy: 'It would have to be rounded; give a number that its format can hold.',
    });
  }
  return quotient;
}

/** The largest number of steps that is not above the decimal: towards minus infinity. */
export function scaledDown(value: Decimal, unit: Unit): bigint {
  return ratio(value, unit).quotient;
}

/** The smallest number of steps that is not below the decimal: towards plus infinity. */
export function scaledUp(value: Decimal, unit: Unit): bigint {
  const { quotient, remainder } = ratio(value, unit);
  return remainder === 0n ? quotient : quotient + 1n;
}

/** The nearest number of steps; a value halfway between two goes up. */
export function scaledNearest(value: Decimal, unit: Unit): bigint {
  const { quotient, remainder, divisor } = ratio(value, unit);
  return remainder * 2n >= divisor ? quotient + 1n : quotient;
}

/** The exact product of two decimals. */
export function multiplyExact(x: Decimal, y: Decimal): Decimal {
  return { units: x.units * y.units, scale: x.scale + y.scale };
}

/** The exact sum of two decimals. */
export function addExact(x: Decimal, y: Decimal): Decimal {
  const scale = Math.max(x.scale, y.scale);
  const raise = (value: Decimal) => value.units * 10n ** BigInt(scale - value.scale);
  return { units: raise(x) + raise(y), scale };
}

/** Negative, zero or positive as x is below, at or above y. */
export function compareDecimals(x: Decimal, y: Decimal): number {
  const { units } = addExact(x, { units: -y.units, scale: y.scale });
  return units < 0n ? -1 : units > 0n ? 1 : 0;
}

/** A decimal as canonical text, without zeros at the end of the fraction. */
export function formatDecimal({ units, scale }: Decimal): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`;
}

/**
 * A number of steps as exact decimal text.
 *
 * @throws RangeError for a step without a finite decimal expansion
 */
export function formatScaled(count: bigint, unit: Unit): string {
  let scale = 0;
  let power = 1n;
  while (power % unit.denominator !== 0n) {
    if (scale === DECIMAL_LENGTH) throw new RangeError('the step has no finite decimal expansion');
    power *= 10n;
    scale += 1;
  }
  return formatDecimal({ units: count * unit.numerator * (power / unit.denominator), scale });
}
