pragma circom 2.1.6;

include "../../../circuits/arithmetic/RangeCheck.circom";

// A planted fault: the rate is not ranged, so the product says nothing about it.
template MissingRange() {
    signal input price;
    signal input rate;

    component priceRange = RangeCheck(20);
    priceRange.in <== price;
    signal charge;
    charge <== price * rate;
    component chargeRange = RangeCheck(40);
    chargeRange.in <== charge;
}
