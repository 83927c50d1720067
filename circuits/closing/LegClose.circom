pragma circom 2.1.6;

include "../arithmetic/FloorShift.circom";
include "../arithmetic/RangeCheck.circom";
include "../generated/Constants.circom";

// FM-11 to FM-15 What closing does for one leg: the gain per lot, its part in the sums of
// the amount clauses, and the fairness of its price.
template LegClose() {
    signal input isLong; // boolean
    signal input closed; // lots closed
    signal input touched; // closed != 0
    signal input price; // money per lot paid or received, 0 where nothing is closed
    signal input mark; // money per lot
    signal input signedPrice; // mark of the held side
    signal input marginPerLot; // λ, 10^-6 money
    signal input fee; // 10^-6 money per lot
    signal input notional; // money per lot
    signal input penaltyNotionalCap; // money per lot
    signal input penaltyBaseCap; // per mille money per lot
    signal input penaltyMarkRate; // per mille
    signal input targetFactor; // 1000 + β
    signal input terminal; // boolean
    signal input surplus; // M >= S, FM-12
    signal input isMarginal; // boolean

    signal output gain; // 2^30 * 10^-9 money
    signal output closedGain; // x g
    signal output closedNotional; // x n
    signal output closedFee; // x fee
    signal output marginalGain; // g of the marginal leg
    signal output marginalNotional; // n of the marginal leg
    signal output penalty; // x (mark - price) in the direction of the loss
    signal output proceeds; // signed cash from closing

    // FM-11 Gain of one lot: requirement released with the target buffer, less the fee.
    component narrowed = FloorShift(GAIN_SHIFT());
    narrowed.in <== targetFactor * marginPerLot - PER_MILLE() * fee;
    gain <== narrowed.out;
    closedGain <== closed * gain;
    closedNotional <== closed * notional;
    closedFee <== closed * fee;

    // FM-11, FM-12 Every closed leg helps, and none of its lots could stay: g > M >= max(S, 0).
    signal judged;
    judged <== touched * (1 - terminal);
    component needed = RangeCheck(GAIN_BITS());
    needed.in <== judged * (gain - surplus - 1);

    // FM-13 The named marginal leg is a closed one.
    isMarginal * (isMarginal - 1) === 0;
    isMarginal * (1 - touched) === 0;
    marginalGain <== isMarginal * gain;
    marginalNotional <== isMarginal * notional;

    // FM-14 The price is no worse for the account than the mark by more than either cap.
    component priceRange = RangeCheck(MONEY_BITS());
    priceRange.in <== price;
    (1 - touched) * price === 0;
    signal touchedSign;
    touchedSign <== touched * (2 * isLong - 1);
    signal advantage;
    advantage <== touchedSign * (price - mark);
    component withinNotionalCap = RangeCheck(PENALTY_BITS());
    withinNotionalCap.in <== advantage + penaltyNotionalCap;
    signal markCap;
    markCap <== penaltyMarkRate * mark;
    component withinMarkCap = RangeCheck(PENALTY_BITS() + PER_MILLE_BITS());
    withinMarkCap.in <== PER_MILLE() * advantage + markCap + penaltyBaseCap;

    signal closedAdvantage;
    closedAdvantage <== closed * advantage;
    penalty <== -closedAdvantage;
    // FM-16 Cash: + for longs sold, - for shorts bought back.
    proceeds <== closed * signedPrice + closedAdvantage;
}
