import { readFile } from 'node:fs/promises';
import { parseProvingKey } from '../../setup/zkey.ts';
import { multiplicationTime } from './multiplicationTime.ts';
import { type ProofMultiplications, proofMultiplications } from './proofMultiplications.ts';
import type { ProvingCase } from './provingCase.ts';

/** The CPU time below which the algorithms of the kernels cannot come: multiplications counted times their measured time. */
export interface Floor {
  readonly multiplications: ProofMultiplications;
  /** Of one multiplication. */
  readonly nanoseconds: number;
  /** Of all. */
  readonly milliseconds: number;
}

export async function measureFloor({ zkeyPath, witness }: ProvingCase): Promise<Floor> {
  const key = parseProvingKey(new Uint8Array(await readFile(zkeyPath)));
  const multiplications = proofMultiplications(key, witness);
  const nanoseconds = await multiplicationTime();
  const { g1, g2, transforms, coefficients } = multiplications;
  return { multiplications, nanoseconds, milliseconds: ((g1 + g2 + transforms + coefficients) * nanoseconds) / 1e6 };
}
