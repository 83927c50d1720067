pragma circom 2.1.6;

include "./Gate.circom";

// Bounds a residual in proportion to a magnitude, one constraint per level:
// where no bit of `magnitude` at or above level m is set, so magnitude < 2^m,
// the residual has no bit at or above m + 1 - shift, so
// residual < 2^(m + 1 - shift).
//
// Between two levels lo <= magnitude < hi this allows residual < 2 hi 2^-shift.
// `open` (boolean) lifts all bounds but the width.
//
// An honest residual, below 2 magnitude 2^-shift + 1, always passes.
template ResidualGates(count, levels, magnitudeWidth, shift) {
    signal input magnitudeBits[magnitudeWidth];
    signal input residualBits[magnitudeWidth + 1 - shift];
    signal input open;

    component gates[count];
    for (var i = 0; i < count; i++) {
        var next = i + 1 < count ? levels[i + 1] : magnitudeWidth;
        var above = open;
        for (var bit = levels[i]; bit < magnitudeWidth; bit++) {
            above += magnitudeBits[bit];
        }
        var excess = 0;
        for (var bit = levels[i] + 1 - shift; bit < next + 1 - shift; bit++) {
            excess += residualBits[bit];
        }
        gates[i] = Gate();
        gates[i].open <== above;
        gates[i].value <== excess;
    }
}
