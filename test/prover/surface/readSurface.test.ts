import fc from 'fast-check';
import { expect, test } from 'vitest';
import { surfaceCommitment } from '../../../circuits/commitment/surfaceCommitment.ts';
import { readSurface, writeSurface } from '../../../prover/surface/readSurface.ts';
import { readCharter } from '../../../verifier/formats/charter.ts';
import { formatDecimal } from '../../../verifier/formats/decimal.ts';
import { readSnapshot } from '../../../verifier/formats/snapshot.ts';
import { changed, charterDocument, SALT, snapshotDocument, surfacesDocument } from '../../support/documents.ts';

const published = readCharter(charterDocument());
const snapshot = readSnapshot(snapshotDocument(), published);
const read = (value: unknown) => readSurface(value, published, snapshot);
const S = 'surfaces.0.slices.0';

test('slices go to the slots of the snapshot and are rounded to the nearest step', () => {
  const surface = read(surfacesDocument());
  expect(surface).toMatchObject({ number: 4n, previous: 9n, salt: BigInt(SALT) });
  const slice = surface.rows[0]?.[2];
  expect(slice).toEqual({
    expiryHours: BigInt(Date.UTC(2026, 5, 26, 8) / 3_600_000),
    a: BigInt(Math.round(0.02 * 2 ** 32)),
    b: BigInt(2 ** 23),
    bRho: -BigInt(2 ** 21),
    m: BigInt(Math.round(0.01 * 2 ** 26)),
    sigma: BigInt(Math.round(0.15 * 2 ** 26)),
  });
  expect(surface.rows[0]?.[1]).toBeNull();
  expect(() => surfaceCommitment(surface)).not.toThrow();
});

test('the order of slices and surfaces does not matter', () => {
  const document = surfacesDocument();
  const shuffled = {
    ...document,
    surfaces: document.surfaces.map((entry) => ({ ...entry, slices: [...entry.slices].reverse() })).reverse(),
  };
  expect(read(shuffled)).toEqual(read(document));
});

test('writing a surface and reading it gives the same surface', () => {
  const parameter = (min: number, max: number) =>
    fc
      .integer({ min: Math.ceil(min * 1e8), max: Math.floor(max * 1e8) })
      .map((units) => formatDecimal({ units: BigInt(units), scale: 8 }));
  const slice = fc.record({
    expiry: fc.constant('27MAR26'),
    a: parameter(0, 1.9),
    b: parameter(0, 3.9),
    rho: parameter(-1, 1),
    m: parameter(-1.9, 1.9),
    sigma: parameter(0.001, 1.9),
  });
  fc.assert(
    fc.property(slice, (entry) => {
      const surface = read(changed(surfacesDocument(), S, entry));
      expect(read(writeSurface(surface, published))).toEqual(surface);
    }),
  );
});

test('what `fairmark fit` adds is accepted and not committed', () => {
  const document = surfacesDocument();
  const fitted = {
    ...document,
    surfaces: document.surfaces.map((entry) => ({
      ...entry,
      asOf: '2026-03-20T12:00:00.000Z',
      index: '70000',
      refused: [],
      rmseVolPoints: 0.3,
      slices: entry.slices.map((item) => ({
        ...item,
        forward: '1',
        discount: '1',
        rmseVolPoints: 0.2,
        quotes: 20,
        status: 'fitted',
        notes: [],
      })),
    })),
  };
  expect(read(fitted)).toEqual(read(document));
});

test.each([
  [`${S}.a`, '2', 'SURFACE_RANGE', 'surface.surfaces[0].slices[0].a'],
  [`${S}.a`, 'x', 'DECIMAL_INVALID', 'surface.surfaces[0].slices[0].a'],
  [`${S}.b`, '-0.02', 'SURFACE_RANGE', 'surface.surfaces[0].slices[0].b'],
  [`${S}.b`, '4', 'SURFACE_RANGE', 'surface.surfaces[0].slices[0].b'],
  [`${S}.rho`, '-1.01', 'SURFACE_RANGE', 'surface.surfaces[0].slices[0].rho'],
  [`${S}.m`, '2', 'SURFACE_RANGE', 'surface.surfaces[0].slices[0].m'],
  [`${S}.sigma`, '2', 'SURFACE_RANGE', 'surface.surfaces[0].slices[0].sigma'],
  [`${S}.sigma`, '0.000000001', 'SURFACE_RANGE', 'surface.surfaces[0].slices[0].sigma'],
  [`${S}.sigma`, '-0.1', 'SURFACE_RANGE', 'surface.surfaces[0].slices[0].sigma'],
  [`${S}.a`, '-0.01', 'SURFACE_NEGATIVE', 'surface.surfaces[0].slices[0]'],
  [`${S}.expiry`, '28MAR26', 'EXPIRY_UNKNOWN', 'surface.surfaces[0].slices[0].expiry'],
  [`${S}.expiry`, '26JUN26', 'EXPIRY_REPEATED', 'surface.surfaces[0].slices[1].expiry'],
  [`${S}.expiryHours`, 5, 'EXPIRY_INVALID', 'surface.surfaces[0].slices[0].expiryHours'],
  [`${S}.vega`, 5, 'FIELD_UNKNOWN', 'surface.surfaces[0].slices[0]'],
  ['surfaces.1.underlying', 'BTC', 'SYMBOL_REPEATED', 'surface.surfaces[1].underlying'],
  ['surfaces.1.underlying', 'SOL', 'UNDERLYING_UNKNOWN', 'surface.surfaces[1].underlying'],
  ['surfaces.1.format', 'fairmark.surface.v2', 'FORMAT_UNKNOWN', 'surface.surfaces[1].format'],
  ['surfaces.1', 'fits/eth.json', 'OBJECT_EXPECTED', 'surface.surfaces[1]'],
  ['number', 2 ** 32, 'NATURAL_INVALID', 'surface.number'],
  ['salt', '5', 'SALT_WEAK', 'surface.salt'],
])('a surface with %s = %j is refused', (path, value, code, field) => {
  const run = () => read(changed(surfacesDocument(), path, value));
  expect(run).toThrow(expect.objectContaining({ code, field }));
  if (typeof value === 'string' && code.startsWith('SURFACE')) {
    // The parameter is not in the message; "2" and "4" stand in words and limits anyway.
    if (value.length > 2) expect(run).not.toThrow(value);
  }
});

test('the least variance may be zero', () => {
  // a + b sigma sqrt(1 - rho^2) = -0.003 + 0.02 * 0.15 = 0
  const touching = changed(changed(surfacesDocument(), `${S}.a`, '-0.003'), `${S}.rho`, '0');
  expect(() => read(touching)).not.toThrow();
});
