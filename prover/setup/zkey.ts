import { BASE_FIELD, type G1Coordinates, type G2Coordinates, SCALAR_FIELD } from '../../verifier/points.ts';
import type { VerificationKey } from '../../verifier/verificationKey.ts';
import { BinaryFile, readWord } from './binaryFile.ts';
import { KeyError } from './keyError.ts';

/** Section numbers of a Groth16 proving key, as in snarkjs `zkey_utils.js`. */
export const ZKEY = {
  protocol: 1,
  header: 2,
  ic: 3,
  coefficients: 4,
  a: 5,
  b1: 6,
  b2: 7,
  c: 8,
  h: 9,
  contributions: 10,
} as const;

/** Bytes of an affine point, and of one entry of the coefficients section. */
export const G1_BYTES = 64;
export const G2_BYTES = 128;
export const COEFFICIENT_BYTES = 44;
/** By what the values of the coefficients section are multiplied: double Montgomery form. */
export const COEFFICIENT_FACTOR = 2n ** 512n % SCALAR_FIELD;
/** Where the points of section 2 begin. */
export const HEADER_POINTS = { alpha1: 84, beta1: 148, beta2: 212, gamma2: 340, delta1: 468, delta2: 532 } as const;
/** Bytes of section 2: two sized primes, three counts, three G1 points and three G2 points. */
const HEADER_BYTES = 2 * 36 + 12 + 3 * G1_BYTES + 3 * G2_BYTES;
/** Bytes of section 10 before the number of contributions. */
const CIRCUIT_HASH_BYTES = 64;

/** What a beacon's contribution is computed from. */
export interface BeaconParameters {
  /** The public random value: 1 to 255 bytes. */
  readonly value: Uint8Array;
  /** Binary logarithm of the number of times that sha256 is applied to it. */
  readonly iterationsExp: number;
}

/** One contribution to phase 2, as the key file describes it. */
export interface Contribution {
  /** The contributor's own words; empty if there are none. Not authenticated. */
  readonly name: string;
  /** Undefined for the contribution of a person. */
  readonly beacon: BeaconParameters | undefined;
  readonly deltaAfter: G1Coordinates;
  /** The contribution's public key, as bytes of the file; `transcript` is a blake2b-512 of all that was before it. */
  readonly publicKey: {
    readonly deltaAfter: Uint8Array;
    readonly base: Uint8Array;
    readonly multiplied: Uint8Array;
    readonly multipliedG2: Uint8Array;
    readonly transcript: Uint8Array;
  };
}

/** A proving key whose sections have the lengths that its header implies. Its points are not checked yet. */
export interface ProvingKey {
  readonly wires: number;
  readonly publicSignals: number;
  readonly domain: number;
  readonly beta1: G1Coordinates;
  readonly delta1: G1Coordinates;
  readonly verificationKey: VerificationKey;
  /** blake2b-512 by which snarkjs knows the circuit and the powers of tau. */
  readonly circuitHash: Uint8Array;
  readonly contributions: readonly Contribution[];
  section(id: number): Uint8Array;
}

const fail = (reason: string) =>
  new KeyError(
    'KEY_UNREADABLE',
    `the proving key cannot be read: ${reason}`,
    'Delete the file and run the set-up again.',
  );

/**
 * Reads the structure of a Groth16 proving key over BN254 (a snarkjs `.zkey` file).
 *
 * @throws KeyError (`KEY_UNREADABLE`) for a truncated or malformed file
 */
