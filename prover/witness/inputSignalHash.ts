const OFFSET_BASIS = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;

/**
 * The number under which circom's WebAssembly knows an input signal: FNV-1a of 64 bits over the name.
 *
 * Source: Fowler, Noll, Vo, Eastlake, "The FNV Non-Cryptographic Hash Algorithm" (RFC 9923).
 *
 * @returns the upper and the lower 32 bits
 */
export function inputSignalHash(name: string): readonly [upper: number, lower: number] {
  let hash = OFFSET_BASIS;
  for (const byte of new TextEncoder().encode(name)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * PRIME);
  return [Number(hash >> 32n), Number(hash & 0xffffffffn)];
}
