import type { CeremonyCircuit } from './ceremonyCircuit.ts';
import type { PowersOfTau } from './powersOfTau.ts';
import { checkRequirements, checkThreshold } from './requirements.ts';
import { checkTranscript, checkTranscriptOrigin, makeTranscript } from './transcript.ts';
import { type VerifiedKey, verifyKey } from './verifyKey.ts';

export interface FinishOptions {
  /** The published transcript, as parsed JSON. */
  readonly transcript: unknown;
  /** How many persons have to have contributed. */
  readonly threshold: number;
  readonly onProgress?: (line: string) => void;
}

/**
 * Whether a key may be given out as that of a production: its transcript is that of circuit, powers of tau and key; enough
 * persons contributed; a beacon came last; and the key verifies. The only way to a key that the lock calls `ceremony`.
 *
 * @throws CeremonyError (`CEREMONY_…`, `PTAU_TOO_SMALL`), KeyError (`KEY_…`)
 */
export async function finishKey(
  zkey: Uint8Array,
  circuit: CeremonyCircuit,
  powersOfTau: PowersOfTau,
  { transcript, threshold, onProgress }: FinishOptions,
): Promise<VerifiedKey> {
  checkThreshold(threshold);
  checkTranscriptOrigin(transcript, circuit, powersOfTau);
  return verifyKey(zkey, circuit, powersOfTau, {
    accept: (key) => {
      checkRequirements(key.contributions, threshold);
      checkTranscript(transcript, makeTranscript(circuit, powersOfTau, key));
    },
    ...(onProgress === undefined ? {} : { onProgress }),
  });
}
