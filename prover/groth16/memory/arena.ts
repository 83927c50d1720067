/** Bytes of a cache line: what is allocated begins on one. */
const LINE = 64;

/** Hands out addresses of the kernels' memory, one after the other; nothing is given back. */
export class Arena {
  /**
   * @param at first address that is free
   * @param reach called before memory is handed out, with the address at its end; throws if memory does not go so far
   */
  constructor(
    private at: number,
    private readonly reach: (end: number) => void = () => {},
  ) {}

  /** First address that has not been handed out. */
  get end(): number {
    return this.at;
  }

  /** Address of that many bytes of their own. */
  allocate(bytes: number): number {
    const address = Math.ceil(this.at / LINE) * LINE;
    this.reach(address + bytes);
    this.at = address + bytes;
    return address;
  }
}
