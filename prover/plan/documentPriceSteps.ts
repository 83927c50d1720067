import type { PublishedCharter } from '../../verifier/formats/charter.ts';

/**
 * Money per lot between two prices that have a finite decimal text per unit of the underlying, by underlying. 1 unless
 * the lot size has a prime factor other than 2 and 5.
 */
export function documentPriceSteps(published: PublishedCharter): bigint[] {
  return published.units.map(({ lotSize }) => {
    let step = lotSize.numerator;
    for (const prime of [2n, 5n]) while (step % prime === 0n) step /= prime;
    return step;
  });
}
