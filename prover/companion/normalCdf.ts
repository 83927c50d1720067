// W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969) 631-637, in the form
// for the normal distribution of W. J. Cody, "SPECFUN", ACM TOMS 19 (1993) 22-32 (function ANORM). Highest power first;
// the leading coefficient of each denominator is 1. Cody's digits are cut to what a double holds.
const CENTRE_NUMERATOR = [
  0.06568233791820745, 2.2352520354606837, 161.02823106855587, 1067.6894854603709, 18154.98125334356,
];
const CENTRE_DENOMINATOR = [1, 47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673];
const MIDDLE_NUMERATOR = [
  1.0765576773720192e-8, 0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002,
  2494.5375852903726, 6848.190450536283, 11602.65143764735, 9842.714838383978,
];
const MIDDLE_DENOMINATOR = [
  1, 22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761, 18615.571640885097, 34900.95272114598,
  38912.00328609327, 19685.429676859992,
];
const TAIL_NUMERATOR = [
  0.023073441764940174, 0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934,
  2.9112874951168793e-5,
];
const TAIL_DENOMINATOR = [
  1, 1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824, 7.297515550839662e-5,
];
const INVERSE_SQRT_TWO_PI = 0.3989422804014327;
const CENTRE_LIMIT = 0.66291;
const TAIL_START = Math.sqrt(32);
/** Beyond this N(-y) is below the smallest double. */
const UNDERFLOW = 38.6;

function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (const coefficient of coefficients) value = value * x + coefficient;
  return value;
}

/** Lower tail N(-y) for y above the centre, with small relative error. */
function lowerTail(y: number): number {
  if (y > UNDERFLOW) return 0;
  let ratio: number;
  if (y <= TAIL_START) {
    ratio = polynomial(MIDDLE_NUMERATOR, y) / polynomial(MIDDLE_DENOMINATOR, y);
  } else {
    const z = 1 / (y * y);
    const correction = (z * polynomial(TAIL_NUMERATOR, z)) / polynomial(TAIL_DENOMINATOR, z);
    ratio = (INVERSE_SQRT_TWO_PI - correction) / y;
  }
  // exp(-y²/2) loses digits when y² is rounded, so y is split into a part whose square is exact and a rest.
  const head = Math.trunc(y * 16) / 16;
  const rest = (y - head) * (y + head);
  return Math.exp(-head * head * 0.5) * Math.exp(-rest * 0.5) * ratio;
}

/**
 * Standard normal distribution function N(x) in double precision.
 *
 * Relative error is about 1e-15 in both tails, down to where N(x) underflows (x < -38.5).
 *
 * Float companion of the model, for fitting and for explanations; proofs use `circuits/functions/normalCdf.ts`.
 */
export function normalCdf(x: number): number {
  const y = Math.abs(x);
  if (y <= CENTRE_LIMIT) {
    const square = x * x;
    return 0.5 + (x * polynomial(CENTRE_NUMERATOR, square)) / polynomial(CENTRE_DENOMINATOR, square);
  }
  const tail = lowerTail(y);
  return x < 0 ? tail : 1 - tail;
}
