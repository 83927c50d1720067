pragma circom 2.1.6;

include "./Bits.circom";

// out = (in - r) / 2^n with r in [0, 2^n); the honest r makes `out` the floor.
// Costs n constraints instead of n plus the width of `out`.
//
// Soundness of the hint: only r is ranged. A dishonest r leaves `out` a
// dyadic rational (the field element t / 2^n) that still lies in
// (in / 2^n - 1, in / 2^n]. So whoever reads `out` may rely on that interval
// and on 2^n out being an integer, but not on out being one. An equation on
// `out` between values below the field order after multiplication by 2^n is
// an exact identity between rationals. Range `out` before hashing it.
//
// Signed `in` is allowed. Widest value: that of `in`, or 2^n.
template FloorShift(n) {
    signal input in;
    signal output out;

    out <-- in < 0 ? -((-in + (1 << n) - 1) \ (1 << n)) : in \ (1 << n); // bound by: the range of the remainder
    component remainder = Bits(n);
    remainder.in <== in - out * (1 << n);
}
