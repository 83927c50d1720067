pragma circom 2.1.6;

include "../arithmetic/Bits.circom";
include "../arithmetic/ResidualGates.circom";
include "../functions/integerSqrt.circom";
include "./StdDevBits.circom";

// FM-06.3  s = max(sqrt(w), 2^-12) at 2^-26, with its bits (StdDevBits) and
// floorBinds = 1 where s is the floor. w at 2^-52, signed, w < 64.
//
// deficitBits >= 30 is how far below zero w may be: w > -2^deficitBits 2^-52.
// 30 (w > -2.3e-7) is free; every further bit costs a constraint. An
// arbitrage-free slice has w > 0.
//
// Soundness of the hints s and floorBinds, with e = s^2 + 2s - w ranged to
// [0, 2^max(30, deficitBits)):
//   - StdDevBits puts s into [floor, 8), which excludes -s and the field's other root;
//   - e >= 0 gives s > sqrt(w) - 1 (in units of 2^-26), and for the floor
//     w <= floor^2 + 2 floor: the floor is never claimed more than one unit above itself;
//   - floorBinds = 0: the gates, one level per bit, give e < 2^(m+1) where
//     2^(m-1) <= s + 2^12 < 2^m, so s < sqrt(w) + 1.3: s is within 1.3 units of sqrt(w);
//   - floorBinds = 1: s = 2^14 by its equation, and e is free to be large.
// The honest s is the floor of sqrt(w).
//
// Widest value: s^2 below 2^58, e below 2^max(30, deficitBits) + 1; times 2^11
// for a w from a dyadic k: far below 2^253 for deficitBits <= 100.
template TotalStdDev(deficitBits) {
    signal input totalVariance;
    signal output totalStdDev;
    signal output bits[29];
    signal output floorBinds;

    var belowFloor = totalVariance < (1 << 28);
    floorBinds <-- belowFloor ? 1 : 0; // bound by: boolean, and the next equation
    floorBinds * (floorBinds - 1) === 0;
    totalStdDev <-- belowFloor ? (1 << 14) : integerSqrt(totalVariance); // bound by: StdDevBits, residual and gates
    floorBinds * (totalStdDev - (1 << 14)) === 0;

    component decomposition = StdDevBits();
    decomposition.totalStdDev <== totalStdDev;
    bits <== decomposition.bits;

    signal square <== totalStdDev * totalStdDev;
    component residual = Bits(deficitBits);
    residual.in <== square + 2 * totalStdDev - totalVariance;

    component gates = ResidualGates(14, [15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28], 29, 0);
    gates.magnitudeBits <== bits;
    gates.open <== floorBinds;
    for (var i = 0; i < 30; i++) {
        gates.residualBits[i] <== residual.out[i];
    }
    if (deficitBits > 30) {
        var deficit = 0;
        for (var i = 30; i < deficitBits; i++) {
            deficit += residual.out[i];
        }
        deficit * (1 - floorBinds) === 0;
    }
}
