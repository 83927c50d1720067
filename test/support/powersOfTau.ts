import { createHash } from 'node:crypto';
import { curves, type MemoryFile, powersOfTau } from 'snarkjs';

/** A powers-of-tau file with one contribution and a beacon, prepared for phase 2, and its blake2b-512 hash. */
export async function makePowersOfTau(
  power: number,
): Promise<{ bytes: Uint8Array; unprepared: Uint8Array; hash: string }> {
  const write = async (step: (file: MemoryFile) => Promise<unknown>): Promise<Uint8Array> => {
    const file: MemoryFile = { type: 'mem' };
    await step(file);
    return file.data as Uint8Array;
  };
  const curve = await curves.getCurveFromName('bn128');
  const begun = await write((file) => powersOfTau.newAccumulator(curve, power, file));
  const contributed = await write((file) => powersOfTau.contribute(begun, file, 'a test', 'test'));
  const unprepared = await write((file) => powersOfTau.beacon(contributed, file, 'beacon', '01'.repeat(32), 10));
  const bytes = await write((file) => powersOfTau.preparePhase2(unprepared, file));
  return { bytes, unprepared, hash: createHash('blake2b512').update(bytes).digest('hex') };
}
