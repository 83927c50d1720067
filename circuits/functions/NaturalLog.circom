pragma circom 2.1.6;

include "../arithmetic/Bits.circom";
include "../arithmetic/Monomials.circom";
include "../arithmetic/MultilinearSelect.circom";
include "../generated/pricingTables.circom";

// FM-06.1  out = ln(in) at 2^-37, for an integer `in` that the caller has
// ranged to [1, 2^24) for bits = 24 or to [16, 2^36) for bits = 36.
// Absolute error at most 1.04e-9 over every admissible witness (audit/error).
//
// The prover picks a shift j and one multiplier from each of three tables so
// that in * 2^j * r1 * r2 * r3 is close to 2^S:
//
//     in * 2^j * r1 * r2 * r3 = 2^S (1 + v),   |v| <= 2^-9,   S = bits + 26
//     ln(in) = S' ln 2 - j ln 2 - ln r1 - ln r2 - ln r3 + ln(1 + v)
//     ln(1 + v) = v - v^2/2 + v^3/3 - ...   with v^3/3 replaced by 2^-20 v
//
// Soundness of the hints: j and the table indexes are given in bits that are
// boolean, and the identity above holds for *any* choice; only v is ranged.
// So the hints move the result by no more than the error of the series:
// cubic term against its line 6.3e-10, v^4/4 4e-12, the square (below)
// 2.4e-10 + 2.4e-10, truncations and tables 5e-11.
//
// v^2 is h (2v - h) + (v - h)^2 with h = v cut at 2^-15: one product of short
// numbers; the dropped (v - h)^2 / 2 in [0, 4.7e-10) is replaced by its middle.
//
// Widest value: in * 2^31 * (61 * 548 * 4132) < 2^(36 + 31 + 28) = 2^95.
template NaturalLog(bits) {
    signal input in;
    signal output out;

    var S = bits + 26;
    var multipliers[3][8] = logMultipliers();
    var logarithms[3][8] = logOfMultipliers();
    var halvings[5] = logOfHalvings();
    var tops[2] = logOfTop();

    // Hints: normalise, then take the nearest multiplier of each table.
    var shift = 0;
    while (shift < 31 && in * (1 << (shift + 1)) < (1 << bits)) {
        shift++;
    }
    var index[3];
    var product = in * (1 << shift);
    var target = 1 << (bits - 1);
    for (var t = 0; t < 3; t++) {
        target = target * (1 << (6 + 3 * t));
        var nearest = -1;
        for (var i = 0; i < 8; i++) {
            var distance = product * multipliers[t][i] - target;
            if (distance < 0) {
                distance = -distance;
            }
            if (nearest == -1 || distance < nearest) {
                nearest = distance;
                index[t] = i;
            }
        }
        product = product * multipliers[t][index[t]];
    }

    signal shiftBits[5];
    for (var i = 0; i < 5; i++) {
        shiftBits[i] <-- (shift >> i) & 1; // bound by: boolean below; any value keeps the identity true
        shiftBits[i] * (shiftBits[i] - 1) === 0;
    }
    signal lowPower <== (1 + shiftBits[0]) * (1 + 3 * shiftBits[1]);
    signal middlePower <== (1 + 15 * shiftBits[2]) * (1 + 255 * shiftBits[3]);
    signal lowerPower <== lowPower * middlePower;
    signal power <== lowerPower * (1 + 65535 * shiftBits[4]);

    signal scaled[4];
    scaled[0] <== power * in;
    signal indexBits[3][3];
    component monomials[3];
    component multiplier[3];
    component logarithm[3];
    // No entry, and so no circuit, for other widths than 24 and 36.
    var sum = tops[(bits - 24) / 12];
    for (var t = 0; t < 3; t++) {
        monomials[t] = Monomials(3);
        for (var i = 0; i < 3; i++) {
            indexBits[t][i] <-- (index[t] >> i) & 1; // bound by: boolean below; any value keeps the identity true
            indexBits[t][i] * (indexBits[t][i] - 1) === 0;
            monomials[t].in[i] <== indexBits[t][i];
        }
        multiplier[t] = MultilinearSelect(3, multipliers[t]);
        multiplier[t].monomials <== monomials[t].out;
        logarithm[t] = MultilinearSelect(3, logarithms[t]);
        logarithm[t].monomials <== monomials[t].out;
        scaled[t + 1] <== scaled[t] * multiplier[t].out;
        sum += logarithm[t].out;
    }
    for (var i = 0; i < 5; i++) {
        sum -= halvings[i] * shiftBits[i];
    }

    // v 2^S + 2^(S-9) in S - 8 bits; cuts of v at 2^-n are sums of the upper bits.
    component v = Bits(S - 8);
    v.in <== scaled[3] - (1 << S) + (1 << (S - 9));
    var scales[5] = [37, 22, 17, 15, 14];
    var cut[5];
    for (var c = 0; c < 5; c++) {
        cut[c] = -(1 << (scales[c] - 9));
        for (var i = S - scales[c]; i < S - 8; i++) {
            cut[c] += v.out[i] * (1 << (i - S + scales[c]));
        }
    }
    signal square <== cut[3] * (cut[1] - 64 * cut[3]);
    // v + v^3/3 - (h (2v - h) + its half unit h/2) - the middle of (v - h)^2 / 2
    out <== sum + cut[0] + cut[2] - square - cut[4] - 32;
}
