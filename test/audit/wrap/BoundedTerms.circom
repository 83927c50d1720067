pragma circom 2.1.6;

include "../../../circuits/arithmetic/RangeCheck.circom";

// The bounds of f as UnderlyingTerms has them: f has a range only where the slot is active.
template BoundedTerms() {
    signal input active;
    signal input forwardMultiplier;
    signal input minimum;
    signal input maximum;

    component minimumRange = RangeCheck(21);
    minimumRange.in <== minimum;
    component maximumRange = RangeCheck(21);
    maximumRange.in <== maximum;
    component forwardAbove = RangeCheck(21);
    forwardAbove.in <== active * (forwardMultiplier - minimum);
    component forwardBelow = RangeCheck(21);
    forwardBelow.in <== active * (maximum - forwardMultiplier);
}
