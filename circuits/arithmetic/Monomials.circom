pragma circom 2.1.6;

// All 2^n products of n bits: out[mask] is the product of the bits in mask,
// out[0] = 1. Costs 2^n - n - 1 constraints. Any function of the bits is a
// linear combination of these (MultilinearSelect).
template Monomials(n) {
    signal input in[n];
    signal output out[1 << n];

    out[0] <== 1;
    for (var i = 0; i < n; i++) {
        out[1 << i] <== in[i];
        for (var low = 1; low < (1 << i); low++) {
            out[(1 << i) + low] <== out[low] * in[i];
        }
    }
}
