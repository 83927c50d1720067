import { beforeAll, describe, expect, test } from 'vitest';
import { FIELD, type Inputs, type TemplateCircuit } from '../../../audit/circuit/templateCircuit.ts';
import {
  accountCommitment,
  linearSlot,
  optionChunks,
  optionSlot,
} from '../../../circuits/commitment/accountCommitment.ts';
import { outcomeCommitment } from '../../../circuits/commitment/outcomeCommitment.ts';
import { slotChain } from '../../../circuits/commitment/slotChain.ts';
import { CONSTANTS as C } from '../../../circuits/constants.ts';
import type { Account, ClosedLeg, LinearPosition, OptionPosition, Outcome } from '../../../circuits/objects.ts';
import { BTC, ETH, EXPIRIES, sampleAccount, sampleSalt } from '../../support/sampleMarket.ts';
import { compileLeaf, expectForgeryRefused, expectModel, sweepSignals } from '../leafTestKit.ts';
import { seeded } from '../pricing/pricingTestKit.ts';

/** One-hot form of a number of chunks, of which there may be none. */
const countOf = (chunks: number, most: number) => Array.from({ length: most + 1 }, (_, i) => (i === chunks ? 1n : 0n));
/** Option slots of the instance that the commitments are tested in: the head, and two behind it. */
const SLOTS = 14;

describe('FM-02.6 FM-18 SlotChain', () => {
  const [tag, slots, bits, perWord, wordsPerChunk] = [9, 5, 10, 2, 1];
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await compileLeaf('commitment/SlotChain', [tag, slots, bits, perWord, wordsPerChunk]);
  });
  const model = (values: readonly bigint[], chunks: number) =>
    slotChain(BigInt(tag), values, chunks, { bits: BigInt(bits), perWord, wordsPerChunk });

  test('equals its model for every number of chunks', async () => {
    const random = seeded(31);
    for (let round = 0; round < 12; round++) {
      const full = Array.from({ length: slots }, () => (round === 0 ? 1023n : random.below(1024n)));
      for (const chunks of [0, 1, 2, 3]) {
        const values = full.map((value, i) => (i < chunks * perWord * wordsPerChunk ? value : 0n));
        await expectModel(circuit, { values, count: countOf(chunks, 3) }, { digest: model(values, chunks) });
      }
    }
  });

  test('tells apart the number of chunks and the places of slots', () => {
    const digests = new Set<bigint>();
    for (const chunks of [1, 2, 3]) {
      for (const values of [[0n], [1n], [0n, 1n], [1n, 1n]]) digests.add(model(values, chunks));
    }
    digests.add(model([], 0));
    expect(digests.size).toBe(13);
  });

  test('refuses the digest of another count, order or content', async () => {
    const values = [1n, 2n, 3n, 4n, 5n];
    const assignment = await circuit.assign({ values, count: countOf(3, 3) });
    for (const digest of [
      model(values, 0),
      model(values, 1),
      model(values, 2),
      model([2n, 1n, 3n, 4n, 5n], 3),
      model([1n, 2n, 3n, 4n], 3),
      0n,
      FIELD - 1n,
    ]) {
      expectForgeryRefused(circuit, assignment, { 'main.digest': digest });
    }
    // The last place of the count is what the others leave over: the caller's one-hot binds it.
    sweepSignals(circuit, assignment, /hashes|count\[3\]/);
  });
});

const options: (OptionPosition | null)[] = Array.from({ length: SLOTS }, (_, i) =>
  i % 5 === 3
    ? null
    : {
        underlying: i % 2 === 0 ? BTC : ETH,
        expiryHours: EXPIRIES.week,
        strike: BigInt(60_000 + i),
        isPut: i % 3 === 0,
        isLong: i % 4 === 0,
        quantity: BigInt(i + 1),
      },
);
const linears: (LinearPosition | null)[] = [
  { underlying: BTC, kind: 'perpetual', expiryHours: 0n, isLong: false, quantity: (1n << 23n) - 1n },
  { underlying: ETH, kind: 'spot', expiryHours: 0n, isLong: true, quantity: 1n },
  null,
  { underlying: 7, kind: 'spot', expiryHours: 0n, isLong: true, quantity: 3n },
  { underlying: BTC, kind: 'future', expiryHours: EXPIRIES.month, isLong: true, quantity: 7n },
];