export function parseProvingKey(bytes: Uint8Array): ProvingKey {
  const file = BinaryFile.parse(bytes, 'zkey', fail);
  const section = (id: number) => {
    const content = file.section(id);
    if (content === undefined) throw fail(`section ${id} is missing`);
    return content;
  };
  const protocol = section(ZKEY.protocol);
  if (protocol.length !== 4 || viewOf(protocol).getUint32(0, true) !== 1) throw fail('it is not a Groth16 key');
  const header = section(ZKEY.header);
  const view = viewOf(header);
  if (
    header.length !== HEADER_BYTES ||
    view.getUint32(0, true) !== 32 ||
    readWord(view, 4) !== BASE_FIELD ||
    view.getUint32(36, true) !== 32 ||
    readWord(view, 40) !== SCALAR_FIELD
  ) {
    throw fail('it is not over BN254');
  }
  const wires = view.getUint32(72, true);
  const publicSignals = view.getUint32(76, true);
  const domain = view.getUint32(80, true);
  if (publicSignals >= wires) throw fail('it has more public signals than wires');
  if (domain < 2 || domain > 2 ** 27 || 2 ** Math.round(Math.log2(domain)) !== domain) {
    throw fail('its domain is not a power of two up to 2^27');
  }
  const coefficients = section(ZKEY.coefficients);
  const entries = coefficients.length < 4 ? -1 : viewOf(coefficients).getUint32(0, true);
  const lengths: [number, number][] = [
    [ZKEY.ic, (publicSignals + 1) * G1_BYTES],
    [ZKEY.coefficients, 4 + entries * COEFFICIENT_BYTES],
    [ZKEY.a, wires * G1_BYTES],
    [ZKEY.b1, wires * G1_BYTES],
    [ZKEY.b2, wires * G2_BYTES],
    [ZKEY.c, (wires - publicSignals - 1) * G1_BYTES],
    [ZKEY.h, domain * G1_BYTES],
  ];
  for (const [id, length] of lengths) {
    if (section(id).length !== length) throw fail(`section ${id} has ${section(id).length} bytes instead of ${length}`);
  }
  const icView = viewOf(section(ZKEY.ic));
  return {
    wires,
    publicSignals,
    domain,
    beta1: readG1(view, HEADER_POINTS.beta1),
    delta1: readG1(view, HEADER_POINTS.delta1),
    verificationKey: {
      alpha: readG1(view, HEADER_POINTS.alpha1),
      beta: readG2(view, HEADER_POINTS.beta2),
      gamma: readG2(view, HEADER_POINTS.gamma2),
      delta: readG2(view, HEADER_POINTS.delta2),
      ic: Array.from({ length: publicSignals + 1 }, (_, index) => readG1(icView, index * G1_BYTES)),
    },
    circuitHash: section(ZKEY.contributions).subarray(0, CIRCUIT_HASH_BYTES),
    contributions: readContributions(section(ZKEY.contributions)),
    section,
  };
}

/** Parameters of a contribution, in this order; all but the iterations begin with their length. */
const PARAMETER = { name: 1, iterationsExp: 2, beacon: 3 } as const;

function readContributions(bytes: Uint8Array): Contribution[] {
  let at = CIRCUIT_HASH_BYTES;
  const take = (length: number, end = bytes.length) => {
    if (at + length > end) throw fail('its contributions are truncated');
    at += length;
    return bytes.subarray(at - length, at);
  };
  const takeNumber = () => viewOf(take(4)).getUint32(0, true);
  const takeByte = (end: number) => take(1, end)[0] as number;
  const count = takeNumber();
  const contributions: Contribution[] = [];
  for (let i = 0; i < count; i++) {
    const publicKey = {
      deltaAfter: take(G1_BYTES),
      base: take(G1_BYTES),
      multiplied: take(G1_BYTES),
      multipliedG2: take(G2_BYTES),
      transcript: take(64),
    };
    const type = takeNumber();
    const end = takeNumber() + at;
    if (end > bytes.length) throw fail('its contributions are truncated');
    const parameters = new Map<number, Uint8Array>();
    for (let last = 0; at < end; ) {
      const id = takeByte(end);
      if (id <= last || id > PARAMETER.beacon) throw fail('a parameter of a contribution is unknown or out of order');
      parameters.set(id, take(id === PARAMETER.iterationsExp ? 1 : takeByte(end), end));
      last = id;
    }
    const value = parameters.get(PARAMETER.beacon);
    const iterationsExp = parameters.get(PARAMETER.iterationsExp)?.[0];
    const isBeacon = value !== undefined && value.length > 0 && iterationsExp !== undefined;
    if (type > 1 || isBeacon !== (type === 1) || (!isBeacon && (value ?? iterationsExp) !== undefined)) {
      throw fail('a contribution is neither of a person nor of a beacon');
    }
    contributions.push({
      name: new TextDecoder().decode(parameters.get(PARAMETER.name)),
      beacon: isBeacon ? { value, iterationsExp } : undefined,
      deltaAfter: readG1(viewOf(publicKey.deltaAfter), 0),
      publicKey,
    });
  }
  if (at !== bytes.length) throw fail('it has bytes after its last contribution');
  return contributions;
}

/** Inverse of 2^256 in the base field: turns a Montgomery coordinate into its value. */
const MONTGOMERY_INVERSE = inverseOfTwoTo256();

function inverseOfTwoTo256(): bigint {
  let inverse = 1n;
  for (let i = 0; i < 256; i++) inverse = (inverse % 2n === 0n ? inverse : inverse + BASE_FIELD) / 2n;
  return inverse;
}

function coordinate(view: DataView, at: number): string {
  const word = readWord(view, at);
  if (word >= BASE_FIELD) throw fail('a coordinate is not below the field order');
  return String((word * MONTGOMERY_INVERSE) % BASE_FIELD);
}

/** Reads an affine point in little-endian Montgomery form; the identity reads as zeros. */
export function readG1(view: DataView, at: number): G1Coordinates {
  return [coordinate(view, at), coordinate(view, at + 32)];
}

/** As `readG1`, c0 before c1. */
export function readG2(view: DataView, at: number): G2Coordinates {
  return [readG1(view, at), readG1(view, at + 64)];
}

/** A view of exactly these bytes. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
