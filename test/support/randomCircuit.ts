import { BinaryFile, writeWord } from '../../prover/setup/binaryFile.ts';
import { viewOf } from '../../prover/setup/zkey.ts';
import { SCALAR_FIELD as R } from '../../verifier/points.ts';

/** Numbers that look random and are always the same for a seed: the generator `mulberry32` of T. Ettinger. */
export class Draws {
  constructor(private state: number) {}

  /** A whole number below the bound. */
  below(bound: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * bound);
  }

  /** A field element: often 0, 1, -1 or small, else of full size. */
  element(): bigint {
    switch (this.below(8)) {
      case 0:
        return 0n;
      case 1:
        return 1n;
      case 2:
        return R - 1n;
      case 3:
        return BigInt(this.below(1000));
      case 4:
        return R - BigInt(1 + this.below(1000));
      default:
        return this.full();
    }
  }

  full(): bigint {
    let value = 0n;
    for (let i = 0; i < 8; i++) value = (value << 32n) | BigInt(this.below(2 ** 32));
    return value % R;
  }
}

type Terms = ReadonlyMap<number, bigint>;
type Constraint = readonly [a: Terms, b: Terms, c: Terms];

/** A circuit without a source text: its constraints, and witnesses for it. */
export interface RandomCircuit {
  readonly r1cs: Uint8Array;
  readonly publicSignals: number;
  readonly wires: number;
  /** The values of all wires for inputs from `draw`. */
  solve(draw: () => bigint): bigint[];
}

/** A witness file (`.wtns`) with these values. */
export function encodeWitness(values: readonly bigint[]): Uint8Array {
  const header = new Uint8Array(40);
  viewOf(header).setUint32(0, 32, true);
  writeWord(viewOf(header), 4, R);
  viewOf(header).setUint32(36, values.length, true);
  const content = new Uint8Array(32 * values.length);
  for (const [wire, value] of values.entries()) writeWord(viewOf(content), 32 * wire, value);
  const file = BinaryFile.compose('wtns', [
    [1, header],
    [2, content],
  ]);
  viewOf(file).setUint32(4, 2, true);
  return file;
}

/**
 * A circuit of products, fifth powers as hashes have them, bits, divisions and zero tests over random sums, with public
 * inputs and outputs; with wires in no constraint, whose points are infinite; and with wires that always stand together
 * with the same coefficient or with its negative, whose points are equal or opposite.
 *
 * @param constraints at least so many, and at most two more
 */
