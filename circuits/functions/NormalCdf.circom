pragma circom 2.1.6;

include "../arithmetic/MultilinearSelect.circom";
include "../generated/pricingTables.circom";

// FM-06.4  N(d1) at 2^-80 for the d1 of CoarseD1, within 2.5e-8.
//
// |d1| lies in one of 14 segments of half a unit, each with a polynomial of
// degree 5 in the distance from the segment's center (circuits/coefficients/
// normalCdf.json); beyond 6.875 it is 1. The coefficients are free linear
// combinations of the products of four bits; Horner steps are not truncated,
// each adds 13 bits to the scale. N(-x) = 1 - N(x).
//
// No hints. Widest value: 2^81.
template NormalCdf() {
    signal input positive;
    signal input magnitudeBits[16];
    signal input halfUnitMonomials[16];
    signal output cdf;

    var table[16][6] = normalCdfCoefficients();
    var distance = -(1 << 11);
    for (var i = 0; i < 12; i++) {
        distance += magnitudeBits[i] * (1 << i);
    }

    component coefficients[6];
    for (var power = 0; power < 6; power++) {
        var column[16];
        for (var row = 0; row < 16; row++) {
            column[row] = table[row][power];
        }
        coefficients[power] = MultilinearSelect(4, column);
        coefficients[power].monomials <== halfUnitMonomials;
    }
    signal steps[6];
    steps[5] <== coefficients[5].out;
    for (var power = 4; power >= 0; power--) {
        steps[power] <== steps[power + 1] * distance + coefficients[power].out;
    }

    signal reflected <== positive * (2 * steps[0] - (1 << 80));
    cdf <== reflected - steps[0] + (1 << 80);
}
