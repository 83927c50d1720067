import { CONSTANTS as C } from '../constants.ts';
import type { Charter } from '../objects.ts';
import { charterGlobalWord, charterUnderlyingWords } from './charterWords.ts';
import { poseidon } from './poseidon.ts';

/**
 * rulebookCommitment = Poseidon(tag and global word, documentHash, 8 underlying words, scenarioRoot) (FM-02.2). Whoever
 * has the public charter and the (hiding) root computes it.
 */
export function rulebookCommitment(charter: Charter, scenarioRoot: bigint): bigint {
  return poseidon([
    C.TAG_RULEBOOK + (charterGlobalWord(charter) << C.TAG_BITS),
    charter.documentHash,
    ...charterUnderlyingWords(charter),
    scenarioRoot,
  ]);
}
