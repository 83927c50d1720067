import { buildBn128, type WasmCurve } from 'ffjavascript';
import { beforeAll, describe, expect, test } from 'vitest';
import { KERNEL_FORMS } from '../../../prover/groth16/forms/kernelForm.ts';
import type { KernelCall } from '../../../prover/groth16/memory/kernelCall.ts';
import { coefficientRows } from '../../../prover/groth16/quotient/coefficientRows.ts';
import { rootsOfUnity } from '../../../prover/groth16/quotient/rootsOfUnity.ts';
import { BinaryFile, readWord, writeWord } from '../../../prover/setup/binaryFile.ts';
import { encodeCoefficients } from '../../../prover/setup/encodeCoefficients.ts';
import { R1cs } from '../../../prover/setup/r1cs.ts';
import { viewOf } from '../../../prover/setup/zkey.ts';
import { SCALAR_FIELD as R } from '../../../verifier/points.ts';
import {
  coefficientSection,
  numbers,
  QuotientRun,
  quotientByDefinition,
  rowValues,
  type Term,
} from '../../support/quotient.ts';
import { compileProducts } from '../../support/tinyCircuit.ts';

const product = (a: readonly bigint[], b: readonly bigint[]) => a.map((value, i) => (value * b[i]!) % R);

/** Wire 0 is 1; row i of A is wire i + 1 and row i of B wire domain + i + 1: the wires choose the values. */
const separateRows = (domain: number): Term[] =>
  [0, 1].flatMap((matrix) =>
    Array.from({ length: domain }, (_, row): Term => [matrix, row, matrix * domain + row + 1, 1n]),
  );

let curve: WasmCurve;
beforeAll(async () => {
  curve = await buildBn128(true);
});

