pragma circom 2.1.6;

include "../arithmetic/FloorShift.circom";
include "../generated/Constants.circom";

// FM-09 One linear leg, a future, a perpetual or spot: what it adds to equity and to the
// requirement. Its mark is exact; its stressed mark is rounded by less than one
// money unit.
template LinearLeg() {
    signal input isLong; // boolean
    signal input quantity; // lots
    signal input mark; // money per lot
    signal input forwardMultiplier; // f, 2^-20
    signal input weight; // ω, per mille
    signal input linearCharge; // 10^-6 money per lot

    signal output signedPrice;
    signal output marginPerLot; // λ, 10^-6 money
    signal output equity; // money
    signal output margin; // 10^-6 money

    component shocked = FloorShift(MULTIPLIER_FRACTION_BITS());
    shocked.in <== mark * forwardMultiplier;
    signal sign;
    sign <== 2 * isLong - 1;
    signedPrice <== sign * mark;
    signal signedGain;
    signedGain <== sign * (shocked.out - mark);
    signal weightedGain;
    weightedGain <== weight * signedGain;
    marginPerLot <== linearCharge - PER_MILLE() * weightedGain;
    equity <== quantity * signedPrice;
    margin <== quantity * marginPerLot;
}
