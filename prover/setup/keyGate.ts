import { readFile } from 'node:fs/promises';
import { bn254 } from '@noble/curves/bn254.js';
import { checkVerificationKey } from '../../verifier/keyGate.ts';
import { g1Point, g2Point, isValidPoint } from '../../verifier/points.ts';
import type { SetupKind, VerificationKey } from '../../verifier/verificationKey.ts';
import { PointChecker } from '../groth16/key/pointChecker.ts';
import { nodePlatform } from '../groth16/platform/nodePlatform.ts';
import { DEVELOPMENT_CONTRIBUTION } from './developmentKey.ts';
import { DEVELOPMENT_SEED, developmentSecrets } from './developmentSecrets.ts';
import { encodeCoefficients } from './encodeCoefficients.ts';
import { isScalar } from './isScalar.ts';
import { KeyError } from './keyError.ts';
import { domainFor, R1cs } from './r1cs.ts';
import { COEFFICIENT_BYTES, type ProvingKey, parseProvingKey, viewOf, ZKEY } from './zkey.ts';

/** What the key is expected to belong to. The more is given, the more is checked. */
export interface KeyExpectations {
  readonly publicCount: number;
  readonly constraintCount?: number;
  /** Content of the `.r1cs` file: the coefficients of the key are compared with it, entry by entry. */
  readonly r1cs?: Uint8Array;
  /** sha256 of the `.r1cs` file, lower-case hex: without `r1cs`, only used to recognise a development key. */
  readonly r1csHash?: string;
}

/** What the gate found out about a key that it let pass. */
export interface CheckedKey {
  readonly verificationKey: VerificationKey;
  /** `development` if its delta comes from the public seed, or if a contribution says so. */
  readonly kind: SetupKind;
  readonly domain: number;
  readonly wires: number;
  /** Names of the contributions, in order. */
  readonly contributions: readonly string[];
}

const AGAIN = 'Delete the key and run the set-up again.';
const MISMATCH = 'Use the key that was made for this circuit, or run the set-up again.';

/**
 * Refuses a proving key that must not be used. Runs whenever a key is loaded.
 *
 * Checked: section lengths; at least one contribution, the last of which made the key's delta; the verification key
 * (gamma ≠ delta and the rest of `checkVerificationKey`); that beta and delta are the same number in both groups; that
 * *every* point of every section is on its curve with canonical coordinates; that the counts and coefficients fit the
 * circuit. Not checked: the subgroup of the G2 points in section 7 (slow; the lock's hash of the whole file covers
 * them), and that the points of sections 3 to 9 hold the circuit's polynomials (`snarkjs zkey verify` does).
 *
 * @param key content of the `.zkey` file, or its path
 * @throws KeyError with the code of the first reason
 */
export async function checkProvingKey(key: Uint8Array | string, expected: KeyExpectations): Promise<CheckedKey> {
  const parsed = parseProvingKey(typeof key === 'string' ? await read(key) : key);
  const { verificationKey } = parsed;
  const failures = checkVerificationKey(verificationKey, expected.publicCount);
  const [first] = failures;
  if (first !== undefined) {
    throw new KeyError(first.code, `the key is refused: ${failures.map(({ message }) => message).join('; ')}`, AGAIN);
  }
  checkContributions(parsed);
  checkPairs(parsed);
  await checkPoints(parsed);
  checkCoefficients(parsed, expected);
  return {
    verificationKey,
    kind: await kindOf(parsed, expected),
    domain: parsed.domain,
    wires: parsed.wires,
    contributions: parsed.contributions.map(({ name }) => name),
  };
}

async function read(path: string): Promise<Uint8Array> {
  return readFile(path).catch(() => {
    throw new KeyError('KEY_UNREADABLE', `the proving key ${path} cannot be read`, AGAIN);
  });
}

