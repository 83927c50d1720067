import { beforeAll, describe, expect, test } from 'vitest';
import { type Assignment, FIELD, type TemplateCircuit } from '../../audit/circuit/templateCircuit.ts';
import { monotoneRoute } from '../../circuits/arithmetic/monotoneRoute.ts';
import { surplusOverTarget } from '../../circuits/closing/amountClauses.ts';
import { legGain } from '../../circuits/closing/legGain.ts';
import { penaltyCap } from '../../circuits/closing/priceFairness.ts';
import { feeLimit } from '../../circuits/closing/settlement.ts';
import { shortfallToTarget } from '../../circuits/closing/shortfallToTarget.ts';
import { accountCommitment } from '../../circuits/commitment/accountCommitment.ts';
import { outcomeCommitment } from '../../circuits/commitment/outcomeCommitment.ts';
import { ScenarioTree } from '../../circuits/commitment/scenarioTree.ts';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import { type Close, type LiquidationInputs, runLiquidation } from '../../circuits/liquidation.ts';
import { evaluateAccount } from '../../circuits/margin/evaluateAccount.ts';
import { ERROR_SCALE, marginGap } from '../../circuits/margin/trigger.ts';
import type { ClosedLeg, ScenarioOpening } from '../../circuits/objects.ts';
import { PUBLIC_SIGNALS } from '../../circuits/signals.ts';
import { type CircuitInputs, witnessInputs } from '../../circuits/witnessInputs.ts';
import { compileSmall, liquidationOf, SMALL, sampleLiquidation } from '../support/sampleLiquidation.ts';
import { sampleMarket, sampleNodeSalts } from '../support/sampleMarket.ts';

let circuit: TemplateCircuit;
const market = sampleMarket();
const base = sampleLiquidation('shortCallsLongFutures', 50n, market);
const oneExpiry = sampleLiquidation('condor', 50n, market);
const insolvent = sampleLiquidation('insolvent', 1200n, market);

beforeAll(async () => {
  circuit = await compileSmall();
});

/** Circuit inputs with some elements replaced; `name` or `name[i]`. */
function edited(inputs: CircuitInputs, edits: Record<string, bigint>): CircuitInputs {
  const copy = structuredClone(inputs);
  for (const [path, value] of Object.entries(edits)) {
    const [name, ...places] = path.split(/[[\]]+/).filter((part) => part !== '');
    let target: Record<string, unknown> = copy;
    let key = name as string;
    for (const place of places) {
      target = target[key] as Record<string, unknown>;
      key = place;
    }
    expect(target[key], path).toBeDefined();
    target[key] = value;
  }
  return copy;
}

/** The witness violates the shipped constraints, and those it violates are about the signals named. */
async function expectRefused(inputs: CircuitInputs, where: RegExp): Promise<void> {
  const assignment = await circuit.assign(inputs);
  const names = [...circuit.violatedSignals(assignment)];
  expect(names, 'nothing is violated').not.toEqual([]);
  expect(
    names.filter((name) => where.test(name)),
    `violated elsewhere: ${names.slice(0, 8).join(', ')}`,
  ).not.toEqual([]);
  await expect(circuit.calculate(inputs)).rejects.toThrow();
}

async function expectAccepted(inputs: CircuitInputs): Promise<Assignment> {
  const assignment = await circuit.assign(inputs);
  expect([...circuit.violatedSignals(assignment)].slice(0, 8)).toEqual([]);
  return assignment;
}

/** The statement about an honest witness with another value of one public signal. */
async function refusedSignal(inputs: CircuitInputs, name: (typeof PUBLIC_SIGNALS)[number], value: bigint) {
  const assignment = await circuit.assign(inputs);
  expect(circuit.violated(assignment)).toEqual([]);
  expect(value).not.toBe(assignment.get(`main.${name}`));
  expect(circuit.violated(circuit.forge(assignment, { [`main.${name}`]: value }))).not.toEqual([]);
}

