import { randomBytes } from 'node:crypto';
import { zKey } from 'snarkjs';
import { type ExtendedKey, extendKey } from './extendKey.ts';
import { withSnarkjs } from './withSnarkjs.ts';

export interface ContributionOptions {
  /** Under which name the contribution stands in the key and the transcript. */
  readonly name: string;
  /** Further entropy from the contributor's keyboard. */
  readonly typed?: string | undefined;
  readonly onProgress?: (line: string) => void;
}

/**
 * Adds a person's contribution. Its secret comes from the platform's secure source, mixed with what was typed; it lives
 * in this process only, and nothing of it is shown.
 *
 * @throws as `extendKey`
 */
export function addContribution(
  zkey: Uint8Array,
  { name, typed = '', onProgress = () => {} }: ContributionOptions,
): Promise<ExtendedKey> {
  // snarkjs draws 64 bytes of its own and hashes this with them; for an empty text it would ask on the terminal.
  const entropy = `${randomBytes(64).toString('hex')} ${typed}`;
  return extendKey(zkey, { name, field: '--name', task: 'contribution', onProgress }, (file, logger) =>
    withSnarkjs(() => zKey.contribute(zkey, file, name, entropy, logger)),
  );
}
