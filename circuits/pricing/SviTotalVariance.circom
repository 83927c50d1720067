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
//   - the gates give e + 1 <= 2 hi where lo <= q < hi are neighbours in `levels`,
//     so q - root <= (q + 1) - sqrt((q + 1)^2 - 2 hi) - 1, which falls with q and at
//     q = lo is
//       hi = 2 lo:  lo - sqrt((lo - 1)^2)      = 1     exactly: one level per bit,
//       hi = 4 lo:  lo - sqrt((lo - 3)^2 - 8)  < 3.02  for lo = 2^8 and 2^10.
//     Below 2^8: root >= 0 and 2 hi = 2^9 give q - root <= sqrt(2^9) - 1 < 21.7.
// In units of 2^-26 the root is so within (-1, 1] for root >= 2^12, within
// (-1, 3.02) for root >= 2^8 and within (-1, 21.7) below; the total variance is off by
// b times that. The honest q is the floor, whose e <= 2 q passes every gate.
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

    component gates = ResidualGates(20, [8, 10, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29], 30, 0);
    gates.magnitudeBits <== rootBits.out;
    gates.residualBits <== residual.out;
    gates.open <== 0;

    signal rootTerm <== b * root;
    signal linearTerm <== bRho * z;
    totalVariance <== a + rootTerm + linearTerm;
}