/** Inputs of another close of the base account, past the model: it would refuse them. */
function closing(from: typeof base, close: Partial<Close>, surplus?: bigint): CircuitInputs {
  const options = close.options ?? from.inputs.close.options;
  const linears = close.linears ?? from.inputs.close.linears;
  const edits: Record<string, bigint> = {};
  from.inputs.account.options.forEach((position, i) => {
    const leg = options[i] as ClosedLeg;
    edits[`optionClosed[${i}]`] = leg.quantityClosed;
    edits[`optionRemaining[${i}]`] = (position?.quantity ?? 0n) - leg.quantityClosed;
    edits[`optionPrice[${i}]`] = leg.price;
  });
  from.inputs.account.linears.forEach((position, i) => {
    const leg = linears[i] as ClosedLeg;
    edits[`linearClosed[${i}]`] = leg.quantityClosed;
    edits[`linearRemaining[${i}]`] = (position?.quantity ?? 0n) - leg.quantityClosed;
    edits[`linearPrice[${i}]`] = leg.price;
  });
  if (close.fee !== undefined) edits.fee = close.fee;
  if (close.draw !== undefined) edits.draw = close.draw;
  if (close.terminal !== undefined) edits.terminal = BigInt(close.terminal);
  if (surplus !== undefined) edits.surplus = surplus;
  return edited(from.circuitInputs, edits);
}

/** All legs of a liquidation with gains; options first, as in the circuit. */
function legsOf({ inputs, result }: typeof base, close = inputs.close) {
  return (['options', 'linears'] as const).flatMap((list) =>
    result.margin[list].flatMap((leg, place) => {
      const closed = close[list][place];
      return leg && closed
        ? [
            {
              list,
              place,
              leg,
              gain: legGain(leg, inputs.charter.targetBuffer),
              closed: closed.quantityClosed,
              price: closed.price,
            },
          ]
        : [];
    }),
  );
}

/** A copy of a close with one leg replaced. */
function withLeg(close: Close, list: 'options' | 'linears', place: number, leg: ClosedLeg): Close {
  return { ...close, [list]: close[list].map((old, i) => (i === place ? leg : old)) };
}

const surplusOf = (from: typeof base, close: Close) => {
  const reached = surplusOverTarget(
    legsOf(from, close),
    shortfallToTarget(from.result.margin, from.inputs.charter.targetBuffer),
  );
  return reached > 0n ? reached : 0n;
};

test('the base cases hold', async () => {
  await expectAccepted(base.circuitInputs);
  await expectAccepted(insolvent.circuitInputs);
  expect(insolvent.inputs.close.terminal).toBe(true);
  expect(insolvent.inputs.close.draw).toBeGreaterThan(0n);
});

describe('FM-01 FM-02: every input is bound by a public signal or a constraint', () => {
  // Values past any range, one for each input in turn. The public signals stay those of the honest witness.
  const far = [FIELD - 1n, 1n << 253n, (1n << 64n) + 5n];
  // Choices that the statement leaves to the prover, and the selectors of empty slots.
  const free = new Set(['surplus']);
  // Constants of an instance with one underlying: no wire carries them.
  const constant = /^expiryUnderlying/;
  test('an edit of any input is refused', async () => {
    const honest = await circuit.assign(base.circuitInputs);
    const signals = Object.fromEntries(
      PUBLIC_SIGNALS.map((name) => [`main.${name}`, honest.get(`main.${name}`) as bigint]),
    );
    const paths = Object.entries(base.circuitInputs).flatMap(([name, value]) => elements(name, value));
    let refused = 0;
    for (const [i, path] of paths.entries()) {
      if (free.has(path) || constant.test(path)) continue;
      const assignment = await circuit.assign(edited(base.circuitInputs, { [path]: far[i % far.length] as bigint }));
      const forged = circuit.forge(assignment, signals);
      expect(circuit.violated(forged), path).not.toEqual([]);
      refused++;
    }
    expect(refused).toBeGreaterThan(120);
  });

  /** Paths of the elements of an input; the first, the last and one between for long arrays. */
  function elements(name: string, value: unknown): string[] {
    if (!Array.isArray(value)) return [name];
    const places = value.length > 4 ? [0, Math.floor(value.length / 2), value.length - 1] : value.map((_, i) => i);
    return places.flatMap((i) => elements(`${name}[${i}]`, value[i]));
  }

  test('C16 the commitments of other salts are refused', async () => {
    for (const [name, other] of [
      ['accountBefore', accountCommitment({ ...base.inputs.account, salt: base.inputs.account.salt + 1n })],
      ['accountAfter', accountCommitment({ ...base.result.accountAfter, salt: 1n })],
      ['outcomeCommitment', outcomeCommitment({ ...base.result.outcome, salt: 1n })],
    ] as const) {
      await refusedSignal(base.circuitInputs, name, other);
    }
  });
});

