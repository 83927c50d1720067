import { CONSTANTS as C } from '../../circuits/constants.ts';
import { EPSILON_INVERSE, STD_DEV_FLOOR, VOL_MULTIPLIER_BITS } from '../../circuits/pricing/formats.ts';
import type { AuditPart, Figures } from '../auditPart.ts';
import {
  type Certificate,
  CHARGED_STEEPNESS,
  certificate,
  REGULAR_ROOT,
  shippedInput,
  VOL_MAXIMUM,
} from './certificate.ts';
import { densityAtZero } from './elementary.ts';
import { upper } from './interval.ts';
import { type LegTolerance, legTolerance, PRICE_ROUNDING, STRESSED_ROUNDING } from './legTolerance.ts';
import type { PriceBound } from './priceBound.ts';
import { type RoundingBound, roundingBound } from './roundingBound.ts';
import { searchLogarithm } from './searchLogarithm.ts';
import { searchWorst } from './searchWorst.ts';
import { type SteepSlice, steepSlice } from './steepSlice.ts';

/** Bounds of one kind of price, of D (F + K) / 2, beside the worst that a search found. */
interface PriceFigures {
  /** 1 for the base price. */
  volMultiplier: number;
  givenStdDev: number;
  givenVariance: number;
  bySteepness: { steepness: number; certified: number; inverse: number; searched: number | null }[];
  steepnessCovered: number;
  leastPrice: number;
  cells: number;
  searched: number | null;
}

export interface ErrorFigures extends Figures {
  epsilonInverse: number;
  parts: { head: number; lagged: number; density: number; lowPart: number; hint: number; stdDevUnits: number };
  logarithm: { bits: number; certified: number; searched: number }[];
  logMoneyness: number;
  forwardShock: number;
  root: { leastUnits: number; above: number }[];
  base: PriceFigures;
  stressed: PriceFigures[];
  /** Greatest price before rounding that the floor of s adds, of D F, and what is charged. */
  floor: { certified: number; charged: number };
  rounding: RoundingBound & { optionCharged: number; linearCharged: number };
  steepest: SteepSlice[];
  /** Tolerance of FM-11 to FM-14 for one lot of EXAMPLE, money units. */
  tolerance: LegTolerance;
}

/** A short option at the money on 0.01 BTC at 64,000 under a fall by 20%. */
const EXAMPLE = {
  spread: 2 * 640e6,
  shockedSpread: 1.8 * 640e6,
  isLong: false,
  weight: 1,
  longCredit: 1,
  targetBuffer: 0.05,
  penaltyMarkRate: 0.25,
};

/** Inverses of ε for which the constants of Trigger and AmountClauses are whole. */
const INVERSE_STEP = 500_000;
const STARTS = 400;

const roundUp = (value: number) => Number((value * (1 + 5e-4)).toPrecision(4));
const found = (value: number) => Number(value.toPrecision(4));

/** The greatest whole inverse of ε that still covers a bound. */
export function coveringInverse(bound: number): number {
  return Math.floor(1 / bound / INVERSE_STEP) * INVERSE_STEP;
}

/** What is found in the figures of a certificate that contradicts what the circuit charges (FM-09, FM-17). */
export function chargeFindings(certified: Certificate, rounding: RoundingBound): string[] {
  const findings: string[] = [];
  const require = (holds: boolean, finding: string) => {
    if (!holds) findings.push(finding);
  };
  const charge = 1 / Number(EPSILON_INVERSE);
  for (const [name, bound] of [
    ['a base price', certified.base],
    ...certified.stressed.map(({ volMultiplier, bound }) => [`a price stressed by ${volMultiplier}`, bound] as const),
  ] as readonly (readonly [string, PriceBound])[]) {
    require(bound.givenVariance <= charge, `FM-06: ${name} may be off by ${bound.givenVariance}, more than is charged`);
    require(bound.steepnessCovered >=
      CHARGED_STEEPNESS, `FM-06: the charge covers ${name} only up to a steepness of ${bound.steepnessCovered}, not ${CHARGED_STEEPNESS}`);
    require(bound.leastPrice > 0, `FM-06: ${name} may be negative before rounding`);
  }
  require(Number(C.OPTION_ROUNDING) >= rounding.margin, 'FM-09: the rounding of an option costs more than is charged');
  require(Number(C.OPTION_ROUNDING) >= rounding.equity, 'FM-09: the rounding of a mark costs more than is charged');
  require(Number(C.LINEAR_ROUNDING) >=
    rounding.linearMargin, 'FM-09: the rounding of a linear leg costs more than is charged');
  require(6 * Number(C.OPTION_ROUNDING) >=
    rounding.terminal, 'FM-17: rounding in the terminal clause costs more than is charged');
  require(6 * Number(C.LINEAR_ROUNDING) >=
    rounding.linearTerminal, 'FM-17: rounding of linear legs costs more than is charged');
  require(rounding.terminalPrice <= 6 &&
    rounding.terminalStressed <= 3, 'FM-17: a price counts more often than is charged');
  require(rounding.price <= PRICE_ROUNDING &&
    rounding.stressedPrice <= STRESSED_ROUNDING, 'section 5: rounding beyond the tolerance');
  const floorCharge = 1 / Number(C.FLOOR_ERROR_INVERSE);
  require(floorBound() <= floorCharge, 'FM-06: the floor of s costs more than is charged');
  // A price stressed from the floor moves by n(0) c times it, against the exact c sqrt(w) below.
  require((floorBound() * VOL_MAXIMUM) / 2 ** VOL_MULTIPLIER_BITS <=
    Number(C.FLOOR_SHOCK_FACTOR) * floorCharge, 'FM-06: the floor of s under stress costs more than is charged');
  return findings;
}

