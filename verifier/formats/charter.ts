import { textId } from '../../circuits/commitment/domain.ts';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import { InputError } from '../../circuits/errors.ts';
import type { Charter, CharterUnderlying } from '../../circuits/objects.ts';
import { canonicalJson } from './canonicalJson.ts';
import {
  binaryUnit,
  compareDecimals,
  DECIMAL_LENGTH,
  type Decimal,
  decimalUnit,
  formatScaled,
  MICRO,
  MILLI,
  multiplyExact,
  parseDecimal,
  scaledExact,
  scaledNearest,
  type Unit,
} from './decimal.ts';
import { parseInstrumentName } from './instrumentName.ts';
import {
  fieldPath,
  formatOf,
  listOf,
  readBoolean,
  readChoice,
  readNatural,
  readRecord,
  readText,
  recordOf,
} from './readObject.ts';
import { refuse } from './refuse.ts';
import { type RegistrationTerms, readRegistrationTerms } from './registrationTerms.ts';
import { readSettlement } from './settlement.ts';

export const CHARTER_FORMAT = 'fairmark.charter.v1';

/** Public rules of a venue as JSON. Every number with a unit is decimal text; rates are fractions (`"0.05"` is 5%). */
export interface CharterDocument {
  readonly format: typeof CHARTER_FORMAT;
  /** The venue's name; keccak-256 of it is the venue id in the domain. */
  readonly venue: string;
  /** Counts the venue's charters. */
  readonly version: number;
  readonly settlement: { readonly currency: 'USD' };
  /** Names of the feeds whose snapshots may be used. */
  readonly feeds: readonly string[];
  /** At most 8; the position is the underlying's number. */
  readonly underlyings: readonly CharterUnderlyingDocument[];
  /** β: how far above the requirement a close may bring the account, as a share of it. */
  readonly targetBuffer: string;
  /** h: the share of a long option's mark that counts. */
  readonly longCredit: string;
  /** Whether closes must be of least notional (FM-13). */
  readonly leastNotional: boolean;
  readonly scenarioMode: ScenarioMode;
  readonly scenarioBounds: {
    readonly weightMaximum: string;
    /** One vol multiplier per tenor bucket. */
    readonly volMinimum: readonly string[];
    readonly volMaximum: readonly string[];
  };
  /** Three boundaries, such as `"48h"` or `"7d"`; an expiry at a boundary is in the later bucket. */
  readonly tenorBuckets: readonly string[];
  /** The close rule in words. */
  readonly closeRule: string;
  /** What the registry on chain applies (REGISTRY.md, RG-02); left out by a venue that registers nothing. */
  readonly registration?: RegistrationTerms;
}

/** `independent`: every underlying takes a scenario of its own. `joint`: all take theirs from one group. */
export type ScenarioMode = 'independent' | 'joint';

export interface CharterUnderlyingDocument {
  /** As in instrument names: `BTC`. */
  readonly symbol: string;
  readonly name: string;
  /** Size of one lot in units of the underlying. */
  readonly lotSize: string;
  /** Step of prices, in the settlement currency per unit of the underlying. */
  readonly priceUnit: string;
  /** Step of strikes: 1, 10, … 10^7 price units. */
  readonly strikeTick: string;
  /** Charges of the requirement, as shares of the notional at the index. */
  readonly charges: { readonly shortOption: string; readonly linear: string };
  /** Largest liquidation fee, as a share of the closed notional. */
  readonly fee: string;
  /** The price of a closed lot may be off its mark by at most min(notional * n, mark * price + base * n). */
  readonly penaltyCap: { readonly notional: string; readonly mark: string; readonly base: string };
  /** Bounds of a scenario's forward multiplier. */
  readonly scenarioBounds: { readonly forwardMinimum: string; readonly forwardMaximum: string };
}

/** What turns decimals of one underlying into integers of the statement. */
export interface UnderlyingUnits {
  readonly symbol: string;
  readonly lotSize: Unit;
  readonly priceUnit: Unit;
  readonly strikeTick: Unit;
  /** Money (10^-6) per lot of one price unit. */
  readonly lotFactor: bigint;
  /** Price units in one strike tick. */
  readonly strikeTickUnits: bigint;
}

/** A checked charter: the document, its fixed-point object, and the units that other documents are read with. */
export interface PublishedCharter {
  readonly document: CharterDocument;
  readonly charter: Charter;
  /** In the order of `document.underlyings`. */
  readonly units: readonly UnderlyingUnits[];
}

