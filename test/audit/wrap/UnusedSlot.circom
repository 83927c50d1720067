pragma circom 2.1.6;

include "../../../circuits/arithmetic/RangeCheck.circom";
include "BoundedTerms.circom";

// For read = 1 a planted fault: f is read whether the slot is active or not.
template UnusedSlot(read) {
    signal input underlyingActive[2];
    signal input forwardMultiplier[2];
    signal input minimum[2];
    signal input maximum[2];
    signal input price;
    signal output out;

    component priceRange = RangeCheck(36);
    priceRange.in <== price;
    component terms[2];
    for (var u = 0; u < 2; u++) {
        underlyingActive[u] * (underlyingActive[u] - 1) === 0;
        terms[u] = BoundedTerms();
        terms[u].active <== underlyingActive[u];
        terms[u].forwardMultiplier <== forwardMultiplier[u];
        terms[u].minimum <== minimum[u];
        terms[u].maximum <== maximum[u];
    }
    out <== price * (read * forwardMultiplier[1] + minimum[1]);
}
