pragma circom 2.1.6;

// The value at the place of the 1 in a selector, or 0 where the selector is zero
// everywhere. The caller constrains the selector to booleans with sum at most one.
template SelectOrZero(n) {
    signal input selector[n];
    signal input values[n];
    signal output out;

    signal products[n];
    var sum = 0;
    for (var i = 0; i < n; i++) {
        products[i] <== selector[i] * values[i];
        sum += products[i];
    }
    out <== sum;
}
