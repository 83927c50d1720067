pragma circom 2.1.6;

// Bits of a value in [0, 2^n), least significant first.
//
// Soundness: every bit is boolean, and the weighted sum equals `in` in the
// field. For n <= 253 the sum is below the field order, so the bits are the
// only n-bit representation and `in` lies in [0, 2^n).
template Bits(n) {
    signal input in;
    signal output out[n];

    var sum = 0;
    for (var i = 0; i < n; i++) {
        out[i] <-- (in >> i) & 1; // bound by: boolean below and the sum equation
        out[i] * (out[i] - 1) === 0;
        sum += out[i] * (1 << i);
    }
    sum === in;
}
