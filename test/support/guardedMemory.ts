/** What stands around memory that a kernel may write. */
const PATTERN = 0xa5;
/** Bytes of the pattern before the memory, and behind it if nothing else is said. */
const GUARD = 4096;

/** Memory that is filled with a pattern, with more of it on either side: shows what a kernel writes elsewhere. */
export class GuardedMemory {
  /** First byte that may be written. */
  readonly address: number;
  private readonly before: Uint8Array;
  private readonly behind: Uint8Array;

  /** @param behind bytes of the pattern behind the memory */
  constructor(arena: { allocate(bytes: number): number }, buffer: ArrayBufferLike, length: number, behind = GUARD) {
    const at = arena.allocate(GUARD + length + behind);
    this.address = at + GUARD;
    new Uint8Array(buffer, at, GUARD + length + behind).fill(PATTERN);
    this.before = new Uint8Array(buffer, at, GUARD);
    this.behind = new Uint8Array(buffer, this.address + length, behind);
  }

  /** Whether nothing but the memory between was written. */
  get intact(): boolean {
    return [this.before, this.behind].every(
      (guard) => Buffer.compare(guard, Buffer.alloc(guard.length, PATTERN)) === 0,
    );
  }
}
