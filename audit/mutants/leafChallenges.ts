import { SCALAR_FIELD } from '../../verifier/points.ts';
import { fieldInverse } from '../circuit/fieldInverse.ts';
import { reduced } from '../circuit/reduced.ts';
import type { LeafInputs } from '../vectors/leaf.ts';
import { type SeededIntegers, seeded } from '../vectors/seeded.ts';
import { aimedChallenges } from './aimedChallenges.ts';
import type { Challenge } from './challenge.ts';
import type { LeafCircuit } from './leafCircuit.ts';

/** Most challenges of each kind for a template of `FULL` constraints; larger ones get fewer in proportion. */
const FULL = 600;
const MOST = { forged: 1200, joint: 600, boundary: 700, tight: 500, edges: 900, pairs: 900, hidden: 900 };
/** Pairs of numbers are tried where there are no more of them than this. */
const PAIRED = 30;
/** A whole statement of so many constraints takes a tenth of a second a challenge: it gets fewer of them. */
const LARGE = 5000;
const LEAST = 250;
const HALF = (SCALAR_FIELD + 1n) / 2n;

function most({ circuit }: LeafCircuit, full: number): number {
  if (circuit.system.constraints.length > LARGE) return full;
  return Math.ceil(full * Math.min(1, FULL / circuit.system.constraints.length));
}

/** Places of the numbers in nested inputs. */
function scalarsOf(inputs: LeafInputs): (readonly (string | number)[])[] {
  const visit = (value: unknown, at: readonly (string | number)[]): (readonly (string | number)[])[] =>
    Array.isArray(value) ? value.flatMap((item, i) => visit(item, [...at, i])) : [at];
  return Object.entries(inputs).flatMap(([name, value]) => visit(value, [name]));
}

function get(inputs: LeafInputs, at: readonly (string | number)[]): bigint {
  return at.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], inputs) as bigint;
}

/** A copy with one number replaced. */
function edited(inputs: LeafInputs, at: readonly (string | number)[], value: bigint): LeafInputs {
  const edit = (node: unknown, depth: number): unknown => {
    if (depth === at.length) return reduced(value);
    const step = at[depth] as number;
    if (Array.isArray(node)) return node.map((item, i) => (i === step ? edit(item, depth + 1) : item));
    return { ...(node as LeafInputs), [step]: edit((node as LeafInputs)[step], depth + 1) };
  };
  return edit(inputs, 0) as LeafInputs;
}

/** Every `step`-th, so that at most `most` are left, all parts of the list alike. */
function thinned<T>(values: readonly T[], most: number): T[] {
  const step = Math.max(1, values.length / most);
  return Array.from({ length: Math.min(values.length, most) }, (_, i) => values[Math.floor(i * step)] as T);
}

interface Range {
  /** Wire of the ranged value. */
  wire: number;
  width: number;
}

/** The values that the template decomposes into bits. */
function rangesOf({ circuit }: LeafCircuit): Range[] {
  const widths = new Map<string, number>();
  for (const name of circuit.system.signals()) {
    const match = /^(main(?:\..*)?)\.out\[\d+\]$/.exec(name);
    const owner = match?.[1];
    if (owner !== undefined && circuit.system.wireOf(`${owner}.in`) !== undefined) {
      widths.set(owner, (widths.get(owner) ?? 0) + 1);
    }
  }
  return [...widths].map(([owner, width]) => ({ wire: circuit.system.wireOf(`${owner}.in`) as number, width }));
}

/** One assignment deviates; then two and three together, so that sums and weighted sums stay. */
async function forgedChallenges(leaf: LeafCircuit, bases: readonly LeafInputs[], random: SeededIntegers) {
  const single: Challenge[] = [];
  const joint: Challenge[] = [];
  for (const [b, inputs] of bases.slice(0, 4).entries()) {
    const sites = (await leaf.siteValues(inputs)).length;
    for (let site = 0; site < sites; site++) {
      const deltas = [
        b % 2 === 0 ? 1n : -1n,
        random.pick([1n, -1n, 2n, -2n]) << random.below(70n),
        random.below(1n << 52n) * HALF,
      ];
      single.push({ inputs, at: [site], by: [0n], set: true });
      for (const by of b < 2 ? deltas : deltas.slice(0, 2)) single.push({ inputs, at: [site], by: [reduced(by)] });
    }
    for (let site = 0; site + 1 < sites; site++) {
      joint.push(
        { inputs, at: [site, site + 1], by: [2n, -1n].map(reduced) },
        { inputs, at: [site, site + 1], by: [1n, -1n].map(reduced) },
        { inputs, at: [site, site + 1], by: [0n, 0n], set: true },
        { inputs, at: [site, site + 1, site + 2], by: [1n, -2n, 1n].map(reduced) },
        { inputs, at: [site, site + 1, site + 2], by: [HALF, -1n, HALF].map(reduced) },
      );
      const far = Number(random.below(BigInt(sites)));
      joint.push({ inputs, at: [site, far], by: [random.pick([1n, -1n]), random.pick([1n, -1n])].map(reduced) });
    }
  }
  return [...thinned(single, most(leaf, MOST.forged)), ...thinned(joint, most(leaf, MOST.joint))];
}

