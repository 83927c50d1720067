import { createHash } from 'node:crypto';
import { zKey } from 'snarkjs';
import { type VerificationKey, verificationKeyHash } from '../../../verifier/verificationKey.ts';
import { KeyError } from '../keyError.ts';
import { checkProvingKey } from '../keyGate.ts';
import { parseProvingKey } from '../zkey.ts';
import { announceBeacon } from './beaconRandomness.ts';
import type { CeremonyCircuit } from './ceremonyCircuit.ts';
import { type CheckedContribution, checkContributions } from './checkContributions.ts';
import { checkPower, type PowersOfTau } from './powersOfTau.ts';
import { snarkjsLogger } from './snarkjsLogger.ts';
import { withSnarkjs } from './withSnarkjs.ts';

/** A key of which every step from the powers of tau on was verified. */
export interface VerifiedKey {
  readonly contributions: readonly CheckedContribution[];
  /** blake2b-512 by which snarkjs knows the circuit and the powers of tau: 0x and 128 hex digits. */
  readonly circuitHash: `0x${string}`;
  /** sha256 of the key, lower-case hex. */
  readonly provingKeyHash: string;
  readonly verificationKey: VerificationKey;
  readonly verificationKeyHash: `0x${string}`;
}

export interface VerifyKeyOptions {
  readonly onProgress?: (line: string) => void;
  /** Called before snarkjs, which takes long, with what is to be returned; it may refuse by throwing. */
  readonly accept?: (key: VerifiedKey) => void;
}

/**
 * Verifies a key of a ceremony from the circuit and the powers of tau: the key gate, the chain of contributions (both are
 * Fairmark's own code), then `zKey.verifyFromR1cs` of snarkjs, which makes the key without contributions anew and
 * compares every point with it.
 *
 * @throws KeyError (`KEY_…`; `KEY_NOT_OF_CEREMONY` for a development key or where snarkjs refuses), CeremonyError
 *   (`PTAU_TOO_SMALL`)
 */
export async function verifyKey(
  zkey: Uint8Array,
  { r1cs, system }: CeremonyCircuit,
  powersOfTau: PowersOfTau,
  { onProgress = () => {}, accept = () => {} }: VerifyKeyOptions = {},
): Promise<VerifiedKey> {
  checkPower(powersOfTau, system);
  onProgress(`gate: every point and coefficient of a key for ${system.constraints} constraints`);
  const { verificationKey, kind } = await checkProvingKey(zkey, {
    publicCount: system.publicSignals,
    constraintCount: system.constraints,
    r1cs,
  });
  if (kind === 'development') {
    throw new KeyError('KEY_NOT_OF_CEREMONY', 'it is a DEVELOPMENT key: its secret is public', REMEDY);
  }
  const parsed = parseProvingKey(zkey);
  // Before snarkjs, which would write what is wrong with the chain to standard output.
  const key: VerifiedKey = {
    contributions: await checkContributions(parsed, onProgress),
    circuitHash: `0x${Buffer.from(parsed.circuitHash).toString('hex')}`,
    provingKeyHash: createHash('sha256').update(zkey).digest('hex'),
    verificationKey,
    verificationKeyHash: verificationKeyHash(verificationKey),
  };
  accept(key);
  announceBeacon(key.contributions.at(-1)?.beacon?.iterationsExp, onProgress);
  const logger = snarkjsLogger('verification', onProgress);
  if (!(await withSnarkjs(() => zKey.verifyFromR1cs(r1cs, powersOfTau.bytes, zkey, logger)))) {
    throw new KeyError('KEY_NOT_OF_CEREMONY', `snarkjs refuses the key: ${logger.complaint()}`, REMEDY);
  }
  return key;
}

const REMEDY = 'Do not use this key; ask for the one of the transcript.';
