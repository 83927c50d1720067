pragma circom 2.1.6;

include "../../../circuits/arithmetic/RangeCheck.circom";

// A product of ranged values: exact as long as the widths together stay below the modulus.
template RangedProduct(aBits, bBits) {
    signal input a;
    signal input b;
    signal output out;

    component aRange = RangeCheck(aBits);
    aRange.in <== a;
    component bRange = RangeCheck(bBits);
    bRange.in <== b;
    out <== a * b;
}
