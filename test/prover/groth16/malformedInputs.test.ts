import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { FairmarkError } from '../../../circuits/errors.ts';
import { checkProof, endChecks } from '../../../prover/bench/proving/checkProof.ts';
import { KernelBackend } from '../../../prover/groth16/kernelBackend.ts';
import { nodePlatform } from '../../../prover/groth16/platform/nodePlatform.ts';
import { BinaryFile, readWord, writeWord } from '../../../prover/setup/binaryFile.ts';
import { makeDevelopmentKey } from '../../../prover/setup/developmentKey.ts';
import { COEFFICIENT_BYTES, G1_BYTES, G2_BYTES, HEADER_POINTS, viewOf, ZKEY } from '../../../prover/setup/zkey.ts';
import { BASE_FIELD, SCALAR_FIELD } from '../../../verifier/points.ts';
import { InlineThreads } from '../../support/inlineThreads.ts';
import { Draws, encodeWitness, randomCircuit } from '../../support/randomCircuit.ts';
import { compileProducts } from '../../support/tinyCircuit.ts';

/** Files with one wrong bit, of keys and of witnesses each: `EVERY_PROOF=1` asks for 500. */
const FLIPS = process.env.EVERY_PROOF ? 500 : 30;

const circuit = await compileProducts(3);
const inputs = { x: [SCALAR_FIELD - 4n, 5n, 123456789123456789123456789n], y: 987654321987654321n };
const { zkey, verificationKey } = await makeDevelopmentKey(circuit.r1cs);
const witness = await circuit.witness(inputs);
const VALUES_AT = 12 + 12 + 40 + 12;
const wires = (witness.length - VALUES_AT) / 32;
const value = (wire: number) => readWord(viewOf(witness), VALUES_AT + 32 * wire);
const publicSignals = [1, 2, 3].map(value);

// Without threads, for speed; those of the platform are tested with some of the same below.
const backend = new KernelBackend({ ...nodePlatform, threads: new InlineThreads() });
const threaded = new KernelBackend(nodePlatform);
beforeAll(() => threaded.prove(zkey, witness));
afterEach(async () => {
  await checkProof('fairmark', await backend.prove(zkey, witness), { verificationKey, publicSignals });
});
afterAll(async () => {
  await Promise.all([backend.close(), threaded.close(), endChecks()]);
});

/** Where each section of a file begins and ends. */
function sections(bytes: Uint8Array): Map<number, { readonly from: number; readonly to: number }> {
  const view = viewOf(bytes);
  const found = new Map<number, { from: number; to: number }>();
  for (let at = 12; at < bytes.length; ) {
    const [id, length] = [view.getUint32(at, true), Number(view.getBigUint64(at + 4, true))];
    found.set(id, { from: at + 12, to: at + 12 + length });
    at += 12 + length;
  }
  return found;
}

const keySections = sections(zkey);
const places = sections(witness);

/** A copy with a change. */
function changed(bytes: Uint8Array, change: (view: DataView, bytes: Uint8Array) => void): Uint8Array {
  const copy = bytes.slice();
  change(viewOf(copy), copy);
  return copy;
}

/** A key with another content in one section. */
function withSection(id: number, change: (content: Uint8Array) => Uint8Array): Uint8Array {
  return BinaryFile.compose(
    'zkey',
    [...keySections].map(([each, { from, to }]) => {
      const content = zkey.slice(from, to);
      return [each, each === id ? change(content) : content] as const;
    }),
  );
}

/** Texts by which a value could stand in a message. */
const secrets = Array.from({ length: wires }, (_, wire) => value(wire))
  .filter((each) => each > 1n << 60n)
  .flatMap((each) => [String(each), each.toString(16), each.toString(36)]);

