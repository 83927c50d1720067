pragma circom 2.1.6;

include "Bits.circom";

// out = floor(in / divisor), or one less. 2^(bits - 1) < divisor <= 2^bits, in >= 0.
//
// Soundness of the hint: the remainder in - divisor * out is ranged to [0, 2^bits),
// which is less than 2 divisor wide. A dishonest remainder leaves `out` a fraction
// with the divisor below it, in the interval (in / divisor - 2, in / divisor]: so
// whoever reads `out` ranges a sum of it with integers, and only an integer passes.
// Of these there are at most two, the floor and, rarely, one less. Use it where less
// is to the prover's loss.
template DivideDown(divisor, bits) {
    signal input in;
    signal output out;

    out <-- in \ divisor; // bound by: the range of the remainder
    component remainder = Bits(bits);
    remainder.in <== in - out * divisor;
}