/**
 * Limits that no charter may pass, whatever it says. Rates are shares.
 *
 * They are checked in the open by everybody who reads the charter, not in the circuit.
 */
export const CHARTER_LIMITS = {
  targetBuffer: '1',
  longCredit: '1',
  fee: '0.05',
  shortOptionCharge: '0.5',
  linearCharge: '0.5',
  penaltyNotional: '0.2',
  penaltyMark: '1',
  penaltyBase: '0.05',
  weightMaximum: '1',
  /** A worse shock than a fall by 99% would carry options out of the price's domain. */
  forwardMinimum: '0.01',
  /** Just below 2, the width of the multiplier. */
  forwardMaximum: '1.99',
  /** The rounding of s under stress grows with the multiplier: up to here it stays inside the bound of FM-06.5. */
  volMaximum: '2.25',
} as const;

const FORWARD_UNIT = binaryUnit(C.MULTIPLIER_FRACTION_BITS);
const VOL_UNIT = binaryUnit(C.VOL_MULTIPLIER_FRACTION_BITS);

function positive(value: unknown, field: string): Decimal {
  const decimal = parseDecimal(value, field);
  if (decimal.units <= 0n) return refuse('CHARTER_LIMIT', field, 'must be above zero');
  return decimal;
}

/** Reads a share from 0 to its hard limit, exact in its step. */
const share = (limit: string, unit: Unit) => (value: unknown, field: string) => {
  const decimal = parseDecimal(value, field);
  if (decimal.units < 0n || compareDecimals(decimal, parseDecimal(limit, field)) > 0) {
    return refuse('CHARTER_LIMIT', field, `is outside the hard limits: 0 to ${limit}`);
  }
  return scaledExact(decimal, unit, field);
};

/** Reads a multiplier above zero and below its width, at the nearest step, as scenarios are rounded. */
const multiplier = (unit: Unit, least: string, most: string) => (value: unknown, field: string) => {
  const decimal = positive(value, field);
  if (compareDecimals(decimal, parseDecimal(least, field)) < 0) {
    return refuse('CHARTER_LIMIT', field, `is below the hard limit ${least}`);
  }
  const count = scaledNearest(decimal, unit);
  if (count <= 0n || compareDecimals(decimal, parseDecimal(most, field)) > 0) {
    return refuse('CHARTER_LIMIT', field, `must be above zero and at most ${most}`);
  }
  return count;
};

/** Whether 1 / value is a finite decimal: the value has no prime factors but 2 and 5. */
function hasFiniteInverse(value: bigint): boolean {
  return 10n ** BigInt(DECIMAL_LENGTH) % value === 0n;
}

function readUnits(
  {
    symbol,
    lotSize,
    priceUnit,
    strikeTick,
  }: { symbol: string } & Record<'lotSize' | 'priceUnit' | 'strikeTick', Decimal>,
  field: string,
) {
  const lotField = fieldPath(field, 'lotSize');
  if (!hasFiniteInverse(lotSize.units)) {
    return refuse('LOT_SIZE', lotField, 'has no inverse that is a finite decimal', {
      remedy: 'Take a lot such as 0.01, 0.25 or 5.',
    });
  }
  const moneyPerStep = multiplyExact(priceUnit, lotSize);
  const lotFactor = scaledNearest(moneyPerStep, MICRO);
  if (compareDecimals(moneyPerStep, { units: lotFactor, scale: 6 }) !== 0 || lotFactor < 1n) {
    return refuse(
      'LOT_FACTOR',
      lotField,
      'times priceUnit is not a whole number of 0.000001 of the settlement currency',
      {
        remedy: 'Take a coarser price unit or a larger lot.',
      },
    );
  }
  if (lotFactor >> C.LOT_FACTOR_BITS !== 0n) {
    return refuse(
      'LOT_FACTOR',
      lotField,
      `times priceUnit is ${formatScaled(1n << C.LOT_FACTOR_BITS, MICRO)} of the settlement currency or more`,
      { remedy: 'Take a finer price unit or a smaller lot.' },
    );
  }
  const exponents = Array.from({ length: 1 << Number(C.STRIKE_TICK_EXPONENT_BITS) }, (_, t) => t);
  const exponent = exponents.find(
    (t) => compareDecimals(strikeTick, { units: priceUnit.units * 10n ** BigInt(t), scale: priceUnit.scale }) === 0,
  );
  if (exponent === undefined) {
    return refuse(
      'STRIKE_TICK',
      fieldPath(field, 'strikeTick'),
      `is not the price unit times 1, 10, … 10^${exponents.length - 1}`,
    );
  }
  const units: UnderlyingUnits = {
    symbol,
    lotSize: decimalUnit(lotSize),
    priceUnit: decimalUnit(priceUnit),
    strikeTick: decimalUnit(strikeTick),
    lotFactor,
    strikeTickUnits: 10n ** BigInt(exponent),
  };
  return { units, strikeTickExponent: BigInt(exponent) };
}

