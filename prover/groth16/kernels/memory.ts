/** Fills bytes with zeros. */
export function zero(address: usize, bytes: usize): void {
  memory.fill(address, 0, bytes);
}
