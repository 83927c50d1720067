import { expect, test } from 'vitest';
import { CONSTANTS } from '../../../circuits/constants.ts';
import { readBook } from '../../../prover/surface/book.ts';
import { crashPath } from '../../../prover/surface/crashPath.ts';
import { fitSurface } from '../../../prover/surface/fitSurface.ts';
import { parametersOf } from '../../../prover/surface/parametersOf.ts';
import { quantizeSvi } from '../../../prover/surface/quantizeSvi.ts';
import { binaryUnit, multiplyExact, parseDecimal, scaledNearest } from '../../../verifier/formats/decimal.ts';

test('exact reading of the printed decimals gives the slice that was checked', () => {
  const unit = binaryUnit(CONSTANTS.SVI_FRACTION_BITS);
  const surface = fitSurface(readBook(crashPath().after));
  for (const slice of surface.slices) {
    const checked = quantizeSvi(parametersOf(slice));
    const [a, b, rho, m, sigma] = [slice.a, slice.b, slice.rho, slice.m, slice.sigma].map((text) =>
      parseDecimal(text, ''),
    );
    expect(Number(scaledNearest(a!, binaryUnit(CONSTANTS.SVI_A_FRACTION_BITS)))).toBe(checked.a * 2 ** 32);
    expect(Number(scaledNearest(b!, unit))).toBe(checked.b * 2 ** 26);
    expect(Number(scaledNearest(m!, unit))).toBe(checked.m * 2 ** 26);
    expect(Number(scaledNearest(sigma!, unit))).toBe(checked.sigma * 2 ** 26);
    expect(Number(scaledNearest(multiplyExact(b!, rho!), unit))).toBe(Math.round(checked.b * checked.rho * 2 ** 26));
  }
});