/** Values of all slots of the instance: missing and empty ones are zero. */
const slotsOf = <T>(values: readonly T[], count: number, slot: (value: T) => bigint) =>
  Array.from({ length: count }, (_, i) => (i < values.length ? slot(values[i] as T) : 0n));

describe('FM-02.6 AccountCommitment', () => {
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await compileLeaf('commitment/AccountCommitment', [SLOTS, 5]);
  });
  const inputsOf = (account: Account): Inputs => ({
    ownerTag: account.ownerTag,
    accountNumber: account.accountNumber,
    stateWord:
      account.sequence +
      (account.time << 33n) +
      (account.settlementUnit << 65n) +
      (BigInt(optionChunks(account.options.length)) << 73n) +
      ((account.cash + (1n << 62n)) << 77n),
    salt: account.salt,
    linearSlots: slotsOf(account.linears, 5, linearSlot),
    optionSlots: slotsOf(account.options, SLOTS, optionSlot),
    chunkCount: countOf(optionChunks(account.options.length), 1),
  });
  const wide: Account = { ...sampleAccount('shortStrangle'), options, linears };

  test('equals its model, with and without a chunk behind the head, with holes', async () => {
    const accounts: Account[] = [
      wide,
      { ...wide, options: options.slice(0, 12) },
      { ...wide, options: options.slice(0, 1), linears: [] },
      { ...wide, options: [], linears: [], cash: -(1n << 62n) },
      { ...wide, cash: (1n << 62n) - 1n, sequence: (1n << 33n) - 1n, time: (1n << 32n) - 1n },
      sampleAccount('condor'),
      sampleAccount('twoUnderlyings'),
    ];
    for (const account of accounts) {
      await expectModel(circuit, inputsOf(account), { commitment: accountCommitment(account) });
    }
  });

  test('refuses the commitment of any other account', async () => {
    const assignment = await circuit.assign(inputsOf(wide));
    const first = options[0] as OptionPosition;
    for (const other of [
      { ...wide, salt: wide.salt + 1n },
      { ...wide, ownerTag: wide.ownerTag + 1n },
      { ...wide, accountNumber: 43n },
      { ...wide, cash: wide.cash + 1n },
      { ...wide, sequence: wide.sequence + 1n },
      { ...wide, time: wide.time - 1n },
      { ...wide, options: options.slice(0, 12) },
      { ...wide, options: [{ ...first, isLong: !first.isLong }, ...options.slice(1)] },
      { ...wide, options: [null, ...options.slice(1)] },
      { ...wide, linears: linears.slice(0, 4) },
      { ...wide, linears: [...linears.slice(1), linears[0] as LinearPosition] },
    ]) {
      expectForgeryRefused(circuit, assignment, { 'main.commitment': accountCommitment(other) });
    }
  });

  test('refuses other values of any signal outside the hashes', async () => {
    sweepSignals(circuit, await circuit.assign(inputsOf(wide)), /hashes|head\.|chunkCount\[1\]/);
  });
});

