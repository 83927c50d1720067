import type { VerificationKey } from '../../verifier/verificationKey.ts';
import { DEVELOPMENT_SEED, developmentSecrets } from './developmentSecrets.ts';
import { makeKeyFromSecrets } from './keyFromSecrets.ts';
import { R1cs } from './r1cs.ts';
import { SetupCurve } from './setupCurve.ts';
import { parseProvingKey } from './zkey.ts';

/** Name of the only contribution to a development key; tools that list contributions show it. */
export const DEVELOPMENT_CONTRIBUTION = 'DEVELOPMENT KEY: public secret, anyone can forge, test only';

export interface DevelopmentKeyOptions {
  /** Public seed; another seed gives another key that is no safer. */
  readonly seed?: string;
  /** Called with the share of the work that is done, in [0, 1]. */
  readonly onProgress?: (share: number) => void;
}

/**
 * Makes the DEVELOPMENT proving key of a circuit: a standard snarkjs key in seconds instead of minutes, whose secrets
 * are computed from a public seed. Anyone can forge proofs for it; it serves tests and demonstrations.
 *
 * The same constraint system and seed give the same bytes.
 *
 * @param r1cs content of the `.r1cs` file
 * @throws KeyError (`R1CS_FORMAT`) for a file that is not a constraint system over BN254
 */
export async function makeDevelopmentKey(
  r1cs: Uint8Array,
  { seed = DEVELOPMENT_SEED, onProgress }: DevelopmentKeyOptions = {},
): Promise<{ zkey: Uint8Array; verificationKey: VerificationKey }> {
  const system = new R1cs(r1cs);
  const secrets = developmentSecrets(seed, system.hash);
  const contribution = { name: DEVELOPMENT_CONTRIBUTION, base: secrets.contributionBase };
  const zkey = await makeKeyFromSecrets(system, await SetupCurve.load(), secrets, contribution, onProgress);
  return { zkey, verificationKey: parseProvingKey(zkey).verificationKey };
}
