/** Reads the container that circom and snarkjs share: magic, version, then numbered sections. */
export class BinaryFile {
  private constructor(
    readonly bytes: Uint8Array,
    private readonly sections: ReadonlyMap<number, Uint8Array>,
  ) {}

  /**
   * Finds the sections.
   *
   * @param fail makes the error for a reason; called for a wrong magic or version, a truncated file, trailing bytes and
   *   a section that stands twice
   * @param version of the container: 1, but 2 for a witness
   */
  static parse(bytes: Uint8Array, magic: string, fail: (reason: string) => Error, version = 1): BinaryFile {
    if (bytes.length < 12) throw fail(`it has ${bytes.length} bytes, less than a header`);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (new TextDecoder('latin1').decode(bytes.subarray(0, 4)) !== magic) throw fail(`it is not a ${magic} file`);
    if (view.getUint32(4, true) !== version) throw fail(`version ${view.getUint32(4, true)} is unknown`);
    const sections = new Map<number, Uint8Array>();
    const count = view.getUint32(8, true);
    let at = 12;
    for (let i = 0; i < count; i++) {
      if (at + 12 > bytes.length) throw fail('it is truncated');
      const id = view.getUint32(at, true);
      const size = view.getBigUint64(at + 4, true);
      at += 12;
      if (size > BigInt(bytes.length - at)) throw fail(`section ${id} is truncated`);
      if (sections.has(id)) throw fail(`section ${id} stands twice`);
      sections.set(id, bytes.subarray(at, at + Number(size)));
      at += Number(size);
    }
    if (at !== bytes.length) throw fail(`it has ${bytes.length - at} bytes after its last section`);
    return new BinaryFile(bytes, sections);
  }

  /** Content of a section, or undefined. */
  section(id: number): Uint8Array | undefined {
    return this.sections.get(id);
  }

  /** Puts a file together from its sections, in the given order. */
  static compose(magic: string, sections: readonly (readonly [id: number, content: Uint8Array])[]): Uint8Array {
    const size = sections.reduce((sum, [, content]) => sum + 12 + content.length, 12);
    const bytes = new Uint8Array(size);
    const view = new DataView(bytes.buffer);
    bytes.set(new TextEncoder().encode(magic));
    view.setUint32(4, 1, true);
    view.setUint32(8, sections.length, true);
    let at = 12;
    for (const [id, content] of sections) {
      view.setUint32(at, id, true);
      view.setBigUint64(at + 4, BigInt(content.length), true);
      bytes.set(content, at + 12);
      at += 12 + content.length;
    }
    return bytes;
  }
}

/** Reads a 32-byte little-endian number. */
export function readWord(view: DataView, at: number): bigint {
  return (
    view.getBigUint64(at, true) |
    (view.getBigUint64(at + 8, true) << 64n) |
    (view.getBigUint64(at + 16, true) << 128n) |
    (view.getBigUint64(at + 24, true) << 192n)
  );
}

/** Writes a number below 2^256 as 32 little-endian bytes. */
export function writeWord(view: DataView, at: number, value: bigint): void {
  // Of each number the lowest 64 bits are written.
  view.setBigUint64(at, value, true);
  view.setBigUint64(at + 8, value >> 64n, true);
  view.setBigUint64(at + 16, value >> 128n, true);
  view.setBigUint64(at + 24, value >> 192n, true);
}
