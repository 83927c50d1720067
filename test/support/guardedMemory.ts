/** What stands around memory that a kernel may write. */
const PATTERN = 0xa5;
/** Bytes of the pattern on either side. */
const GUARD = 4096;

/** Memory that is filled with a pattern, with more of it on either side: shows what a kernel writes elsewhere. */
export class GuardedMemory {
  /** First byte that may be written. */
  readonly address: number;
  private readonly before: Uint8Array;
  private readonly behind: Uint8Array;

  constructor(arena: { allocate(bytes: number): number }, buffer: ArrayBufferLike, length: number) {
    const at = arena.allocate(length + 2 * GUARD);
    this.address = at + GUARD;
    new Uint8Array(buffer, at, length + 2 * GUARD).fill(PATTERN);
    this.before = new Uint8Array(buffer, at, GUARD);
    this.behind = new Uint8Array(buffer, this.address + length, GUARD);
  }

  /** Whether nothing but the memory between was written. */
  get intact(): boolean {
    return [this.before, this.behind].every((guard) => guard.every((byte) => byte === PATTERN));
  }
}
