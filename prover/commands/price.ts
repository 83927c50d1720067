import { naturalLog } from '../../circuits/functions/naturalLog.ts';
import { LOG_OF_HALVINGS } from '../../circuits/generated/pricingTables.ts';
import { GIVEN_STD_DEV_ERROR_INVERSE, STD_DEV_BITS, STD_DEV_FLOOR } from '../../circuits/pricing/formats.ts';
import { logMoneyness } from '../../circuits/pricing/logMoneyness.ts';
import { optionPrice } from '../../circuits/pricing/optionPrice.ts';
import { sviTotalVariance } from '../../circuits/pricing/sviTotalVariance.ts';
import { totalStdDev } from '../../circuits/pricing/totalStdDev.ts';
import { parseDecimal } from '../../verifier/formats/decimal.ts';
import { type Black76GreeksInput, black76Greeks } from '../companion/black76Greeks.ts';
import type { Greeks } from '../companion/greeks.ts';
import { sviTotalVariance as floatTotalVariance } from '../companion/sviTotalVariance.ts';
import { totalStdDev as floatStdDev } from '../companion/totalStdDev.ts';
import { argumentError, COMMON_OPTIONS, readArguments } from '../io/readArguments.ts';
import { textTable } from '../io/textTable.ts';
import type { Command, CommandOutput } from './command.ts';

const HELP = `Usage: fairmark price --forward F --strike K --total-std-dev S --discount D
                      --type call|put [--years T] [--json]
       fairmark price --forward F --strike K --svi a,b,rho,m,sigma --discount D
                      --type call|put [--years T] [--json]

Prices one option with the integer arithmetic of the circuit (Black-76; clause
FM-06), and says its Greeks in floating point.

      --forward F          forward price of the underlying
      --strike K           strike, in the same currency
      --total-std-dev S    volatility times the square root of the time to
                           expiry in years
      --svi a,b,rho,m,sigma
                           raw-SVI slice of total variance, instead of S
      --discount D         discount factor to expiry, above 0 and at most 1
      --type call|put
      --years T            time to expiry in years of 365 days; needed for vega
                           and theta only
      --json               print the result as JSON
  -h, --help               show this text

Numbers are plain decimals, such as 0.25: no exponents, no superfluous zeros.

Prints the price per unit of the underlying and its errorBound: exact Black-76
on the numbers as given is no further away. A total standard deviation below
2^-12 is priced at 2^-12, and floorBinds says so.

Greeks are of a long option on one unit of the underlying. delta is by the
forward, discounted; gamma is delta's by the forward; vega is per 1.00 of
volatility, vegaPerPoint per vol point (1%); theta is per year, thetaPerDay per
calendar day, with forward, volatility and interest rate held.

Example: fairmark price --forward 70000 --strike 75000 --total-std-dev 0.2
                        --discount 1 --type call --years 0.1`;

/** Uncertainty of the witnessed k at 2^-52: two logarithms of 1.3e-9 and inputs of 36 bits, half a unit of 2^-26 on top. */
const LOG_MONEYNESS_ERROR = 47_500_000n;
/** A forward is carried in up to 40 bits of money. */
const MONEY_LIMIT = 1n << 40n;
/** Significant digits of a Greek in the table; JSON has them all. */
const PRINTED_DIGITS = 8;

/** An exact decimal. */
interface Rational {
  numerator: bigint;
  denominator: bigint;
}

interface Deviation {
  totalStdDev: bigint;
  /** From the inputs as given, not rounded to a format; the floor applies. */
  exact: number;
  floorBinds: boolean;
  /** How far s may be from exact because inputs were rounded, at 2^-52. */
  error: bigint;
}

