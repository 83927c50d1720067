pragma circom 2.1.6;

// Constrains `in` to be one of the values: a product of differences is zero exactly
// where one of them is. Costs n - 1 constraints; nothing tells which value it is.
template MemberOf(n) {
    signal input in;
    signal input values[n];

    signal products[n - 1];
    products[0] <== in - values[0];
    for (var i = 1; i < n - 1; i++) {
        products[i] <== products[i - 1] * (in - values[i]);
    }
    products[n - 2] * (in - values[n - 1]) === 0;
}
