import { type MemoryFile, zKey } from 'snarkjs';
import { parseProvingKey } from '../zkey.ts';
import type { CeremonyCircuit } from './ceremonyCircuit.ts';
import { CeremonyError } from './ceremonyError.ts';
import { checkPower, type PowersOfTau } from './powersOfTau.ts';
import { snarkjsLogger } from './snarkjsLogger.ts';
import { withSnarkjs } from './withSnarkjs.ts';

/**
 * The key of a circuit before any contribution. Anyone can forge under it: it is only to be contributed to.
 *
 * @throws CeremonyError (`PTAU_TOO_SMALL`, `CEREMONY_FAILED`)
 */
export async function beginKey(
  { r1cs, system }: CeremonyCircuit,
  powersOfTau: PowersOfTau,
  onProgress: (line: string) => void = () => {},
): Promise<Uint8Array> {
  checkPower(powersOfTau, system);
  const file: MemoryFile = { type: 'mem' };
  const logger = snarkjsLogger('key', onProgress);
  const hash = await withSnarkjs(() => zKey.newZKey(r1cs, powersOfTau.bytes, file, logger));
  if (typeof hash === 'number' || file.data === undefined) {
    throw new CeremonyError(
      'CEREMONY_FAILED',
      `snarkjs makes no key: ${logger.complaint()}`,
      '--ptau',
      'Check that circuit and powers of tau belong together.',
    );
  }
  // Its structure, as a guard against a file that snarkjs has not finished.
  parseProvingKey(file.data);
  return file.data;
}