export const price: Command = {
  name: 'price',
  summary: 'price one option with the arithmetic of the circuit',
  help: HELP,
  async run(args: string[], output: CommandOutput): Promise<number> {
    const { values } = readArguments('price', args, {
      ...COMMON_OPTIONS,
      forward: { type: 'string' },
      strike: { type: 'string' },
      'total-std-dev': { type: 'string' },
      svi: { type: 'string' },
      discount: { type: 'string' },
      type: { type: 'string' },
      years: { type: 'string' },
    });
    if (values.help === true) {
      output.print(HELP);
      return 0;
    }
    const forward = positive('forward', values.forward);
    const strike = positive('strike', values.strike);
    const discount = positive('discount', values.discount);
    if (discount.numerator > discount.denominator) refuse('discount', 'is above 1');
    const type = values.type;
    if (type !== 'call' && type !== 'put') refuse('type', 'must be call or put');
    if ((values['total-std-dev'] === undefined) === (values.svi === undefined)) {
      throw argumentError('price', 'give either --total-std-dev or --svi', '--total-std-dev');
    }
    const years = values.years === undefined ? undefined : floatOf(positive('years', values.years));

    const k = logMoneynessOf(strike, forward);
    const deviation =
      values.svi === undefined
        ? givenStdDev(values['total-std-dev'])
        : sviStdDev(values.svi, k, Math.log(floatOf(strike) / floatOf(forward)));

    const discounted = (value: Rational): Rational => ({
      numerator: value.numerator * discount.numerator,
      denominator: value.denominator * discount.denominator,
    });
    const digits = moneyDigits(discounted(forward));
    const discountedForward = floorAt(discounted(forward), digits);
    const discountedStrike = floorAt(discounted(strike), digits);
    const units = optionPrice({
      logMoneyness: k,
      totalStdDev: deviation.totalStdDev,
      discountedForward,
      discountedStrike,
      isPut: type === 'put',
    });

    // Half of DF + DK, rounded up, times the price's own error and n(d1) <= 0.4 for that of s; three units of rounding.
    const half = (discountedForward + discountedStrike) / 2n + 2n;
    const errorUnits =
      half / GIVEN_STD_DEV_ERROR_INVERSE + 1n + (((half * deviation.error * 2n) / 5n) >> 52n) + 1n + 3n;
    const result = {
      price: decimal(units, digits),
      errorBound: decimal(errorUnits, digits),
      floorBinds: deviation.floorBinds,
      greeks: greeksOf(
        {
          forward: floatOf(forward),
          strike: floatOf(strike),
          discountFactor: floatOf(discount),
          isPut: type === 'put',
        },
        deviation.exact,
        years,
      ),
    };
    if (values.json === true) {
      output.print(JSON.stringify(result));
      return 0;
    }
    const rows = [
      ['price', result.price],
      ['errorBound', result.errorBound],
      ...(deviation.floorBinds ? [['floorBinds', 'true']] : []),
      ...Object.entries(result.greeks).map(([name, value]) => [name, value.toPrecision(PRINTED_DIGITS)]),
    ];
    for (const line of textTable(rows, { left: [0, 1] })) output.print(line);
    if (years === undefined) output.progress('vega and theta need --years');
    return 0;
  },
};

function refuse(flag: string, problem: string): never {
  throw argumentError('price', `--${flag} ${problem}`, `--${flag}`);
}

/**
 * Greeks of one option; vega and theta only where the time to expiry is known.
 *
 * @param totalStdDev s
 */
function greeksOf(
  option: Omit<Black76GreeksInput, 'volatility' | 'years'>,
  totalStdDev: number,
  years: number | undefined,
): Pick<Greeks, 'delta' | 'gamma'> & Partial<Greeks> {
  if (years !== undefined) return black76Greeks({ ...option, volatility: totalStdDev / Math.sqrt(years), years });
  // Delta and gamma take volatility and time through s alone: any time will do.
  const { delta, gamma } = black76Greeks({ ...option, volatility: totalStdDev, years: 1 });
  return { delta, gamma };
}

/** A plain decimal of an option, exactly. */
function rationalOf(flag: string, text: string | undefined): Rational {
  if (text === undefined) return refuse(flag, 'is missing');
  const { units, scale } = parseDecimal(text, `--${flag}`);
  return { numerator: units, denominator: 10n ** BigInt(scale) };
}

function positive(flag: string, text: string | undefined): Rational {
  const value = rationalOf(flag, text);
  if (value.numerator <= 0n) refuse(flag, 'must be above zero');
  return value;
}

/** Nearest integer to value * 2^bits, halves up. */
function roundAt({ numerator, denominator }: Rational, bits: number): bigint {
  return floorDivide((numerator << BigInt(bits + 1)) + denominator, 2n * denominator);
}

/** Floor of value * 10^digits. */
function floorAt({ numerator, denominator }: Rational, digits: number): bigint {
  return digits >= 0
    ? (numerator * 10n ** BigInt(digits)) / denominator
    : numerator / (denominator * 10n ** BigInt(-digits));
}

function floatOf({ numerator, denominator }: Rational): number {
  return Number(numerator) / Number(denominator);
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}

