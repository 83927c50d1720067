/** Fills bytes with zeros. */
export function zero(address: usize, bytes: usize): void {
  memory.fill(address, 0, bytes);
}

/** Copies bytes; the two ranges may overlap. */
export function move(to: usize, from: usize, bytes: usize): void {
  memory.copy(to, from, bytes);
}
