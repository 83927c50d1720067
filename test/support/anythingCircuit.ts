import { PUBLIC_SIGNALS } from '../../circuits/signals.ts';

/** Seven public outputs that may be anything, so that receipts of any commitments can be proven in a moment. */
export const ANYTHING = `pragma circom 2.1.6;
template Anything(n) {
    signal input x[n];
    signal output y[n];
    signal square[n];
    for (var i = 0; i < n; i++) {
        y[i] <== x[i];
        square[i] <== x[i] * x[i];
    }
}
component main = Anything(${PUBLIC_SIGNALS.length});
`;
