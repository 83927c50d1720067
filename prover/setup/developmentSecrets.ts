import { createHash } from 'node:crypto';
import { SCALAR_FIELD } from '../../verifier/points.ts';
import type { SetupSecrets } from './keyFromSecrets.ts';

/** Public seed of development keys. A new text makes new keys: change it only with the statement's version. */
export const DEVELOPMENT_SEED = 'Fairmark development key. The secret is public: anyone can forge. Test only. v1';

/**
 * The secrets of a development key, as everybody can compute them: sha512 of seed, label and constraint-system hash,
 * separated by zero bytes, as a big-endian number modulo the scalar field.
 *
 * @param r1csHash sha256 of the constraint system, lower-case hex
 */
export function developmentSecrets(seed: string, r1csHash: string): SetupSecrets & { contributionBase: bigint } {
  const scalar = (label: string) => {
    const digest = createHash('sha512').update(`${seed}\0${label}\0${r1csHash}`).digest('hex');
    return BigInt(`0x${digest}`) % SCALAR_FIELD;
  };
  return {
    tau: scalar('tau'),
    alpha: scalar('alpha'),
    beta: scalar('beta'),
    delta: scalar('delta'),
    contributionBase: scalar('contribution'),
  };
}