function readSymbol(value: unknown, field: string): string {
  const symbol = readText(value, field, 21);
  return parseInstrumentName(symbol, field).kind === 'spot'
    ? symbol
    : refuse('SYMBOL_INVALID', field, 'is no symbol such as BTC');
}

function readUnderlying(value: unknown, field: string): { rules: CharterUnderlying; units: UnderlyingUnits } {
  const forward = multiplier(FORWARD_UNIT, CHARTER_LIMITS.forwardMinimum, CHARTER_LIMITS.forwardMaximum);
  const fields = readRecord(value, field, {
    symbol: readSymbol,
    name: readText,
    lotSize: positive,
    priceUnit: positive,
    strikeTick: positive,
    charges: recordOf({
      shortOption: share(CHARTER_LIMITS.shortOptionCharge, MICRO),
      linear: share(CHARTER_LIMITS.linearCharge, MICRO),
    }),
    fee: share(CHARTER_LIMITS.fee, MICRO),
    penaltyCap: recordOf({
      notional: share(CHARTER_LIMITS.penaltyNotional, MICRO),
      mark: share(CHARTER_LIMITS.penaltyMark, MILLI),
      base: share(CHARTER_LIMITS.penaltyBase, MICRO),
    }),
    scenarioBounds: recordOf({ forwardMinimum: forward, forwardMaximum: forward }),
  });
  const { units, strikeTickExponent } = readUnits(fields, field);
  const { charges, penaltyCap: cap, scenarioBounds } = fields;
  const rules: CharterUnderlying = {
    lotFactor: units.lotFactor,
    strikeTickExponent,
    shortOptionRate: charges.shortOption,
    linearRate: charges.linear,
    feeRate: fields.fee,
    penaltyNotionalRate: cap.notional,
    penaltyBaseRate: cap.base,
    penaltyMarkRate: cap.mark,
    ...scenarioBounds,
  };
  if (rules.penaltyBaseRate > rules.penaltyNotionalRate) {
    return refuse('PENALTY_CAP', fieldPath(field, 'penaltyCap.base'), 'is above the cap by notional');
  }
  if (rules.forwardMinimum > rules.forwardMaximum) {
    return refuse('BOUNDS_CROSSED', fieldPath(field, 'scenarioBounds.forwardMinimum'), 'is above forwardMaximum');
  }
  return { rules, units };
}

function readBoundary(value: unknown, field: string): bigint {
  const match = typeof value === 'string' ? /^([1-9]\d{0,6})([hd])$/.exec(value) : null;
  const hours = match ? BigInt(match[1] ?? '0') * (match[2] === 'd' ? 24n : 1n) : 0n;
  if (hours > 0n && hours >> C.EXPIRY_HOURS_BITS === 0n) return hours;
  return refuse('TENOR_BUCKETS', field, 'is not a time such as "48h" or "7d"');
}

function readVersion(value: unknown, field: string): bigint {
  if (typeof value !== 'number') return refuse('NATURAL_INVALID', field, 'must be a JSON number');
  return readNatural(value, field, 32);
}

/** The canonical JSON of a charter document: what a venue publishes on chain (RG-02). */
export function charterDocumentText(document: CharterDocument): string {
  // The type of a document is an interface, which TypeScript does not take for an index signature; JSON it is.
  return canonicalJson(JSON.parse(JSON.stringify(document)));
}

/** keccak-256 of the canonical JSON of a charter document, shifted right by 8. */
export function charterDocumentHash(document: CharterDocument): bigint {
  return BigInt(textId(charterDocumentText(document))) >> 8n;
}

/**
 * Reads a charter and checks every bound in the open. Rates are exact in their step (10^-6; buffers, credits, weights
 * and `penaltyCap.mark` 10^-3). Bounds of multipliers are rounded to the nearest step (forward 2^-20, vol 2^-10), as
 * scenarios are, so a scenario at a bound is inside it.
 *
 * @param value - parsed JSON; only what `CharterDocument` lists is accepted
 * @throws InputError `CHARTER_LIMIT` (outside `CHARTER_LIMITS`), `LOT_FACTOR`, `LOT_SIZE`, `STRIKE_TICK`, `SETTLEMENT_UNSUPPORTED`,
 *   `SYMBOL_REPEATED`, `SYMBOL_INVALID`, `FEED_REPEATED`, `PENALTY_CAP`, `BOUNDS_CROSSED`, `TENOR_BUCKETS`,
 *   `DECIMAL_INVALID`, `DECIMAL_INEXACT`, and those of readObject.ts
 */