/** Every statement once moved and once zero. */
async function statementChallenges(leaf: LeafCircuit, inputs: LeafInputs | undefined): Promise<Challenge[]> {
  if (!inputs) return [];
  return (await leaf.siteValues(inputs)).flatMap((_, site): Challenge[] => [
    { inputs, at: [site], by: [1n] },
    { inputs, at: [site], by: [0n], set: true },
  ]);
}

/**
 * Inputs that put a ranged value exactly at an edge of its width: found by the slope of the value in each input, which
 * is exact where the value is a polynomial of degree one in it. At the edges inside, every number moves once more: there
 * the sign of its weight decides.
 */
async function boundaryChallenges(leaf: LeafCircuit, bases: readonly LeafInputs[], random: SeededIntegers) {
  const ranges = rangesOf(leaf);
  const found: Challenge[] = [];
  const tight: Challenge[] = [];
  for (const inputs of bases.slice(0, 5)) {
    const start = await leaf.assign({ inputs, at: [], by: [] });
    if (!start) continue;
    const scalars = scalarsOf(inputs);
    const slopes: { at: readonly (string | number)[]; slope: (wire: number) => bigint }[] = [];
    for (const at of thinned(scalars, 60)) {
      const next = await leaf.assign({ inputs: edited(inputs, at, get(inputs, at) + 1n), at: [], by: [] });
      if (next) slopes.push({ at, slope: (wire) => reduced((next[wire] as bigint) - (start[wire] as bigint)) });
    }
    for (const { wire, width } of ranges) {
      const full = 1n << BigInt(width);
      const movers = slopes.filter(({ slope }) => slope(wire) !== 0n);
      const outside = [-1n, full, 2n * full - 1n, -full, full + random.below(full)];
      for (const target of [0n, full - 1n, full / 2n, ...outside]) {
        const first = Number(random.below(BigInt(Math.max(1, movers.length))));
        for (let i = 0; i < Math.min(3, movers.length); i++) {
          const { at, slope } = movers[(first + i) % movers.length] as (typeof movers)[number];
          const value = get(inputs, at) + (target - (start[wire] as bigint)) * fieldInverse(slope(wire));
          const moved = edited(inputs, at, value);
          found.push({ inputs: moved, at: [], by: [] });
          if (outside.includes(target) || i > 0 || !(await leaf.judge({ inputs: moved, at: [], by: [] }))?.accepts)
            continue;
          for (const other of thinned(scalars, 40)) {
            for (const step of [1n, -1n]) {
              tight.push({ inputs: edited(moved, other, get(moved, other) + step), at: [], by: [] });
            }
          }
        }
      }
    }
  }
  return [...thinned(found, most(leaf, MOST.boundary)), ...thinned(tight, most(leaf, MOST.tight))];
}

/** A number of the inputs changes, and one assignment that reads it stays as it was. */
async function hiddenChallenges(leaf: LeafCircuit, bases: readonly LeafInputs[], random: SeededIntegers) {
  const found: Challenge[] = [];
  for (const inputs of bases.slice(0, 3)) {
    const before = await leaf.siteValues(inputs);
    const readers = before.map((): LeafInputs[] => []);
    for (const at of thinned(scalarsOf(inputs), 100)) {
      const changed = edited(inputs, at, get(inputs, at) + random.pick([1n, -1n, 5n]));
      const after = await leaf.siteValues(changed);
      after.forEach((value, site) => {
        if (value !== before[site]) readers[site]?.push(changed);
      });
    }
    readers.forEach((changes, site) => {
      for (const changed of thinned(changes, 4)) {
        found.push({ inputs: changed, at: [site], by: [before[site] as bigint], set: true });
      }
    });
  }
  return thinned(found, most(leaf, MOST.hidden));
}

