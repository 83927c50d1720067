import { createHash } from 'node:crypto';
import { bn254 } from '@noble/curves/bn254.js';
import { ChaCha } from 'ffjavascript';
import { type G1Coordinates, type G2Coordinates, g1Point, g2Point, isValidPoint } from '../../../verifier/points.ts';
import { DEVELOPMENT_CONTRIBUTION } from '../developmentKey.ts';
import { KeyError } from '../keyError.ts';
import { SetupCurve } from '../setupCurve.ts';
import { type Contribution, type ProvingKey, readG1, readG2, viewOf } from '../zkey.ts';
import { beaconRandomness, ITERATIONS_EXP } from './beaconRandomness.ts';

/** A contribution that was checked. */
export interface CheckedContribution {
  /** The contributor's own words; for a beacon, its public source. Not authenticated. */
  readonly name: string;
  /** blake2b-512 of the contribution's public key, as snarkjs tells it to the contributor: 0x and 128 hex digits. */
  readonly hash: `0x${string}`;
  readonly beacon: { readonly value: `0x${string}`; readonly iterationsExp: number } | undefined;
}

/** Longest name that a key file holds, in UTF-16 units. */
export const NAME_LENGTH = 64;

/** Whether a name can be shown: 1 to 64 characters, none of them a control or formatting character. */
export function isPrintableName(name: string): boolean {
  return name.length >= 1 && name.length <= NAME_LENGTH && !/\p{C}/u.test(name) && name.trim() === name;
}

const refuse = (index: number, reason: string) =>
  new KeyError(
    'KEY_CONTRIBUTION_INVALID',
    `contribution ${index + 1} is refused: ${reason}`,
    'Go back to the last key that verifies and contribute to that one.',
  );

/**
 * Checks the chain of contributions of a key, without snarkjs: that each one's transcript covers all before it, that its
 * author knew the secret by which it multiplied delta, that it changed delta, and that a beacon's secret is that of its
 * public value. Nothing is said here of who the contributors are, nor of the points of the key.
 *
 * @throws KeyError (`KEY_CONTRIBUTION_INVALID`)
 */
export async function checkContributions(
  key: ProvingKey,
  onProgress: (line: string) => void = () => {},
): Promise<CheckedContribution[]> {
  const curve = await SetupCurve.load();
  const generator = curve.timesGenerator('G1', 1n);
  const history: Uint8Array[] = [key.circuitHash];
  const deltas = [readG1(viewOf(generator), 0)];
  const checked: CheckedContribution[] = [];
  for (const [index, contribution] of key.contributions.entries()) {
    const { name, beacon, publicKey } = contribution;
    if (name === DEVELOPMENT_CONTRIBUTION)
      throw refuse(index, 'it is that of a development key, whose secret is public');
    if (!isPrintableName(name)) throw refuse(index, `its name is not 1 to ${NAME_LENGTH} printable characters`);
    const points = readPoints(contribution, index);
    const transcript = blake2b(
      ...history,
      curve.uncompressed('G1', publicKey.base),
      curve.uncompressed('G1', publicKey.multiplied),
    );
    if (Buffer.compare(transcript, publicKey.transcript) !== 0) {
      throw refuse(index, 'its transcript is not that of the contributions before it');
    }
    const challengeWords = viewOf(transcript);
    const challenge = curve.drawG2(new ChaCha(Array.from({ length: 8 }, (_, i) => challengeWords.getUint32(4 * i))));
    const inG2: [G2Coordinates, G2Coordinates] = [readG2(viewOf(challenge), 0), points.multipliedG2];
    if (!sameRatio(points.base, points.multiplied, ...inG2)) {
      throw refuse(index, 'it does not prove that its author knew the secret');
    }
    const before = deltas.at(-1) as G1Coordinates;
    if (!sameRatio(before, contribution.deltaAfter, ...inG2)) {
      throw refuse(index, 'delta was not multiplied by its secret');
    }
    // The secret 1 or −1, or one that takes back what another party added.
    if (deltas.some(([x]) => x === contribution.deltaAfter[0])) throw refuse(index, 'it adds no secret to delta');
    if (beacon !== undefined) await checkBeacon(contribution, curve, index, onProgress);
    const parts = [
      curve.uncompressed('G1', publicKey.deltaAfter),
      curve.uncompressed('G1', publicKey.base),
      curve.uncompressed('G1', publicKey.multiplied),
      curve.uncompressed('G2', publicKey.multipliedG2),
      publicKey.transcript,
    ];
    history.push(...parts);
    deltas.push(contribution.deltaAfter);
    checked.push({
      name,
      hash: `0x${blake2b(...parts).toString('hex')}`,
      beacon: beacon && {
        value: `0x${Buffer.from(beacon.value).toString('hex')}`,
        iterationsExp: beacon.iterationsExp,
      },
    });
  }
  return checked;
}

function readPoints({ publicKey, deltaAfter }: Contribution, index: number) {
  const base = readG1(viewOf(publicKey.base), 0);
  const multiplied = readG1(viewOf(publicKey.multiplied), 0);
  const multipliedG2 = readG2(viewOf(publicKey.multipliedG2), 0);
  for (const point of [g1Point(base), g1Point(multiplied), g1Point(deltaAfter), g2Point(multipliedG2)]) {
    if (point.is0() || !isValidPoint(point)) throw refuse(index, 'a point is the identity or not of its group');
  }
  return { base, multiplied, multipliedG2 };
}

async function checkBeacon(
  { beacon, publicKey }: Contribution,
  curve: SetupCurve,
  index: number,
  onProgress: (line: string) => void,
): Promise<void> {
  if (beacon === undefined) return;
  const { least, most } = ITERATIONS_EXP;
  if (beacon.iterationsExp < least || beacon.iterationsExp > most) {
    throw refuse(index, `its beacon has 2^${beacon.iterationsExp} iterations, not 2^${least} to 2^${most}`);
  }
  const { secret, base } = curve.drawContribution(await beaconRandomness(beacon, onProgress));
  const multiplied = curve.times('G1', base, secret);
  if (Buffer.compare(base, publicKey.base) !== 0 || Buffer.compare(multiplied, publicKey.multiplied) !== 0) {
    throw refuse(index, 'it does not come from the value of its beacon');
  }
}

/** Whether b = x·a in G1 and d = x·c in G2 for one x: e(a, d) = e(b, c). */
function sameRatio(a: G1Coordinates, b: G1Coordinates, c: G2Coordinates, d: G2Coordinates): boolean {
  return bn254.fields.Fp12.eql(
    bn254.pairingBatch([
      { g1: g1Point(a), g2: g2Point(d) },
      { g1: g1Point(b).negate(), g2: g2Point(c) },
    ]),
    bn254.fields.Fp12.ONE,
  );
}

function blake2b(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('blake2b512');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
