pragma circom 2.1.6;

// `value` may differ from zero only where `open` does: open * quotient = value.
//
// Soundness of the hint: for open = 0 the equation says value = 0; otherwise
// quotient = value / open is the only solution and nothing else reads it.
template Gate() {
    signal input open;
    signal input value;

    signal quotient;
    quotient <-- open == 0 ? 0 : value / open; // bound by: the product below
    open * quotient === value;
}
