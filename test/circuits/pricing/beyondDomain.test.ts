import { describe, expect, test } from 'vitest';
import { laggedNormalCdf } from '../../../circuits/functions/laggedNormalCdf.ts';
import { normalCdf } from '../../../circuits/functions/normalCdf.ts';
import { coarseD1 } from '../../../circuits/pricing/coarseD1.ts';
import { CDF_BIAS, CDF_BITS, EPSILON_INVERSE, STD_DEV_BITS, STD_DEV_FLOOR } from '../../../circuits/pricing/formats.ts';
import { normalCdf as exactNormalCdf } from '../../../prover/companion/normalCdf.ts';
import { createRandom } from '../../../prover/surface/random.ts';

describe('FM-06.4 beyond |k| = 8', () => {
  // The model refuses such strikes; the constraints do not, so the bound must not depend on it.
  test('C10 a price that the constraints would admit is within the charged error', () => {
    const random = createRandom(8);
    const one = 2 ** STD_DEV_BITS;
    let worst = 0;
    for (let i = 0; i < 20_000; i++) {
      const size = 8 + 64 * random.uniform() ** 2;
      const k = (random.uniform() < 0.5 ? -1 : 1) * size;
      const s = Math.exp(Math.log(2 ** -12) + random.uniform() * Math.log(8 * 2 ** 12 * 0.9999));
      const stdDev = BigInt(Math.max(Number(STD_DEV_FLOOR), Math.floor(s * one)));
      const logMoneyness = BigInt(Math.round(k * one));
      const d1 = coarseD1(logMoneyness, stdDev);
      // A saturated positive d1 demands s < 2 (CoarseD1); there is no witness otherwise.
      if (d1 >= 7n * 2n ** 13n - 2n ** 10n && stdDev >= 2n << BigInt(STD_DEV_BITS)) continue;
      const unit = 2 ** CDF_BITS;
      const forwardCdf = Number(normalCdf(d1) + CDF_BIAS) / unit;
      const strikeCdf = Number(laggedNormalCdf(d1, stdDev) - CDF_BIAS) / unit;
      const exactS = Number(stdDev) / one;
      const exactK = Number(logMoneyness) / one;
      const exactD1 = -exactK / exactS + exactS / 2;
      // Relative to the larger of forward and strike, so that neither overflows.
      const [forward, strike] = k > 0 ? [Math.exp(-exactK), 1] : [1, Math.exp(exactK)];
      const price = forward * forwardCdf - strike * strikeCdf;
      const exact = forward * exactNormalCdf(exactD1) - strike * exactNormalCdf(exactD1 - exactS);
      worst = Math.max(worst, Math.abs(price - exact) / ((forward + strike) / 2));
    }
    console.log(`worst error for 8 <= |k| < 72: ${worst.toExponential(2)} of D (F + K) / 2`);
    expect(worst).toBeLessThan(1 / Number(EPSILON_INVERSE));
  });
});