describe('FM-03: ranges (V3, V9)', () => {
  test.each([
    ['optionStrike[0]', C.STRIKE_BITS],
    ['optionClosed[0]', C.LOT_BITS],
    ['optionRemaining[0]', C.LOT_BITS],
    ['linearClosed[0]', C.LOT_BITS],
    ['optionPrice[0]', C.MONEY_BITS],
    ['forward[0]', C.PRICE_BITS],
    ['index[0]', C.PRICE_BITS],
    ['discountGap[0]', C.DISCOUNT_BITS],
    ['sviA[0]', C.SVI_A_BITS],
    ['sviSigma[0]', C.SVI_SIGMA_BITS],
    ['weight[0]', C.PER_MILLE_BITS],
    ['volMultipliers[0][0]', C.VOL_MULTIPLIER_WIDTH],
    ['accountSequence', C.SEQUENCE_BITS],
    ['fee', C.FEE_BITS],
    ['surplus', C.GAIN_BITS],
  ])('%s one past %s bits', async (path, bits) => {
    for (const value of [1n << bits, FIELD - 1n, FIELD - (1n << bits)]) {
      expect(
        circuit.violated(await circuit.assign(edited(base.circuitInputs, { [path]: value }))),
        String(value),
      ).not.toEqual([]);
    }
  });
});

describe('FM-04: slots (V12)', () => {
  const swap = ['optionStrike', 'optionIsPut', 'optionIsLong', 'optionClosed', 'optionRemaining', 'optionPrice'];
  test('two legs of an expiry in the wrong order', async () => {
    const edits: Record<string, bigint> = {};
    for (const name of swap) {
      const values = oneExpiry.circuitInputs[name] as bigint[];
      edits[`${name}[0]`] = values[1] as bigint;
      edits[`${name}[1]`] = values[0] as bigint;
    }
    await expectRefused(edited(oneExpiry.circuitInputs, edits), /option\[1\]\.order/);
  });
  test('C12 one instrument in two slots', async () => {
    const edits: Record<string, bigint> = {};
    for (const name of swap) edits[`${name}[1]`] = (oneExpiry.circuitInputs[name] as bigint[])[0] as bigint;
    await expectRefused(edited(oneExpiry.circuitInputs, edits), /option\[1\]\.order/);
  });
  test.each(['optionStrike[5]', 'optionIsPut[5]', 'optionIsLong[5]'])('C14 %s in an empty slot', async (path) => {
    await expectRefused(edited(base.circuitInputs, { [path]: 1n }), /option(Strike|IsPut|IsLong|\[5\])/);
  });
  test('an expiry slot twice', async () => {
    const edits: Record<string, bigint> = {};
    for (const name of [
      'expiryPosition',
      'expiryBucket',
      'expiryHours',
      'forward',
      'discountGap',
      'sviA',
      'sviB',
      'sviBRho',
      'sviM',
      'sviSigma',
    ]) {
      edits[`${name}[1]`] = (base.circuitInputs[name] as bigint[])[0] as bigint;
    }
    await expectRefused(edited(base.circuitInputs, edits), /expiryOrder/);
  });
  test('a used leg on an expiry that is inactive, or that is there for futures alone', async () => {
    const optionRoute = monotoneRoute(SMALL.expiries, [0, 1, 1, 1, 1, 1]);
    await expectRefused({ ...oneExpiry.circuitInputs, optionRoute }, /option\[1\]\.order/);
    await expectRefused(edited(oneExpiry.circuitInputs, { 'expiryForOptions[0]': 0n }), /option\[\d\]\.order/);
    for (const value of [1n, 2n, -1n]) {
      await expectRefused(edited(oneExpiry.circuitInputs, { 'expiryForOptions[2]': value }), /expiry/);
    }
  });
  test('the model names it', () => {
    const account = { ...base.inputs.account, options: [...base.inputs.account.options].reverse() };
    expect(() => runLiquidation({ ...base.inputs, account })).toThrow(/^FM-04/);
  });
});

