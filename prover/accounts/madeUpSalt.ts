import { nameTag } from '../../verifier/formats/fieldElement.ts';

/**
 * A salt of 248 bits that follows from a seed: for made-up accounts only, since whoever knows the seed knows the salt.
 *
 * @param label what the salt is for; different labels give different salts
 */
export function madeUpSalt(seed: number, label: string): bigint {
  return nameTag(`fairmark made-up salt: ${seed}/${label}`);
}
