pragma circom 2.1.6;

include "../arithmetic/Bits.circom";
include "../arithmetic/ResidualGates.circom";
include "../functions/integerSqrt.circom";

// FM-06.2  Raw SVI: w = a + b rho z + b sqrt(z^2 + sigma^2), z = k - m.
//
// Formats: z at 2^-26, |z| <= 10; sigmaSquared and a at 2^-52; b and bRho at
// 2^-26 and below 2^28 in size; w at 2^-52, exact in the witnessed root q.
//
// Soundness of the hint q (2^-26, 30 bits): with e = (q - z)(q + z) + 2q -
// sigmaSquared, so (q + 1)^2 = root^2 + 1 + e, ranged to [0, 2^31),
//   - q >= 0 by its bits, which excludes the lower branch and the field's other root,
//   - e >= 0 gives q > root - 1,
//   - the gates give e < 2 hi where lo <= q < hi are neighbours in `levels`,
//     so q < root + hi/lo - 1: at most 3 units of 2^-26 above the root for
//     q >= 2^-12, and below that at most 15 units down to 2^-18, 24 below.
// The total variance is off by b times that. The honest q is the floor.
//
// Widest value: z^2 and q^2 below 2^60, b q below 2^58, times 2^22 for a
// dyadic k (LogMoneyness): 2^82.
template SviTotalVariance() {
    signal input logMoneynessShifted;
    signal input sigmaSquared;
    signal input a;
    signal input b;
    signal input bRho;
    signal output totalVariance;

    var z = logMoneynessShifted;
    signal root;
    root <-- integerSqrt(z * z + sigmaSquared); // bound by: rootBits, residual and gates
    component rootBits = Bits(30);
    rootBits.in <== root;

    signal product <== (root - z) * (root + z);
    component residual = Bits(31);
    residual.in <== product + 2 * root - sigmaSquared;

    component gates = ResidualGates(10, [8, 12, 14, 16, 18, 20, 22, 24, 26, 28], 30, 0);
    gates.magnitudeBits <== rootBits.out;
    gates.residualBits <== residual.out;
    gates.open <== 0;

    signal rootTerm <== b * root;
    signal linearTerm <== bRho * z;
    totalVariance <== a + rootTerm + linearTerm;
}
