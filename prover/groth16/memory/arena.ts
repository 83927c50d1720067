/** Bytes of a cache line: what is allocated begins on one. */
const LINE = 64;

/** Hands out addresses of the kernels' memory, one after the other; nothing is given back. */
export class Arena {
  /** @param at first address that is free */
  constructor(private at: number) {}

  /** First address that has not been handed out. */
  get end(): number {
    return this.at;
  }

  /** Address of that many bytes of their own. */
  allocate(bytes: number): number {
    const address = Math.ceil(this.at / LINE) * LINE;
    this.at = address + bytes;
    return address;
  }
}
