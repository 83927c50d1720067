import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Constraint, ConstraintSystem } from '../../audit/circuit/constraintSystem.ts';
import { TemplateCircuit } from '../../audit/circuit/templateCircuit.ts';
import { instanceCircuit, type JudgedCircuit, leafCircuit, leafEntries } from '../../audit/determinism/circuits.ts';
import { ComponentTree } from '../../audit/determinism/componentTree.ts';
import { findingsOf } from '../../audit/determinism/determinismPart.ts';
import { judge, propagationOf, VerdictBook } from '../../audit/determinism/judge.ts';
import { knownWires } from '../../audit/determinism/knownWires.ts';
import { determined } from '../../audit/determinism/propagate.ts';
import { installedSolvers } from '../../audit/determinism/solvers.ts';
import { superIncreasing } from '../../audit/determinism/superIncreasing.ts';
import { installedPoseidon, POSEIDON_SOURCES } from '../../audit/determinism/trustedHashes.ts';
import { proves, storedVerdicts, VERDICTS_FILE, type Verdict } from '../../audit/determinism/verdicts.ts';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';
import { SCALAR_FIELD } from '../../verifier/points.ts';

// Ask the solvers anew after a change of circuits: UPDATE_VERDICTS=1 npx vitest run test/audit/determinism.test.ts

const ROOT = defaultWorkspace().root;
const entries = leafEntries();
const leafOf = (template: string) => {
  const entry = entries.find((other) => other.template.endsWith(`/${template}`));
  if (entry === undefined) throw new Error(`no template ${template}`);
  return leafCircuit(entry);
};

if (process.env.UPDATE_VERDICTS) {
  test('refresh', { timeout: 900_000 }, async () => {
    const book = new VerdictBook({}, installedSolvers());
    const circuits: Record<string, { r1cs: string; queries: readonly string[] }> = {};
    const queries: Record<string, Verdict> = {};
    for (const circuit of [
      ...(await Promise.all(entries.map(leafCircuit))),
      await instanceCircuit('liquidation_small'),
    ]) {
      const judgement = judge(circuit, book);
      circuits[judgement.name] = { r1cs: judgement.r1cs, queries: judgement.queries };
      for (const hash of judgement.queries) queries[hash] = book.queries.get(hash) as Verdict;
    }
    writeFileSync(VERDICTS_FILE, `${JSON.stringify({ queries, circuits }, null, 2)}\n`);
  });
}

describe('V21 every wire follows from inputs and free values', () => {
  test('there are 43 templates', () => expect(entries).toHaveLength(43));

  test.each(entries.map((entry) => [`${entry.template}(${entry.parameters.join(', ')})`, entry] as const))(
    '%s',
    async (_, entry) => {
      const judgement = judge(await leafCircuit(entry), new VerdictBook(storedVerdicts().queries));
      expect(findingsOf(judgement)).toEqual([]);
    },
  );

  test('liquidation_small as a whole', async () => {
    const circuit = await instanceCircuit('liquidation_small');
    const { isProven } = new VerdictBook(storedVerdicts().queries);
    const idle = new Set([...knownWires(circuit.signals, circuit.tree).idle.values()].flat());
    const open = propagationOf(circuit, isProven).undetermined.filter((wire) => !idle.has(wire));
    expect(open.map((wire) => circuit.system.names[wire]?.[0])).toEqual([]);
    expect(storedVerdicts().circuits[circuit.name]?.r1cs).toBe(circuit.system.hash);
  });

  test('every verdict on record is a proof', () => {
    const { queries } = storedVerdicts();
    expect(Object.keys(queries).length).toBeGreaterThan(0);
    for (const verdict of Object.values(queries)) expect(proves(verdict)).toBe(true);
  });

  test('Poseidon is the one that is trusted', () => expect(installedPoseidon()).toBe(POSEIDON_SOURCES));
});

/** Names of the wires that stay open without the constraints of these indexes. */
function openWithout(circuit: JudgedCircuit, remove: (constraint: Constraint, index: number) => boolean): string[] {
  const { system } = circuit;
  const constraints = system.constraints.filter((constraint, index) => !remove(constraint, index));
  expect(constraints.length).toBeLessThan(system.constraints.length);
  const planted = Object.assign(Object.create(ConstraintSystem.prototype), system, { constraints }) as ConstraintSystem;
  const book = new VerdictBook(storedVerdicts().queries);
  return propagationOf({ ...circuit, system: planted }, book.isProven).undetermined.map(
    (wire) => system.names[wire]?.[0] as string,
  );
}

