pragma circom 2.1.6;

include "Bits.circom";

// Constrains `in` to [0, 2^n). Costs n constraints. (FM-03)
template RangeCheck(n) {
    signal input in;

    component bits = Bits(n);
    bits.in <== in;
}
