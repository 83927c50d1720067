pragma circom 2.1.6;

include "circomlib/circuits/poseidon.circom";

// circomlib's Poseidon by itself: the second opinion on commitments.json.
template PoseidonOf(n) {
    signal input in[n];
    signal output out;

    component hash = Poseidon(n);
    for (var i = 0; i < n; i++) {
        hash.inputs[i] <== in[i];
    }
    out <== hash.out;
}
