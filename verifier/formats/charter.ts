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
  readArray,
  readBoolean,
  readChoice,
  readFormat,
  readNatural,
  readObject,
  readText,
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

/** A share from 0 to its hard limit, exact in its step. */
function share(value: unknown, field: string, limit: string, unit: Unit): bigint {
  const decimal = parseDecimal(value, field);
  if (decimal.units < 0n || compareDecimals(decimal, parseDecimal(limit, field)) > 0) {
    return refuse('CHARTER_LIMIT', field, `is outside the hard limits: 0 to ${limit}`);
  }
  return scaledExact(decimal, unit, field);
}

/** A multiplier above zero and below its width, at the nearest step, as scenarios are rounded. */
function multiplier(value: unknown, field: string, unit: Unit, least: string, most: string): bigint {
  const decimal = positive(value, field);
  if (compareDecimals(decimal, parseDecimal(least, field)) < 0) {
    return refuse('CHARTER_LIMIT', field, `is below the hard limit ${least}`);
  }
  const count = scaledNearest(decimal, unit);
  if (count <= 0n || compareDecimals(decimal, parseDecimal(most, field)) > 0) {
    return refuse('CHARTER_LIMIT', field, `must be above zero and at most ${most}`);
  }
  return count;
}

/** Whether 1 / value is a finite decimal: the value has no prime factors but 2 and 5. */
function hasFiniteInverse(value: bigint): boolean {
  return 10n ** BigInt(DECIMAL_LENGTH) % value === 0n;
}

