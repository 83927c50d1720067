const LEAST_TICKS = 3;
const FACTORS = [5, 2, 1] as const;

/**
 * Round numbers inside an interval for an axis: multiples of 1, 2 or 5 times a power of ten, with the widest spacing
 * that gives at least `least`.
 *
 * @returns the ticks, rising, and how many decimals tell them apart
 */
export function niceTicks(low: number, high: number, least = LEAST_TICKS): { ticks: number[]; decimals: number } {
  const power = Math.floor(Math.log10(high - low));
  for (let exponent = power; ; exponent--) {
    for (const factor of FACTORS) {
      const step = factor * 10 ** exponent;
      const first = Math.ceil(low / step - 1e-9);
      const last = Math.floor(high / step + 1e-9);
      if (last - first + 1 < least) continue;
      const decimals = Math.max(0, -exponent);
      const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toFixed(decimals)));
      return { ticks, decimals };
    }
  }
}