describe('FM-05: terms (V13)', () => {
  test('a state after the snapshot', async () => {
    const { time } = base.inputs.snapshot;
    await expectAccepted(edited(base.circuitInputs, { accountTime: time }));
    await expectRefused(edited(base.circuitInputs, { accountTime: time + 1n }), /accountNotAfter/);
    const account = { ...base.inputs.account, time: time + 1n };
    expect(() => runLiquidation({ ...base.inputs, account })).toThrow(/^FM-05/);
  });
  test('an expiry at the snapshot’s time', async () => {
    const expiry = (base.circuitInputs.expiryHours as bigint[])[0] as bigint;
    const time = expiry * C.SECONDS_PER_HOUR;
    await expectRefused(edited(base.circuitInputs, { snapshotTime: time }), /aboveLower/);
    expect(() => runLiquidation({ ...base.inputs, snapshot: { ...base.inputs.snapshot, time } })).toThrow(/^FM-05/);
  });
});

describe('FM-08: scenario (V27)', () => {
  /** The base case under a leaf of another tree. */
  function underLeaf(change: Record<string, unknown>): CircuitInputs {
    const [honest] = [...base.inputs.scenarios.values()] as [ScenarioOpening];
    const place = market.scenarios.indexOf(honest.leaf);
    const leaves = market.scenarios.map((leaf, i) => (i === place ? { ...leaf, ...change } : leaf));
    const opening = new ScenarioTree(leaves, sampleNodeSalts()).open(place);
    const { leaf } = opening;
    const edits: Record<string, bigint> = {
      'scenarioGroup[0]': leaf.group,
      'forwardMultiplier[0]': leaf.forwardMultiplier,
      'weight[0]': leaf.weight,
    };
    leaf.volMultipliers.forEach((multiplier, i) => {
      edits[`volMultipliers[0][${i}]`] = multiplier;
    });
    opening.root.forEach((node, i) => {
      edits[`treeRoot[${i}]`] = node;
    });
    opening.middle.forEach((node, i) => {
      edits[`treeMiddle[0][${i}]`] = node;
    });
    opening.bottom.forEach((node, i) => {
      edits[`treeBottom[0][${i}]`] = node;
    });
    return edited(base.circuitInputs, edits);
  }
  const rules = market.charter.underlyings[0];
  test.each([
    ['forward multiplier above', { forwardMultiplier: (rules?.forwardMaximum ?? 0n) + 1n }, /forwardBelow/],
    ['forward multiplier below', { forwardMultiplier: (rules?.forwardMinimum ?? 0n) - 1n }, /forwardAbove/],
    ['vol multiplier above', { volMultipliers: market.charter.volMaximum.map((c) => c + 1n) }, /volBelow/],
    ['vol multiplier below', { volMultipliers: market.charter.volMinimum.map((c) => c - 1n) }, /volAbove/],
    ['leaf of another underlying', { underlying: 1 }, /membership|leaf/],
  ] as const)('%s the charter’s bounds', async (_, change, where) => {
    await expectRefused(underLeaf(change), where);
  });
  test('a leaf that is not in the tree', async () => {
    const weight = (base.circuitInputs.weight as bigint[])[0] as bigint;
    await expectRefused(edited(base.circuitInputs, { 'weight[0]': weight - 1n }), /membership|leaf/);
  });
  test('another tenor bucket', async () => {
    const bucket = (base.circuitInputs.expiryBucket as bigint[])[0] as bigint;
    await expectRefused(edited(base.circuitInputs, { 'expiryBucket[0]': bucket - 1n }), /belowUpper/);
  });
  test('the model names it', () => {
    const scenarios = new Map(
      [...base.inputs.scenarios].map(([u, opening]) => [u, { ...opening, leaf: { ...opening.leaf, weight: 1n } }]),
    );
    expect(() => runLiquidation({ ...base.inputs, scenarios })).toThrow(/^FM-08/);
  });
});

