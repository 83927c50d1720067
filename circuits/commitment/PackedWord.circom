pragma circom 2.1.6;

include "../arithmetic/RangeCheck.circom";

// FM-02 Packs values into one field element, the first in the lowest bits, and ranges
// every one of them (FM-03): packing unranged values would not be binding.
//
// The caller keeps the widths together below 253 bits.
template PackedWord(n, widths) {
    signal input values[n];
    signal output word;

    component ranges[n];
    var sum = 0;
    var offset = 0;
    for (var i = 0; i < n; i++) {
        ranges[i] = RangeCheck(widths[i]);
        ranges[i].in <== values[i];
        sum += values[i] * (1 << offset);
        offset += widths[i];
    }
    word <== sum;
}
