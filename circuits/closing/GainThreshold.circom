pragma circom 2.1.6;

include "../arithmetic/RangeCheck.circom";
include "../generated/Constants.circom";

// FM-13 The marginal leg's gain in notionals of another underlying, rounded down:
// threshold = floor(marginalGain * notional / marginalNotional). A leg of that
// underlying beats the marginal one exactly where its (integer) gain is above. A
// threshold is ranged as gains are: a ratio that lifts it out of that range makes the
// marginal leg a wrong choice, not a way to cheat.
template GainThreshold() {
    signal input marginalGain;
    signal input marginalNotional;
    signal input notional;
    signal output threshold;

    signal remainder;
    threshold <-- (marginalGain * notional) \ marginalNotional; // bound by: its range and the division equation
    remainder <-- (marginalGain * notional) % marginalNotional; // bound by: its ranges and the division equation
    component thresholdRange = RangeCheck(GAIN_BITS());
    thresholdRange.in <== threshold;
    component remainderRange = RangeCheck(MONEY_BITS());
    remainderRange.in <== remainder;
    component remainderBelow = RangeCheck(MONEY_BITS());
    remainderBelow.in <== marginalNotional - 1 - remainder;
    signal scaled;
    scaled <== marginalGain * notional;
    threshold * marginalNotional === scaled - remainder;
}