describe('FM-09: trigger (V25)', () => {
  /** Largest cash at which the base account is still liquidatable. */
  const boundary = base.inputs.account.cash + (marginGap(base.result.margin) - 1n) / ERROR_SCALE;
  test('C1 C2 equity one money unit too high for the errors is refused, and just below is proven', async () => {
    const account = { ...base.inputs.account, cash: boundary };
    const inputs = liquidationOf(account, market);
    const circuitInputs = witnessInputs(inputs, runLiquidation(inputs), SMALL);
    await expectAccepted(circuitInputs);
    await expectRefused(edited(circuitInputs, { cash: boundary + 1n }), /trigger/);
    expect(() => runLiquidation({ ...inputs, account: { ...account, cash: boundary + 1n } })).toThrow(/^FM-09/);
  });
  test('C3 a healthy account cannot claim insolvency', async () => {
    await expectRefused(edited(base.circuitInputs, { insolvent: 1n, terminal: 1n }), /trigger/);
    await expectRefused(edited(base.circuitInputs, { insolvent: 1n }), /trigger/);
  });
  test('flags that are no booleans', async () => {
    await expectRefused(edited(base.circuitInputs, { insolvent: 2n }), /insolvent/);
    await expectRefused(edited(base.circuitInputs, { terminal: 2n }), /terminal/);
  });
});

describe('FM-10: reduce only', () => {
  test('C18 closing one lot more than is held', async () => {
    const held = base.inputs.account.options[0]?.quantity ?? 0n;
    await expectRefused(
      edited(base.circuitInputs, { 'optionClosed[0]': held + 1n, 'optionRemaining[0]': -1n }),
      /remainingRange/,
    );
    const close = withLeg(base.inputs.close, 'options', 0, { quantityClosed: held + 1n, price: 1n });
    expect(() => runLiquidation({ ...base.inputs, close })).toThrow(/^FM-10/);
  });
});

