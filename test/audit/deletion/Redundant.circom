pragma circom 2.1.6;

// A planted fault: the last constraint follows from the first.
template Redundant() {
    signal input a;
    signal input b;
    signal output product;

    product <== a * b;
    (a + 1) * b === product + b;
}