describe('V21 planted faults are noticed', () => {
  test('a bit without its boolean', async () => {
    const circuit = await leafOf('RangeCheck');
    const bit = circuit.system.wireOf('main.bits.out[3]') as number;
    const open = openWithout(
      circuit,
      ([a, b, c]) => c.length === 0 && a.concat(b).every(([wire]) => wire === bit || wire === 0),
    );
    expect(open).toContain('main.bits.out[3]');
  });

  test('the equation of a comparison', async () => {
    const circuit = await leafOf('LegComparison');
    const beats = circuit.system.wireOf('main.beats') as number;
    const distance = circuit.system.wireOf('main.distance.in') as number;
    const open = openWithout(circuit, (sides) =>
      [beats, distance].every((wire) => sides.flat().some(([other]) => other === wire)),
    );
    expect(open).toContain('main.beats');
  });

  test('an S-box of a hash', async () => {
    const circuit = await leafOf('SlotChain');
    expect(openWithout(circuit, (_, index) => index === 300)).not.toEqual([]);
  });

  test.each(['IsNonZero', 'IndexOneHot', 'GainThreshold', 'LaggedNormalCdf', 'ShockedStdDev', 'StdDevBits'])(
    'any constraint of %s',
    async (template) => {
      const circuit = await leafOf(template);
      const propagation = propagationOf(circuit, new VerdictBook(storedVerdicts().queries).isProven);
      const unnoticed = circuit.system.constraints.flatMap((constraint, index) =>
        propagation.without(index).length > propagation.undetermined.length
          ? []
          : [describeConstraint(circuit, constraint)],
      );
      expect(unnoticed).toEqual([]);
    },
  );

  test('a hint that nothing binds', async () => {
    const folder = join(ROOT, '.cache/determinism');
    mkdirSync(folder, { recursive: true });
    const source = [
      'pragma circom 2.1.6;',
      'template Unbound() {',
      '    signal input in;',
      '    signal output out;',
      '    signal half;',
      '    half <-- in / 2;',
      '    out <== half * half;',
      '}',
      '',
    ].join('\n');
    writeFileSync(join(folder, 'Unbound.circom'), source);
    const file = '.cache/determinism/Unbound.circom';
    const { system, forms } = await TemplateCircuit.compile({ file, template: 'Unbound' });
    const circuit = { name: 'Unbound()', system, signals: forms, tree: new ComponentTree(file, 'Unbound') };
    const open = propagationOf(circuit, () => false).undetermined.map((wire) => system.names[wire]?.[0]);
    expect(open).toEqual(['main.out', 'main.half']);
  });
});

function describeConstraint({ system }: JudgedCircuit, sides: Constraint): string {
  return sides
    .map((side) => side.map(([wire, factor]) => `${factor} ${system.names[wire]?.[0]}`).join(' + '))
    .join(' | ');
}

describe('lemmas do not say too much', () => {
  const system = (constraints: Constraint[], wires: number) =>
    Object.assign(Object.create(ConstraintSystem.prototype), { constraints, wires }) as ConstraintSystem;
  const boolean = (wire: number): Constraint => [
    [[wire, 1n]],
    [
      [wire, 1n],
      [0, -1n],
    ],
    [],
  ];
  const known = { wires: [1], forms: [] };

  test('bits lemma: coefficients that are not super-increasing, or wrap', () => {
    expect(superIncreasing([1n, 2n, 4n])).toBe(true);
    expect(superIncreasing([-4n, 1n, 2n])).toBe(true);
    expect(superIncreasing([1n, 2n, 3n])).toBe(false);
    expect(superIncreasing([1n, 1n])).toBe(false);
    expect(superIncreasing(Array.from({ length: 253 }, (_, i) => 1n << BigInt(i)))).toBe(true);
    expect(superIncreasing(Array.from({ length: 254 }, (_, i) => (1n << BigInt(i)) % SCALAR_FIELD))).toBe(false);
  });

  test('bits of a value whose coefficients collide stay open', () => {
    const sum = (c: bigint): Constraint => [
      [],
      [],
      [
        [1, -1n],
        [2, 1n],
        [3, 2n],
        [4, c],
      ],
    ];
    const booleans = [2, 3, 4].map(boolean);
    expect(determined(system([sum(4n), ...booleans], 5), known)).toEqual([]);
    expect(determined(system([sum(3n), ...booleans], 5), { ...known })).toEqual([2, 3, 4]);
    expect(determined(system([sum(4n), ...booleans], 5), { ...known }, { without: 3 })).toEqual([2, 3, 4]);
  });

  test('one-hot lemma: a place that two weights share stays open', () => {
    const one: Constraint = [
      [],
      [],
      [
        [0, -1n],
        [2, 1n],
        [3, 1n],
        [4, 1n],
      ],
    ];
    const place = (weight: bigint): Constraint => [
      [],
      [],
      [
        [1, -1n],
        [3, 1n],
        [4, weight],
      ],
    ];
    const booleans = [2, 3, 4].map(boolean);
    expect(determined(system([one, place(2n), ...booleans], 5), known)).toEqual([]);
    expect(determined(system([one, place(1n), ...booleans], 5), { ...known })).not.toEqual([]);
  });

  test('a product with a known factor that may be zero tells nothing', () => {
    const product: Constraint = [[[1, 1n]], [[2, 1n]], [[3, 1n]]];
    expect(determined(system([product], 4), { wires: [1, 3], forms: [] })).toEqual([2]);
    const one: Constraint = [[[1, 1n]], [[2, 1n]], [[0, 1n]]];
    expect(determined(system([one], 3), { wires: [1], forms: [] })).toEqual([]);
  });

  test('a square tells two values', () => {
    const square: Constraint = [[[2, 1n]], [[2, 1n]], [[1, 1n]]];
    expect(determined(system([square], 3), known)).toEqual([2]);
  });
});

test('the record of verdicts is what the audit writes', () => {
  expect(readFileSync(VERDICTS_FILE, 'utf8')).toBe(`${JSON.stringify(storedVerdicts(), null, 2)}\n`);
});