describe('FM-11 FM-12 FM-13: the amount (V16, V31)', () => {
  const spread = sampleLiquidation('shortPutSpread', 50n, market);

  test('FM-11 a leg that does not help', async () => {
    const hedge = legsOf(spread).find(({ gain }) => gain < 0n);
    expect(hedge).toBeDefined();
    if (!hedge) return;
    const close = withLeg(spread.inputs.close, hedge.list, hedge.place, { quantityClosed: 1n, price: hedge.leg.mark });
    await expectRefused(closing(spread, close, surplusOf(spread, close)), /needed/);
    expect(() => runLiquidation({ ...spread.inputs, close })).toThrow(/^FM-11/);
  });

  test('C17 FM-12 one lot more than needed, with an honest and with a small surplus', async () => {
    const last = legsOf(spread).find(({ closed, leg }) => closed > 0n && closed < leg.quantity);
    expect(last).toBeDefined();
    if (!last) return;
    let close = spread.inputs.close;
    for (let extra = 1n; surplusOf(spread, close) < last.gain; extra++) {
      close = withLeg(close, last.list, last.place, { quantityClosed: last.closed + extra, price: last.price });
    }
    await expectRefused(closing(spread, close, surplusOf(spread, close)), /needed/);
    await expectRefused(closing(spread, close, last.gain - 1n), /surplusCovers/);
    expect(() => runLiquidation({ ...spread.inputs, close })).toThrow(/^FM-12/);
  });

  test('FM-13 a leg with less gain per notional closed instead', async () => {
    // A perpetual gains most here, a short put less; the put alone restores the target too.
    const from = sampleLiquidation('insolvent', 20n, market);
    const { inputs, result } = from;
    const worse = legsOf(from).find(({ gain, closed }) => gain > 0n && closed === 0n);
    expect(worse).toBeDefined();
    if (!worse) return;
    const shortfall = shortfallToTarget(result.margin, inputs.charter.targetBuffer);
    const lots = (shortfall + worse.gain - 1n) / worse.gain;
    expect(lots).toBeLessThanOrEqual(worse.leg.quantity);
    const nothing = { quantityClosed: 0n, price: 0n };
    const close = withLeg(
      {
        ...inputs.close,
        options: inputs.close.options.map(() => nothing),
        linears: inputs.close.linears.map(() => nothing),
        fee: 0n,
      },
      worse.list,
      worse.place,
      { quantityClosed: lots, price: worse.leg.mark },
    );
    expect(() => runLiquidation({ ...inputs, close })).toThrow(/^FM-13/);
    const marginalLeg = BigInt(worse.list === 'options' ? worse.place : SMALL.optionLegs + worse.place);
    const circuitInputs = edited(closing(from, close, surplusOf(from, close)), { marginalLeg });
    await expectRefused(circuitInputs, /amount\.proven/);
    // The charter's switch is bound: turning it off is another rulebook.
    const off = await circuit.assign(edited(circuitInputs, { leastNotional: 0n }));
    expect(circuit.violated(off)).toEqual([]);
    expect(off.get('main.rulebookCommitment')).not.toBe(result.publicSignals.rulebookCommitment);
  });

  test('FM-13 a marginal leg that is not closed', async () => {
    const untouched = legsOf(base).find(({ closed }) => closed === 0n);
    expect(untouched).toBeDefined();
    if (!untouched) return;
    const marginalLeg = BigInt(untouched.list === 'options' ? untouched.place : SMALL.optionLegs + untouched.place);
    await expectRefused(edited(base.circuitInputs, { marginalLeg }), /marginal|touched|isMarginal/i);
  });
});

describe('FM-14: price fairness (V17, V19)', () => {
  const leg = legsOf(base).find(({ closed }) => closed > 0n);
  const sign = leg?.leg.isLong ? -1n : 1n;
  const worst = leg ? leg.leg.mark + sign * (penaltyCap(leg.leg) / C.PER_MILLE) : 0n;
  const at = (price: bigint, from = base) => {
    const close = withLeg(from.inputs.close, leg?.list ?? 'options', leg?.place ?? 0, {
      quantityClosed: leg?.closed ?? 0n,
      price,
    });
    return { close: { ...close, fee: 0n } };
  };
  test('C19 the cap itself is allowed, one money unit more is not', async () => {
    await expectAccepted(closing(base, at(worst).close));
    await expectRefused(closing(base, at(worst + sign).close), /within(Notional|Mark)Cap/);
    expect(() => runLiquidation({ ...base.inputs, close: at(worst + sign).close })).toThrow(/^FM-14/);
  });
  test('C4 a negative price', async () => {
    await expectRefused(closing(base, at(-1n).close), /priceRange/);
  });
  test('FM-18 a price beside an untouched leg', async () => {
    await expectRefused(edited(base.circuitInputs, { 'optionPrice[3]': 1n }), /price|Price/);
  });
});

