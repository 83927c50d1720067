pragma circom 2.1.6;

// One-hot form of an index in [0, n): out[i] = 1 exactly where i = index.
//
// Soundness: booleans with sum one have exactly one 1, and the weighted sum puts
// it at the index; an index outside the range has no such booleans.
template IndexOneHot(n) {
    signal input index;
    signal output out[n];

    var sum = 0;
    var weighted = 0;
    for (var i = 0; i < n; i++) {
        out[i] <-- index == i ? 1 : 0; // bound by: boolean, sum and weighted sum below
        out[i] * (out[i] - 1) === 0;
        sum += out[i];
        weighted += i * out[i];
    }
    sum === 1;
    weighted === index;
}
