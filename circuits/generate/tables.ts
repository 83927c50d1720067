import * as formats from '../pricing/formats.ts';
import { fitPolynomial } from './fitPolynomial.ts';
import { logarithm, normalDensity, normalDistribution, ONE, PRECISION, roundTo } from './fixedPoint.ts';

const COMMAND = 'npm run generate';

/** Segments of N(d1): half a unit wide, from -1/8 on, because |d1| is cut into quarters around multiples of 1/4. */
const HEAD = { segments: 16, saturatedFrom: 14, degree: 5, leadingBits: 15 };
/** Segments of N(d2): around odd eighths, a quarter to both sides. Beyond 6 the function is 1. */
const LAGGED = { segments: 24, degree: 5, leadingBits: 15 };
const DENSITY = { segments: 24, degree: 3, leadingBits: 15 };

/** Denominators 2^6, 2^9, 2^12. Eight multipliers each bring any value of [1, 2) to within 2^-9 of 1 (tested). */
const LOG_MULTIPLIERS = [
  [60, 54, 49, 45, 41, 38, 35, 33],
  [0, 1, 2, 3, 4, 5, 6, 7].map((i) => 512 + (2 * i - 7) * 5),
  [0, 1, 2, 3, 4, 5, 6, 7].map((i) => 4096 + (2 * i - 7) * 5),
] as const;
const LOG_DENOMINATOR_BITS = [6, 9, 12];

interface Table {
  rows: bigint[][];
  error: string;
}

/** All fitted tables: their sources in `circuits/coefficients`, and what templates and models read in `circuits/generated`. */
export function generateTables(): Map<string, string> {
  const eighth = ONE / 8n;
  const head = table(HEAD.segments, HEAD.degree, HEAD.leadingBits, normalDistribution, (j) =>
    j < HEAD.saturatedFrom ? (BigInt(j) * ONE) / 2n + eighth : undefined,
  );
  const center = (j: number) => (2n * BigInt(j) + 1n) * eighth;
  const lagged = table(LAGGED.segments, LAGGED.degree, LAGGED.leadingBits, normalDistribution, center);
  const density = table(DENSITY.segments, DENSITY.degree, DENSITY.leadingBits, normalDensity, center);
  const logs = LOG_MULTIPLIERS.map((multipliers, i) =>
    multipliers.map((m) =>
      roundTo(logarithm(1n << BigInt(LOG_DENOMINATOR_BITS[i] as number), BigInt(m)), formats.LOG_SCALE_BITS),
    ),
  );
  const halvings = [0, 1, 2, 3, 4].map((i) => roundTo((1n << BigInt(i)) * logarithm(2n, 1n), formats.LOG_SCALE_BITS));
  const tops = [24, 36].map((bits) => roundTo(BigInt(bits - 1) * logarithm(2n, 1n), formats.LOG_SCALE_BITS));

  const files = new Map<string, string>();
  const coefficients = (name: string, body: object) =>
    files.set(`circuits/coefficients/${name}.json`, `${JSON.stringify({ command: COMMAND, ...body }, null, 1)}\n`);
  const polynomial = (name: string, meaning: string, interval: string, size: typeof LAGGED, fitted: Table) =>
    coefficients(name, {
      meaning,
      interval,
      degree: size.degree,
      variableBits: formats.D1_BITS,
      scaleBits: size.leadingBits + size.degree * formats.D1_BITS,
      measuredError: fitted.error,
      order: 'rows are segments; within a row the constant first',
      coefficients: fitted.rows.map((row) => row.map(String)),
    });
  polynomial(
    'normalCdf',
    'N(x) for x = |d1|',
    'segment j: x in [j/2 - 1/8, j/2 + 3/8), variable x - (j/2 + 1/8); segments 14 and 15 are the constant 1',
    HEAD,
    head,
  );
  polynomial(
    'laggedNormalCdf',
    'N(x) for x = |d2| up to the low part of the total standard deviation',
    'segment j: variable x - (2j + 1)/8 in (-1/4, 1/4)',
    LAGGED,
    lagged,
  );
  polynomial('normalDensity', "n(x) = N'(x)", 'segment j: variable x - (2j + 1)/8 in (-1/4, 1/4)', DENSITY, density);
  coefficients('naturalLog', {
    meaning: 'multipliers m / 2^d and -ln(m / 2^d); ln 2^(2^i); ln 2^(bits - 1)',
    scaleBits: formats.LOG_SCALE_BITS,
    denominatorBits: LOG_DENOMINATOR_BITS,
    multipliers: LOG_MULTIPLIERS,
    logarithms: logs.map((row) => row.map(String)),
    logarithmsOfHalvings: halvings.map(String),
    logarithmsOfTop: { 24: String(tops[0]), 36: String(tops[1]) },
    measuredError: '2^-38 each, rounded to nearest',
  });

  const multipliers = LOG_MULTIPLIERS.map((row) => row.map(BigInt));
  const arrays: [string, string, bigint[] | bigint[][]][] = [
    ['normalCdfCoefficients', 'NORMAL_CDF', head.rows],
    ['laggedNormalCdfCoefficients', 'LAGGED_NORMAL_CDF', lagged.rows],
    ['normalDensityCoefficients', 'NORMAL_DENSITY', density.rows],
    ['logMultipliers', 'LOG_MULTIPLIERS', multipliers],
    ['logOfMultipliers', 'LOG_OF_MULTIPLIERS', logs],
    ['logOfHalvings', 'LOG_OF_HALVINGS', halvings],
    ['logOfTop', 'LOG_OF_TOP', tops],
  ];
  const banner = `// Written by circuits/generate/tables.ts (${COMMAND}): do not edit.\n`;
  files.set(
    'circuits/generated/pricingTables.circom',
    `pragma circom 2.1.6;\n\n${banner}${arrays.map(circomTable).join('')}`,
  );
  files.set('circuits/generated/pricingTables.ts', `${banner}${arrays.map(typescriptTable).join('')}`);
  files.set('circuits/generated/pricingFormats.circom', `pragma circom 2.1.6;\n\n${banner}${circomFormats()}`);
  return files;
}

