pragma circom 2.1.6;

include "../arithmetic/FloorShift.circom";

// FM-06.2  k = lnStrike - lnForward, rounded half up from 2^-37 to 2^-26.
//
// Soundness of the hint (FloorShift): 2^11 k is an integer, and k is within
// (-1/2, 1/2] units of 2^-26 of the difference for every remainder in [0, 2^11), honest or
// not. A dishonest k may be a dyadic rational; the templates that read
// it (SviTotalVariance, OptionPrice) compare only below the field order after
// multiplication by 2^22, so they hold for it too. With the logarithms' own errors k is
// within 0.96e-8 of ln(K/F) (audit/error).
//
// Widest value: logarithms below 2^42.
template LogMoneyness() {
    signal input lnStrike;
    signal input lnForward;
    signal output logMoneyness;

    component rounded = FloorShift(11);
    rounded.in <== lnStrike - lnForward + (1 << 10);
    logMoneyness <== rounded.out;
}
