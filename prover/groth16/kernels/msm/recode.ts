// Words of (r - 1) / 2 and of r, the order of the groups, the lowest first.
const HALF_0: u64 = 0xa1f0fac9f8000000;
const HALF_1: u64 = 0x9419f4243cdcb848;
const HALF_2: u64 = 0xdc2822db40c0ac2e;
const HALF_3: u64 = 0x183227397098d014;
const ORDER_0: u64 = 0x43e1f593f0000001;
const ORDER_1: u64 = 0x2833e84879b97091;
const ORDER_2: u64 = 0xb85045b68181585d;
const ORDER_3: u64 = 0x30644e72e131a029;

/**
 * Writes scalars in signed digits: scalar = Σ digit_w·2^(bits·w) modulo r, -2^(bits - 1) <= digit < 2^(bits - 1).
 *
 * A scalar above r / 2 is taken as the negative of r - scalar, so that small negative numbers have few digits too. What
 * remains is below 2^253, and digits reach (2^(bits·windows) - 1) / 3 or more: none is lost if bits·windows > 254.
 *
 * @param scalars canonical numbers of 32 little-endian bytes
 * @param from first scalar that is written, `to` the one after the last
 * @param digits 16-bit digits: that of scalar i in window w at index w·stride + i
 */
export function recode(
  scalars: usize,
  from: usize,
  to: usize,
  bits: i32,
  windows: i32,
  digits: usize,
  stride: usize,
): void {
  const mask: u64 = ((<u64>1) << bits) - 1;
  const half: i64 = (<i64>1) << (bits - 1);
  for (let i = from; i < to; i++) {
    const scalar = scalars + 32 * i;
    let w0 = load<u64>(scalar);
    let w1 = load<u64>(scalar, 8);
    let w2 = load<u64>(scalar, 16);
    let w3 = load<u64>(scalar, 24);
    let at = digits + 2 * i;
    let negative: i64 = 0;
    if (exceedsHalf(w0, w1, w2, w3)) {
      negative = -1;
      const b0 = <u64>(ORDER_0 < w0);
      w0 = ORDER_0 - w0;
      const b1 = <u64>(ORDER_1 < w1 || (ORDER_1 == w1 && b0 != 0));
      w1 = ORDER_1 - w1 - b0;
      const b2 = <u64>(ORDER_2 < w2 || (ORDER_2 == w2 && b1 != 0));
      w2 = ORDER_2 - w2 - b1;
      w3 = ORDER_3 - w3 - b2;
    }
    // The digits of a negative are written with their signs changed: before that, their greatest is half, not -half.
    const least = half - negative;
    let carry: i64 = 0;
    for (let w = 0; w < windows; w++) {
      let digit = <i64>(w0 & mask) + carry;
      carry = <i64>(digit >= least);
      digit -= carry << bits;
      w0 = (w0 >> bits) | (w1 << (64 - bits));
      w1 = (w1 >> bits) | (w2 << (64 - bits));
      w2 = (w2 >> bits) | (w3 << (64 - bits));
      w3 >>= bits;
      store<i16>(at, <i16>((digit ^ negative) - negative));
      at += 2 * stride;
    }
  }
}

function exceedsHalf(w0: u64, w1: u64, w2: u64, w3: u64): bool {
  if (w3 != HALF_3) return w3 > HALF_3;
  if (w2 != HALF_2) return w2 > HALF_2;
  if (w1 != HALF_1) return w1 > HALF_1;
  return w0 > HALF_0;
}
