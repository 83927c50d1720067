import { ProvingError } from '../provingError.ts';

/** Section of imports, and kinds of import (WebAssembly core specification, 5.5.5). */
const IMPORTS = 2;
const FUNCTION = 0;
const TABLE = 1;
const MEMORY = 2;
const GLOBAL = 3;
/** Flags of limits (5.3.11; shared: threads proposal). */
const HAS_MAXIMUM = 1;
const SHARED = 2;
/** Magic number and version. */
const HEADER = 8;

/**
 * The same module with its imported memory declared as shared: one flag in the section of imports. The module must
 * declare a maximum, as shared memories do. Code needs no change: the kernels use no atomic instructions, and need none
 * as long as calls that run at the same time touch no bytes that one of them writes.
 *
 * One compiled file thus serves both platforms with shared memory and those without.
 *
 * @param module bytes of a WebAssembly module, which stay as they are
 * @throws ProvingError if no memory with a maximum is imported
 */
export function markShared(module: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(module);
  let at = HEADER;

  const byte = () => {
    const value = bytes[at++];
    if (value === undefined) throw unusable();
    return value;
  };
  // Unsigned LEB128 of at most 32 bits.
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const next = byte();
      value += (next & 0x7f) * 2 ** shift;
      if (next < 0x80) return value;
      if (shift === 28) throw unusable();
    }
  };
  const skip = (length: number) => {
    at += length;
  };
  const skipLimits = () => {
    const flags = byte();
    number();
    if (flags & HAS_MAXIMUM) number();
  };

  for (;;) {
    const section = byte();
    const length = number();
    if (section === IMPORTS) break;
    skip(length);
  }
  for (let left = number(); left > 0; left--) {
    skip(number());
    skip(number());
    const kind = byte();
    if (kind === MEMORY) {
      const flags = byte();
      if (!(flags & HAS_MAXIMUM)) throw unusable();
      bytes[at - 1] = flags | SHARED;
      return bytes;
    }
    if (kind === FUNCTION) number();
    else if (kind === TABLE) {
      byte();
      skipLimits();
    } else if (kind === GLOBAL) skip(2);
    else throw unusable();
  }
  throw unusable();
}

function unusable(): ProvingError {
  return new ProvingError(
    'The kernels import no memory with a maximum, or are no WebAssembly module.',
    'Run npm run build, which compiles them.',
  );
}
