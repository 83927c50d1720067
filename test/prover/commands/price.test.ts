import { describe, expect, test } from 'vitest';
import { price } from '../../../prover/commands/price.ts';

async function run(...args: string[]): Promise<string[]> {
  return (await runBoth(...args)).lines;
}

async function runBoth(...args: string[]): Promise<{ lines: string[]; progress: string[] }> {
  const lines: string[] = [];
  const progress: string[] = [];
  const output = { print: (line: string) => lines.push(line), progress: (line: string) => progress.push(line) };
  expect(await price.run(args, output)).toBe(0);
  return { lines, progress };
}

interface Result {
  price: string;
  errorBound: string;
  floorBinds: boolean;
  greeks: Record<string, number>;
}

async function json(...args: string[]): Promise<Result> {
  return JSON.parse((await run(...args, '--json')).join('')) as Result;
}

/** forward, strike, total standard deviation or SVI slice, discount, type, price */
const VECTORS = [
  ['100', '110', '0.3', '0.95', 'call', '7.7339614465159981'],
  ['100', '110', '0.3', '0.95', 'put', '17.233961446515998'],
  ['63481.25', '72000', '0.1234567890123', '0.9987', 'call', '667.67120210626716'],
  ['0.000123', '0.00011', '0.8', '1', 'put', '0.000030046877280724954'],
  ['98765432109876.5', '90000000000000', '0.05', '0.999', 'put', '57891526519.411025'],
  ['2500', '2500', '0.0001', '1', 'call', '0.24349504358560108'],
  ['2500', '2501', '0.0005', '1', 'put', '1.1503314612898754'],
  ['1', '2000', '3.5', '1', 'call', '0.24869557928973378'],
  ['100', '1', '7.9', '0.5', 'put', '0.49966464375357092'],
  ['63481.25', '72000', '0.0012,0.02,-0.3,0.01,0.06', '0.9987', 'call', '15.671697302140942'],
  ['63481.25', '50000', '-0.001,0.05,-0.5,0.02,0.1', '0.9987', 'put', '137.10768428286755'],
  ['3000', '3000', '0.0001,0.001,0.1,-0.001,0.005', '1', 'call', '12.275388982766342'],
] as const;

const COMMON = ['--forward', '100', '--strike', '110', '--discount', '0.95', '--type', 'call'];
const replacing = (flag: string, value: string) => {
  const args = [...COMMON, '--total-std-dev', '0.3'];
  args[args.indexOf(flag) + 1] = value;
  return args;
};

/** Of the command, or of the reader of decimals. */
const REFUSED = expect.stringMatching(/^(ARGUMENTS|DECIMAL_INVALID)$/);