describe.each(KERNEL_FORMS)('%s: the quotient', (form) => {
  test.each([2, 4, 8, 16, 32, 64, 128])('of a domain of %i is that of its definition', (domain) => {
    const run = new QuotientRun(form, coefficientSection(separateRows(domain)), domain, 2 * domain + 1);
    const edges = [R - 1n, 1n, 0n, R - 1n, 2n, R >> 1n, (R >> 1n) + 1n];
    const witnesses = [
      numbers(domain, 2 * domain),
      Array.from({ length: 2 * domain }, (_, i) => edges[i % edges.length]!),
      new Array<bigint>(2 * domain).fill(R - 1n),
      new Array<bigint>(2 * domain).fill(0n),
    ];
    for (const values of witnesses) {
      const [a, b] = [values.slice(0, domain), values.slice(domain)];
      expect(run.scalars([1n, ...values])).toEqual(quotientByDefinition(a, b, product(a, b)));
    }
  });

  test.each([8, 9, 10, 11, 12])('of a domain of 2^%i is that of ffjavascript', async (power) => {
    const domain = 2 ** power;
    const values = numbers(power, 2 * domain);
    const [a, b] = [values.slice(0, domain), values.slice(domain)];
    const { Fr } = curve;
    const transformed = async (polynomial: readonly bigint[]) => {
      const bytes = new Uint8Array(32 * domain);
      for (const [i, value] of polynomial.entries()) bytes.set(Fr.e(value), 32 * i);
      const shifted = await Fr.batchApplyKey(await Fr.ifft(bytes), Fr.e(1n), Fr.w[power + 1]!);
      const result = await Fr.fft(shifted);
      return Array.from({ length: domain }, (_, i) => Fr.toObject(result.slice(32 * i, 32 * i + 32)));
    };
    const [x, y, z] = [await transformed(a), await transformed(b), await transformed(product(a, b))];
    const run = new QuotientRun(form, coefficientSection(separateRows(domain)), domain, 2 * domain + 1);
    expect(run.scalars([1n, ...values])).toEqual(x.map((value, i) => (((value * y[i]! - z[i]!) % R) + R) % R));
  });

  test('is that of a compiled circuit, whose own C is the product', async () => {
    const circuit = await compileProducts(20);
    const system = new R1cs(circuit.r1cs);
    const x = Array.from({ length: 20 }, (_, i) => [0n, 1n, R - 1n, 3n, BigInt(i) ** 9n][i % 5]!);
    const file = await circuit.witness({ x: x.map(String), y: String(R - 5n) });
    const witness = readWitness(file);
    const sides = [0, 1, 2].map(() => new Array<bigint>(system.domain).fill(0n));
    system.forEachTerm((matrix, row, wire, coefficient) => {
      const side = sides[matrix]!;
      side[row] = (side[row]! + coefficient * witness[wire]!) % R;
    });
    for (let wire = 0; wire <= system.publicSignals; wire++) sides[0]![system.constraints + wire] = witness[wire]!;
    const run = new QuotientRun(form, encodeCoefficients(system), system.domain, system.wires);
    expect(run.scalars(witness)).toEqual(quotientByDefinition(sides[0]!, sides[1]!, sides[2]!));
  });

  describe('of rows of all kinds', () => {
    const domain = 32;
    const wires = [1n, 0n, 1n, R - 1n, 2n, ...numbers(1, 5), 1n << 64n, (1n << 128n) + 1n, 1n << 192n];
    const coefficients = [1n, R - 1n, 0n, 2n, R - 2n, ...numbers(2, 5)];
    const terms: Term[] = [];
    // A: row i has i terms of every coefficient and wire in turn. B: most rows are empty, some repeat one term.
    for (let row = 0; row < domain; row++) {
      for (let i = 0; i < row; i++) {
        terms.push([0, row, (row * i + i) % wires.length, coefficients[(row + 3 * i) % coefficients.length]!]);
      }
    }
    for (let i = 0; i < 50; i++) {
      terms.push([1, 3, 5, coefficients[6]!], [1, 4, 3, R - 1n], [1, 7, 3, 1n], [1, 9, 0, R - 1n], [1, 31, 6, R - 1n]);
      terms.push([1, 12, i % wires.length, R - 1n], [1, 13, (2 * i) % wires.length, coefficients[i % 7]!]);
    }
    for (const wire of wires.keys()) {
      for (const coefficient of coefficients) terms.push([1, 14 + wire, wire, coefficient]);
    }
    const section = coefficientSection(terms);
    const expected = (witness: readonly bigint[]) => {
      const [a, b] = rowValues(terms, domain, witness);
      return quotientByDefinition(a, b, product(a, b));
    };

    test('is that of its definition, proof after proof', () => {
      const run = new QuotientRun(form, section, domain, wires.length);
      for (const witness of [wires, wires.map((_, i) => (i === 0 ? 1n : 0n)), wires.map(() => 1n), wires]) {
        expect(run.scalars(witness)).toEqual(expected(witness));
      }
    });

    test('does not depend on the order of the entries, nor on where the section lies', () => {
      const order = numbers(3, terms.length);
      const shuffled = [...terms.keys()].sort((i, j) => (order[i]! < order[j]! ? -1 : 1)).map((index) => terms[index]!);
      const bytes = coefficientSection(shuffled);
      const moved = new Uint8Array(bytes.length + 1);
      moved.set(bytes, 1);
      expect(new QuotientRun(form, moved.subarray(1), domain, wires.length).scalars(wires)).toEqual(expected(wires));
    });
  });

  test('does not depend on how stages are cut into calls, nor on their order', () => {
    const domain = 1024;
    const run = new QuotientRun(form, coefficientSection(separateRows(domain)), domain, 2 * domain + 1);
    const witness = [1n, ...numbers(4, 2 * domain)];
    const whole = run.scalars(witness);
    const ranged = (call: KernelCall) => call.name !== 'transformPart';
    const single = (stage: readonly KernelCall[]) =>
      stage.every(ranged)
        ? [{ ...stage[0]!, args: [...stage[0]!.args.slice(0, -1), stage.at(-1)!.args.at(-1)!] }]
        : stage;
    const small = (stage: readonly KernelCall[]) =>
      stage.flatMap(({ name, args }) => {
        const [from, to] = args.slice(-2) as [number, number];
        return ranged({ name, args })
          ? Array.from({ length: to - from }, (_, i) => ({
              name,
              args: [...args.slice(0, -2), from + i, from + i + 1],
            }))
          : [{ name, args }];
      });
    expect(run.quotient.stages(0).map(({ length }) => length > 1)).toEqual([true, true, true, true]);
    for (const rearrange of [single, small, (stage: readonly KernelCall[]) => [...stage].reverse()]) {
      expect(run.scalars(witness, rearrange)).toEqual(whole);
    }
  });

  test('leaves nothing of the witness outside of what it says is secret', () => {
    const domain = 64;
    const run = new QuotientRun(form, coefficientSection(separateRows(domain)), domain, 2 * domain + 1);
    const memory = new Uint8Array(run.kernels.view.buffer);
    const proveAndWipe = (values: readonly bigint[]) => {
      run.scalars([1n, ...values]);
      for (const [address, bytes] of run.quotient.secrets) memory.fill(0, address, address + bytes);
      // What lies behind the witness is this quotient's; scratch memory and the witness lie before.
      return memory.slice(run.witnessAt + 32 * (2 * domain + 1), run.kernels.arena.end);
    };
    const bits = Array.from({ length: 2 * domain }, (_, i) => BigInt(i & 1));
    expect(proveAndWipe(bits)).toEqual(proveAndWipe(numbers(5, 2 * domain)));
  });
});

