pragma circom 2.1.6;

// out = 1 if in != 0, else 0.
//
// Soundness: for in = 0 the first equation gives out = 0; for in != 0 the second
// gives out = 1. The inverse reaches no output, so its freedom at in = 0 is
// harmless.
template IsNonZero() {
    signal input in;
    signal output out;

    signal inverse;
    out <-- in != 0 ? 1 : 0; // bound by: in * (1 - out) === 0 and in * inverse === out
    inverse <-- in != 0 ? 1 / in : 0; // bound by: in * inverse === out
    in * inverse === out;
    in * (1 - out) === 0;
}
