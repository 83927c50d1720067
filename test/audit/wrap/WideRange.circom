pragma circom 2.1.6;

include "../../../circuits/arithmetic/RangeCheck.circom";

// A range check of n bits; from 254 on it admits two readings of one field element.
template WideRange(n) {
    signal input value;

    component range = RangeCheck(n);
    range.in <== value;
}
