import { describe, expect, test } from 'vitest';
import { equityShare } from '../../../verifier/page/equityShare.ts';

/** Equity in 10^-6 and requirement in 10^-12 of the currency: 200 dollars are required. */
const REQUIREMENT = 200n * 10n ** 12n;
const shareOf = (equity: bigint, requirement = REQUIREMENT) => equityShare({ equity, requirement });

describe('equity as a share of the requirement', () => {
  test.each([
    [186_000_000n, 93, 'at most 93%'],
    [186_000_001n, 94, 'at most 94%'],
    [184_000_001n, 93, 'at most 93%'],
    [1n, 1, 'at most 1%'],
    [0n, 0, 'at most 0%'],
    [-1n, 0, 'below 0%'],
    [-2_000_001n, -1, 'at most -1%'],
    [-199_999_999n, -99, 'at most -99%'],
    [-200_000_000n, -100, 'at most -100%'],
    [-(1n << 66n), -100, 'at most -100%'],
  ])('equity %s is drawn at %s: %s', (equity, percent, text) => {
    expect(shareOf(equity)).toEqual({ percent, text });
  });

  test('what rounds up to the requirement is said to be below it', () => {
    expect(shareOf(198_000_001n)).toEqual({ percent: 100, text: 'below 100%' });
    expect(shareOf(199_999_999n)).toEqual({ percent: 100, text: 'below 100%' });
  });

  test('equity is never shown lower than it was, and by less than 1% higher', () => {
    for (let equity = -199_999_999n; equity < 200_000_000n; equity += 777_777n) {
      const percent = BigInt(shareOf(equity)?.percent ?? 0);
      expect(percent * REQUIREMENT).toBeGreaterThanOrEqual(equity * 10n ** 8n);
      expect((percent - 1n) * REQUIREMENT).toBeLessThan(equity * 10n ** 8n);
    }
  });

  test('the widest numbers have a share', () => {
    expect(shareOf((1n << 66n) - 1n, (1n << 87n) - 1n)?.text).toBe('at most 48%');
    expect(shareOf(-(1n << 66n), 1n)?.percent).toBe(-100);
  });

  test.each([0n, -1n, -(1n << 87n)])('of a requirement of %s nothing is a share', (requirement) => {
    expect(shareOf(-5n, requirement)).toBeUndefined();
  });
});
