import { CONSTANTS as C } from '../constants.ts';
import { poseidon } from './poseidon.ts';

/** rulebookCommitment = Poseidon(TAG_RULEBOOK, charterDigest, scenarioRoot) (FM-02.2). */
export function rulebookCommitment(charterDigest: bigint, scenarioRoot: bigint): bigint {
  return poseidon([C.TAG_RULEBOOK, charterDigest, scenarioRoot]);
}
