pragma circom 2.1.6;

include "../arithmetic/Bits.circom";
include "../arithmetic/RangeCheck.circom";
include "../generated/Constants.circom";
include "../generated/pricingFormats.circom";

// FM-09 The account is below its requirement by more than every error together, or, in
// the insolvent case, its equity is below zero by more than the errors in equity.
//
// Everything is brought to the scale 2 * EPSILON_INVERSE * PER_MILLE of a money unit,
// in which a price error is linear in N (D F + D K).
template Trigger() {
    signal input equity; // money
    signal input requirement; // 10^-6 money
    signal input equityError; // sum over option legs
    signal input marginError; // sum over option legs, per mille
    signal input rounding; // money units that cover every rounding
    signal input insolvent; // boolean: the equity case
    signal input terminal; // boolean: FM-17

    signal output equityOffset; // equity + 2^(EQUITY_BITS - 1), ranged
    signal output requirementOffset; // requirement + 2^(REQUIREMENT_BITS - 1), ranged
    signal output solvent; // equity >= 0

    var scale = 2 * EPSILON_INVERSE() * PER_MILLE();
    insolvent * (insolvent - 1) === 0;
    terminal * (terminal - 1) === 0;

    signal marginGap;
    marginGap <== requirement * (scale / PER_MILLION()) - (equity + rounding) * scale - marginError;
    signal equityGap;
    equityGap <== -(equity + rounding) * scale - PER_MILLE() * equityError;
    signal gap;
    gap <== marginGap + insolvent * (equityGap - marginGap);
    component below = RangeCheck(TRIGGER_BITS());
    below.in <== gap - 1;

    component equityBits = Bits(EQUITY_BITS());
    equityOffset <== equity + (1 << (EQUITY_BITS() - 1));
    equityBits.in <== equityOffset;
    solvent <== equityBits.out[EQUITY_BITS() - 1];

    // Where the requirement is not positive, only insolvency triggers, and the close is terminal.
    component requirementBits = Bits(REQUIREMENT_BITS());
    requirementBits.in <== requirement - 1 + (1 << (REQUIREMENT_BITS() - 1));
    requirementOffset <== requirement + (1 << (REQUIREMENT_BITS() - 1));
    (1 - terminal) * (1 - requirementBits.out[REQUIREMENT_BITS() - 1]) === 0;
    insolvent * (1 - terminal) === 0;
}
