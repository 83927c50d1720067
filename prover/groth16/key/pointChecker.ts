import { G1_BYTES, G2_BYTES } from '../../setup/zkey.ts';
import { DirectKernels } from '../load/directKernels.ts';
import type { Platform } from '../platform/platform.ts';
import type { GroupName } from '../products/basePoints.ts';

/** Points that one call checks: bounds the memory. */
const CHUNK = 1024;

/** Checks points of key files. */
export class PointChecker {
  private readonly file: number;
  private readonly points: number;
  private readonly indices: number;

  private constructor(private readonly kernels: DirectKernels) {
    const { arena } = kernels;
    this.file = arena.allocate(CHUNK * G2_BYTES);
    this.points = arena.allocate(CHUNK * kernels.call('g2AffineBytes'));
    this.indices = arena.allocate(CHUNK * 4);
  }

  /** @throws ProvingError if no form of the kernels works here */
  static async load(platform: Platform): Promise<PointChecker> {
    return new PointChecker(await DirectKernels.load(platform));
  }

  /**
   * Index of the first point that is not on its curve or has a coordinate at or above the field order; −1 if there is
   * none. The identity passes. Says nothing about the subgroup of G2.
   *
   * @param section points as in a key file
   */
  firstInvalid(group: GroupName, section: Uint8Array): number {
    const bytes = group === 'g1' ? G1_BYTES : G2_BYTES;
    const total = section.length / bytes;
    for (let start = 0; start < total; start += CHUNK) {
      const count = Math.min(CHUNK, total - start);
      const chunk = section.subarray(start * bytes, (start + count) * bytes);
      this.kernels.bytes(this.file, chunk.length).set(chunk);
      if (this.areValid(group, this.file, count)) continue;
      // The kernel does not say which.
      for (let i = 0; i < count; i++) if (!this.areValid(group, this.file + i * bytes, 1)) return start + i;
    }
    return -1;
  }

  private areValid(group: GroupName, file: number, count: number): boolean {
    return this.kernels.call(`${group}PreparePoints`, file, count, 0, this.points, this.indices) >= 0;
  }
}