export function randomCircuit(draws: Draws, constraints: number, publicSignals: number): RandomCircuit {
  const all: Constraint[] = [];
  const steps: ((values: bigint[], draw: () => bigint) => void)[] = [];
  let wires = 1 + publicSignals;
  /** Wires that stand with another: that and its sign. */
  const companions = new Map<number, readonly [wire: number, sign: bigint]>();
  const known = [0];
  const input = () => {
    const wire = wires++;
    known.push(wire);
    steps.push((values, draw) => {
      values[wire] = draw();
    });
    return wire;
  };
  const evaluate = (terms: Terms, values: readonly bigint[]) => {
    let sum = 0n;
    for (const [wire, coefficient] of terms) sum += coefficient * values[wire]!;
    return sum % R;
  };
  const sum = (): Terms => {
    const terms = new Map<number, bigint>();
    for (let left = 1 + draws.below(4); left > 0; left--) {
      const wire = known[draws.below(known.length)]!;
      const coefficient = draws.below(3) === 0 ? draws.element() || 1n : 1n;
      terms.set(wire, coefficient);
      const companion = companions.get(wire);
      if (companion) terms.set(companion[0], (companion[1] * coefficient) % R);
    }
    return terms;
  };
  const one: Terms = new Map([[0, 1n]]);
  const single = (wire: number): Terms => new Map([[wire, 1n]]);
  /** A new wire, or the given one, that is the product. */
  const product = (a: Terms, b: Terms, wire = wires++) => {
    all.push([a, b, single(wire)]);
    steps.push((values) => {
      values[wire] = (evaluate(a, values) * evaluate(b, values)) % R;
    });
    return wire;
  };

  for (let wire = 1; wire <= publicSignals; wire += 2) {
    known.push(wire);
    steps.push((values, draw) => {
      values[wire] = draw();
    });
  }
  for (let i = 0; i < 3; i++) input();
  for (const sign of [1n, 1n, R - 1n]) {
    const wire = input();
    companions.set(wire, [wires, sign]);
    const companion = wires++;
    steps.push((values, draw) => {
      values[companion] = draw();
    });
  }
  // In no constraint at all.
  for (let i = 0; i < 2; i++) {
    input();
    known.pop();
  }
  for (let wire = 2; wire <= publicSignals && all.length < constraints; wire += 2) product(sum(), sum(), wire);
  while (all.length < constraints) {
    switch (draws.below(5)) {
      case 0: {
        const base = sum();
        const square = product(base, base);
        const fourth = product(single(square), single(square));
        known.push(product(single(fourth), base));
        break;
      }
      case 1: {
        const bit = wires++;
        all.push([
          single(bit),
          new Map([
            [bit, 1n],
            [0, R - 1n],
          ]),
          new Map(),
        ]);
        steps.push((values, draw) => {
          values[bit] = draw() & 1n;
        });
        known.push(bit);
        break;
      }
      case 2: {
        // Quotient and zero test: divisor·inverse = 1 - isZero, divisor·isZero = 0, and numerator·inverse.
        const divisor = sum();
        const [inverse, isZero] = [wires++, wires++];
        all.push([
          divisor,
          single(inverse),
          new Map([
            [0, 1n],
            [isZero, R - 1n],
          ]),
        ]);
        all.push([divisor, single(isZero), new Map()]);
        steps.push((values) => {
          const value = evaluate(divisor, values);
          values[isZero] = value === 0n ? 1n : 0n;
          values[inverse] = value === 0n ? 0n : invert(value);
        });
        known.push(isZero, product(sum(), single(inverse)));
        break;
      }
      case 3: {
        const linear = sum();
        const wire = product(linear, one);
        known.push(wire);
        break;
      }
      default:
        known.push(product(sum(), sum()));
    }
  }
  return {
    r1cs: encodeR1cs(wires, publicSignals, all),
    publicSignals,
    wires,
    solve(draw) {
      const values = new Array<bigint>(wires).fill(0n);
      values[0] = 1n;
      for (const step of steps) step(values, draw);
      return values;
    },
  };
}

/** The constraint system as circom writes it, with all public signals as inputs. */
function encodeR1cs(wires: number, publicSignals: number, constraints: readonly Constraint[]): Uint8Array {
  const header = new Uint8Array(64);
  const view = viewOf(header);
  view.setUint32(0, 32, true);
  writeWord(view, 4, R);
  for (const [i, number] of [wires, 0, publicSignals, wires - publicSignals - 1].entries()) {
    view.setUint32(36 + 4 * i, number, true);
  }
  view.setBigUint64(52, BigInt(wires), true);
  view.setUint32(60, constraints.length, true);
  const sides = constraints.flat();
  const body = new Uint8Array(sides.reduce((bytes, terms) => bytes + 4 + 36 * terms.size, 0));
  let at = 0;
  for (const terms of sides) {
    viewOf(body).setUint32(at, terms.size, true);
    at += 4;
    for (const [wire, coefficient] of [...terms].sort(([one], [other]) => one - other)) {
      viewOf(body).setUint32(at, wire, true);
      writeWord(viewOf(body), at + 4, coefficient);
      at += 36;
    }
  }
  return BinaryFile.compose('r1cs', [
    [1, header],
    [2, body],
  ]);
}

function invert(value: bigint): bigint {
  let [result, base] = [1n, value];
  for (let exponent = R - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % R;
    base = (base * base) % R;
  }
  return result;
}
