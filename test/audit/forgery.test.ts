import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { hintSites } from '../../audit/circuit/hintSites.ts';
import { FIELD } from '../../audit/circuit/templateCircuit.ts';
import { type BaseWitness, ForgeableCircuit } from '../../audit/forgery/forgeableCircuit.ts';
import { inputFindings, LEAST_REFUSED, measureHints } from '../../audit/forgery/forgeryPart.ts';
import { FREEDOMS } from '../../audit/forgery/freedoms.ts';
import { HASH_ONLY_INPUTS } from '../../audit/forgery/hashOnlyInputs.ts';
import { emptyTally, forgeHints } from '../../audit/forgery/hintForgeries.ts';
import { forgeInputs, type InputEdit, inputAt, withInput } from '../../audit/forgery/inputForgeries.ts';
import { INPUT_WIDTHS } from '../../audit/forgery/inputWidths.ts';
import { REFUSED_CASES } from '../../audit/forgery/refusedCases.ts';
import { smallCircuit, smallLiquidations } from '../../audit/forgery/smallLiquidations.ts';
import { liquidationOf, SMALL, sampleLiquidation } from '../../audit/samples/sampleLiquidation.ts';
import { sampleMarket } from '../../audit/samples/sampleMarket.ts';
import { seeded } from '../../audit/vectors/seeded.ts';
import { CONSTANTS as C } from '../../circuits/constants.ts';
import { InputError } from '../../circuits/errors.ts';
import { runLiquidation } from '../../circuits/liquidation.ts';
import { type CircuitInputs, witnessInputs } from '../../circuits/witnessInputs.ts';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';

const ROOT = defaultWorkspace().root;
/** Forged witnesses that the constraints refused, over the tests of this file. */
let refused = 0;

describe('FM-03 V21 forged hints', () => {
  test('every hint statement is known, and freedoms are of hint statements', () => {
    const ids = hintSites().map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(20);
    for (const { site } of FREEDOMS) expect(ids).toContain(site);
  });

  test('every hint of the templates is refused with other values, or the value is admissible', async () => {
    const { sites, findings } = await measureHints('fast');
    expect(findings).toEqual([]);
    for (const { site, refused: count } of sites) {
      // The last one stands in Liquidation itself, which the next test forges.
      if (site !== 'Liquidation.longErrorSign') expect(count, site).toBeGreaterThanOrEqual(LEAST_REFUSED);
      refused += count;
    }
    console.log(`forged witnesses refused: ${refused}, by ${sites.length} hint statements`);
    expect(refused).toBeGreaterThan(300);
  });

  test('everything downstream of a forged hint follows from it', async () => {
    const circuit = await ForgeableCircuit.compile({
      file: 'circuits/arithmetic/FloorShift.circom',
      template: 'FloorShift',
      parameters: [4],
    });
    const base = circuit.base({ in: 100n });
    expect(circuit.hints(base).map(({ signal }) => signal)).toEqual([
      'main.out',
      ...[0, 1, 2, 3].map((bit) => `main.remainder.out[${bit}]`),
    ]);
    const verdict = circuit.forge(base, { hints: new Map([[0, 5n]]) });
    expect(circuit.read('main.remainder.in')).toBe(20n);
    expect([0, 1, 2, 3].map((bit) => circuit.read(`main.remainder.out[${bit}]`))).toEqual([0n, 0n, 1n, 0n]);
    expect(verdict.violated).not.toEqual([]);
    // The honest witness comes back, and an unknown input is refused.
    expect(circuit.forge(base, {})).toEqual({ violated: [], changed: [] });
    expect(() => circuit.base({ out: 1n })).toThrow(InputError);
  });

  test('a hint whose freedom is not on the list is a finding', async () => {
    const circuit = await ForgeableCircuit.compile({
      file: 'circuits/arithmetic/Gate.circom',
      template: 'Gate',
      parameters: [],
    });
    const base = circuit.base({ open: 0n, value: 0n });
    const options = { mostHints: 10, pairs: 0, random: seeded(1) };
    const listed = emptyTally();
    forgeHints(circuit, base, 'arithmetic/Gate', listed, options);
    expect(listed.findings).toEqual([]);
    const unlisted = emptyTally();
    forgeHints(circuit, base, 'arithmetic/Gate', unlisted, { ...options, freedoms: [] });
    expect(unlisted.findings[0]).toMatch(/main\.quotient .* accepted and not admissible/);
  });
});

