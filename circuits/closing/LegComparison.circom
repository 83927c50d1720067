pragma circom 2.1.6;

include "../arithmetic/RangeCheck.circom";
include "../generated/Constants.circom";

// FM-13, FM-17 Whether a lot of this leg gains more than `threshold`, and what all its lots
// then add to the sums of the amount clauses.
//
// Soundness of the hint: with `beats` = 1 the range says gain >= threshold + 1, with
// `beats` = 0 it says gain <= threshold; so the hint is the comparison, and the
// range makes the gain an integer.
template LegComparison() {
    signal input gain;
    signal input threshold; // the marginal leg's gain in notionals of this leg, rounded down
    signal input quantity; // lots held before
    signal input notional; // money per lot

    signal output improvableGain; // N g where the leg beats the threshold, else 0
    signal output improvableNotional; // N n there

    signal beats;
    beats <-- gain > threshold ? 1 : 0; // bound by: the range of the signed distance below
    beats * (beats - 1) === 0;
    component distance = RangeCheck(GAIN_BITS() + 1);
    distance.in <== (2 * beats - 1) * (gain - threshold) - beats;
    signal improvable;
    improvable <== quantity * beats;
    improvableGain <== improvable * gain;
    improvableNotional <== improvable * notional;
}
