import { LOG_MULTIPLIERS, LOG_OF_HALVINGS, LOG_OF_MULTIPLIERS, LOG_OF_TOP } from '../generated/pricingTables.ts';
import { DomainError } from '../pricing/domainError.ts';

/** The prover's free choices: any of them gives a true identity, as long as `v` stays small. */
export interface NaturalLogHints {
  shift: number;
  indexes: readonly [number, number, number];
}

/**
 * FM-06.1: ln(value) at 2^-37, within 1.3e-9; the model of NaturalLog.circom.
 *
 * @param value an integer in [1, 2^24) for bits = 24, in [16, 2^36) for bits = 36
 * @throws DomainError outside that range, or for hints the constraints refuse
 */
export function naturalLog(value: bigint, bits: 24 | 36, hints?: NaturalLogHints): bigint {
  if (value < (bits === 24 ? 1n : 16n) || value >= 1n << BigInt(bits)) {
    throw new DomainError('logarithm of a value outside its range', 'pass an integer within the width of the template');
  }
  const scale = BigInt(bits) + 26n;
  const { shift, indexes } = hints ?? honestHints(value, bits);
  let product = value << BigInt(shift);
  let sum = LOG_OF_TOP[bits === 24 ? 0 : 1] as bigint;
  indexes.forEach((index, t) => {
    product *= LOG_MULTIPLIERS[t]![index] as bigint;
    sum += LOG_OF_MULTIPLIERS[t]![index] as bigint;
  });
  LOG_OF_HALVINGS.forEach((logarithm, i) => {
    if ((shift >> i) & 1) sum -= logarithm;
  });
  const v = product - (1n << scale);
  if (v < -(1n << (scale - 9n)) || v >= 1n << (scale - 9n)) {
    throw new DomainError('multipliers of a logarithm are too far off', 'use the hints of an honest prover');
  }
  const cut = (fraction: bigint) => v >> (scale - fraction);
  const square = cut(15n) * (cut(22n) - 64n * cut(15n));
  return sum + cut(37n) + cut(17n) - square - cut(14n) - 32n;
}

function honestHints(value: bigint, bits: number): NaturalLogHints {
  const shift = Math.min(31, bits - value.toString(2).length);
  let product = value << BigInt(shift);
  let target = 1n << BigInt(bits - 1);
  const indexes = LOG_MULTIPLIERS.map((multipliers, t) => {
    target <<= BigInt(6 + 3 * t);
    const distances = multipliers.map((m) => (product * m > target ? product * m - target : target - product * m));
    const nearest = distances.reduce((best, distance, i) => (distance < (distances[best] as bigint) ? i : best), 0);
    product *= multipliers[nearest] as bigint;
    return nearest;
  });
  return { shift, indexes: indexes as [number, number, number] };
}
