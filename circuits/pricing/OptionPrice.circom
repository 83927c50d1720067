pragma circom 2.1.6;

include "../arithmetic/FloorShift.circom";
include "../functions/NormalCdf.circom";
include "../functions/LaggedNormalCdf.circom";
include "../generated/pricingFormats.circom";
include "./CoarseD1.circom";

// FM-06.4  Black-76 price in integer money per lot:
//     call = DF N(d1) - DK N(d2),   put = DF (N(d1) - 1) - DK (N(d2) - 1).
// FM-06.5  The same template prices the shocked option.
//
// In:  k = ln(K/F) at 2^-26, signed; bits of s + 2^12 (StdDevBits); isPut,
//      boolean; DF and DK in money per lot, dyadic, below 2^54 and 2^66 by the ranges of
//      their factors, with DK/DF = e^k up to rounding.
// Out: price: the witnessed value rounded down. It is a FloorShift: 2^80 price
//      is an integer and price > -1; range it before hashing it.
//
// Error before rounding, over every witness the constraints admit and whatever k is, relative
// to (DF + DK)/2, certified by interval arithmetic (audit/error, FM-06):
//      for the given s 5.71e-8; for the given w (TotalStdDev) 6.24e-8; under stress, with
//      s' = floor(c s) for c <= 2.25, 7.01e-8;
//      on top, for a slice of steepness C = (b + |b rho|)/s, about 0.5e-8 c C (SviTotalVariance).
// Its parts: N(d1) and N(d2) within 2.5e-8 each; a hinted d1 costs at most 1.4e-8, and only
// downwards; the low part of s 0.2e-8; the bias 0.7e-8, only upwards; a unit of s 0.6e-8.
//
// Bias: CDF_BIAS = 3.3e-9 is added to N(d1) and taken from N(d2). Where a price
// is near zero both functions are on their tails, where the polynomials are
// better than that; so the value before rounding is never negative: certified, at least
// 4e-9 of (DF + DK)/2.
//
// Widest value: DK N(d2) below 2^146; the forward term, cleared of its fractions, 2^181 (audit/wrap).
template OptionPrice() {
    signal input logMoneyness;
    signal input stdDevBits[29];
    signal input isPut;
    signal input discountedForward;
    signal input discountedStrike;
    signal output price;

    component d1 = CoarseD1();
    d1.logMoneyness <== logMoneyness;
    d1.stdDevBits <== stdDevBits;

    component forwardCdf = NormalCdf();
    forwardCdf.positive <== d1.positive;
    forwardCdf.magnitudeBits <== d1.magnitudeBits;
    forwardCdf.halfUnitMonomials <== d1.halfUnitMonomials;

    component strikeCdf = LaggedNormalCdf();
    strikeCdf.segment <== d1.segment;
    strikeCdf.remainder <== d1.remainder;
    strikeCdf.stdDevBits <== stdDevBits;

    signal forwardTerm <== discountedForward * (forwardCdf.cdf + CDF_BIAS() - isPut * (1 << 80));
    signal strikeTerm <== discountedStrike * (strikeCdf.cdf - CDF_BIAS() - isPut * (1 << 80));

    component rounded = FloorShift(80);
    rounded.in <== forwardTerm - strikeTerm;
    price <== rounded.out;
}
