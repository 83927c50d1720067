import { CONSTANTS as C } from '../../circuits/constants.ts';
import { InputError } from '../../circuits/errors.ts';
import type { Snapshot, Surface, SviSlice } from '../../circuits/objects.ts';
import { type PublishedCharter, underlyingNumber } from '../../verifier/formats/charter.ts';
import {
  binaryUnit,
  compareDecimals,
  formatDecimal,
  formatScaled,
  multiplyExact,
  parseDecimal,
  scaledNearest,
} from '../../verifier/formats/decimal.ts';
import { readExpiry, writeExpiry } from '../../verifier/formats/expiry.ts';
import { readFieldElement, readSalt, writeFieldElement } from '../../verifier/formats/fieldElement.ts';
import {
  fieldPath,
  readArray,
  readFormat,
  readNatural,
  readObject,
  readText,
  writeNatural,
} from '../../verifier/formats/readObject.ts';
import type { FittedSurface } from './fittedSurface.ts';

export const SURFACES_FORMAT = 'fairmark.surfaces.v1';
const FITTED_FORMAT = 'fairmark.surface.v1';

/** The venue's surfaces of one tick as JSON, as they are committed together; private. */
export interface SurfacesDocument {
  readonly format: typeof SURFACES_FORMAT;
  /** Counts the venue's surfaces, below 2^32. */
  readonly number: number | string;
  /** Commitment of the surface before; zero for the first. */
  readonly previous: string;
  /** 0x and hex digits of at least 31 random bytes. */
  readonly salt: string;
  /** One per underlying; only names, expiries and parameters are read, what else `fairmark fit` writes may stay. */
  readonly surfaces: readonly (FittedSurface | SurfaceDocument)[];
}

/** The part of a fitted surface that is committed. */
export interface SurfaceDocument {
  readonly format: typeof FITTED_FORMAT;
  readonly underlying: string;
  readonly slices: readonly SliceDocument[];
}

/** Raw SVI of total variance; decimals as text. */
export interface SliceDocument {
  /** `27MAR26` */
  readonly expiry: string;
  readonly a: string;
  readonly b: string;
  readonly rho: string;
  readonly m: string;
  readonly sigma: string;
}

const A_UNIT = binaryUnit(C.SVI_A_FRACTION_BITS);
const UNIT = binaryUnit(C.SVI_FRACTION_BITS);
const ONE = { units: 1n, scale: 0 };
/** Below 2^-24, the square of the floor 2^-12, total variance makes no difference. */
const FLOOR_VARIANCE = 1n << (C.SVI_A_FRACTION_BITS - 24n);

function refuse(code: string, field: string, why: string, remedy?: string): never {
  throw new InputError(code, `${field} ${why}`, remedy === undefined ? { field } : { field, remedy });
}

function checkRange(value: bigint, bits: bigint, signed: boolean, field: string): bigint {
  const half = 1n << (bits - 1n);
  const inside = signed ? value >= -half && value < half : value >= 0n && value >> bits === 0n;
  return inside ? value : refuse('SURFACE_RANGE', field, 'is outside the range of its format');
}

/** Whether the least total variance, a + b sigma sqrt(1 - rho^2), is below -2^-24. */
function hasNegativeVariance({ a, b, bRho, sigma }: SviSlice): boolean {
  const shortfall = -(a + FLOOR_VARIANCE) << (2n * C.SVI_FRACTION_BITS - C.SVI_A_FRACTION_BITS);
  return shortfall > 0n && (b * b - bRho * bRho) * sigma * sigma < shortfall * shortfall;
}

function readSlice(value: unknown, field: string): SviSlice {
  const fields = readObject(
    value,
    field,
    ['expiry', 'a', 'b', 'rho', 'm', 'sigma'],
    ['expiryHours', 'forward', 'discount', 'rmseVolPoints', 'quotes', 'status', 'notes'],
  );
  const at = (key: string) => fieldPath(field, key);
  const expiryHours = readExpiry(fields.expiry, at('expiry'));
  if (fields.expiryHours !== undefined && fields.expiryHours !== Number(expiryHours)) {
    return refuse('EXPIRY_INVALID', at('expiryHours'), 'is not the hour of the expiry');
  }
  const b = parseDecimal(fields.b, at('b'));
  const rho = parseDecimal(fields.rho, at('rho'));
  const rhoSize = { units: rho.units < 0n ? -rho.units : rho.units, scale: rho.scale };
  if (compareDecimals(rhoSize, ONE) > 0) return refuse('SURFACE_RANGE', at('rho'), 'is outside -1 to 1');
  const nearest = (key: 'm' | 'sigma') => scaledNearest(parseDecimal(fields[key], at(key)), UNIT);
  const slice: SviSlice = {
    expiryHours,
    a: checkRange(scaledNearest(parseDecimal(fields.a, at('a')), A_UNIT), C.SVI_A_BITS, true, at('a')),
    b: checkRange(scaledNearest(b, UNIT), C.SVI_B_BITS, false, at('b')),
    bRho: checkRange(scaledNearest(multiplyExact(b, rho), UNIT), C.SVI_B_RHO_BITS, true, at('rho')),
    m: checkRange(nearest('m'), C.SVI_M_BITS, true, at('m')),
    sigma: checkRange(nearest('sigma'), C.SVI_SIGMA_BITS, false, at('sigma')),
  };
  if (slice.sigma === 0n) return refuse('SURFACE_RANGE', at('sigma'), 'is zero at the precision of its format');
  if (hasNegativeVariance(slice)) {
    return refuse('SURFACE_NEGATIVE', field, 'has negative total variance', 'Fit the slice again with that forbidden.');
  }
  return slice;
}

