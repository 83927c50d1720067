pragma circom 2.1.6;

include "../arithmetic/FloorShift.circom";
include "../arithmetic/RangeCheck.circom";
include "../generated/Constants.circom";
include "../generated/pricingFormats.circom";

// FM-12, FM-13, FM-17 The amount closed is needed and least, or the close is terminal.
//
// Sums come over all legs. With H the shortfall to the target, S = sum x g - H the
// surplus reached, and (gm, nm) gain and notional of the marginal leg:
//   needed          M >= S for the M that every closed leg's gain exceeds;
//   least notional  gm sum x n < nm (H - A) + gm (B + nm),
//                   A = sum of N g and B = sum of N n over the legs that beat the marginal one,
//                   which is H nm - sum N max(nm g - gm n, 0) + gm nm on the right (FM-13);
//   terminal        with the threshold at zero A = sum N max(g, 0), and H - A > errors says that
//                   closing every helping lot cannot restore the target.
template AmountClauses() {
    signal input equity; // money
    signal input requirement; // 10^-6 money
    signal input targetFactor; // 1000 + β
    signal input terminal; // boolean
    signal input insolvent; // boolean
    signal input leastNotional; // boolean: FM-13 in force
    signal input surplus; // M
    signal input closedGain;
    signal input closedNotional;
    signal input improvableGain;
    signal input improvableNotional;
    signal input marginalGain; // gm
    signal input marginalNotional; // nm
    signal input threshold; // gm, or 0 in a terminal close
    signal input quantity; // sum of N
    signal input equityError;
    signal input shockedError;
    signal input rounding;

    component shortfall = FloorShift(GAIN_SHIFT());
    shortfall.in <== targetFactor * requirement - PER_MILLE() * PER_MILLION() * equity;

    // FM-12
    component surplusRange = RangeCheck(GAIN_BITS());
    surplusRange.in <== surplus;
    component surplusCovers = RangeCheck(SURPLUS_BITS());
    surplusCovers.in <== surplus - (1 - terminal) * (closedGain - shortfall.out);

    // FM-13, FM-17: the threshold is the marginal gain, or zero in a terminal close.
    threshold === (1 - terminal) * marginalGain;
    signal missing;
    missing <== shortfall.out - improvableGain;
    signal missingNotional;
    missingNotional <== marginalNotional * missing;
    signal rest;
    rest <== missingNotional + threshold * (improvableNotional + marginalNotional - closedNotional) - 1;

    // Errors of H - A: a price counts at most 5 times in D (F + K) now and 2.05 times under stress;
    // a lot's gain is rounded down by less than one unit.
    var scale = 2 * EPSILON_INVERSE() * PER_MILLE();
    signal beyondHelp;
    beyondHelp <== (missing - quantity) * (scale / (PER_MILLE() * PER_MILLION())) * (1 << GAIN_SHIFT())
        - 6 * PER_MILLE() * equityError - 3 * shockedError - 6 * rounding * scale - 1;

    signal asked;
    asked <== leastNotional * (1 - terminal);
    signal helpless;
    helpless <== terminal * (1 - insolvent);
    signal leastPart;
    leastPart <== asked * rest;
    component proven = RangeCheck(LEAST_NOTIONAL_BITS());
    proven.in <== leastPart + helpless * beyondHelp;
}
