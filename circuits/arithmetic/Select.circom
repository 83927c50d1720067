pragma circom 2.1.6;

// The value at the place of the 1 in a one-hot selector.
//
// The caller constrains the selector to booleans with sum one; the last place
// is then what the others leave over, which saves a product.
template Select(n) {
    signal input selector[n];
    signal input values[n];
    signal output out;

    signal products[n];
    var sum = values[n - 1];
    for (var i = 0; i < n - 1; i++) {
        products[i] <== selector[i] * (values[i] - values[n - 1]);
        sum += products[i];
    }
    products[n - 1] <== 0;
    out <== sum;
}