/** The slices of one underlying in the slots of the snapshot; an expiry without a slice leaves its slot empty. */
function placeSlices(slices: readonly SviSlice[], snapshot: Snapshot, underlying: number, field: string) {
  const expiries = snapshot.underlyings[underlying]?.expiries ?? [];
  const row: (SviSlice | null)[] = expiries.map(() => null);
  slices.forEach((slice, i) => {
    const slot = expiries.findIndex((expiry) => expiry?.expiryHours === slice.expiryHours);
    const at = fieldPath(fieldPath(field, i), 'expiry');
    if (slot < 0) refuse('EXPIRY_UNKNOWN', at, `${writeExpiry(slice.expiryHours)} is not in the snapshot`);
    if (row[slot]) refuse('EXPIRY_REPEATED', at, `${writeExpiry(slice.expiryHours)} is listed twice`);
    row[slot] = slice;
  });
  return row;
}

/**
 * Reads the surfaces of one tick and puts every slice at the slot that its expiry has in the snapshot.
 *
 * Parameters are rounded to the nearest step: a to 2^-32; b, b·rho (the exact product, then rounded), m and sigma to
 * 2^-26. What is rounded is what is committed and priced with.
 *
 * @throws InputError `SURFACE_RANGE`, `SURFACE_NEGATIVE`, `EXPIRY_UNKNOWN`, `EXPIRY_REPEATED`, `SYMBOL_REPEATED`,
 *   `UNDERLYING_UNKNOWN`, `SALT_WEAK`, and those of readObject.ts; messages never hold a parameter
 */
export function readSurface(
  value: unknown,
  published: PublishedCharter,
  snapshot: Snapshot,
  field = 'surface',
): Surface {
  const at = (key: string) => fieldPath(field, key);
  const fields = readObject(value, field, ['format', 'number', 'previous', 'salt', 'surfaces']);
  readFormat(fields.format, at('format'), SURFACES_FORMAT);
  const rows: ((SviSlice | null)[] | null)[] = published.units.map(() => null);
  for (const [i, entry] of readArray(fields.surfaces, at('surfaces'), published.units.length, 1).entries()) {
    const entryField = fieldPath(at('surfaces'), i);
    const surface = readObject(
      entry,
      entryField,
      ['format', 'underlying', 'slices'],
      ['asOf', 'index', 'refused', 'rmseVolPoints'],
    );
    readFormat(surface.format, fieldPath(entryField, 'format'), FITTED_FORMAT);
    const symbolField = fieldPath(entryField, 'underlying');
    const number = underlyingNumber(published, readText(surface.underlying, symbolField, 21), symbolField);
    if (rows[number]) return refuse('SYMBOL_REPEATED', symbolField, 'is listed twice');
    const list = fieldPath(entryField, 'slices');
    const slices = readArray(surface.slices, list, Number(C.EXPIRY_SLOTS)).map((slice, j) =>
      readSlice(slice, fieldPath(list, j)),
    );
    rows[number] = placeSlices(slices, snapshot, number, list);
  }
  return {
    number: readNatural(fields.number, at('number'), C.SEQUENCE_BITS),
    previous: readFieldElement(fields.previous, at('previous')),
    salt: readSalt(fields.salt, at('salt')),
    rows,
  };
}

/** Decimal places of a written rho: b·rho, rounded again, is the same step. */
const RHO_DIGITS = 12n;

function writeSlice(slice: SviSlice): SliceDocument {
  const scale = 10n ** RHO_DIGITS;
  // Rounded towards zero, so that it stays within -1 to 1; off by less than 10^-12, which b < 4 carries to 4 10^-12.
  const rho = slice.b === 0n ? 0n : (slice.bRho * scale) / slice.b;
  return {
    expiry: writeExpiry(slice.expiryHours),
    a: formatScaled(slice.a, A_UNIT),
    b: formatScaled(slice.b, UNIT),
    rho: formatDecimal({ units: rho, scale: Number(RHO_DIGITS) }),
    m: formatScaled(slice.m, UNIT),
    sigma: formatScaled(slice.sigma, UNIT),
  };
}

/** A surface as a document; reading it with the same charter and snapshot gives the same object. */
export function writeSurface(surface: Surface, published: PublishedCharter): SurfacesDocument {
  return {
    format: SURFACES_FORMAT,
    number: writeNatural(surface.number),
    previous: writeFieldElement(surface.previous),
    salt: writeFieldElement(surface.salt),
    surfaces: published.units.flatMap(({ symbol }, number) => {
      const row = surface.rows[number];
      if (!row) return [];
      const slices = row.flatMap((slice) => (slice ? [writeSlice(slice)] : []));
      return [{ format: FITTED_FORMAT, underlying: symbol, slices }];
    }),
  };
}
