/** Copies bytes; the two ranges may overlap. */
export function move(to: usize, from: usize, bytes: usize): void {
  memory.copy(to, from, bytes);
}
