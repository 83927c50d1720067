import { mul } from './field';

/** out = out·b^count / R^count, one product after the other: what the bench measures a multiplication by. */
export function mulChain(f: usize, out: usize, b: usize, count: i32): void {
  for (let i = 0; i < count; i++) mul(f, out, out, b);
}