test('roots of unity are those of ffjavascript', () => {
  const theirs = curve.Fr.w.map((root) => curve.Fr.toObject(root));
  for (const last of [2, 15, curve.Fr.s]) expect(rootsOfUnity(last)).toEqual(theirs.slice(0, last + 1));
});

describe('coefficients of a key', () => {
  test('equal values have one index, and 1, -1 and 0 are known', () => {
    const rows = coefficientRows(
      coefficientSection([
        [1, 1, 2, 7n],
        [0, 0, 0, R - 1n],
        [1, 1, 1, 1n],
        [0, 0, 1, 7n],
        [0, 0, 2, 0n],
      ]),
      2,
      3,
    );
    expect([...rows.starts]).toEqual([0, 3, 3, 3, 5]);
    expect([...rows.terms]).toEqual([0, 1, 1, 3, 2, 2, 2, 3, 1, 0]);
    const view = viewOf(rows.values);
    expect(Array.from({ length: rows.values.length / 32 }, (_, i) => readWord(view, 32 * i))).toEqual(
      [1n, R - 1n, 0n, 7n].map((value) => (value << 512n) % R),
    );
  });

  const term: Term = [0, 1, 2, 5n];
  const withValue = (value: bigint) => {
    const section = coefficientSection([term, term]);
    writeWord(viewOf(section), 4 + 44 + 12, value);
    return section;
  };

  test('the largest indices and value are taken', () => {
    expect(coefficientRows(coefficientSection([[1, 3, 4, 1n]]), 4, 5).terms).toHaveLength(2);
    expect(coefficientRows(withValue(R - 1n), 4, 5).terms).toHaveLength(4);
  });

  test.each([
    ['a matrix', coefficientSection([[2, 0, 0, 1n]]), 'KEY_COEFFICIENTS'],
    ['a row', coefficientSection([[0, 4, 0, 1n]]), 'KEY_COEFFICIENTS'],
    ['a row of 2^32 - 1', coefficientSection([[0, 2 ** 32 - 1, 0, 1n]]), 'KEY_COEFFICIENTS'],
    ['a wire', coefficientSection([[1, 0, 5, 1n]]), 'KEY_COEFFICIENTS'],
    ['a value of the order', withValue(R), 'KEY_COEFFICIENTS'],
    ['a value of 2^256 - 1', withValue((1n << 256n) - 1n), 'KEY_COEFFICIENTS'],
    ['no count', new Uint8Array(3), 'KEY_UNREADABLE'],
    ['a byte too many', new Uint8Array([...coefficientSection([term]), 0]), 'KEY_UNREADABLE'],
    ['an entry too few', coefficientSection([term, term]).subarray(0, 48), 'KEY_UNREADABLE'],
    ['a count of 2^32 - 1', new Uint8Array([255, 255, 255, 255]), 'KEY_UNREADABLE'],
  ])('%s out of range is refused, with its section', (_, section, code) => {
    expect(() => coefficientRows(section, 4, 5)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining('section 4') }),
    );
  });
});

function readWitness(file: Uint8Array): bigint[] {
  // A witness file is of version 2, which only differs in what its sections hold.
  const bytes = file.slice();
  viewOf(bytes).setUint32(4, 1, true);
  const values = BinaryFile.parse(bytes, 'wtns', (reason) => new Error(reason)).section(2)!;
  return Array.from({ length: values.length / 32 }, (_, i) => readWord(viewOf(values), 32 * i));
}