describe('FM-15 FM-16 FM-17: settlement (V17, V24)', () => {
  const limit = feeLimit(legsOf(base));
  test('FM-15 the fee at and above the charter’s rate', async () => {
    await expectAccepted(edited(base.circuitInputs, { fee: limit }));
    await expectRefused(edited(base.circuitInputs, { fee: limit + 1n }), /feeCap/);
    expect(() => runLiquidation({ ...base.inputs, close: { ...base.inputs.close, fee: limit + 1n } })).toThrow(
      /^FM-15/,
    );
  });

  test('C20 FM-16 cash, sequence, time or a position of the state after', async () => {
    const after = base.result.accountAfter;
    for (const other of [
      { ...after, cash: after.cash + 1n },
      { ...after, sequence: after.sequence + 1n },
      { ...after, time: base.inputs.account.time },
      { ...after, options: [...after.options.slice(0, -1), null] },
    ]) {
      await refusedSignal(base.circuitInputs, 'accountAfter', accountCommitment(other));
    }
  });

  test('FM-17 a terminal close of an account that can be helped', async () => {
    const close: Close = {
      ...base.inputs.close,
      options: base.inputs.account.options.map((p, i) => ({
        quantityClosed: p?.quantity ?? 0n,
        price: base.result.margin.options[i]?.mark ?? 0n,
      })),
      linears: base.inputs.account.linears.map((p, i) => ({
        quantityClosed: p?.quantity ?? 0n,
        price: base.result.margin.linears[i]?.mark ?? 0n,
      })),
      fee: 0n,
      terminal: true,
    };
    await expectRefused(closing(base, close, 0n), /amount\.proven/);
    expect(() => runLiquidation({ ...base.inputs, close })).toThrow(/^FM-17/);
  });
  test('FM-17 a terminal close that leaves lots open', async () => {
    const held = insolvent.inputs.account.options[0]?.quantity ?? 0n;
    const close = {
      ...withLeg(insolvent.inputs.close, 'options', 0, {
        quantityClosed: held - 1n,
        price: insolvent.inputs.close.options[0]?.price ?? 0n,
      }),
      draw: 0n,
    };
    await expectRefused(closing(insolvent, close), /settlement|optionRemaining|optionClosed/);
    expect(() => runLiquidation({ ...insolvent.inputs, close })).toThrow(/^FM-17/);
  });
  test('FM-17 a draw of one unit more or less, or beside a fee', async () => {
    const { draw } = insolvent.inputs.close;
    for (const other of [draw + 1n, draw - 1n]) {
      await expectRefused(edited(insolvent.circuitInputs, { draw: other }), /settlement|draw/);
    }
    await expectRefused(edited(insolvent.circuitInputs, { draw: draw + 1n, fee: 1n }), /settlement|draw|fee/);
    expect(() =>
      runLiquidation({ ...insolvent.inputs, close: { ...insolvent.inputs.close, draw: draw + 1n } }),
    ).toThrow(/^FM-17/);
  });
  test('FM-17 a draw while positions stay', async () => {
    await expectRefused(edited(base.circuitInputs, { draw: 1n }), /settlement|draw/);
  });
});

test('FM-18 another outcome', async () => {
  const { outcome } = base.result;
  const first = outcome.options.findIndex(({ quantityClosed }) => quantityClosed > 0n);
  const list = first < 0 ? 'linears' : 'options';
  const place = Math.max(first, 0);
  for (const other of [
    { ...outcome, equity: outcome.equity + 1n },
    { ...outcome, requirement: outcome.requirement - 1n },
    { ...outcome, fee: outcome.fee + 1n },
    { ...outcome, terminal: true },
    { ...outcome, [list]: outcome[list].map((leg, i) => (i === place ? { ...leg, price: leg.price + 1n } : leg)) },
  ]) {
    await refusedSignal(base.circuitInputs, 'outcomeCommitment', outcomeCommitment(other));
  }
});

test('FM-06 FM-09 the scenario may be any violated one, not a milder one that is not', () => {
  const { charter, snapshot, surface, account } = base.inputs;
  const gaps = market.scenarios.flatMap((leaf, position) => {
    if (leaf.underlying !== 0) return [];
    const margin = evaluateAccount({ charter, snapshot, surface, account, scenarios: new Map([[0, leaf]]) });
    return [{ position, gap: marginGap(margin) }];
  });
  const healthy = gaps.find(({ gap }) => gap <= 0n);
  expect(healthy).toBeDefined();
  const inputs: LiquidationInputs = {
    ...base.inputs,
    scenarios: new Map([[0, market.tree.open(healthy?.position ?? 0)]]),
  };
  expect(() => runLiquidation(inputs)).toThrow(/^FM-09/);
});
