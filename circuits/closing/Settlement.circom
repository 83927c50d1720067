pragma circom 2.1.6;

include "../arithmetic/RangeCheck.circom";
include "../generated/Constants.circom";

// FM-15, FM-16, FM-17 Fee, cash and insurance draw.
template Settlement() {
    signal input equity; // money
    signal input solvent; // equity >= 0
    signal input cash; // signed money
    signal input proceeds; // sum over legs
    signal input penalty; // sum over legs
    signal input closedFee; // sum of x fee, 10^-6 money
    signal input remaining; // sum of lots that stay
    signal input terminal; // boolean
    signal input fee; // money
    signal input draw; // money

    signal output cashAfterOffset; // cash after + 2^(CASH_BITS - 1), ranged

    // FM-15 The fee is at most the charter's rate on the closed notional.
    component feeRange = RangeCheck(FEE_BITS());
    feeRange.in <== fee;
    component feeCap = RangeCheck(FEE_CAP_BITS());
    feeCap.in <== closedFee - fee * PER_MILLION();
    // FM-15 Fee and penalties of a solvent account do not exceed its equity.
    component affordable = RangeCheck(EQUITY_BITS());
    affordable.in <== solvent * (equity - penalty - fee);

    // FM-16
    signal cashAfter;
    cashAfter <== cash + proceeds - fee + draw;
    cashAfterOffset <== cashAfter + (1 << (CASH_BITS() - 1));
    component cashRange = RangeCheck(CASH_BITS());
    cashRange.in <== cashAfterOffset;

    // FM-17 A draw brings cash from below zero to zero exactly, with nothing left open and no fee.
    component drawRange = RangeCheck(DRAW_BITS());
    drawRange.in <== draw;
    draw * cashAfter === 0;
    draw * remaining === 0;
    draw * fee === 0;
    terminal * remaining === 0;
}