/** Fits every segment; a segment without a center is the constant 1. */
function table(
  segments: number,
  degree: number,
  leadingBits: number,
  of: (x: bigint) => bigint,
  center: (segment: number) => bigint | undefined,
): Table {
  const scaleBits = leadingBits + degree * formats.D1_BITS;
  let worst = 0n;
  const rows = Array.from({ length: segments }, (_, j) => {
    const middle = center(j);
    if (middle === undefined) return [1n << BigInt(scaleBits), ...new Array<bigint>(degree).fill(0n)];
    const row = fitPolynomial({
      of,
      center: middle,
      halfWidthBits: 2,
      degree,
      variableBits: formats.D1_BITS,
      leadingBits,
    });
    const reach = 1 << (formats.D1_BITS - 2);
    for (let t = -reach; t <= reach; t += 16) {
      const variable = BigInt(t);
      const value = row.reduceRight((sum, coefficient) => sum * variable + coefficient, 0n);
      const exact = of(middle + variable * (ONE >> BigInt(formats.D1_BITS)));
      const error = (value << (PRECISION - BigInt(scaleBits))) - exact;
      if (error > worst) worst = error;
      if (-error > worst) worst = -error;
    }
    return row;
  });
  return { rows, error: `${(worst * 10n ** 12n) >> PRECISION}e-12 at every 16th value of the variable` };
}

function circomTable([name, , rows]: [string, string, bigint[] | bigint[][]]): string {
  const nested = Array.isArray(rows[0]);
  const shape = nested ? `[${rows.length}][${(rows[0] as bigint[]).length}]` : `[${rows.length}]`;
  const body = nested
    ? (rows as bigint[][]).map((row) => `        [${row.join(', ')}]`).join(',\n')
    : `        ${(rows as bigint[]).join(', ')}`;
  return `\nfunction ${name}() {\n    var table${shape} = [\n${body}\n    ];\n    return table;\n}\n`;
}

function typescriptTable([, name, rows]: [string, string, bigint[] | bigint[][]]): string {
  const nested = Array.isArray(rows[0]);
  const list = (row: bigint[]) => row.map((value) => `${value}n`).join(', ');
  const body = nested
    ? (rows as bigint[][]).map((row) => `  [${list(row)}],\n`).join('')
    : `  ${list(rows as bigint[])},\n`;
  return `\nexport const ${name}: readonly ${nested ? '(readonly bigint[])' : 'bigint'}[] = [\n${body}];\n`;
}

/** Each constant of formats.ts as a circom function of the same name. */
function circomFormats(): string {
  return Object.entries(formats)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `\nfunction ${name}() {\n    return ${value};\n}\n`)
    .join('');
}
