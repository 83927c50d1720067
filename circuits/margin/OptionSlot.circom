pragma circom 2.1.6;

include "../arithmetic/IndexOneHot.circom";
include "../arithmetic/IsNonZero.circom";
include "../arithmetic/RangeCheck.circom";
include "../arithmetic/Select.circom";
include "../generated/Constants.circom";
include "OptionLeg.circom";

// FM-03, FM-04, FM-10 One option slot of the account: ranges, order, the terms of its expiry and
// underlying, its leg, and the slot before and after the close.
//
// The expiry's columns come routed together (MonotoneRoute); an expiry that no option
// may stand on has index -1, whose key is below every other.
template OptionSlot(underlyings, keyBits) {
    signal input strike; // strike ticks
    signal input isPut;
    signal input isLong;
    signal input closed; // lots
    signal input remaining; // lots
    signal input keyBefore; // key of the last used slot before this one, 0 for none

    // The expiry.
    signal input expiryIndex;
    signal input underlyingIndex;
    signal input expiryIdentity;
    signal input lnForwardInTicks;
    signal input discountedForward;
    signal input shockedDiscountedForward;
    signal input discountFactor;
    signal input volMultiplier;
    signal input sviA; // moved, as committed
    signal input sviB;
    signal input sviBRho; // moved
    signal input sviM; // moved
    signal input sigmaSquared;

    // All underlyings.
    signal input strikeTickMoney[underlyings];
    signal input lnForwardShock[underlyings];
    signal input shortOptionCharge[underlyings];
    signal input weight[underlyings];
    signal input longErrorWeight[underlyings];
    signal input fee[underlyings];
    signal input notional[underlyings];
    signal input penaltyNotionalCap[underlyings];
    signal input penaltyBaseCap[underlyings];
    signal input penaltyMarkRate[underlyings];
    signal input longCredit;

    signal output key; // of this slot, or of the last used one before it
    signal output used; // boolean
    signal output touched; // boolean: lots are closed
    signal output quantity; // lots held before
    signal output slotBefore;
    signal output slotAfter;
    signal output underlyingOneHot[underlyings];
    // Rules of the leg's own underlying.
    signal output legFee;
    signal output legNotional;
    signal output legPenaltyNotionalCap;
    signal output legPenaltyBaseCap;
    signal output legPenaltyMarkRate;
    // The leg, as OptionLeg has it.
    signal output mark;
    signal output signedPrice;
    signal output marginPerLot;
    signal output equity;
    signal output margin;
    signal output equityError;
    signal output shockedError;
    signal output marginError;

    component strikeRange = RangeCheck(STRIKE_BITS());
    strikeRange.in <== strike;
    component closedRange = RangeCheck(LOT_BITS());
    closedRange.in <== closed;
    component remainingRange = RangeCheck(LOT_BITS());
    remainingRange.in <== remaining;
    isPut * (isPut - 1) === 0;
    isLong * (isLong - 1) === 0;
    // FM-10 What is held is what is closed plus what stays: a close can only reduce.
    quantity <== closed + remaining;
    component isUsed = IsNonZero();
    isUsed.in <== quantity;
    used <== isUsed.out;
    component isTouched = IsNonZero();
    isTouched.in <== closed;
    touched <== isTouched.out;
    component isHeld = IsNonZero();
    isHeld.in <== remaining;
    // FM-04 An empty slot is zero in every field. All three terms are non-negative.
    (1 - used) * (strike + isPut + isLong) === 0;

    // FM-04 Instruments strictly increase over the used slots.
    signal step;
    step <== used * (expiryIndex * (1 << (STRIKE_BITS() + 1)) + strike * 2 + isPut + 1 - keyBefore);
    component order = RangeCheck(keyBits);
    order.in <== step - used;
    key <== keyBefore + step;

    component ofUnderlying = IndexOneHot(underlyings);
    ofUnderlying.index <== underlyingIndex;
    underlyingOneHot <== ofUnderlying.out;
    component rules[10];
    for (var rule = 0; rule < 10; rule++) {
        rules[rule] = Select(underlyings);
        rules[rule].selector <== ofUnderlying.out;
    }
    rules[0].values <== strikeTickMoney;
    rules[1].values <== lnForwardShock;
    rules[2].values <== shortOptionCharge;
    rules[3].values <== weight;
    rules[4].values <== longErrorWeight;
    rules[5].values <== fee;
    rules[6].values <== notional;
    rules[7].values <== penaltyNotionalCap;
    rules[8].values <== penaltyBaseCap;
    rules[9].values <== penaltyMarkRate;
    legFee <== rules[5].out;
    legNotional <== rules[6].out;
    legPenaltyNotionalCap <== rules[7].out;
    legPenaltyBaseCap <== rules[8].out;
    legPenaltyMarkRate <== rules[9].out;

    // FM-06, FM-09
    component leg = OptionLeg();
    leg.used <== used;
    leg.isLong <== isLong;
    leg.isPut <== isPut;
    leg.strike <== strike;
    leg.quantity <== quantity;
    leg.lnForwardInTicks <== lnForwardInTicks;
    leg.discountedForward <== discountedForward;
    leg.shockedDiscountedForward <== shockedDiscountedForward;
    leg.discountFactor <== discountFactor;
    leg.volMultiplier <== volMultiplier;
    leg.sviA <== sviA - (1 << (SVI_A_BITS() - 1));
    leg.sviB <== sviB;
    leg.sviBRho <== sviBRho - (1 << (SVI_B_RHO_BITS() - 1));
    leg.sviM <== sviM - (1 << (SVI_M_BITS() - 1));
    leg.sigmaSquared <== sigmaSquared;
    leg.strikeTickMoney <== rules[0].out;
    leg.lnForwardShock <== rules[1].out;
    leg.shortOptionCharge <== rules[2].out;
    leg.weight <== rules[3].out;
    leg.longCredit <== longCredit;
    leg.longErrorWeight <== rules[4].out;
    mark <== leg.price;
    signedPrice <== leg.signedPrice;
    marginPerLot <== leg.marginPerLot;
    equity <== leg.equity;
    margin <== leg.margin;
    equityError <== leg.equityError;
    shockedError <== leg.shockedError;
    marginError <== leg.marginError;

    // FM-02.6 The slot before, and the slot after with closed lots removed.
    var identity = expiryIdentity
        + strike * (1 << (UNDERLYING_BITS() + EXPIRY_HOURS_BITS()))
        + isPut * (1 << (UNDERLYING_BITS() + EXPIRY_HOURS_BITS() + STRIKE_BITS()))
        + isLong * (1 << (UNDERLYING_BITS() + EXPIRY_HOURS_BITS() + STRIKE_BITS() + 1));
    signal identityUsed;
    identityUsed <== used * identity;
    signal identityHeld;
    identityHeld <== isHeld.out * identity;
    slotBefore <== identityUsed + quantity * (1 << (OPTION_SLOT_BITS() - QUANTITY_BITS()));
    slotAfter <== identityHeld + remaining * (1 << (OPTION_SLOT_BITS() - QUANTITY_BITS()));
}