/** n(0) times the floor and the unit by which it may be claimed above itself: F n(d1) <= n(0) F where s is below. */
function floorBound(): number {
  return upper(densityAtZero()) * (Number(STD_DEV_FLOOR) + 1) * 2 ** -26;
}

function priceFigures(volMultiplier: number, bound: PriceBound, steepness: readonly number[]): PriceFigures {
  return {
    volMultiplier,
    givenStdDev: roundUp(bound.givenStdDev),
    givenVariance: roundUp(bound.givenVariance),
    bySteepness: steepness.map((value, i) => {
      const certified = bound.bySteepness[i] as number;
      return { steepness: value, certified: roundUp(certified), inverse: coveringInverse(certified), searched: null };
    }),
    steepnessCovered: Math.floor(bound.steepnessCovered * 100) / 100,
    leastPrice: found(bound.leastPrice * (1 - 5e-4)),
    cells: bound.cells,
    searched: null,
  };
}

const inBrackets = (value: number | null) => (value === null ? '' : ` (${scientific(value)})`);
const scientific = (value: number) => value.toExponential(2);

export const errorPart: AuditPart<ErrorFigures> = {
  id: 'error',
  title: 'Certified error of prices',

  async run(progress) {
    const charge = 1 / Number(EPSILON_INVERSE);
    const input = shippedInput(charge, 64);
    progress('bounding every admissible price');
    const certified = certificate(input);
    const rounding = roundingBound();

    const search = (stressed: boolean, steepness: number) => {
      progress(`searching ${stressed ? 'stressed' : 'base'} prices, steepness ${steepness}`);
      return found(searchWorst({ stressed, steepness, volMaximum: VOL_MAXIMUM }, STARTS, 1).error);
    };
    const withSearch = (figures: PriceFigures, stressed: boolean): PriceFigures => ({
      ...figures,
      searched: search(stressed, 0),
      bySteepness: figures.bySteepness.map((row) =>
        row.steepness === 1 || row.steepness === 5 ? { ...row, searched: search(stressed, row.steepness) } : row,
      ),
    });
    const base = withSearch(priceFigures(1, certified.base, input.steepness), false);
    const stressed = certified.stressed.map(({ volMultiplier, bound }) =>
      priceFigures(volMultiplier, bound, input.steepness),
    );
    stressed.push(withSearch(stressed.pop() as PriceFigures, true));

    const findings = chargeFindings(certified, rounding);
    for (const { searched, givenVariance, bySteepness } of [base, ...stressed]) {
      const rows = [{ searched, certified: givenVariance }, ...bySteepness];
      if (rows.some((row) => row.searched !== null && row.searched > row.certified)) {
        findings.push('FM-06: a search found an error above the certified bound');
      }
    }
    if (charge > 4 * (base.searched as number))
      findings.push('FM-09: the charge is more than 4 times the worst case found');

    const rootAbove = (root: number) => certified.rootAbove.find((row) => row.root === root)?.above as number;
    const units = { regular: rootAbove(REGULAR_ROOT), any: rootAbove(0) };
    return {
      findings,
      epsilonInverse: Number(EPSILON_INVERSE),
      parts: {
        head: roundUp(certified.functions.head),
        lagged: roundUp(certified.functions.lagged),
        density: roundUp(certified.functions.density),
        lowPart: roundUp(certified.functions.lowPart),
        hint: roundUp(certified.base.hint),
        stdDevUnits: roundUp(certified.stdDevAbove),
      },
      logarithm: ([24, 36] as const).map((bits) => {
        const { least, most } = bits === 24 ? certified.logarithm.strike : certified.logarithm.forward;
        return { bits, certified: roundUp(Math.max(most, -least)), searched: found(searchLogarithm(bits, 200, bits)) };
      }),
      logMoneyness: roundUp(certified.moneyness.logMoneyness),
      forwardShock: roundUp(certified.moneyness.forwardShock),
      root: certified.rootAbove.map(({ root, above }) => ({ leastUnits: root, above: found(above) })),
      base,
      stressed,
      floor: { certified: roundUp(floorBound()), charged: 1 / Number(C.FLOOR_ERROR_INVERSE) },
      rounding: { ...rounding, optionCharged: Number(C.OPTION_ROUNDING), linearCharged: Number(C.LINEAR_ROUNDING) },
      steepest: [2 ** -12, 2 ** -8, 2 ** -4].map((s) => {
        const slice = steepSlice(s, units, certified.moneyness.logMoneyness);
        return { totalStdDev: s, regular: roundUp(slice.regular), any: roundUp(slice.any) };
      }),
      tolerance: legTolerance(EXAMPLE),
    };
  },

  describe(figures) {
    const { base, stressed, parts, logarithm, rounding, floor, root, steepest, epsilonInverse, tolerance } = figures;
    const rows = [base, ...stressed].map((price, i) =>
      [
        i === 0 ? 'base' : `stressed, c ≤ ${price.volMultiplier}`,
        scientific(price.givenStdDev),
        scientific(price.givenVariance) + inBrackets(price.searched),
        ...price.bySteepness.map(({ certified, searched }) => scientific(certified) + inBrackets(searched)),
        price.steepnessCovered.toFixed(2),
      ].join(' | '),
    );
    const leastPrice = Math.min(base.leastPrice, ...stressed.map((price) => price.leastPrice));
    const [regular] = root;
    return `Bounds over **every** witness that the constraints admit, by interval arithmetic on integers at 2^-128, rounded outward,
over the committed coefficient tables and the residual gates in the templates' sources. The errors of N(d1) and N(d2) are
enumerated over every value of their variables; a price is bounded over ${base.cells.toLocaleString('en')} cells of (s, d1), whatever k
is, so beyond |k| = 8 as well. All are of D (F + K) / 2, which is never above D max(F, K). The circuit charges
1 / ${epsilonInverse.toLocaleString('en')}, at most 4 times the worst case that a search found. In brackets: found by search.

| price | given s | given w | ${base.bySteepness.map((row) => `C = ${row.steepness}`).join(' | ')} | C covered |
|---|---|---|${base.bySteepness.map(() => '---|').join('')}---|
${rows.map((row) => `| ${row} |`).join('\n')}

C = (b + |bρ|) / s is the steepness of the slice at the strike, with s before stress. The root of the slice may be off by less than
one unit of 2^-26 downwards and ${regular?.above} upwards (where it is 2^-14 or more, as in every slice with σ ≥ 2^-14), and k by
${scientific(figures.logMoneyness)}; both move w in proportion to it. The last column is the steepness up to which the charge covers
everything, the circuit is held to ${CHARGED_STEEPNESS}.

- Parts: N(d1) ${scientific(parts.head)}, N(d2) ${scientific(parts.lagged)} and ${scientific(parts.lowPart)} for the low part of s; a hinted d1 costs at most
  ${scientific(parts.hint)} and only downwards; s is within ${parts.stdDevUnits} units of 2^-26 of √w.
- A price before rounding is at least ${scientific(leastPrice)} of D (F + K) / 2: never negative.
- Logarithms, over every choice of multipliers: ${logarithm.map((row) => `${scientific(row.certified)} at ${row.bits} bits${inBrackets(row.searched)}`).join(', ')}.
- Where the floor of s binds: ${scientific(floor.certified)} of D F, charged ${scientific(floor.charged)}.
- Rounding per lot, money units: an option's part in equity less requirement ${rounding.margin.toFixed(3)}, charged
  ${rounding.optionCharged}; a linear leg's ${rounding.linearMargin}, charged ${rounding.linearCharged}. In the terminal clause a price counts at most
  ${rounding.terminalPrice} times now and ${rounding.terminalStressed} ω times under stress, charged 6 and 3 ω.
- Clauses FM-11 to FM-14 hold for exact values up to a tolerance (STATEMENT.md section 5), checked on random closes. For a short
  lot of 0.01 BTC at 64,000, in money units: mark ${tolerance.price.toFixed(1)}, requirement ${tolerance.requirement.toFixed(1)}, gain
  ${tolerance.gain.toFixed(1)}, closing price ${tolerance.closingPrice.toFixed(1)}.

Not covered: slices steeper than that, and roots below 2^-14, are held to the w that the proof used instead of the exact one. With the
steepest slice that can be committed (b = |bρ| = 4) this moves a price, of D (F + K) / 2, by at most ${steepest
      .map(
        ({ totalStdDev, regular: some, any }) =>
          `${scientific(some)} at s = 2^${Math.log2(totalStdDev)} (${scientific(any)} with a root near zero)`,
      )
      .join(
        ', ',
      )}. Where the floor of s binds, the stressed price is that of the floored s times c: a definition, not an error.`;
  },
};
