import { CONSTANTS as C } from '../../circuits/constants.ts';
import type { SviSlice } from '../../circuits/objects.ts';
import type { SviParameters } from './sviTotalVariance.ts';

const A_STEP = 2 ** -Number(C.SVI_A_FRACTION_BITS);
const STEP = 2 ** -Number(C.SVI_FRACTION_BITS);

/** The parameters of a committed slice as floats, exactly but for rho, which is rounded. */
export function sliceParameters({ a, b, bRho, m, sigma }: SviSlice): SviParameters {
  return {
    a: Number(a) * A_STEP,
    b: Number(b) * STEP,
    rho: b === 0n ? 0 : Number(bRho) / Number(b),
    m: Number(m) * STEP,
    sigma: Number(sigma) * STEP,
  };
}