describe('fairmark price (FM-06)', () => {
  // Expected values: mpmath 1.3.0, 40 digits.
  test.each(VECTORS)('%s %s %s %s %s', async (forward, strike, deviation, discount, type, expected) => {
    const deviations = deviation.includes(',') ? [`--svi=${deviation}`] : ['--total-std-dev', deviation];
    const result = await json(
      '--forward',
      forward,
      '--strike',
      strike,
      ...deviations,
      '--discount',
      discount,
      '--type',
      type,
    );
    const error = Math.abs(Number(result.price) - Number(expected));
    expect(error).toBeLessThanOrEqual(Number(result.errorBound));
    const half = (Number(discount) * (Number(forward) + Number(strike))) / 2;
    expect(Number(result.errorBound)).toBeLessThan(2e-7 * half);
    expect(result.floorBinds).toBe(Number(deviation) < 2 ** -12);
  });

  // delta, gamma, vega and its vol point, theta and its day: mpmath 1.3.0, 40 digits. The last is priced at the floor.
  test.each([
    [
      ['100', '110', '--total-std-dev=0.3', '0.95', 'call', '0.25'],
      [
        0.411738941712084, 0.0124567709217755, 18.6851563826632, 0.186851563826632, -20.8353862141634,
        -0.0570832499018175,
      ],
    ],
    [
      ['63481.25', '50000', '--svi=-0.001,0.05,-0.5,0.02,0.1', '0.9987', 'put', '0.1'],
      [
        -0.0369813656661131, 9.15501837195723e-6, 1622.34162233229, 16.2234162233229, -3565.2275791717,
        -9.76774679225123,
      ],
    ],
    [
      ['2500', '2500', '--total-std-dev=0.0001', '1', 'call', '0.0001'],
      [
        0.500048699008717, 0.653627027339806, 9.97355693572703, 0.0997355693572703, -1217.47521188074,
        -3.33554852570066,
      ],
    ],
  ])('Greeks of %j', async ([forward, strike, deviation, discount, type, years], expected) => {
    const flags = [
      '--forward',
      forward,
      '--strike',
      strike,
      deviation,
      '--discount',
      discount,
      '--type',
      type,
    ] as string[];
    const { greeks } = await json(...flags, '--years', years as string);
    expect(Object.keys(greeks)).toEqual(['delta', 'gamma', 'vega', 'vegaPerPoint', 'theta', 'thetaPerDay']);
    Object.values(greeks).forEach((value, i) => {
      expect(Math.abs(value / (expected[i] as number) - 1)).toBeLessThan(1e-11);
    });
    const table = (await run(...flags, '--years', years as string)).map((line) => line.split(/\s+/));
    for (const [name, value] of Object.entries(greeks)) {
      const [, printed] = table.find(([first]) => first === name) as string[];
      expect(Math.abs(Number(printed) / value - 1)).toBeLessThan(1e-7);
    }
  });

  test('without --years, delta and gamma are the same, and the rest is asked for', async () => {
    const args = replacing('--type', 'put');
    const { delta, gamma } = (await json(...args, '--years', '0.37')).greeks;
    const { greeks } = await json(...args);
    expect(Object.keys(greeks)).toEqual(['delta', 'gamma']);
    expect(Math.abs((greeks.delta as number) / (delta as number) - 1)).toBeLessThan(1e-13);
    expect(Math.abs((greeks.gamma as number) / (gamma as number) - 1)).toBeLessThan(1e-13);
    expect((await runBoth(...args)).progress).toEqual([expect.stringContaining('--years')]);
    expect((await runBoth(...args, '--years', '1')).progress).toEqual([]);
  });

  test('prints text by default', async () => {
    const lines = await run(...replacing('--type', 'put'));
    expect(lines.map((line) => line.split(/\s+/)[0])).toEqual(['price', 'errorBound', 'delta', 'gamma']);
  });

  test('explains itself', async () => {
    expect((await run('--help')).join('\n')).toContain('Usage: fairmark price');
  });

  test.each([
    ['--forward', 'NaN'],
    ['--forward', '1e5'],
    ['--forward', '0100'],
    ['--forward', '0'],
    ['--forward', '+1'],
    ['--forward', '1.'],
    ['--forward', '.5'],
    ['--forward', 'Infinity'],
    ['--forward', '1_000'],
    ['--forward', '0x10'],
    ['--forward', ' 1'],
    ['--strike', ''],
    ['--discount', '1.01'],
    ['--discount', '0.0'],
    ['--type', 'straddle'],
    ['--total-std-dev', '٣'],
    ['--strike', '-75000'],
  ])('refuses %s %j by name', async (flag, value) => {
    await expect(run(...replacing(flag, value))).rejects.toMatchObject({ code: REFUSED, field: flag });
  });

  test.each(['0', '-1', '1e-3', ''])('refuses --years %j by name', async (years) => {
    const args = [...replacing('--type', 'put'), `--years=${years}`];
    await expect(run(...args)).rejects.toMatchObject({ code: REFUSED, field: '--years' });
  });

  test.each([
    '0.01,0.1,0,0',
    '0.01,-0.1,0,0,0.1',
    '0.01,0.1,1,0,0.1',
    '0.01,0.1,0,0,0',
    '0.01,0.1,0,-0,0.1',
    'a,b,c,d,e',
  ])('refuses --svi %s', async (svi) => {
    await expect(run(...COMMON, `--svi=${svi}`)).rejects.toMatchObject({ code: REFUSED, field: '--svi' });
  });

  test('refuses both or neither deviation, unknown flags and missing ones', async () => {
    for (const args of [COMMON, [...COMMON, '--svi=0,1,0,0,1', '--total-std-dev', '1'], ['--volatility', '1'], []]) {
      await expect(run(...args)).rejects.toMatchObject({ code: 'ARGUMENTS' });
    }
  });

  test('refuses what the circuit cannot price', async () => {
    await expect(run(...replacing('--strike', '900000'))).rejects.toMatchObject({
      code: 'PRICE_DOMAIN',
      clause: 'FM-06',
    });
    await expect(run(...replacing('--total-std-dev', '8'))).rejects.toMatchObject({
      code: 'PRICE_DOMAIN',
      clause: 'FM-06',
    });
  });
});
