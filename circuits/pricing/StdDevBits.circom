pragma circom 2.1.6;

include "../arithmetic/Bits.circom";

// FM-06.3  Bits of s + 2^12, for a total standard deviation s (at 2^-26) in
// [2^14, 2^29 - 2^12), that is 2^-12 <= s < 8 - 2^-14. Everything else is refused.
//
// s + 2^12 puts the cut between the high part (bits 13 up: s rounded to 2^-13)
// and the signed low part (bits below 13, less 2^12) where the price wants it.
//
// Soundness of the lower end: s + 2^12 >= 20480 = 2^14 + 2^12 exactly if a bit
// from 15 up is set, or bit 14 and one of bits 13 and 12. That sum is shown
// to be nonzero by its inverse.
template StdDevBits() {
    signal input totalStdDev;
    signal output bits[29];

    component offset = Bits(29);
    offset.in <== totalStdDev + (1 << 12);
    bits <== offset.out;

    signal atFloor <== bits[14] * (bits[13] + bits[12]);
    var witness = atFloor;
    for (var i = 15; i < 29; i++) {
        witness += bits[i];
    }
    signal inverse;
    inverse <-- witness == 0 ? 0 : 1 / witness; // bound by: the product below
    inverse * witness === 1;
}
