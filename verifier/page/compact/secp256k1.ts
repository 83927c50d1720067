import { type CurvePoint, curve } from './curve.ts';
import { power, primeField } from './field.ts';

const Fp = primeField(2n ** 256n - 2n ** 32n - 977n);
const N = primeField(0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n);
const B = 7n;
const Point = curve({
  field: Fp,
  b: B,
  order: N.ORDER,
  hasCofactor: false,
  generator: {
    x: 0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n,
    y: 0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8n,
  },
});

const toNumber = (bytes: Uint8Array) => bytes.reduce((value, byte) => (value << 8n) + BigInt(byte), 0n);
const toBytes = (value: bigint) =>
  Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * (31 - i))) & 255n));

/** A public key in the shape in which the verifier uses the library's. */
class PublicKey {
  constructor(private readonly point: CurvePoint<bigint>) {}

  /** Uncompressed: 4, x, y. */
  toBytes(_isCompressed: false): Uint8Array {
    return Uint8Array.from([4, ...toBytes(this.point.x), ...toBytes(this.point.y)]);
  }
}

class Signature {
  private constructor(
    private readonly r: bigint,
    private readonly s: bigint,
    private readonly recovery?: number,
  ) {}

  /** @throws RangeError where r or s is zero or not below the order */
  static fromBytes(bytes: Uint8Array, _format: 'compact'): Signature {
    const r = toNumber(bytes.subarray(0, 32));
    const s = toNumber(bytes.subarray(32));
    if (bytes.length !== 64 || [r, s].some((value) => value === 0n || value >= N.ORDER)) {
      throw new RangeError('not a signature');
    }
    return new Signature(r, s);
  }

  hasHighS(): boolean {
    return this.s > N.ORDER / 2n;
  }

  /** @param recovery 0 or 1: whether the y of r is odd. An x above the order is not tried, as the EVM does not. */
  addRecoveryBit(recovery: number): Signature {
    return new Signature(this.r, this.s, recovery);
  }

  /**
   * The key under which this signs a digest of 32 bytes (SEC 1, 4.1.6).
   *
   * @throws RangeError where there is none
   */
  recoverPublicKey(digest: Uint8Array): PublicKey {
    const { r, s, recovery } = this;
    if (recovery === undefined) throw new RangeError('without recovery');
    const square = Fp.reduce(r * r * r + B);
    const root = power(Fp, square, (Fp.ORDER + 1n) / 4n);
    if (Fp.mul(root, root) !== square) throw new RangeError('r is the x of no point');
    const y = Number(root & 1n) === recovery ? root : Fp.sub(0n, root);
    const inverse = N.inverse(r);
    const u1 = N.mul(-toNumber(digest), inverse);
    const u2 = N.mul(s, inverse);
    const key = Point.BASE.multiplyUnsafe(u1).add(Point.fromAffine({ x: r, y }).multiplyUnsafe(u2));
    if (key.is0()) throw new RangeError('the identity is no key');
    return new PublicKey(key);
  }
}

/**
 * What the verifier uses of `@noble/curves`' secp256k1. It stands in for the library when the page is built, and a test
 * compares the two.
 */
export const secp256k1 = { Signature };