describe('FM-18 OutcomeCommitment', () => {
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await compileLeaf('commitment/OutcomeCommitment', [SLOTS, 5]);
  });
  const inputsOf = (outcome: Outcome): Inputs => {
    const fill = (legs: readonly ClosedLeg[], count: number) =>
      Array.from({ length: count }, (_, i) => legs[i] ?? { quantityClosed: 0n, price: 0n });
    const [linear, option] = [fill(outcome.linears, 5), fill(outcome.options, SLOTS)];
    return {
      salt: outcome.salt,
      equityOffset: outcome.equity + (1n << (C.EQUITY_BITS - 1n)),
      requirementOffset: outcome.requirement + (1n << (C.REQUIREMENT_BITS - 1n)),
      fee: outcome.fee,
      draw: outcome.draw,
      terminal: BigInt(outcome.terminal),
      linearClosed: linear.map((leg) => leg.quantityClosed),
      linearPrices: linear.map((leg) => leg.price),
      optionClosed: option.map((leg) => leg.quantityClosed),
      optionPrices: option.map((leg) => leg.price),
      chunkCount: countOf(optionChunks(outcome.options.length), 1),
    };
  };
  const random = seeded(33);
  const legs = (count: number): ClosedLeg[] =>
    Array.from({ length: count }, () => ({
      quantityClosed: random.below(1n << C.LOT_BITS),
      price: random.below(1n << C.MONEY_BITS),
    }));
  const base: Outcome = {
    salt: sampleSalt('outcome'),
    equity: -123_456_789n,
    requirement: 987_654_321_000_000n,
    fee: 5n,
    draw: 0n,
    terminal: false,
    linears: legs(5),
    options: legs(SLOTS),
  };

  test('equals its model, with and without a chunk behind the head', async () => {
    const full = { quantityClosed: (1n << C.LOT_BITS) - 1n, price: (1n << C.MONEY_BITS) - 1n };
    const outcomes: Outcome[] = [
      base,
      { ...base, options: legs(12), linears: legs(4) },
      { ...base, options: [], linears: [], terminal: true, draw: (1n << C.DRAW_BITS) - 1n, fee: 0n },
      { ...base, options: Array.from({ length: SLOTS }, () => full), linears: Array.from({ length: 5 }, () => full) },
      { ...base, equity: -(1n << 66n), requirement: (1n << 87n) - 1n, fee: (1n << C.FEE_BITS) - 1n },
    ];
    for (const outcome of outcomes) {
      await expectModel(circuit, inputsOf(outcome), { commitment: outcomeCommitment(outcome) });
    }
  });

  test('refuses the commitment of any other outcome', async () => {
    const assignment = await circuit.assign(inputsOf(base));
    const [head, ...rest] = base.options as [ClosedLeg, ...ClosedLeg[]];
    for (const other of [
      { ...base, salt: base.salt + 1n },
      { ...base, equity: base.equity + 1n },
      { ...base, requirement: base.requirement - 1n },
      { ...base, fee: 6n },
      { ...base, draw: 1n },
      { ...base, terminal: true },
      { ...base, options: [{ ...head, price: head.price ^ 1n }, ...rest] },
      { ...base, options: [{ ...head, quantityClosed: head.quantityClosed ^ 1n }, ...rest] },
      { ...base, options: base.options.slice(0, 12) },
      { ...base, linears: base.linears.slice(0, 4) },
    ]) {
      expectForgeryRefused(circuit, assignment, { 'main.commitment': outcomeCommitment(other) });
    }
  });

  test('refuses other values of any signal outside the hashes', async () => {
    sweepSignals(circuit, await circuit.assign(inputsOf(base)), /hashes|head\.|chunkCount\[1\]/);
  });

  test('a leg that moves between lots and price keeps the word only past a range of the caller', async () => {
    // price 1 more and 2^22 lots fewer pack alike; the caller ranges lots, so this is what it must refuse.
    const inputs = inputsOf({ ...base, options: [{ quantityClosed: 0n, price: 1n }] });
    const assignment = await circuit.assign(inputs);
    const moved = await circuit.assign({
      ...inputs,
      optionClosed: (inputs.optionClosed as bigint[]).map((_, i) => (i === 0 ? 1n << C.LOT_BITS : 0n)),
      optionPrices: (inputs.optionPrices as bigint[]).map(() => 0n),
    });
    expect(moved.get('main.commitment')).toBe(assignment.get('main.commitment'));
  });
});
