import { bn254 } from './bn254.ts';
import { power } from './field.ts';

const { Fr } = bn254.fields;
const FULL_ROUNDS = 8;
/** Partial rounds for 1 to 16 inputs, as circomlib has them. */
const PARTIAL_ROUNDS = [56, 57, 56, 60, 60, 63, 64, 63, 60, 66, 60, 65, 70, 60, 64, 68];
const FIELD_BITS = 254;
const POWER = 5n;

interface Parameters {
  readonly constants: readonly bigint[];
  readonly matrix: readonly (readonly bigint[])[];
}

/**
 * Round constants and matrix of a width, drawn as the authors of Poseidon draw them (Grassi et al. 2019, appendix F): from a
 * Grain LFSR of 80 bits, of which every second bit counts where the one before it is one.
 */
function parameters(width: number, partialRounds: number): Parameters {
  const bits = (value: number, length: number) => [...value.toString(2).padStart(length, '0')].map(Number);
  // A prime field, S-box x^5, its bits, the width, the rounds, and thirty ones.
  const state = [
    ...[...bits(1, 2), ...bits(0, 4), ...bits(FIELD_BITS, 12), ...bits(width, 12)],
    ...[...bits(FULL_ROUNDS, 10), ...bits(partialRounds, 10), ...bits(2 ** 30 - 1, 30)],
  ];
  // A ring: the oldest bit stands at `oldest`.
  let oldest = 0;
  const tap = (distance: number) => state[(oldest + distance) % 80] as number;
  const step = (): number => {
    const bit = tap(62) ^ tap(51) ^ tap(38) ^ tap(23) ^ tap(13) ^ tap(0);
    state[oldest] = bit;
    oldest = (oldest + 1) % 80;
    return bit;
  };
  for (let i = 0; i < 160; i++) step();
  const draw = (): bigint => {
    let digits = '';
    while (digits.length < FIELD_BITS) {
      const counts = step();
      const bit = step();
      if (counts === 1) digits += bit;
    }
    return BigInt(`0b${digits}`);
  };
  const constants: bigint[] = [];
  while (constants.length < width * (FULL_ROUNDS + partialRounds)) {
    const value = draw();
    if (value < Fr.ORDER) constants.push(value);
  }
  // A Cauchy matrix 1 / (x_i + y_j). Here values are reduced, not refused.
  const xy = Array.from({ length: 2 * width }, () => Fr.reduce(draw()));
  const matrix = xy.slice(0, width).map((x) => xy.slice(width).map((y) => Fr.inverse(x + y)));
  return { constants, matrix };
}

const byInputs = new Map<number, Parameters>();

/** Poseidon over BN254 with circomlib's parameters, for 1 to 16 inputs. */
function hash(inputs: readonly bigint[]): bigint {
  const width = inputs.length + 1;
  const partialRounds = PARTIAL_ROUNDS[inputs.length - 1];
  if (partialRounds === undefined) throw new RangeError(`Poseidon takes 1 to 16 inputs, not ${inputs.length}`);
  const { constants, matrix } = byInputs.get(width) ?? parameters(width, partialRounds);
  byInputs.set(width, { constants, matrix });
  let state = [0n, ...inputs.map(Fr.reduce)];
  for (let round = 0; round < FULL_ROUNDS + partialRounds; round++) {
    const isFull = round < FULL_ROUNDS / 2 || round >= FULL_ROUNDS / 2 + partialRounds;
    const powered = state.map((value, i) => {
      const sum = value + (constants[round * width + i] as bigint);
      return isFull || i === 0 ? power(Fr, Fr.reduce(sum), POWER) : sum;
    });
    state = matrix.map((row) => Fr.reduce(row.reduce((sum, factor, j) => sum + factor * (powered[j] as bigint), 0n)));
  }
  return state[0] as bigint;
}

/**
 * The functions of `poseidon-lite`, whose constants are 430 kB that the page has no room for: it draws them as their authors
 * did. They stand in for the library when the page is built, and a test compares the two.
 */
export {
  hash as poseidon1,
  hash as poseidon2,
  hash as poseidon3,
  hash as poseidon4,
  hash as poseidon5,
  hash as poseidon6,
  hash as poseidon7,
  hash as poseidon8,
  hash as poseidon9,
  hash as poseidon10,
  hash as poseidon11,
  hash as poseidon12,
  hash as poseidon13,
  hash as poseidon14,
  hash as poseidon15,
  hash as poseidon16,
};
