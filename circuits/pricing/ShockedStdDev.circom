pragma circom 2.1.6;

include "../arithmetic/Bits.circom";
include "./StdDevBits.circom";

// FM-06.5  s' = max(floor(c s), 2^-12) at 2^-26 for a vol multiplier c (12
// bits at 2^-10), with its bits (StdDevBits) and floorBinds = 1 where c s is
// below the floor. A shock to 8 or beyond has no witness: StdDevBits refuses.
//
// Soundness of the hints s' and floorBinds. With P = c s as an integer at 2^-36
// and
//     slack = P - 2^10 s'     for floorBinds = 0, in [0, 2^10)
//     slack = 2^24 - 1 - P    for floorBinds = 1, in [0, 2^24)
//   - StdDevBits gives s' >= 2^14, the floor;
//   - floorBinds = 0: s' is the floor of P / 2^10, so P >= 2^24;
//   - floorBinds = 1: s' is 2^14 by its equation, and P < 2^24.
// So both are unique.
//
// Widest value: P below 2^41.
template ShockedStdDev() {
    signal input totalStdDev;
    signal input volMultiplier;
    signal output shockedTotalStdDev;
    signal output bits[29];
    signal output floorBinds;

    signal product <== totalStdDev * volMultiplier;
    var belowFloor = product < (1 << 24);
    floorBinds <-- belowFloor ? 1 : 0; // bound by: boolean, and the slack's range
    floorBinds * (floorBinds - 1) === 0;
    shockedTotalStdDev <-- belowFloor ? (1 << 14) : product \ (1 << 10); // bound by: StdDevBits and the slack's range
    floorBinds * (shockedTotalStdDev - (1 << 14)) === 0;

    component decomposition = StdDevBits();
    decomposition.totalStdDev <== shockedTotalStdDev;
    bits <== decomposition.bits;

    // For floorBinds = 1, 2^10 s' = 2^24 turns the first form into the second.
    signal reflection <== floorBinds * ((1 << 25) - 1 - 2 * product);
    component slack = Bits(24);
    slack.in <== product - (1 << 10) * shockedTotalStdDev + reflection;
    var excess = 0;
    for (var i = 10; i < 24; i++) {
        excess += slack.out[i];
    }
    excess * (1 - floorBinds) === 0;
}
