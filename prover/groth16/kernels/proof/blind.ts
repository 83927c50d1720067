import { Base, Extension } from '../curve/coordinate';
import { addPoints, multiplyPoint, projectivePairBytes } from '../curve/projective';

/**
 * The parts of a proof that depend on the key and on the blinding values r and s alone.
 *
 * @param out α + r·δ, β + s·δ and -r·s·δ in G1, then β + s·δ in G2: projective points
 * @param key α, β and δ in G1, then β and δ in G2: projective points
 * @param scalars r, s and -r·s modulo the order, 32 little-endian bytes each
 */
export function blind(out: usize, key: usize, scalars: usize): void {
  const size = projectivePairBytes<Base>();
  const delta = key + 2 * size;
  multiplyPoint<Base>(out, delta, scalars);
  addPoints<Base>(out, out, key);
  multiplyPoint<Base>(out + size, delta, scalars + 32);
  addPoints<Base>(out + size, out + size, key + size);
  multiplyPoint<Base>(out + 2 * size, delta, scalars + 64);
  const out2 = out + 3 * size;
  const beta2 = key + 3 * size;
  multiplyPoint<Extension>(out2, beta2 + projectivePairBytes<Extension>(), scalars + 32);
  addPoints<Extension>(out2, out2, beta2);
}
