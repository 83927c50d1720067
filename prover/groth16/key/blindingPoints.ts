import { G1_BYTES, G2_BYTES, HEADER_POINTS, type ProvingKey, ZKEY } from '../../setup/zkey.ts';
import type { KernelCall } from '../memory/kernelCall.ts';
import type { KernelRunner } from '../memory/kernelRunner.ts';
import { type GroupName, prepareBasePoints } from '../products/basePoints.ts';

/** The points of a key's header that blind a proof, and room for what becomes of them. */
export interface BlindingPoints {
  /** α, β and δ in G1, then β and δ in G2: projective points. */
  readonly key: number;
  /** What `blind` writes. */
  readonly blinded: number;
  readonly blindedBytes: number;
  /** r, s and -r·s modulo the order: 32 little-endian bytes each. */
  readonly scalars: number;
  /** A, B and C as affine coordinates: `PROOF_BYTES`. */
  readonly proof: number;
}

export const BLINDING_SCALARS_BYTES = 3 * 32;
export const PROOF_BYTES = 2 * G1_BYTES + G2_BYTES;

/** In the order in which `blind` reads them. */
const POINTS = [
  ['g1', HEADER_POINTS.alpha1],
  ['g1', HEADER_POINTS.beta1],
  ['g1', HEADER_POINTS.delta1],
  ['g2', HEADER_POINTS.beta2],
  ['g2', HEADER_POINTS.delta2],
] as const satisfies readonly (readonly [GroupName, number])[];

/**
 * Brings the points of a key's header to the form of the kernels.
 *
 * @param staging room of `STAGING_BYTES`
 * @throws KeyError `KEY_INVALID_POINT`
 */
export async function prepareBlinding(runner: KernelRunner, key: ProvingKey, staging: number): Promise<BlindingPoints> {
  const header = key.section(ZKEY.header);
  const points = [];
  for (const [group, at] of POINTS) {
    const bytes = header.subarray(at, at + (group === 'g1' ? G1_BYTES : G2_BYTES));
    points.push(await prepareBasePoints(runner, group, bytes, ZKEY.header, [staging]));
  }
  const total = points.reduce((sum, { sumBytes }) => sum + sumBytes, 0);
  const { arena } = runner;
  const projective = arena.allocate(total);
  const calls: KernelCall[] = [];
  let out = projective;
  for (const { group, address, count, sumBytes } of points) {
    // Address 0 stands for infinity.
    calls.push({ name: `${group}GatherAffine`, args: [out, count > 0 ? address : 0, 0] });
    out += sumBytes;
  }
  await runner.all(calls);
  return {
    key: projective,
    blinded: arena.allocate(total),
    blindedBytes: total,
    scalars: arena.allocate(BLINDING_SCALARS_BYTES),
    proof: arena.allocate(PROOF_BYTES),
  };
}
