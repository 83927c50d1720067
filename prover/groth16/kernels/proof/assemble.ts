import { Base, Extension } from '../curve/coordinate';
import { addPoints, multiplyPoint, projectivePairBytes, writePoint } from '../curve/projective';
import { slot } from '../scratch';

/**
 * Puts a proof together (J. Groth, "On the size of pairing-based non-interactive arguments", 2016):
 * A = α + Σ a + r·δ, B = β + Σ b + s·δ in both groups, C = Σ c + Σ h + s·A + r·B - r·s·δ.
 *
 * @param bytes A, B and C as affine coordinates, 64, 128 and 64 bytes
 * @param blinded what `blind` wrote
 * @param sums Σ a, Σ b, Σ c and Σ h in G1, then Σ b in G2: projective points
 * @param scalars r and s, 32 little-endian bytes each
 */
export function assemble(bytes: usize, blinded: usize, sums: usize, scalars: usize): void {
  const size = projectivePairBytes<Base>();
  const a = slot(64);
  const b = slot(70);
  const c = slot(76);
  addPoints<Base>(a, blinded, sums);
  addPoints<Base>(b, blinded + size, sums + size);
  multiplyPoint<Base>(c, a, scalars + 32);
  writePoint<Base>(bytes, a);
  multiplyPoint<Base>(a, b, scalars);
  addPoints<Base>(c, c, a);
  addPoints<Base>(c, c, blinded + 2 * size);
  addPoints<Base>(c, c, sums + 2 * size);
  addPoints<Base>(c, c, sums + 3 * size);
  writePoint<Base>(bytes + 192, c);
  const b2 = slot(64);
  addPoints<Extension>(b2, blinded + 3 * size, sums + 4 * size);
  writePoint<Extension>(bytes + 64, b2);
}
