import { ELEMENT } from './layout';

/** Makes a pair of the elements at `p` and `q`. */
export function gather(out: usize, p: usize, q: usize): void {
  v128.store(out, v128.load_lane<u64>(q, v128.load_zero<u64>(p), 1));
  v128.store(out, v128.load_lane<u64>(q, v128.load_zero<u64>(p, 8), 1, 8), 16);
  v128.store(out, v128.load_lane<u64>(q, v128.load_zero<u64>(p, 16), 1, 16), 32);
  v128.store(out, v128.load_lane<u64>(q, v128.load_zero<u64>(p, 24), 1, 24), 48);
  v128.store(out, v128.load_lane<u64>(q, v128.load_zero<u64>(p, 32), 1, 32), 64);
  // The FMA form has no more limbs.
  for (let i: usize = 40; i < ELEMENT; i += 8) {
    v128.store(out + 2 * i, v128.load_lane<u64>(q + i, v128.load_zero<u64>(p + i), 1));
  }
}

/** Writes the elements of a pair to `p` and `q`, in this order. */
export function scatter(a: usize, p: usize, q: usize): void {
  for (let i: usize = 0; i < ELEMENT; i += 8) {
    const limbs = v128.load(a + 2 * i);
    v128.store_lane<u64>(p + i, limbs, 0);
    v128.store_lane<u64>(q + i, limbs, 1);
  }
}
