pragma circom 2.1.6;

include "../arithmetic/Bits.circom";
include "../arithmetic/Gate.circom";
include "../arithmetic/Monomials.circom";
include "../arithmetic/ResidualGates.circom";

// FM-06.4  d1 = -k/s + s/2 as a signed multiple of 2^-13, up to 8 in size.
//
// F N(d1) - K N(d1 - s) is greatest at the true d1, so an error of e in d1
// moves the price by only F n(d1) s e^2 / 2: 13 bits are enough, and d2 is
// exactly d1 - s.
//
// In:  k at 2^-26, signed; bits of s + 2^12 (StdDevBits).
// Out: positive: the sign of d1, 1 for d1 >= 0.
//      magnitudeBits: |d1| + 2^10 in 16 bits, so that bits 11 up are the
//      nearest multiple of 1/4 and bits below the remainder plus 1/8.
//      segment, remainder: d1 = segment 2^11 + remainder, both signed.
//      halfUnitMonomials: all products of bits 12 to 15.
//
// With S = s cut to 2^-18, s1 = s rounded to 2^-13 and
//     r = -2^6 k - S (2 d1 - s1)          (at 2^-32, zero at the true d1),
//     e = r sign(d1) + 2 S                in [0, 2^35)
// the honest |d1| is the true one rounded up: e in (0, 2 S].
//
// Soundness of the hints positive and |d1|:
//   - both are bounded by bits; a magnitude in [-1/8, 0) is only another way
//     to write a small d1 of the other sign, and N's first segment covers it;
//   - |d1| < 6.875: e < 2^22 and the gates give e < 2 hi where
//     lo <= S < hi are neighbours in `levels`. Since r sign(d1) =
//     2 S (|true d1| - |d1|), |d1| lies within [-(hi/lo - 1), 1] units of the
//     true one: one unit for s >= 1/2, where the price is sensitive; the
//     wider steps below cost no more (audit/error);
//   - |d1| >= 6.875 ("saturated"): all gates are open and only e >= 0 holds,
//     |d1| <= |true d1| + 1 unit. There N(d1) is constant to 3e-12, and so is
//     N(d2): for d1 < 0 it is smaller still; for d1 > 0 saturation demands
//     s < 2, and K N(-d2) = F n(d1) N(-d2) / n(d2) < 1e-11 F at the hinted
//     d1, less at the true one.
//   - No bound on k is needed for soundness: e is ranged, so k is bounded by
//     2^35 + S (2 d1 - s1) as an integer (2^11 k, if dyadic).
// Complete for |k| < 8: there saturation implies s < 1.3 and e < 2^35.
//
// Widest value: S (2 d1 - s1) below 2^21 * 2^18, e below 2^41.
template CoarseD1() {
    signal input logMoneyness;
    signal input stdDevBits[29];
    signal output positive;
    signal output magnitudeBits[16];
    signal output segment;
    signal output remainder;
    signal output halfUnitMonomials[16];

    var divisor = -(1 << 4);
    for (var i = 8; i < 29; i++) {
        divisor += stdDevBits[i] * (1 << (i - 8));
    }
    var rounded = 0;
    for (var i = 13; i < 29; i++) {
        rounded += stdDevBits[i] * (1 << (i - 13));
    }

    var numerator = rounded * divisor - 64 * logMoneyness;
    var isPositive = numerator >= 0;
    var size = isPositive ? numerator : -numerator;
    var largest = (1 << 16) - 1 - (1 << 10);
    var quotient = divisor <= 0 ? largest : (size + 2 * divisor - 1) \ (2 * divisor);
    if (quotient > largest) {
        quotient = largest;
    }

    positive <-- isPositive ? 1 : 0; // bound by: boolean, and the residual
    positive * (positive - 1) === 0;
    signal magnitude;
    magnitude <-- quotient; // bound by: its bits and the residual
    component bits = Bits(16);
    bits.in <== magnitude + (1 << 10);
    magnitudeBits <== bits.out;

    component monomials = Monomials(4);
    for (var i = 0; i < 4; i++) {
        monomials.in[i] <== bits.out[12 + i];
    }
    halfUnitMonomials <== monomials.out;
    var saturated = monomials.out[14]; // bits 13, 14 and 15: |d1| + 1/8 >= 7

    var unsignedSegment = 0;
    for (var i = 11; i < 16; i++) {
        unsignedSegment += bits.out[i] * (1 << (i - 11));
    }
    var unsignedRemainder = -(1 << 10);
    for (var i = 0; i < 11; i++) {
        unsignedRemainder += bits.out[i] * (1 << i);
    }
    signal positiveSegment <== positive * unsignedSegment;
    segment <== 2 * positiveSegment - unsignedSegment;
    signal positiveRemainder <== positive * unsignedRemainder;
    remainder <== 2 * positiveRemainder - unsignedRemainder;

    signal product <== divisor * (2 * (segment * (1 << 11) + remainder) - rounded);
    signal signedResidual <== (2 * positive - 1) * (-64 * logMoneyness - product);
    component residual = Bits(35);
    residual.in <== signedResidual + 2 * divisor;

    component gates = ResidualGates(6, [19, 23, 25, 26, 27, 28], 29, 8);
    gates.magnitudeBits <== stdDevBits;
    gates.open <== saturated;
    for (var i = 0; i < 22; i++) {
        gates.residualBits[i] <== residual.out[i];
    }
    var beyond = 0;
    for (var i = 22; i < 35; i++) {
        beyond += residual.out[i];
    }
    beyond * (1 - saturated) === 0;
    saturated * (stdDevBits[27] + stdDevBits[28]) === 0;
}
