/** Signals of a template that its inputs do not determine, by design. */
export interface FreeValue {
  readonly template: string;
  /** Signals of the template, without indexes. */
  readonly signals: readonly string[];
  /** What bounds them, or why they cannot matter. */
  readonly because: string;
}

/**
 * The only values of a witness, beyond its inputs, that a prover can choose: nothing else may be free. In a composed
 * template the free values of its components are free as well.
 */
export const FREE_VALUES: readonly FreeValue[] = [
  {
    template: 'FloorShift',
    signals: ['out'],
    because:
      'the remainder is ranged, so out is a fraction over 2^n in (in / 2^n - 1, in / 2^n]; readers charge one unit of rounding (FM-09) or range what they build of it',
  },
  {
    template: 'DivideDown',
    signals: ['out'],
    because:
      'the remainder is ranged, so out is in (in / divisor - 2, in / divisor]; it is a penalty cap (FM-14), ranged as an integer by LegClose, and less is to the loss of the prover',
  },
  {
    template: 'Gate',
    signals: ['quotient'],
    because:
      'where open is not zero it is value / open; where open is zero it is multiplied by zero, and nothing else reads it',
  },
  {
    template: 'IsNonZero',
    signals: ['inverse'],
    because: 'where in is not zero it is 1 / in; where in is zero it is multiplied by zero, and nothing else reads it',
  },
  {
    template: 'NaturalLog',
    signals: ['shiftBits', 'indexBits'],
    because:
      'the identity in 2^j r1 r2 r3 = 2^S (1 + v) holds for every choice, and v is ranged: the logarithm moves within its certified error (FM-06.1)',
  },
  {
    template: 'SviTotalVariance',
    signals: ['root'],
    because: 'its bits and the gated residual hold it within the certified distance above the true root (FM-06.2)',
  },
  {
    template: 'TotalStdDev',
    signals: ['totalStdDev', 'floorBinds'],
    because:
      'the gated residual holds s within the certified distance of sqrt(w); floorBinds can be 1 only for s at its floor, and only adds to the error charged to the venue (FM-06.3, FM-09)',
  },
  {
    template: 'CoarseD1',
    signals: ['positive', 'magnitude', 'magnitudeBits'],
    because:
      'the gated residual holds d1 within the certified distance of the true one, where the price is flat in it (FM-06.4)',
  },
  {
    template: 'Liquidation',
    signals: ['longErrorSign'],
    because: 'where h = ω both signs give the weight zero; otherwise the range of the weight decides it (FM-09)',
  },
];