async function refused(key: Uint8Array, wtns: Uint8Array, by = backend): Promise<FairmarkError> {
  const error = await by.prove(key, wtns).then(
    () => undefined,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(FairmarkError);
  const { code, remedy, message } = error as FairmarkError;
  expect(code).toMatch(/^[A-Z_]+$/);
  expect(remedy).toMatch(/^[A-Z].+\.$/);
  expect(code).not.toBe('');
  expect(message).not.toBe('the proof could not be made');
  for (const secret of secrets) expect(message + remedy).not.toContain(secret);
  return error;
}

const header = keySections.get(ZKEY.header)!.from;
const unverified = { name: 'ProvingError', message: 'the proof does not verify and is not given out' };

describe('keys', () => {
  test('truncated at and around every border of a section', async () => {
    const borders = [0, 4, 8, 12, ...[...keySections.values()].flatMap(({ from, to }) => [from - 12, from, to])];
    const lengths = new Set(borders.flatMap((at) => [at - 1, at, at + 1]));
    for (const length of lengths) {
      if (length < 0 || length >= zkey.length) continue;
      expect(await refused(zkey.subarray(0, length), witness)).toMatchObject({ code: 'KEY_UNREADABLE' });
    }
  });

  test.each([
    ['nothing', () => new Uint8Array()],
    ['trailing bytes', () => Buffer.concat([zkey, Buffer.from([0])])],
    ['a witness', () => witness],
    ['another version', () => changed(zkey, (view) => view.setUint32(4, 2, true))],
    ['no sections', () => changed(zkey, (view) => view.setUint32(8, 0, true))],
    ['more sections than there are', () => changed(zkey, (view) => view.setUint32(8, 2 ** 32 - 1, true))],
    ['another protocol', () => withSection(ZKEY.protocol, () => new Uint8Array([2, 0, 0, 0]))],
    ['another base field', () => changed(zkey, (view) => writeWord(view, header + 4, BASE_FIELD - 2n))],
    ['another scalar field', () => changed(zkey, (view) => writeWord(view, header + 40, SCALAR_FIELD + 2n))],
    ...([0, 1, 100, 2 ** 31, 2 ** 32 - 1] as const).flatMap((count) =>
      (
        [
          ['wires', 72],
          ['public signals', 76],
          ['a domain', 80],
        ] as const
      ).map(([name, at]): [string, () => Uint8Array] => [
        `${count} as the number of ${name}`,
        () => changed(zkey, (view) => view.setUint32(header + at, count, true)),
      ]),
    ),
    ['a domain of half the size', () => changed(zkey, (view) => view.setUint32(header + 80, 8, true))],
    ...Object.entries(ZKEY)
      .filter(([, id]) => id !== ZKEY.contributions)
      .flatMap(([name, id]): [string, () => Uint8Array][] => [
        [`a section ${name} that is a byte short`, () => withSection(id, (content) => content.subarray(1))],
        [`a section ${name} that is empty`, () => withSection(id, () => new Uint8Array())],
      ]),
  ])('with %s', async (_, make) => {
    expect(await refused(make(), witness)).toMatchObject({ name: 'KeyError', code: 'KEY_UNREADABLE' });
  });

  const pointSections = [
    ['a', ZKEY.a, G1_BYTES],
    ['b1', ZKEY.b1, G1_BYTES],
    ['b2', ZKEY.b2, G2_BYTES],
    ['c', ZKEY.c, G1_BYTES],
    ['h', ZKEY.h, G1_BYTES],
  ] as const;

  /** Where the finite points of a section begin. */
  const finitePoints = (id: number, bytes: number) => {
    const { from, to } = keySections.get(id)!;
    const all = Array.from({ length: (to - from) / bytes }, (_, i) => from + i * bytes);
    return all.filter((at) => zkey.subarray(at, at + bytes).some((byte) => byte !== 0));
  };

  test.each(pointSections)('with a point off its curve in section %s', async (_, id, bytes) => {
    const finite = finitePoints(id, bytes);
    for (const at of [finite[0]!, finite.at(-1)!]) {
      for (const wrong of [
        changed(zkey, (_, copy) => copy.fill(1, at, at + 1)),
        changed(zkey, (view) => writeWord(view, at, 0n)),
        // The same coordinate, not below the order.
        changed(zkey, (view) => writeWord(view, at, readWord(view, at) + BASE_FIELD)),
        changed(zkey, (_, copy) => copy.fill(255, at, at + bytes)),
      ]) {
        const error = { code: 'KEY_INVALID_POINT', message: expect.stringContaining(`section ${id}`) };
        expect(await refused(wrong, witness)).toMatchObject(error);
      }
      const wrong = changed(zkey, (_, copy) => copy.fill(1, at, at + 1));
      expect(await refused(wrong, witness, threaded)).toMatchObject({ code: 'KEY_INVALID_POINT' });
    }
  });

  test.each(pointSections)('with another point in section %s: no proof is given out', async (_, id, bytes) => {
    const finite = finitePoints(id, bytes);
    const [one, other] = [finite[0]!, finite.at(-1)!];
    for (const wrong of [
      changed(zkey, (_, copy) => copy.set(zkey.subarray(one, one + bytes), other)),
      changed(zkey, (_, copy) => copy.fill(0, one, one + bytes)),
    ]) {
      expect(Buffer.from(wrong).equals(zkey)).toBe(false);
      expect(await refused(wrong, witness)).toMatchObject(unverified);
    }
  });

  test.each(Object.entries(HEADER_POINTS))('with another %s', async (name, at) => {
    const bytes = name.endsWith('1') ? G1_BYTES : G2_BYTES;
    await refused(
      changed(zkey, (_, copy) => copy.fill(0, header + at, header + at + bytes)),
      witness,
    );
    await refused(
      changed(zkey, (_, copy) => copy.fill(1, header + at, header + at + 1)),
      witness,
    );
    const twin = name.endsWith('1') ? HEADER_POINTS.alpha1 : HEADER_POINTS.gamma2;
    const from = header + (twin === at ? (name.endsWith('1') ? HEADER_POINTS.delta1 : HEADER_POINTS.delta2) : twin);
    const error = await refused(
      changed(zkey, (_, copy) => copy.set(zkey.subarray(from, from + bytes), header + at)),
      witness,
    );
    expect(error).toMatchObject(unverified);
  });

  test.each([
    ['a matrix', 0, 2],
    ['a row', 4, 16],
    ['a row', 4, 2 ** 32 - 1],
    ['a wire', 8, wires],
    ['a wire', 8, 2 ** 32 - 1],
  ])('with %s of a coefficient out of range', async (_, offset, number) => {
    const { from, to } = keySections.get(ZKEY.coefficients)!;
    for (const entry of [from + 4, to - COEFFICIENT_BYTES]) {
      const wrong = changed(zkey, (view) => view.setUint32(entry + offset, number, true));
      expect(await refused(wrong, witness)).toMatchObject({ code: 'KEY_COEFFICIENTS' });
    }
  });

  test('with a coefficient that is not below the order, or another one', async () => {
    const { from } = keySections.get(ZKEY.coefficients)!;
    const at = from + 4 + 12;
    for (const number of [SCALAR_FIELD, 2n ** 256n - 1n]) {
      const wrong = changed(zkey, (view) => writeWord(view, at, number));
      expect(await refused(wrong, witness)).toMatchObject({ code: 'KEY_COEFFICIENTS' });
    }
    const wrong = changed(zkey, (view) => writeWord(view, at, readWord(view, at) ^ 1n));
    expect(await refused(wrong, witness)).toMatchObject(unverified);
  });

  test(`with a wrong bit, ${FLIPS} times: refused, or proven if the bit does not matter`, async () => {
    const draws = new Draws(3);
    for (let i = 0; i < FLIPS; i++) {
      const bit = draws.below(8 * zkey.length);
      const wrong = changed(zkey, (_, copy) => {
        copy[bit >> 3]! ^= 1 << (bit & 7);
      });
      const { from } = keySections.get(ZKEY.contributions)!;
      if (bit >> 3 < from) await refused(wrong, witness);
      // Whose contribution it was does not matter for a proof, as long as it can be read.
      else await backend.prove(wrong, witness).catch((error) => expect(error).toBeInstanceOf(FairmarkError));
    }
  }, 600_000);
});

describe('witnesses', () => {
  test('truncated at and around every border', async () => {
    const borders = [0, 4, 8, 12, ...[...places.values()].flatMap(({ from, to }) => [from - 12, from, to])];
    for (const length of new Set(borders.flatMap((at) => [at - 1, at, at + 1]))) {
      if (length < 0 || length >= witness.length) continue;
      expect(await refused(zkey, witness.subarray(0, length))).toMatchObject({ name: 'ProvingError' });
    }
  });

  test.each([
    ['trailing bytes', () => Buffer.concat([witness, Buffer.from([0])])],
    ['a key', () => zkey],
    ['version 1', () => changed(witness, (view) => view.setUint32(4, 1, true))],
    ['values of another size', () => changed(witness, (view) => view.setUint32(24, 31, true))],
    ['another field', () => changed(witness, (view) => writeWord(view, 28, SCALAR_FIELD - 2n))],
    ['one wire more', () => changed(witness, (view) => view.setUint32(60, wires + 1, true))],
    ['2^32 - 1 wires', () => changed(witness, (view) => view.setUint32(60, 2 ** 32 - 1, true))],
    ['a wire that is the order', () => changed(witness, (view) => writeWord(view, VALUES_AT + 32 * 2, SCALAR_FIELD))],
    [
      'a wire that is the order and a value',
      () => changed(witness, (view) => writeWord(view, VALUES_AT + 64, SCALAR_FIELD + value(2))),
    ],
    ['a last wire of 2^256 - 1', () => changed(witness, (_, copy) => copy.fill(255, -32))],
    ['0 as wire 0', () => changed(witness, (view) => writeWord(view, VALUES_AT, 0n))],
    ['2 as wire 0', () => changed(witness, (view) => writeWord(view, VALUES_AT, 2n))],
    ['fewer wires', () => encodeWitness([1n, 2n, 3n])],
  ])('with %s', async (_, make) => {
    const error = { name: 'ProvingError', message: expect.stringContaining('the witness cannot be used') };
    expect(await refused(zkey, make())).toMatchObject(error);
    expect(await refused(zkey, make(), threaded)).toMatchObject(error);
  });

  test('of another circuit', async () => {
    const other = await compileProducts(7);
    const error = { name: 'ProvingError', message: expect.stringContaining('wires') };
    expect(await refused(zkey, await other.witness({ x: [1, 2, 3, 4, 5, 6, 7], y: 1 }))).toMatchObject(error);
    const draws = new Draws(5);
    expect(
      await refused(zkey, encodeWitness([1n, ...Array.from({ length: wires - 1 }, () => draws.full())])),
    ).toMatchObject(unverified);
  });

  test('that violate a constraint, in any wire: no proof is given out', async () => {
    for (let wire = 1; wire < wires; wire++) {
      const wrong = changed(witness, (view) =>
        writeWord(view, VALUES_AT + 32 * wire, (value(wire) + 1n) % SCALAR_FIELD),
      );
      expect(await refused(zkey, wrong)).toMatchObject(unverified);
    }
    const wrong = changed(witness, (view) => writeWord(view, VALUES_AT + 32, value(1) ^ 1n));
    expect(await refused(zkey, wrong, threaded)).toMatchObject(unverified);
  });

  test('of a wire that no constraint is about: any value will do', async () => {
    const draws = new Draws(1);
    const free = randomCircuit(draws, 5, 1);
    const key = await makeDevelopmentKey(free.r1cs);
    const values = free.solve(() => draws.full());
    await checkProof('fairmark', await backend.prove(key.zkey, encodeWitness(values)), {
      verificationKey: key.verificationKey,
      publicSignals: values.slice(1, 2),
    });
  });

  test(`with a wrong bit, ${FLIPS} times`, async () => {
    const draws = new Draws(4);
    for (let i = 0; i < FLIPS; i++) {
      const bit = draws.below(8 * witness.length);
      const wrong = changed(witness, (_, copy) => {
        copy[bit >> 3]! ^= 1 << (bit & 7);
      });
      expect(await refused(zkey, wrong)).toMatchObject({ name: 'ProvingError' });
    }
  }, 600_000);
});

test('keys that cannot be prepared take no memory from those after them', async () => {
  const { from } = keySections.get(ZKEY.h)!;
  for (let i = 0; i < 10; i++) {
    await refused(
      changed(zkey, (_, copy) => copy.fill(1, from, from + 1)),
      witness,
      threaded,
    );
  }
  await checkProof('fairmark', await threaded.prove(zkey, witness), { verificationKey, publicSignals });
});
