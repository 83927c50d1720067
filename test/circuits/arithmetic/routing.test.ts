import { beforeAll, describe, expect, test } from 'vitest';
import { FIELD, type Inputs, type TemplateCircuit } from '../../../audit/circuit/templateCircuit.ts';
import { monotoneRoute } from '../../../circuits/arithmetic/monotoneRoute.ts';
import { compileLeaf, expectForgeryRefused, expectModel, expectNoWitness, sweepSignals } from '../leafTestKit.ts';
import { bitEdits, seeded } from '../pricing/pricingTestKit.ts';

/** Every route of `targets` steps over `sources`. */
function allRoutes(sources: number, targets: number): number[][] {
  let routes = [[0]];
  for (let i = 1; i < targets; i++) {
    routes = routes.flatMap((route) =>
      [0, 1]
        .map((step) => [...route, (route.at(-1) as number) + step])
        .filter((next) => (next.at(-1) as number) < sources),
    );
  }
  return routes;
}

describe('FM-04 MonotoneRoute', () => {
  const [sources, targets, columns] = [3, 6, 2];
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await compileLeaf('arithmetic/MonotoneRoute', [sources, targets, columns]);
  });
  const values = [
    [11n, 101n],
    [22n, 202n],
    [33n, 303n],
  ];
  const inputsOf = (route: readonly number[]): Inputs => ({ values, switches: monotoneRoute(sources, route) });

  test('leads every target to its source, whatever the route', async () => {
    const routes = allRoutes(sources, targets);
    expect(routes.length).toBe(16);
    for (const route of routes) {
      const outputs = route.flatMap((source, i) =>
        (values[source] as bigint[]).map((value, column) => [`out[${i}][${column}]`, value] as const),
      );
      await expectModel(circuit, inputsOf(route), Object.fromEntries(outputs));
    }
  });

  test('whatever the switches, a target holds all columns of one source', async () => {
    const { length } = monotoneRoute(sources, [0, 0, 0, 0, 0, 0]);
    for (let setting = 0; setting < 1 << length; setting++) {
      const switches = Array.from({ length }, (_, i) => BigInt((setting >> i) & 1));
      const assignment = await circuit.assign({ values, switches });
      expect(circuit.violated(assignment)).toEqual([]);
      for (let i = 0; i < targets; i++) {
        const row = [0, 1].map((column) => assignment.get(`main.out[${i}][${column}]`));
        expect(values.some((value) => String(value) === String(row))).toBe(true);
      }
    }
  });

  test('takes no switch but zero and one, and no other output', async () => {
    const honest = inputsOf([0, 0, 1, 2, 2, 2]);
    const switches = honest.switches as bigint[];
    for (const place of switches.keys()) {
      for (const value of [2n, -1n, FIELD - 2n, 1n << 253n]) {
        await expectNoWitness(circuit, { ...honest, switches: switches.map((s, i) => (i === place ? value : s)) });
      }
    }
    const assignment = await circuit.assign(honest);
    for (const value of [0n, 11n, 33n, FIELD - 1n]) {
      expectForgeryRefused(circuit, assignment, { 'main.out[2][0]': value });
    }
  });

  test('the shipped sizes reach every target from every source', () => {
    for (const [from, to] of [
      [3, 6],
      [6, 12],
      [12, 32],
    ] as const) {
      const random = seeded(from);
      for (let round = 0; round < 200; round++) {
        let source = 0;
        const route = Array.from({ length: to }, (_, i) => {
          if (i > 0 && source < from - 1) source += Number(random.below(2n));
          return source;
        });
        expect(follow(from, to, monotoneRoute(from, route))).toEqual(route);
      }
    }
  });

  /** What the network does, read off its description: shifts by powers of two, the largest first. */
  function follow(from: number, to: number, switches: readonly bigint[]): (number | undefined)[] {
    let places: (number | undefined)[] = Array.from({ length: to }, (_, x) => (x < from ? x : undefined));
    let used = 0;
    for (let shift = 1 << (Math.ceil(Math.log2(to)) - 1); shift >= 1; shift /= 2) {
      const next = [...places];
      for (let x = to - 1; x >= 0; x--) {
        const moved = places[x - shift];
        if (places[x] === undefined) next[x] = moved;
        else if (moved !== undefined && switches[used++] === 1n) next[x] = moved;
      }
      places = next;
    }
    expect(used).toBe(switches.length);
    return places;
  }

  test('is refused for a sequence that is no route', () => {
    for (const route of [
      [1, 1],
      [0, 2],
      [0, 1, 0],
      [0, 1, 2, 3],
    ]) {
      expect(() => monotoneRoute(3, route)).toThrow(RangeError);
    }
  });
});

describe('FM-08 MemberOf', () => {
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await compileLeaf('arithmetic/MemberOf', [5]);
  });
  const values = [7n, 0n, FIELD - 3n, 7n, 1n << 250n];

  test('takes every member, and nothing else', async () => {
    for (const value of values) await expectModel(circuit, { in: value, values });
    for (const value of [1n, 6n, 8n, -1n, 3n, (1n << 250n) + 1n, 1n << 253n]) {
      await expectNoWitness(circuit, { in: value, values });
    }
  });

  test('refuses a member that is moved away', async () => {
    const assignment = await circuit.assign({ in: 0n, values });
    for (const value of [1n, FIELD - 1n]) expectForgeryRefused(circuit, assignment, { 'main.values[1]': value });
    sweepSignals(circuit, assignment, /values\[[^1]\]|products/);
  });
});

describe('FM-14 DivideDown', () => {
  let circuit: TemplateCircuit;
  beforeAll(async () => {
    circuit = await compileLeaf('arithmetic/DivideDown', [1000, 10]);
  });

  test('is the floor', async () => {
    for (const value of [0n, 1n, 999n, 1000n, 1001n, 123_456_789n, (1n << 60n) + 5n]) {
      await expectModel(circuit, { in: value }, { out: value / 1000n });
    }
  });

  test('takes one less where the remainder is small, and no other integer', async () => {
    for (const [value, other, taken] of [
      [5_005n, 4n, true],
      [5_023n, 4n, true],
      [5_024n, 4n, false],
      [5_005n, 6n, false],
      [5_005n, 3n, false],
      [5_005n, 0n, false],
    ] as const) {
      const assignment = await circuit.assign({ in: value });
      const remainder = (((value - other * 1000n) % FIELD) + FIELD) % FIELD;
      const all = { 'main.out': other, ...bitEdits('main.remainder.out', remainder % 1024n, 10) };
      const edits = Object.fromEntries(Object.entries(all).filter(([name]) => circuit.survives(name)));
      if (taken) expect(circuit.violated(circuit.forge(assignment, edits))).toEqual([]);
      else expectForgeryRefused(circuit, assignment, edits);
    }
  });
});