export function readCharter(value: unknown, field = 'charter'): PublishedCharter {
  const at = (key: string) => fieldPath(field, key);
  const buckets = Number(C.TENOR_BUCKETS);
  const vols = listOf(multiplier(VOL_UNIT, formatScaled(1n, VOL_UNIT), CHARTER_LIMITS.volMaximum), buckets, buckets);
  const fields = readRecord(
    value,
    field,
    {
      format: formatOf(CHARTER_FORMAT),
      venue: readText,
      version: readVersion,
      settlement: (settlement, path) =>
        readSettlement(settlement, path, { remedy: 'Use a charter with "currency": "USD".' }),
      feeds: listOf<string>(readText, 16, 1),
      underlyings: listOf(readUnderlying, Number(C.UNDERLYING_SLOTS), 1),
      targetBuffer: share(CHARTER_LIMITS.targetBuffer, MILLI),
      longCredit: share(CHARTER_LIMITS.longCredit, MILLI),
      leastNotional: readBoolean,
      scenarioMode: (mode, path) => readChoice(mode, path, ['independent', 'joint']),
      scenarioBounds: recordOf({
        weightMaximum: share(CHARTER_LIMITS.weightMaximum, MILLI),
        volMinimum: vols,
        volMaximum: vols,
      }),
      tenorBuckets: listOf(readBoundary, buckets - 1, buckets - 1),
      closeRule: (rule, path) => readText(rule, path, 2000),
    },
    { registration: readRegistrationTerms },
  );
  const { feeds, underlyings, scenarioBounds, tenorBuckets } = fields;
  const { volMinimum, volMaximum } = scenarioBounds;
  feeds.forEach((feed, i) => {
    if (feeds.indexOf(feed) !== i) refuse('FEED_REPEATED', fieldPath(at('feeds'), i), 'is listed twice');
  });
  const symbols = underlyings.map(({ units }) => units.symbol);
  symbols.forEach((symbol, i) => {
    if (symbols.indexOf(symbol) !== i) {
      refuse('SYMBOL_REPEATED', at(`underlyings[${i}].symbol`), `${symbol} is listed twice`);
    }
  });
  volMinimum.forEach((minimum, i) => {
    if (minimum > (volMaximum[i] ?? 0n)) {
      refuse('BOUNDS_CROSSED', at(`scenarioBounds.volMinimum[${i}]`), 'is above volMaximum');
    }
  });
  tenorBuckets.forEach((hours, i) => {
    if (i > 0 && hours <= (tenorBuckets[i - 1] ?? 0n)) {
      refuse('TENOR_BUCKETS', fieldPath(at('tenorBuckets'), i), 'is not later than the boundary before it');
    }
  });

  const rules = {
    settlementUnit: fields.settlement,
    targetBuffer: fields.targetBuffer,
    longCredit: fields.longCredit,
    leastNotional: fields.leastNotional,
    jointScenarios: fields.scenarioMode === 'joint',
    ...scenarioBounds,
    bucketHours: tenorBuckets,
  };
  // Every field was checked above: the value is what its type says. A copy, so that later changes do not reach it.
  const document: CharterDocument = JSON.parse(JSON.stringify(value));
  return {
    document,
    charter: {
      ...rules,
      documentHash: charterDocumentHash(document),
      underlyings: underlyings.map((underlying) => underlying.rules),
    },
    units: underlyings.map((underlying) => underlying.units),
  };
}

/** A charter as JSON text for people: the document, indented. Reading it gives the same charter. */
export function writeCharter(published: PublishedCharter): string {
  return `${JSON.stringify(published.document, null, 2)}\n`;
}

/**
 * The number of an underlying in a charter.
 *
 * @throws InputError `UNDERLYING_UNKNOWN`
 */
export function underlyingNumber(published: PublishedCharter, symbol: string, field: string): number {
  const number = published.units.findIndex((units) => units.symbol === symbol);
  if (number >= 0) return number;
  throw new InputError('UNDERLYING_UNKNOWN', `${field}: the charter has no underlying ${JSON.stringify(symbol)}`, {
    field,
    remedy: `The charter lists ${published.units.map((units) => units.symbol).join(', ')}.`,
  });
}
