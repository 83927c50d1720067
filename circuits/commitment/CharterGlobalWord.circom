pragma circom 2.1.6;

include "../generated/Constants.circom";
include "PackedWord.circom";

// FM-02.1 The word of the charter's rules that hold for all underlyings, from its
// fields. Bounds such as minimum <= maximum are checked in the open, because the
// charter is public; the ranges are checked here, so that a word has one reading only.
template CharterGlobalWord() {
    signal input settlementUnit;
    signal input targetBuffer;
    signal input longCredit;
    signal input leastNotional;
    signal input jointScenarios;
    signal input weightMaximum;
    signal input bucketHours[TENOR_BUCKETS() - 1];
    signal input volMinimum[TENOR_BUCKETS()];
    signal input volMaximum[TENOR_BUCKETS()];
    signal output word;

    var buckets = TENOR_BUCKETS();
    var n = 5 + 3 * buckets;
    var widths[n];
    widths[0] = SETTLEMENT_UNIT_BITS();
    widths[1] = PER_MILLE_BITS();
    widths[2] = PER_MILLE_BITS();
    widths[3] = 1;
    widths[4] = 1;
    widths[5] = PER_MILLE_BITS();
    for (var i = 0; i < buckets - 1; i++) {
        widths[6 + i] = EXPIRY_HOURS_BITS();
    }
    for (var i = 0; i < 2 * buckets; i++) {
        widths[5 + buckets + i] = VOL_MULTIPLIER_WIDTH();
    }

    component packed = PackedWord(n, widths);
    packed.values[0] <== settlementUnit;
    packed.values[1] <== targetBuffer;
    packed.values[2] <== longCredit;
    packed.values[3] <== leastNotional;
    packed.values[4] <== jointScenarios;
    packed.values[5] <== weightMaximum;
    for (var i = 0; i < buckets - 1; i++) {
        packed.values[6 + i] <== bucketHours[i];
    }
    for (var i = 0; i < buckets; i++) {
        packed.values[5 + buckets + 2 * i] <== volMinimum[i];
        packed.values[6 + buckets + 2 * i] <== volMaximum[i];
    }
    word <== packed.word;
}