/** The finest decimal unit in which the discounted forward fits its width. */
function moneyDigits(discountedForward: Rational): number {
  let digits = 40;
  while (floorAt(discountedForward, digits) >= MONEY_LIMIT) digits--;
  return digits;
}

/** ln(K/F) at 2^-26: both numbers scaled by powers of two to full 36 bits, and the powers taken out again. */
function logMoneynessOf(strike: Rational, forward: Rational): bigint {
  const [scaledStrike, scaledForward] = [normalize(strike), normalize(forward)];
  const halvings = BigInt(scaledStrike.shift - scaledForward.shift) * (LOG_OF_HALVINGS[0] as bigint);
  return logMoneyness(naturalLog(scaledStrike.value, 36) - halvings, naturalLog(scaledForward.value, 36));
}

function normalize({ numerator, denominator }: Rational): { value: bigint; shift: number } {
  const scaled = (shift: number) =>
    shift >= 0 ? (numerator << BigInt(shift)) / denominator : numerator / (denominator << BigInt(-shift));
  let shift = 36 - (numerator.toString(2).length - denominator.toString(2).length);
  while (scaled(shift) >= 1n << 36n) shift--;
  return { value: scaled(shift), shift };
}

function givenStdDev(text: string | undefined): Deviation {
  const given = positive('total-std-dev', text);
  const rounded = roundAt(given, STD_DEV_BITS);
  const floorBinds = rounded < STD_DEV_FLOOR;
  return {
    totalStdDev: floorBinds ? STD_DEV_FLOOR : rounded,
    exact: floatStdDev(floatOf(given) ** 2),
    floorBinds,
    error: 1n << 25n,
  };
}

/** @param exactK k in floating point */
function sviStdDev(text: string, k: bigint, exactK: number): Deviation {
  const parts = text.split(',');
  if (parts.length !== 5) refuse('svi', 'needs five numbers: a,b,rho,m,sigma');
  const [a, b, rho, m, sigma] = parts.map((part) => rationalOf('svi', part)) as [
    Rational,
    Rational,
    Rational,
    Rational,
    Rational,
  ];
  if (b.numerator < 0n) refuse('svi', 'has a negative b');
  if (rho.numerator >= rho.denominator || -rho.numerator >= rho.denominator) refuse('svi', 'has a rho outside (-1, 1)');
  if (sigma.numerator <= 0n) refuse('svi', 'has a sigma that is not above zero');
  const at = (value: Rational) => roundAt(value, STD_DEV_BITS);

  const z = k - at(m);
  const slope = at(b);
  const bRho = at({ numerator: b.numerator * rho.numerator, denominator: b.denominator * rho.denominator });
  const sigmaSquared = at(sigma) ** 2n;
  const totalVariance = sviTotalVariance({
    logMoneynessShifted: z,
    sigmaSquared,
    a: roundAt(a, 2 * STD_DEV_BITS),
    b: slope,
    bRho,
  });
  const result = totalStdDev(totalVariance, 60);
  const exactVariance = floatTotalVariance(
    { a: floatOf(a), b: floatOf(b), rho: floatOf(rho), m: floatOf(m), sigma: floatOf(sigma) },
    exactK,
  );

  // How far rounding of the inputs may have moved w, at 2^-52, rounded up; |dw/dz| <= 2b, |dw/dsigma| <= b.
  const size = z < 0n ? -z : z;
  const units = (value: bigint) => (value >> 26n) + 1n;
  const halfUnit = 1n << 25n;
  const varianceError =
    1n + // a
    (2n * size + at(sigma)) / 2n + // b and b rho
    2n * units((slope + 1n) * (LOG_MONEYNESS_ERROR + halfUnit)) + // k and m
    units((slope + 1n) * halfUnit) + // sigma
    slope + // the root
    8n;
  // sqrt(w) moves by dw / (sqrt(w) + sqrt(w - dw)): by less than 4 dw / (7 s) where 4 dw <= w, else by at most dw / s. The
  // floor of s only makes that less, and the root is rounded down by less than a unit of 2^-26.
  const [times, over] = 4n * varianceError <= totalVariance ? [4n, 7n] : [1n, 1n];
  return {
    ...result,
    exact: floatStdDev(exactVariance),
    error: ((times * varianceError) << 26n) / (over * result.totalStdDev) + 1n + (1n << 26n),
  };
}

function decimal(units: bigint, digits: number): string {
  if (digits <= 0) return String(units * 10n ** BigInt(-digits));
  const text = String(units).padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