function readUnits(
  fields: { symbol: string; lotSize: unknown; priceUnit: unknown; strikeTick: unknown },
  field: string,
) {
  const lotSize = positive(fields.lotSize, fieldPath(field, 'lotSize'));
  const priceUnit = positive(fields.priceUnit, fieldPath(field, 'priceUnit'));
  const strikeTick = positive(fields.strikeTick, fieldPath(field, 'strikeTick'));

  if (!hasFiniteInverse(lotSize.units)) {
    return refuse(
      'LOT_SIZE',
      fieldPath(field, 'lotSize'),
      'has no finite inverse, so prices per lot could not be written as prices per unit',
      { remedy: 'Take a lot such as 0.01, 0.25 or 5.' },
    );
  }
  const moneyPerStep = multiplyExact(priceUnit, lotSize);
  const lotFactor = scaledNearest(moneyPerStep, MICRO);
  if (compareDecimals(moneyPerStep, { units: lotFactor, scale: 6 }) !== 0 || lotFactor < 1n) {
    const at = fieldPath(field, 'lotSize');
    return refuse('LOT_FACTOR', at, 'times priceUnit is not a whole number of 0.000001 of the settlement currency', {
      remedy: 'Take a coarser price unit or a larger lot.',
    });
  }
  if (lotFactor >> C.LOT_FACTOR_BITS !== 0n) {
    return refuse(
      'LOT_FACTOR',
      fieldPath(field, 'lotSize'),
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
    symbol: fields.symbol,
    lotSize: decimalUnit(lotSize),
    priceUnit: decimalUnit(priceUnit),
    strikeTick: decimalUnit(strikeTick),
    lotFactor,
    strikeTickUnits: 10n ** BigInt(exponent),
  };
  return { units, strikeTickExponent: BigInt(exponent) };
}

function readUnderlying(value: unknown, field: string): { rules: CharterUnderlying; units: UnderlyingUnits } {
  const fields = readObject(value, field, [
    'symbol',
    'name',
    'lotSize',
    'priceUnit',
    'strikeTick',
    'charges',
    'fee',
    'penaltyCap',
    'scenarioBounds',
  ]);
  const symbolField = fieldPath(field, 'symbol');
  const symbol = readText(fields.symbol, symbolField, 21);
  if (parseInstrumentName(symbol, symbolField).kind !== 'spot') {
    return refuse('SYMBOL_INVALID', symbolField, 'is no symbol such as BTC');
  }
  readText(fields.name, fieldPath(field, 'name'));
  const { units, strikeTickExponent } = readUnits({ ...fields, symbol }, field);

  const chargesField = fieldPath(field, 'charges');
  const charges = readObject(fields.charges, chargesField, ['shortOption', 'linear']);
  const capField = fieldPath(field, 'penaltyCap');
  const cap = readObject(fields.penaltyCap, capField, ['notional', 'mark', 'base']);
  const boundsField = fieldPath(field, 'scenarioBounds');
  const bounds = readObject(fields.scenarioBounds, boundsField, ['forwardMinimum', 'forwardMaximum']);
  const forward = (side: 'forwardMinimum' | 'forwardMaximum') =>
    multiplier(
      bounds[side],
      fieldPath(boundsField, side),
      FORWARD_UNIT,
      CHARTER_LIMITS.forwardMinimum,
      CHARTER_LIMITS.forwardMaximum,
    );

  const rules: CharterUnderlying = {
    lotFactor: units.lotFactor,
    strikeTickExponent,
    shortOptionRate: share(
      charges.shortOption,
      fieldPath(chargesField, 'shortOption'),
      CHARTER_LIMITS.shortOptionCharge,
      MICRO,
    ),
    linearRate: share(charges.linear, fieldPath(chargesField, 'linear'), CHARTER_LIMITS.linearCharge, MICRO),
    feeRate: share(fields.fee, fieldPath(field, 'fee'), CHARTER_LIMITS.fee, MICRO),
    penaltyNotionalRate: share(cap.notional, fieldPath(capField, 'notional'), CHARTER_LIMITS.penaltyNotional, MICRO),
    penaltyBaseRate: share(cap.base, fieldPath(capField, 'base'), CHARTER_LIMITS.penaltyBase, MICRO),
    penaltyMarkRate: share(cap.mark, fieldPath(capField, 'mark'), CHARTER_LIMITS.penaltyMark, MILLI),
    forwardMinimum: forward('forwardMinimum'),
    forwardMaximum: forward('forwardMaximum'),
  };
  if (rules.penaltyBaseRate > rules.penaltyNotionalRate) {
    return refuse('PENALTY_CAP', fieldPath(capField, 'base'), 'is above the cap by notional, which would make it void');
  }
  if (rules.forwardMinimum > rules.forwardMaximum) {
    return refuse('BOUNDS_CROSSED', fieldPath(boundsField, 'forwardMinimum'), 'is above forwardMaximum');
  }
  return { rules, units };
}

function readBoundary(value: unknown, field: string): bigint {
  const match = typeof value === 'string' ? /^([1-9]\d{0,6})([hd])$/.exec(value) : null;
  const hours = match ? BigInt(match[1] ?? '0') * (match[2] === 'd' ? 24n : 1n) : 0n;
  if (hours > 0n && hours >> C.EXPIRY_HOURS_BITS === 0n) return hours;
  return refuse('TENOR_BUCKETS', field, 'is not a time such as "48h" or "7d"');
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
  const fields = readObject(
    value,
    field,
    [
      'format',
      'venue',
      'version',
      'settlement',
      'feeds',
      'underlyings',
      'targetBuffer',
      'longCredit',
      'leastNotional',
      'scenarioMode',
      'scenarioBounds',
      'tenorBuckets',
      'closeRule',
    ],
    ['registration'],
  );
  readFormat(fields.format, at('format'), CHARTER_FORMAT);
  readText(fields.venue, at('venue'));
  if (typeof fields.version !== 'number') refuse('NATURAL_INVALID', at('version'), 'must be a JSON number');
  readNatural(fields.version, at('version'), 32);
  readSettlement(fields.settlement, at('settlement'), { remedy: 'Use a charter with "currency": "USD".' });

  const feeds = readArray(fields.feeds, at('feeds'), 16, 1).map((feed, i) => readText(feed, fieldPath(at('feeds'), i)));
  feeds.forEach((feed, i) => {
    if (feeds.indexOf(feed) !== i) refuse('FEED_REPEATED', fieldPath(at('feeds'), i), 'is listed twice');
  });

  const underlyings = readArray(fields.underlyings, at('underlyings'), Number(C.UNDERLYING_SLOTS), 1).map((entry, i) =>
    readUnderlying(entry, fieldPath(at('underlyings'), i)),
  );
  const symbols = underlyings.map(({ units }) => units.symbol);
  symbols.forEach((symbol, i) => {
    if (symbols.indexOf(symbol) !== i) {
      refuse('SYMBOL_REPEATED', fieldPath(fieldPath(at('underlyings'), i), 'symbol'), `${symbol} is listed twice`);
    }
  });

  const boundsField = at('scenarioBounds');
  const bounds = readObject(fields.scenarioBounds, boundsField, ['weightMaximum', 'volMinimum', 'volMaximum']);
  const vols = (side: 'volMinimum' | 'volMaximum') => {
    const list = fieldPath(boundsField, side);
    const count = Number(C.TENOR_BUCKETS);
    const least = formatScaled(1n, VOL_UNIT);
    return readArray(bounds[side], list, count, count).map((bound, i) =>
      multiplier(bound, fieldPath(list, i), VOL_UNIT, least, CHARTER_LIMITS.volMaximum),
    );
  };
  const volMinimum = vols('volMinimum');
  const volMaximum = vols('volMaximum');
  volMinimum.forEach((minimum, i) => {
    if (minimum > (volMaximum[i] ?? 0n)) {
      refuse('BOUNDS_CROSSED', fieldPath(fieldPath(boundsField, 'volMinimum'), i), 'is above volMaximum');
    }
  });

  const boundaries = Number(C.TENOR_BUCKETS) - 1;
  const bucketHours = readArray(fields.tenorBuckets, at('tenorBuckets'), boundaries, boundaries).map((boundary, i) =>
    readBoundary(boundary, fieldPath(at('tenorBuckets'), i)),
  );
  bucketHours.forEach((hours, i) => {
    if (i > 0 && hours <= (bucketHours[i - 1] ?? 0n)) {
      refuse('TENOR_BUCKETS', fieldPath(at('tenorBuckets'), i), 'is not later than the boundary before it');
    }
  });
  readText(fields.closeRule, at('closeRule'), 2000);
  if (Object.hasOwn(fields, 'registration')) readRegistrationTerms(fields.registration, at('registration'));

  const rules = {
    settlementUnit: C.SETTLEMENT_UNIT_USD,
    targetBuffer: share(fields.targetBuffer, at('targetBuffer'), CHARTER_LIMITS.targetBuffer, MILLI),
    longCredit: share(fields.longCredit, at('longCredit'), CHARTER_LIMITS.longCredit, MILLI),
    leastNotional: readBoolean(fields.leastNotional, at('leastNotional')),
    jointScenarios: readChoice(fields.scenarioMode, at('scenarioMode'), ['independent', 'joint']) === 'joint',
    weightMaximum: share(
      bounds.weightMaximum,
      fieldPath(boundsField, 'weightMaximum'),
      CHARTER_LIMITS.weightMaximum,
      MILLI,
    ),
    bucketHours,
    volMinimum,
    volMaximum,
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