/** Two numbers at once: both at small values, or moved against each other to the edges of widths. */
function pairChallenges(leaf: LeafCircuit, bases: readonly LeafInputs[], random: SeededIntegers): Challenge[] {
  const widths = [...new Set(rangesOf(leaf).map(({ width }) => width))];
  const found: Challenge[] = [];
  for (const inputs of bases.slice(0, 5)) {
    const scalars = scalarsOf(inputs);
    if (scalars.length > PAIRED) continue;
    for (const one of scalars) {
      for (const other of scalars) {
        if (one === other) continue;
        const [x, y] = [get(inputs, one), get(inputs, other)];
        const full = 1n << BigInt(widths.length > 0 ? random.pick(widths) : 8);
        const target = random.pick([full, full - 1n, full / 2n, -1n, full + 1n]);
        const small = () => random.pick([0n, 1n, 2n, -1n]);
        found.push(
          { inputs: edited(edited(inputs, one, target), other, y - (target - x)), at: [], by: [] },
          { inputs: edited(edited(inputs, one, target), other, y + (target - x)), at: [], by: [] },
          { inputs: edited(edited(inputs, one, small()), other, small()), at: [], by: [] },
          { inputs: edited(edited(inputs, one, x + 1n), other, small()), at: [], by: [] },
        );
      }
    }
  }
  return thinned(found, most(leaf, MOST.pairs));
}

/** One of each pattern of zeros and ones first, then the others: flags decide which clauses bind. */
function byPattern(bases: readonly LeafInputs[]): LeafInputs[] {
  const patterns = new Set<string>();
  const [first, later]: [LeafInputs[], LeafInputs[]] = [[], []];
  for (const inputs of bases) {
    const pattern = scalarsOf(inputs)
      .map((at) => get(inputs, at))
      .map((value) => (value === 0n || value === 1n ? value : 'x'))
      .join('');
    (patterns.has(pattern) ? later : first).push(inputs);
    patterns.add(pattern);
  }
  return [...first, ...later];
}

/** Each number alone at small values, its neighbours, its negative and powers of two. */
function edgeChallenges(leaf: LeafCircuit, bases: readonly LeafInputs[], random: SeededIntegers): Challenge[] {
  const widths = [...new Set(rangesOf(leaf).map(({ width }) => width))];
  const found: Challenge[] = [];
  for (const inputs of bases.slice(0, 4)) {
    for (const at of scalarsOf(inputs)) {
      const value = get(inputs, at);
      const width = BigInt(widths.length > 0 ? random.pick(widths) : 8);
      const values = [
        0n,
        1n,
        2n,
        -1n,
        value + 1n,
        value - 1n,
        -value,
        1n << width,
        (1n << width) - 1n,
        value + (1n << width),
        random.below(1n << width),
      ];
      for (const other of values) {
        if (reduced(other - value) === 0n) continue;
        found.push({ inputs: edited(inputs, at, other), at: [], by: [], about: String(at[0]) });
      }
    }
  }
  return thinned(found, most(leaf, MOST.edges));
}

/**
 * What a mutant of a leaf is tried with after the honest inputs: assignments that deviate, alone and together, ranged
 * values at the edges of their widths, and inputs at small and large values. Equal leaves have equal challenges.
 *
 * @param bases honest inputs
 */
export async function leafChallenges(
  template: string,
  leaf: LeafCircuit,
  bases: readonly LeafInputs[],
): Promise<Challenge[]> {
  const random = seeded(7);
  const patterns = byPattern(bases);
  const varied = leaf.circuit.system.constraints.length > 2 * FULL ? patterns.slice(0, 2) : patterns;
  if (leaf.circuit.system.constraints.length > LARGE) {
    return [
      ...aimedChallenges(template, bases.slice(0, 1)),
      ...(await statementChallenges(leaf, varied[0])),
      ...thinned(await hiddenChallenges(leaf, varied.slice(0, 1), random), LEAST),
      ...thinned(edgeChallenges(leaf, varied.slice(0, 2), random), LEAST),
    ];
  }
  return [
    ...aimedChallenges(template, bases),
    ...(await boundaryChallenges(leaf, varied, random)),
    ...(await forgedChallenges(leaf, varied, random)),
    ...(await hiddenChallenges(leaf, varied, random)),
    ...pairChallenges(leaf, varied, random),
    ...edgeChallenges(leaf, varied, random),
  ];
}
