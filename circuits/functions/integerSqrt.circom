pragma circom 2.1.6;

// Floor of the square root of n < 2^64, for hints.
function integerSqrt(n) {
    var root = 0;
    for (var bit = 31; bit >= 0; bit--) {
        var candidate = root + (1 << bit);
        if (candidate * candidate <= n) {
            root = candidate;
        }
    }
    return root;
}
