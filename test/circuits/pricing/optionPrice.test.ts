import { beforeAll, describe, expect, test } from 'vitest';
import { FIELD, TemplateCircuit } from '../../../audit/circuit/templateCircuit.ts';
import { admissibleD1 } from '../../../audit/error/admissible.ts';
import { coarseD1 } from '../../../circuits/pricing/coarseD1.ts';
import { optionPrice } from '../../../circuits/pricing/optionPrice.ts';
import {
  expectAccepted,
  expectRefused,
  forgeWhole,
  residualEdits,
  seeded,
  stdDevBits,
  sweep,
} from './pricingTestKit.ts';

const LEVELS = [19, 23, 25, 26, 27, 28];
const at = (value: number) => BigInt(Math.round(value * 2 ** 26));

function inputsOf(k: bigint, s: bigint, isPut: boolean) {
  const discountedForward = (1n << 40n) - 12345n;
  const discountedStrike = BigInt(Math.floor(Number(discountedForward) * Math.exp(Number(k) / 2 ** 26)));
  return { logMoneyness: k, stdDevBits: stdDevBits(s), isPut: isPut ? 1n : 0n, discountedForward, discountedStrike };
}

describe('FM-06.4 FM-06.5 OptionPrice', () => {
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await TemplateCircuit.compile({ file: 'circuits/pricing/OptionPrice.circom', template: 'OptionPrice' });
  });

  test('costs what is on record', () => {
    expect(circuit.constraintCount).toBe(208);
  });

  test('equals its model', async () => {
    const random = seeded(9);
    const last = (8n << 26n) - 1n;
    const top = (1n << 29n) - 4097n;
    const floor = 1n << 14n;
    const points: [bigint, bigint][] = [];
    for (const k of [0n, 1n, -1n, last, -last])
      for (const s of [floor, floor + 1n, at(0.1), at(1.28), at(2), top]) points.push([k, s]);
    for (let i = 0; i < 120; i++) {
      const s = at(2 ** (random.next() * 15 - 12));
      const size = Number(s) / 2 ** 26;
      const k = i % 3 ? size * (size / 2 - (random.next() * 16 - 8)) : random.next() * 16 - 8;
      if (Math.abs(k) < 8 && s < top) points.push([at(k), s]);
    }
    for (const [index, [k, s]] of points.entries()) {
      const isPut = index % 2 === 1;
      const inputs = inputsOf(k, s, isPut);
      const assignment = await circuit.assign(inputs);
      expectAccepted(circuit, assignment);
      expect(circuit.read(assignment, 'price'), `${k} ${s}`).toBe(optionPrice({ ...inputs, totalStdDev: s, isPut }));
    }
  }, 60_000);

  test('refuses other values of any signal', async () => {
    const assignment = await circuit.assign(inputsOf(at(0.1), at(0.4), false));
    sweep(circuit, assignment, /quotient|isPut|discounted|stdDevBits/);
    for (const name of ['main.discountedForward', 'main.discountedStrike', 'main.isPut', 'main.logMoneyness']) {
      for (const value of [FIELD - 1n, 1n << 60n, 12345n]) expectRefused(circuit, assignment, { [name]: value });
    }
    const saturated = await circuit.assign(inputsOf(at(-5), at(0.1), true));
    sweep(circuit, saturated, /quotient|stdDevBits/);
  }, 60_000);

  test('C9 refuses two segments at once, none, and the neighbour', async () => {
    const assignment = await circuit.assign(inputsOf(at(0.3), at(0.4), false));
    const name = (i: number) => `main.strikeCdf.oneHot[${i}]`;
    const hot = Array.from({ length: 24 }, (_, i) => i).find(
      (i) => circuit.read(assignment, name(i).slice(5)) === 1n,
    ) as number;
    expectRefused(circuit, assignment, { [name(hot)]: 0n });
    expectRefused(circuit, assignment, { [name(hot + 1)]: 1n });
    expectRefused(circuit, assignment, { [name(hot)]: 0n, [name(hot + 1)]: 1n });
    expectRefused(circuit, assignment, { [name(hot)]: 0n, [name(hot - 1)]: 1n, 'main.strikeCdf.excess[0]': 1n });
    expectRefused(circuit, assignment, {
      'main.strikeCdf.positive': 1n - circuit.read(assignment, 'strikeCdf.positive'),
    });
  });

  // The witness of a neighbouring k is consistent in everything but the equation of d1.
  test.each([
    [0.1, 0.4],
    [-0.2, 0.05],
    [1.1, 3.2],
    [0.001, 0.0003],
  ])('refuses every d1 outside the admitted interval at k = %f, s = %f', async (k, s) => {
    const [K, S] = [at(k), at(s)];
    const [low, high] = admissibleD1(K, S);
    const honest = coarseD1(K, S);
    const divisor = ((S + 4096n) >> 8n) - 16n;
    const rounded = (S + 4096n) >> 13n;
    const witnessFor = async (d1: bigint) => {
      // Half a unit short of d1, which the honest prover rounds away from zero to d1.
      const otherK = -(divisor * (2n * d1 - (d1 < 0n ? -1n : 1n) - rounded)) / 64n;
      if (coarseD1(otherK, S) !== d1) return undefined;
      const assignment = await circuit.assign(inputsOf(otherK, S, false));
      const product = divisor * (2n * d1 - rounded);
      const signed = (d1 < 0n ? -1n : 1n) * (-64n * K - product);
      const spec = {
        bits: 'main.d1.residual',
        gates: 'main.d1.gates',
        width: 35,
        levels: LEVELS,
        shift: 8,
        magnitude: stdDevBits(S),
        open: 0n,
      };
      return forgeWhole(circuit, assignment, {
        'main.logMoneyness': K,
        'main.d1.signedResidual': signed,
        ...residualEdits(spec, signed + 2n * divisor),
      });
    };
    let admitted = 0;
    for (const d1 of [low, high, honest]) {
      const witness = await witnessFor(d1);
      if (witness === undefined) continue;
      expectAccepted(circuit, witness);
      admitted++;
    }
    expect(admitted).toBeGreaterThan(0);
    let refused = 0;
    for (const d1 of [low - 1n, low - 2n, low - 9n, high + 1n, high + 2n, high + 9n, honest + 700n, honest - 500n]) {
      const witness = await witnessFor(d1);
      if (witness === undefined) continue;
      expect(circuit.violated(witness).length).toBeGreaterThan(0);
      refused++;
    }
    expect(refused).toBeGreaterThan(2);
  });

  test('C10 has no witness where saturation would need a large s', async () => {
    const inputs = inputsOf(0n, at(7.9), false);
    const assignment = await circuit.assign({ ...inputs, logMoneyness: -40n << 26n });
    expect(circuit.violated(assignment).length).toBeGreaterThan(0);
  });

  test('the model refuses what is outside the domain', () => {
    const inputs = { ...inputsOf(0n, at(1), false), isPut: false };
    const refusal = expect.objectContaining({ code: 'PRICE_DOMAIN', clause: 'FM-06' });
    for (const logMoneyness of [8n << 26n, -8n << 26n]) {
      expect(() => optionPrice({ ...inputs, logMoneyness, totalStdDev: at(1) })).toThrow(refusal);
    }
    for (const totalStdDev of [at(8), (1n << 14n) - 1n, 0n, (1n << 29n) - 4096n]) {
      expect(() => optionPrice({ ...inputs, totalStdDev })).toThrow(refusal);
    }
  });
});
