pragma circom 2.1.6;

include "../arithmetic/IndexOneHot.circom";
include "../arithmetic/IsNonZero.circom";
include "../arithmetic/RangeCheck.circom";
include "../arithmetic/Select.circom";
include "../generated/Constants.circom";
include "LinearLeg.circom";

// FM-03, FM-04, FM-10 One linear slot of the account: ranges, order, the source it is marked by
// (the forward of an expiry, a perpetual, or the index), its leg, and the slot before and
// after the close.
//
// An inactive source has identity -1, whose key is below every other.
template LinearSlot(sources, underlyings) {
    signal input source;
    signal input isLong;
    signal input closed; // lots
    signal input remaining; // lots
    signal input keyBefore; // key of the last used slot before this one, 0 for none

    // All sources.
    signal input identity[sources]; // kind, underlying, expiry, as a slot has them
    signal input sourceMark[sources]; // money per lot
    signal input underlyingIndex[sources];

    // All underlyings.
    signal input forwardMultiplier[underlyings];
    signal input weight[underlyings];
    signal input linearCharge[underlyings];
    signal input fee[underlyings];
    signal input notional[underlyings];
    signal input penaltyNotionalCap[underlyings];
    signal input penaltyBaseCap[underlyings];

    signal output key; // of this slot, or of the last used one before it
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
    // The leg, as LinearLeg has it.
    signal output mark;
    signal output signedPrice;
    signal output marginPerLot;
    signal output equity;
    signal output margin;

    component closedRange = RangeCheck(LOT_BITS());
    closedRange.in <== closed;
    component remainingRange = RangeCheck(LOT_BITS());
    remainingRange.in <== remaining;
    isLong * (isLong - 1) === 0;
    // FM-10 What is held is what is closed plus what stays: a close can only reduce.
    quantity <== closed + remaining;
    component isUsed = IsNonZero();
    isUsed.in <== quantity;
    component isTouched = IsNonZero();
    isTouched.in <== closed;
    touched <== isTouched.out;
    component isHeld = IsNonZero();
    isHeld.in <== remaining;
    // FM-04 An empty slot is zero in every field.
    (1 - isUsed.out) * isLong === 0;

    component ofSource = IndexOneHot(sources);
    ofSource.index <== source;
    component columns[3];
    for (var column = 0; column < 3; column++) {
        columns[column] = Select(sources);
        columns[column].selector <== ofSource.out;
    }
    columns[0].values <== identity;
    columns[1].values <== sourceMark;
    columns[2].values <== underlyingIndex;
    mark <== columns[1].out;

    // FM-04 Linear instruments strictly increase over the used slots, in the order of their identities.
    signal step;
    step <== isUsed.out * (columns[0].out + 1 - keyBefore);
    component order = RangeCheck(LINEAR_KIND_BITS() + UNDERLYING_BITS() + EXPIRY_HOURS_BITS() + 1);
    order.in <== step - isUsed.out;
    key <== keyBefore + step;

    component ofUnderlying = IndexOneHot(underlyings);
    ofUnderlying.index <== columns[2].out;
    underlyingOneHot <== ofUnderlying.out;
    component rules[7];
    for (var rule = 0; rule < 7; rule++) {
        rules[rule] = Select(underlyings);
        rules[rule].selector <== ofUnderlying.out;
    }
    rules[0].values <== forwardMultiplier;
    rules[1].values <== weight;
    rules[2].values <== linearCharge;
    rules[3].values <== fee;
    rules[4].values <== notional;
    rules[5].values <== penaltyNotionalCap;
    rules[6].values <== penaltyBaseCap;
    legFee <== rules[3].out;
    legNotional <== rules[4].out;
    legPenaltyNotionalCap <== rules[5].out;
    legPenaltyBaseCap <== rules[6].out;

    component leg = LinearLeg();
    leg.isLong <== isLong;
    leg.quantity <== quantity;
    leg.mark <== mark;
    leg.forwardMultiplier <== rules[0].out;
    leg.weight <== rules[1].out;
    leg.linearCharge <== rules[2].out;
    signedPrice <== leg.signedPrice;
    marginPerLot <== leg.marginPerLot;
    equity <== leg.equity;
    margin <== leg.margin;

    // FM-02.6 The slot before, and the slot after with closed lots removed.
    signal whole;
    whole <== columns[0].out + isLong * (1 << (LINEAR_KIND_BITS() + UNDERLYING_BITS() + EXPIRY_HOURS_BITS()));
    signal identityUsed;
    identityUsed <== isUsed.out * whole;
    signal identityHeld;
    identityHeld <== isHeld.out * whole;
    slotBefore <== identityUsed + quantity * (1 << (LINEAR_SLOT_BITS() - QUANTITY_BITS()));
    slotAfter <== identityHeld + remaining * (1 << (LINEAR_SLOT_BITS() - QUANTITY_BITS()));
}
