pragma circom 2.1.6;

include "../generated/pricingTables.circom";

// FM-06.4  N(d2) at 2^-80 for d2 = d1 - s, within 2.6e-8, from the parts of d1
// (CoarseD1) and s (StdDevBits).
//
// d1 = segment / 4 + remainder, s = (segment' + 1/2) / 4 + remainder' + low,
// remainders within 1/8, low within 2^-14. So
//     d2 = odd / 8 + (remainder - remainder') - low,  odd = 2 (segment - segment') - 1.
// |odd| picks one of 24 segments (1 from |d2| = 6 on); the difference of
// remainders, at most 1/4 in size, is the variable of a polynomial of degree 5;
// `low` enters by one density term, N(x - low) = N(x) - low n(x) within 5e-10.
// N(-x) = 1 - N(x), and n is even.
//
// Soundness of the hints:
//   - positive, one-hot and excess are boolean, the one-hot sums to one (its
//     last entry is defined by that, and is boolean itself), and
//     (2 positive - 1) (2 index + 1 + 2 excess) = odd, where the left factor
//     is positive and far below the field order: so the sign is that of odd,
//     which is never zero, and 2 index + 1 + 2 excess = |odd|;
//   - excess is zero unless the last entry (index 24, "saturated") is chosen,
//     so the index is unique: |odd| <= 2 * 64 + 1 fits 49 + 2 * 63.
//
// Widest value: 2^81.
template LaggedNormalCdf() {
    signal input segment;
    signal input remainder;
    signal input stdDevBits[29];
    signal output cdf;

    var cdfTable[24][6] = laggedNormalCdfCoefficients();
    var densityTable[24][4] = normalDensityCoefficients();

    var low = -(1 << 12);
    for (var i = 0; i < 13; i++) {
        low += stdDevBits[i] * (1 << i);
    }
    var stdDevRemainder = -(1 << 10);
    for (var i = 13; i < 24; i++) {
        stdDevRemainder += stdDevBits[i] * (1 << (i - 13));
    }
    var stdDevSegment = 0;
    for (var i = 24; i < 29; i++) {
        stdDevSegment += stdDevBits[i] * (1 << (i - 24));
    }

    var odd = 2 * (segment - stdDevSegment) - 1;
    var index = ((odd > 0 ? odd : -odd) - 1) \ 2;
    signal positive;
    positive <-- odd > 0 ? 1 : 0; // bound by: boolean, and the equation of odd
    positive * (positive - 1) === 0;

    signal oneHot[24];
    var saturated = 1;
    var size = 0;
    for (var i = 0; i < 24; i++) {
        oneHot[i] <-- index == i ? 1 : 0; // bound by: boolean, sum of one, and the equation of odd
        oneHot[i] * (oneHot[i] - 1) === 0;
        saturated -= oneHot[i];
        size += (2 * i + 1) * oneHot[i];
    }
    saturated * (saturated - 1) === 0;
    size += 49 * saturated;

    signal excess[6];
    var anyExcess = 0;
    for (var i = 0; i < 6; i++) {
        excess[i] <-- index > 24 ? ((index - 24) >> i) & 1 : 0; // bound by: boolean, zero unless saturated, and the equation of odd
        excess[i] * (excess[i] - 1) === 0;
        anyExcess += excess[i];
        size += excess[i] * (2 << i);
    }
    anyExcess * (1 - saturated) === 0;
    (2 * positive - 1) * size === odd;

    signal distance <== (2 * positive - 1) * (remainder - stdDevRemainder);
    signal cdfSteps[6];
    for (var power = 5; power >= 0; power--) {
        var coefficient = 0;
        for (var i = 0; i < 24; i++) {
            coefficient += cdfTable[i][power] * oneHot[i];
        }
        if (power == 0) {
            coefficient += (1 << 80) * saturated;
        }
        if (power == 5) {
            cdfSteps[power] <== coefficient;
        } else {
            cdfSteps[power] <== cdfSteps[power + 1] * distance + coefficient;
        }
    }
    signal densitySteps[4];
    for (var power = 3; power >= 0; power--) {
        var coefficient = 0;
        for (var i = 0; i < 24; i++) {
            coefficient += densityTable[i][power] * oneHot[i];
        }
        if (power == 3) {
            densitySteps[power] <== coefficient;
        } else {
            densitySteps[power] <== densitySteps[power + 1] * distance + coefficient;
        }
    }

    // n(x) at 2^-54 times low at 2^-26.
    signal lowTerm <== densitySteps[0] * low;
    signal reflected <== positive * (2 * cdfSteps[0] - (1 << 80));
    cdf <== reflected - cdfSteps[0] + (1 << 80) - lowTerm;
}
