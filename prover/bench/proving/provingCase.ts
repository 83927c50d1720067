import { PUBLIC_SIGNALS } from '../../../circuits/signals.ts';
import { witnessInputs } from '../../../circuits/witnessInputs.ts';
import type { VerificationKey } from '../../../verifier/verificationKey.ts';
import { loadArtifacts } from '../../artifacts.ts';
import { instanceShape } from '../../setup/instances.ts';
import { defaultWorkspace } from '../../setup/workspace.ts';
import { benchCase } from '../benchCase.ts';

/** One key and witness that every contender proves. */
export interface ProvingCase {
  readonly instance: string;
  readonly constraints: number;
  readonly domain: number;
  readonly zkeyPath: string;
  readonly zkeyBytes: number;
  readonly witness: Uint8Array;
  readonly verificationKey: VerificationKey;
  /** That the proofs are about. */
  readonly publicSignals: readonly bigint[];
}

/**
 * The made-up liquidation of the demo, with the key that the lock pins.
 *
 * @throws what `loadArtifacts` throws
 */
export async function provingCase(
  instance: string,
  onProgress: (line: string) => void,
  workspace = defaultWorkspace(),
): Promise<ProvingCase> {
  const shape = await instanceShape(workspace, instance);
  const { inputs, result } = await benchCase(instance);
  const artifacts = await loadArtifacts(instance, { workspace, onProgress });
  const witness = await artifacts.witnessGenerator.generate(witnessInputs(inputs, result, shape));
  const { constraints, domain, zkeyPath, zkeyBytes, verificationKey } = artifacts;
  const publicSignals = PUBLIC_SIGNALS.map((name) => result.publicSignals[name]);
  return { instance, constraints, domain, zkeyPath, zkeyBytes, witness, verificationKey, publicSignals };
}