function checkContributions({ contributions, delta1 }: ProvingKey): void {
  const last = contributions.at(-1);
  if (last === undefined) {
    throw new KeyError('KEY_NO_CONTRIBUTION', 'the key has no phase-2 contribution: anyone can forge a proof', AGAIN);
  }
  if (last.deltaAfter.join() !== delta1.join()) {
    throw new KeyError('KEY_CONTRIBUTION_MISMATCH', 'the last contribution did not make the delta of this key', AGAIN);
  }
}

function checkPairs({ beta1, delta1, verificationKey }: ProvingKey): void {
  for (const [name, inG1, inG2] of [
    ['beta', beta1, verificationKey.beta],
    ['delta', delta1, verificationKey.delta],
  ] as const) {
    const point = g1Point(inG1);
    const equal =
      !point.is0() &&
      isValidPoint(point) &&
      bn254.fields.Fp12.eql(
        bn254.pairingBatch([
          { g1: point, g2: bn254.G2.Point.BASE },
          { g1: bn254.G1.Point.BASE.negate(), g2: g2Point(inG2) },
        ]),
        bn254.fields.Fp12.ONE,
      );
    if (!equal) throw new KeyError('KEY_INCONSISTENT', `${name} is not the same number in both groups`, AGAIN);
  }
}

/** The point checker of this process, loaded once. */
let checker: Promise<PointChecker> | undefined;

async function checkPoints(key: ProvingKey): Promise<void> {
  checker ??= PointChecker.load(nodePlatform);
  const points = await checker;
  for (const [id, group] of [
    [ZKEY.a, 'g1'],
    [ZKEY.b1, 'g1'],
    [ZKEY.b2, 'g2'],
    [ZKEY.c, 'g1'],
    [ZKEY.h, 'g1'],
  ] as const) {
    const index = points.firstInvalid(group, key.section(id));
    if (index >= 0)
      throw new KeyError('KEY_INVALID_POINT', `point ${index} of section ${id} is not on its curve`, AGAIN);
  }
}

function checkCoefficients(key: ProvingKey, { publicCount, constraintCount, r1cs }: KeyExpectations): void {
  const section = key.section(ZKEY.coefficients);
  const view = viewOf(section);
  for (let at = 4; at < section.length; at += COEFFICIENT_BYTES) {
    if (
      view.getUint32(at, true) > 1 ||
      view.getUint32(at + 4, true) >= key.domain ||
      view.getUint32(at + 8, true) >= key.wires ||
      !isScalar(view, at + 12)
    ) {
      throw new KeyError('KEY_COEFFICIENTS', 'a coefficient of the key is out of range', AGAIN);
    }
  }
  const mismatch = (what: string) =>
    new KeyError('KEY_CIRCUIT_MISMATCH', `key does not match the circuit: ${what}`, MISMATCH);
  if (constraintCount !== undefined && key.domain !== domainFor(constraintCount, publicCount)) {
    throw mismatch('another domain');
  }
  if (r1cs === undefined) return;
  const system = new R1cs(r1cs);
  if (key.publicSignals !== system.publicSignals) throw mismatch('another number of public signals');
  if (key.wires !== system.wires) throw mismatch('another number of wires');
  if (key.domain !== system.domain) throw mismatch('another domain');
  if (Buffer.compare(section, encodeCoefficients(system)) !== 0) throw mismatch('other coefficients');
}

async function kindOf(key: ProvingKey, { r1cs, r1csHash }: KeyExpectations): Promise<SetupKind> {
  if (key.contributions.some(({ name }) => name === DEVELOPMENT_CONTRIBUTION)) return 'development';
  const hash = r1cs === undefined ? r1csHash : new R1cs(r1cs).hash;
  if (hash === undefined) return 'ceremony';
  // The name can be edited; the public secret cannot be hidden.
  const known = bn254.G1.Point.BASE.multiply(developmentSecrets(DEVELOPMENT_SEED, hash).delta);
  return known.equals(g1Point(key.delta1)) ? 'development' : 'ceremony';
}
