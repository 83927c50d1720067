pragma circom 2.1.6;

include "../arithmetic/DivideDown.circom";
include "../arithmetic/IndexOneHot.circom";
include "../arithmetic/RangeCheck.circom";
include "../arithmetic/SelectOrZero.circom";
include "../commitment/PackedWord.circom";
include "../commitment/ScenarioMembership.circom";
include "../functions/NaturalLog.circom";
include "../generated/Constants.circom";
include "../pricing/LogMoneyness.circom";
include "circomlib/circuits/poseidon.circom";

// FM-02, FM-08 Everything the statement reads of one underlying: its charter rules, its
// snapshot and surface rows, and the scenario it is stressed with.
//
// The scenario's f and c are packed into its leaf without ranges of their own. In an active
// slot the charter's bounds range them: minimum and maximum are fields of its words, ranged here
// for f and by the caller for c, and x - minimum and maximum - x are ranged, so x is an integer
// from minimum to maximum, below 2^width as the leaf needs it. ω has no minimum: it is ranged.
//
// An inactive slot selects nothing: its rules, and with them all money, are zero. Its leaf word
// is one of the tree, but f and c may be any field elements that pack to it; nothing reads them:
//   - ExpiryTerms takes f and c of an expiry's underlying, active or not, and Liquidation lets
//     no expiry, not even an inactive one, name an inactive underlying;
//   - OptionSlot takes lnForwardShock, the logarithm of f, of the underlying of such an expiry;
//   - LinearSlot takes f of its source's underlying. The identity of an inactive underlying's
//     sources is -1, which no used slot takes; an empty one meets f times a mark of zero.
// Selectors are exact in the field, whatever stands in the places they leave out. ω, which is
// read in every slot for |h - ω|, is ranged in all, and groups compare only where active.
template UnderlyingTerms() {
    signal input active; // boolean, constrained by the caller
    signal input underlying;

    signal input charterWords[UNDERLYING_SLOTS()];
    signal input lotFactor;
    signal input strikeTickExponent[STRIKE_TICK_EXPONENT_BITS()]; // bits, lowest first
    signal input shortOptionRate;
    signal input linearRate;
    signal input feeRate;
    signal input penaltyNotionalRate;
    signal input penaltyBaseRate;
    signal input penaltyMarkRate;
    signal input forwardMinimum;
    signal input forwardMaximum;
    signal input weightMaximum;
    signal input volMinimum[TENOR_BUCKETS()];
    signal input volMaximum[TENOR_BUCKETS()];

    signal input snapshotRows[UNDERLYING_SLOTS()];
    signal input snapshotWords[EXPIRY_SLOTS()];
    signal input index;
    signal input perpetual;
    signal input surfaceRows[UNDERLYING_SLOTS()];
    signal input surfaceWords[EXPIRY_SLOTS()];

    signal input group;
    signal input forwardMultiplier;
    signal input weight;
    signal input volMultipliers[TENOR_BUCKETS()];
    signal input treeRoot[1 << TREE_ROOT_BITS()];
    signal input treeMiddle[1 << TREE_INNER_BITS()];
    signal input treeBottom[1 << TREE_INNER_BITS()];
    signal input treeBottomSalt;

    signal output notional; // money per lot
    signal output perpetualMark; // money per lot
    signal output strikeTickMoney; // money per lot of one strike tick
    signal output lnStrikeTick; // 2^37
    signal output lnForwardShock; // 2^26
    signal output shortOptionCharge; // 10^-6 money per lot
    signal output linearCharge; // 10^-6 money per lot
    signal output fee; // 10^-6 money per lot
    signal output penaltyNotionalCap; // money per lot, rounded down
    signal output penaltyBaseCap; // per mille money per lot, rounded down

    var slots = UNDERLYING_SLOTS();
    var expiries = EXPIRY_SLOTS();
    var buckets = TENOR_BUCKETS();

    // FM-04 The number of the underlying picks its rows in all three objects.
    component number = IndexOneHot(slots);
    number.index <== underlying;
    signal picks[slots];
    component charterWord = SelectOrZero(slots);
    component snapshotRow = SelectOrZero(slots);
    component surfaceRow = SelectOrZero(slots);
    for (var i = 0; i < slots; i++) {
        picks[i] <== active * number.out[i];
        charterWord.selector[i] <== picks[i];
        charterWord.values[i] <== charterWords[i];
        snapshotRow.selector[i] <== picks[i];
        snapshotRow.values[i] <== snapshotRows[i];
        surfaceRow.selector[i] <== picks[i];
        surfaceRow.values[i] <== surfaceRows[i];
    }

    // FM-02.1 The charter's word of this underlying; zero for an inactive slot.
    var ruleWidths[12] = [
        LOT_FACTOR_BITS(), 1, 1, 1, PER_MILLION_BITS(), PER_MILLION_BITS(), PER_MILLION_BITS(),
        PER_MILLION_BITS(), PER_MILLION_BITS(), PER_MILLE_BITS(), MULTIPLIER_BITS(), MULTIPLIER_BITS()
    ];
    component rules = PackedWord(12, ruleWidths);
    rules.values[0] <== lotFactor;
    for (var i = 0; i < 3; i++) {
        rules.values[1 + i] <== strikeTickExponent[i];
    }
    rules.values[4] <== shortOptionRate;
    rules.values[5] <== linearRate;
    rules.values[6] <== feeRate;
    rules.values[7] <== penaltyNotionalRate;
    rules.values[8] <== penaltyBaseRate;
    rules.values[9] <== penaltyMarkRate;
    rules.values[10] <== forwardMinimum;
    rules.values[11] <== forwardMaximum;
    rules.word === charterWord.out;

    // FM-02.4, FM-02.5 The rows of snapshot and surface.
    var rowWidths[2] = [PRICE_BITS(), PRICE_BITS()];
    component rowHead = PackedWord(2, rowWidths);
    rowHead.values[0] <== index;
    rowHead.values[1] <== perpetual;
    component snapshotHash = Poseidon(expiries + 1);
    component surfaceHash = Poseidon(expiries);
    snapshotHash.inputs[0] <== TAG_SNAPSHOT_ROW() + rowHead.word * (1 << TAG_BITS());
    for (var i = 0; i < expiries; i++) {
        snapshotHash.inputs[1 + i] <== snapshotWords[i];
        surfaceHash.inputs[i] <== surfaceWords[i] + (i == 0 ? TAG_SURFACE_ROW() * (1 << SVI_SLICE_BITS()) : 0);
    }
    active * snapshotHash.out === snapshotRow.out;
    active * surfaceHash.out === surfaceRow.out;

    // FM-02.3, FM-08 The scenario is a leaf of the tree, for this underlying. The bounds below range f and c.
    var numberWidths[2] = [UNDERLYING_BITS(), GROUP_BITS()];
    component numbers = PackedWord(2, numberWidths);
    numbers.values[0] <== underlying;
    numbers.values[1] <== group;
    component weightRange = RangeCheck(PER_MILLE_BITS());
    weightRange.in <== weight;
    var forwardOffset = TAG_BITS() + UNDERLYING_BITS() + GROUP_BITS();
    var weightOffset = forwardOffset + MULTIPLIER_BITS();
    var volOffset = weightOffset + PER_MILLE_BITS();
    var leafWord = TAG_SCENARIO_LEAF() + numbers.word * (1 << TAG_BITS())
        + forwardMultiplier * (1 << forwardOffset) + weight * (1 << weightOffset);
    for (var i = 0; i < buckets; i++) {
        leafWord += volMultipliers[i] * (1 << (volOffset + i * VOL_MULTIPLIER_WIDTH()));
    }
    component membership = ScenarioMembership(1 << TREE_ROOT_BITS(), 1 << TREE_INNER_BITS());
    membership.leafWord <== leafWord;
    membership.bottomSalt <== treeBottomSalt;
    for (var i = 0; i < (1 << TREE_ROOT_BITS()); i++) {
        membership.root[i] <== treeRoot[i];
    }
    for (var i = 0; i < (1 << TREE_INNER_BITS()); i++) {
        membership.middle[i] <== treeMiddle[i];
        membership.bottom[i] <== treeBottom[i];
    }

    // FM-03, FM-08 The scenario is within the charter's bounds.
    component forwardAbove = RangeCheck(MULTIPLIER_BITS());
    forwardAbove.in <== active * (forwardMultiplier - forwardMinimum);
    component forwardBelow = RangeCheck(MULTIPLIER_BITS());
    forwardBelow.in <== active * (forwardMaximum - forwardMultiplier);
    component weightBelow = RangeCheck(PER_MILLE_BITS());
    weightBelow.in <== active * (weightMaximum - weight);
    component volAbove[buckets];
    component volBelow[buckets];
    for (var i = 0; i < buckets; i++) {
        volAbove[i] = RangeCheck(VOL_MULTIPLIER_WIDTH());
        volAbove[i].in <== active * (volMultipliers[i] - volMinimum[i]);
        volBelow[i] = RangeCheck(VOL_MULTIPLIER_WIDTH());
        volBelow[i].in <== active * (volMaximum[i] - volMultipliers[i]);
    }

    // FM-06.1 The shift of log-moneyness is the logarithm of the forward multiplier, computed.
    component lnMultiplier = NaturalLog(24);
    lnMultiplier.in <== forwardMultiplier + (1 - active) * (1 << MULTIPLIER_FRACTION_BITS());
    component shock = LogMoneyness();
    shock.lnStrike <== lnMultiplier.out;
    shock.lnForward <== MULTIPLIER_FRACTION_BITS() * LN_2();
    lnForwardShock <== shock.logMoneyness;

    // FM-05 Strikes count 10^exponent price units.
    signal ten0;
    signal ten1;
    ten0 <== (1 + 9 * strikeTickExponent[0]) * (1 + 99 * strikeTickExponent[1]);
    ten1 <== ten0 * (1 + 9999 * strikeTickExponent[2]);
    strikeTickMoney <== ten1 * lotFactor;
    lnStrikeTick <== LN_10() * (strikeTickExponent[0] + 2 * strikeTickExponent[1] + 4 * strikeTickExponent[2]);

    // FM-09, FM-14, FM-15 Rates on the notional of one lot.
    notional <== index * lotFactor;
    perpetualMark <== perpetual * lotFactor;
    shortOptionCharge <== shortOptionRate * notional;
    linearCharge <== linearRate * notional;
    fee <== feeRate * notional;
    component notionalCap = DivideDown(PER_MILLION(), PER_MILLION_BITS());
    notionalCap.in <== penaltyNotionalRate * notional;
    penaltyNotionalCap <== notionalCap.out;
    component baseCap = DivideDown(PER_MILLE(), PER_MILLE_BITS());
    baseCap.in <== penaltyBaseRate * notional;
    penaltyBaseCap <== baseCap.out;
    component notionalRange = RangeCheck(MONEY_BITS());
    notionalRange.in <== notional;
}