describe('forged inputs of a whole liquidation', () => {
  const market = sampleMarket();
  let circuit: ForgeableCircuit;
  beforeAll(async () => {
    circuit = await smallCircuit();
  });

  function expectRefused(base: BaseWitness, inputs: CircuitInputs, what: string): void {
    expect(circuit.forge(base, { inputs }).violated, what).not.toEqual([]);
    refused++;
  }
  const withInputs = (inputs: CircuitInputs, edits: Record<string, bigint>) =>
    Object.entries(edits).reduce((edited, [path, value]) => withInput(edited, path, value), inputs);
  /** The witness of other inputs under a public signal of the honest one. */
  function expectOtherSignal(base: BaseWitness, inputs: CircuitInputs, signal: string): void {
    const wire = circuit.circuit.system.wireOf(`main.${signal}`) as number;
    const other = circuit.base(inputs);
    expect(other.wires[wire]).not.toBe(base.wires[wire]);
    expect(circuit.edit(other, new Map([[wire, base.wires[wire] as bigint]])).violated).not.toEqual([]);
    refused++;
  }

  test('C5 C6 FM-03 every private input, edited', () => {
    const [first] = smallLiquidations();
    const base = circuit.base(first?.circuitInputs as CircuitInputs);
    expect(base.violated).toEqual([]);
    const edits = forgeInputs(circuit, base, seeded(8));
    const outcome = (name: string) => edits.filter((edit) => edit.outcome === name);
    refused += outcome('refused').length;
    console.log(`edited inputs refused: ${outcome('refused').length} of ${edits.length}`);
    expect(inputFindings({ name: 'first', inputs: base.inputs, edits })).toEqual([]);
    // Where a witness of another statement results, the input is a field element that only enters a hash, or in range.
    const unranged = outcome('otherStatement').map(({ path }) => path.replace(/\[.*$/, ''));
    expect(unranged.filter((name) => !(name in INPUT_WIDTHS) && !HASH_ONLY_INPUTS.includes(name))).toEqual([]);
    expect(HASH_ONLY_INPUTS.filter((name) => name in INPUT_WIDTHS)).toEqual([]);
  });

  test('an input that is accepted past its range, or freely, is a finding', () => {
    const [first] = smallLiquidations();
    const inputs = first?.circuitInputs as CircuitInputs;
    const edit = { value: 0n, isPast: false, signals: [] };
    const edits: InputEdit[] = [
      { ...edit, path: 'optionStrike[0]', isPast: true, kind: '2^width', outcome: 'otherStatement' },
      { ...edit, path: 'cash', kind: 'x+1', outcome: 'free' },
      { ...edit, path: 'expiryPosition[0]', kind: 'x+1', outcome: 'free' },
      { ...edit, path: 'surplus', kind: 'x+1', outcome: 'free' },
    ];
    expect(inputFindings({ name: 'planted', inputs, edits })).toEqual([
      'planted: optionStrike[0] (2^width) is past its range and accepted',
      'planted: cash (x+1) is accepted under the same public signals',
      'planted: expiryPosition[0] (x+1) is accepted under the same public signals',
    ]);
  });

  test('FM-09 the sign of the long error is bound where it matters', () => {
    const mark = hintSites().find(({ id }) => id === 'Liquidation.longErrorSign')?.mark;
    for (const { circuitInputs } of smallLiquidations()) {
      const base = circuit.base(circuitInputs);
      const place = circuit.hints(base).findIndex((hint) => hint.mark === mark);
      const isEqual = circuitInputs.longCredit === inputAt(circuitInputs, 'weight[0]');
      const honest = circuit.wire(base, 'main.longErrorSign[0]') as bigint;
      for (const value of [1n - honest, 2n, -1n, 1n << 253n]) {
        const { violated } = circuit.forge(base, { hints: new Map([[place, value]]) });
        if (isEqual && value === 1n - honest) expect(violated).toEqual([]);
        else expect(violated, String(value)).not.toEqual([]);
        refused += Number(violated.length > 0);
      }
    }
  });

  test('C1 C2 equity at the requirement, and one unit above it', () => {
    const { inputs, result } = sampleLiquidation('shortCallsLongFutures', 50n, market);
    const gap = result.margin.requirement / C.PER_MILLION - result.margin.equity;
    for (const above of [0n, 1n]) {
      const account = { ...inputs.account, cash: inputs.account.cash + gap + above };
      const base = circuit.base(witnessInputs(inputs, result, SMALL));
      expectRefused(base, withInput(base.inputs, 'cash', account.cash), String(above));
      expect(() => runLiquidation({ ...inputs, account })).toThrow(/^FM-09/);
    }
  });

  test('C7 every rescaling of a whole liquidation with its quotient one lower or higher', () => {
    const base = circuit.base(sampleLiquidation('nearExpiry', 50n, market).circuitInputs);
    const markOf = (id: string) => hintSites().find((site) => site.id === id)?.mark;
    const shift = markOf('arithmetic/FloorShift.out');
    const division = markOf('arithmetic/DivideDown.out');
    const hints = circuit.hints(base);
    circuit.forge(base, {});
    const honest = hints.map(({ signal }) => circuit.read(signal) as bigint);
    let count = 0;
    hints.forEach(({ mark, signal }, place) => {
      if (mark !== shift && mark !== division) return;
      // A cap may be one less than the floor where the remainder's range admits it, never two.
      for (const step of [mark === division ? -2n : -1n, 1n]) {
        const { violated } = circuit.forge(base, { hints: new Map([[place, (honest[place] as bigint) + step]]) });
        expect(violated, signal).not.toEqual([]);
        refused++;
      }
      count++;
    });
    console.log(`rescalings: ${count}`);
    expect(count).toBeGreaterThan(40);
  });

  test('C13 the largest long option left out under the same commitment', () => {
    const { inputs, circuitInputs } = sampleLiquidation('nearExpiry', 50n, market);
    const place = inputs.account.options.findIndex((position) => position?.isLong);
    expect(place).toBeGreaterThanOrEqual(0);
    const names = ['Strike', 'IsPut', 'IsLong', 'Closed', 'Remaining', 'Price'].map(
      (name) => `option${name}[${place}]`,
    );
    const without = withInputs(circuitInputs, Object.fromEntries(names.map((name) => [name, 0n])));
    expectOtherSignal(circuit.base(circuitInputs), without, 'accountBefore');
  });

  test('C15 the positions of one account under the number and owner of another', () => {
    const { circuitInputs } = sampleLiquidation('condor', 50n, market);
    const base = circuit.base(circuitInputs);
    for (const name of ['accountNumber', 'ownerTag']) {
      const inputs = withInput(circuitInputs, name, inputAt(circuitInputs, name) + 1n);
      expectOtherSignal(base, inputs, 'accountBefore');
      expectOtherSignal(base, inputs, 'accountAfter');
    }
  });

  test('C17 one lot fewer than planned is a legal round', () => {
    const { inputs } = sampleLiquidation('condor', 50n, market);
    const place = inputs.close.options.findIndex(({ quantityClosed }) => quantityClosed > 1n);
    const options = inputs.close.options.map((leg, i) =>
      i === place ? { ...leg, quantityClosed: leg.quantityClosed - 1n } : leg,
    );
    const fewer = { ...liquidationOf(inputs.account, market), close: { ...inputs.close, options, fee: 0n } };
    expect(circuit.base(witnessInputs(fewer, runLiquidation(fewer), SMALL)).violated).toEqual([]);
  });

  test('C18 a close that raises the position or turns its sign', () => {
    const { inputs, circuitInputs } = sampleLiquidation('condor', 50n, market);
    const base = circuit.base(circuitInputs);
    const place = inputs.close.options.findIndex(({ quantityClosed }) => quantityClosed > 0n);
    const held = inputs.account.options[place]?.quantity as bigint;
    for (const remaining of [held + 1n, -1n, -held]) {
      const edits = { [`optionClosed[${place}]`]: held - remaining, [`optionRemaining[${place}]`]: remaining };
      expectRefused(base, withInputs(circuitInputs, edits), String(remaining));
    }
    const sign = `optionIsLong[${place}]`;
    expectOtherSignal(base, withInput(circuitInputs, sign, 1n - inputAt(circuitInputs, sign)), 'accountBefore');
    expectRefused(base, withInput(circuitInputs, sign, FIELD - 1n), 'sign');
  });
});

test('the count of forged witnesses', () => {
  console.log(`forged witnesses refused: ${refused} in all`);
  expect(refused).toBeGreaterThan(1000);
});

describe('the table of refused cases', () => {
  test.each(REFUSED_CASES.map((entry) => [entry.id, entry] as const))('%s names its tests', (id, { tests, open }) => {
    if (tests.length === 0) expect(open).toBeDefined();
    else expect(tests[0]?.[1].split(' ')).toContain(id);
    for (const [file, title] of tests) {
      const source = readFileSync(join(ROOT, file), 'utf8');
      const titles = [...source.matchAll(/(?:test|describe|\]\))\(\s*'([^'\n]*)'/g)].map(([, text]) => text as string);
      expect(titles.filter((text) => text.startsWith(title)).length, `${file}: ${title}`).toBeGreaterThan(0);
    }
  });
});
