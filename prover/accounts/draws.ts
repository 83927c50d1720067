import { createRandom, type Random } from '../surface/random.ts';

/** Seeded choices: equal seeds choose alike on every machine. Not for salts or keys. */
export class Draws {
  private readonly random: Random;

  /** @param seed any integer; its low 32 bits count */
  constructor(seed: number) {
    this.random = createRandom(seed);
  }

  /** Uniform between two numbers. */
  between(low: number, high: number): number {
    return low + (high - low) * this.random.uniform();
  }

  /** Between two numbers above zero; all orders of magnitude are equally likely. */
  betweenInRatio(low: number, high: number): number {
    return Math.exp(this.between(Math.log(low), Math.log(high)));
  }

  /** A whole number from `low` to `high`. */
  whole(low: number, high: number): number {
    return low + Math.floor((high - low + 1) * this.random.uniform());
  }

  /** Whether an event of this probability happens. */
  chance(probability: number): boolean {
    return this.random.uniform() < probability;
  }

  /** One of the values; `undefined` of none. */
  pick<T>(values: readonly [T, ...T[]]): T;
  pick<T>(values: readonly T[]): T | undefined;
  pick<T>(values: readonly T[]): T | undefined {
    return values[Math.floor(values.length * this.random.uniform())];
  }
}
