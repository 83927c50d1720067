pragma circom 2.1.6;

include "../../../circuits/arithmetic/FloorShift.circom";
include "../../../circuits/arithmetic/RangeCheck.circom";

// A product of two values that FloorShift may leave dyadic, ranged: exact where the value, cleared of both
// denominators, stays below the modulus.
template FractionProduct(width, shift) {
    signal input a;
    signal input b;

    component aRange = RangeCheck(width);
    aRange.in <== a;
    component bRange = RangeCheck(width);
    bRange.in <== b;
    component x = FloorShift(shift);
    x.in <== a;
    component y = FloorShift(shift);
    y.in <== b;
    signal product;
    product <== x.out * y.out;
    component range = RangeCheck(2 * (width - shift));
    range.in <== product;
}
