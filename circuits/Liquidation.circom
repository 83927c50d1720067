pragma circom 2.1.6;

include "arithmetic/IndexOneHot.circom";
include "arithmetic/MonotoneRoute.circom";
include "arithmetic/RangeCheck.circom";
include "arithmetic/Select.circom";
include "closing/AmountClauses.circom";
include "closing/GainThreshold.circom";
include "closing/LegClose.circom";
include "closing/LegComparison.circom";
include "closing/Settlement.circom";
include "commitment/AccountCommitment.circom";
include "commitment/CharterGlobalWord.circom";
include "commitment/OutcomeCommitment.circom";
include "commitment/PackedWord.circom";
include "generated/Constants.circom";
include "margin/ExpiryTerms.circom";
include "margin/LinearSlot.circom";
include "margin/OptionSlot.circom";
include "margin/Trigger.circom";
include "margin/UnderlyingTerms.circom";
include "circomlib/circuits/poseidon.circom";

// The whole statement of STATEMENT.md for an account of at most `optionLegs` options and
// `linearLegs` futures, perpetuals and spot positions, on at most `expiries`
// expiries of at most `underlyings` underlyings. Composition only: one block per
// clause, in the order in which values become known.
template Liquidation(optionLegs, linearLegs, expiries, underlyings) {
    var slots = UNDERLYING_SLOTS();
    var expirySlots = EXPIRY_SLOTS();
    var buckets = TENOR_BUCKETS();
    var behind = optionLegs > OPTION_HEAD() ? optionLegs - OPTION_HEAD() : 0;
    var chunks = (behind + OPTION_CHUNK() - 1) \ OPTION_CHUNK();
    var legs = optionLegs + linearLegs;
    var expiryIndexBits = 1;
    while ((1 << expiryIndexBits) < expiries) {
        expiryIndexBits++;
    }

    // The order of the outputs is the order of the public signals.
    signal output domain;
    signal output rulebookCommitment;
    signal output surfaceCommitment;
    signal output snapshotCommitment;
    signal output accountBefore;
    signal output accountAfter;
    signal output outcomeCommitment;

    signal input domainValue;

    signal input documentHash;
    signal input charterWords[slots];
    signal input settlementUnit;
    signal input targetBuffer;
    signal input longCredit;
    signal input leastNotional;
    signal input jointScenarios;
    signal input weightMaximum;
    signal input bucketHours[buckets - 1];
    signal input volMinimum[buckets];
    signal input volMaximum[buckets];

    signal input snapshotTime;
    signal input snapshotRound;
    signal input snapshotFeed;
    signal input snapshotPrevious;
    signal input quotesRoot;
    signal input snapshotRows[slots];
    signal input surfaceNumber;
    signal input surfacePrevious;
    signal input surfaceSalt;
    signal input surfaceRows[slots];

    signal input underlyingActive[underlyings];
    signal input underlyingNumber[underlyings];
    signal input lotFactor[underlyings];
    signal input strikeTickExponent[underlyings][STRIKE_TICK_EXPONENT_BITS()];
    signal input shortOptionRate[underlyings];
    signal input linearRate[underlyings];
    signal input feeRate[underlyings];
    signal input penaltyNotionalRate[underlyings];
    signal input penaltyBaseRate[underlyings];
    signal input penaltyMarkRate[underlyings];
    signal input forwardMinimum[underlyings];
    signal input forwardMaximum[underlyings];
    signal input snapshotWords[underlyings][expirySlots];
    signal input surfaceWords[underlyings][expirySlots];
    signal input index[underlyings];
    signal input perpetual[underlyings];
    signal input scenarioGroup[underlyings];
    signal input forwardMultiplier[underlyings];
    signal input weight[underlyings];
    signal input volMultipliers[underlyings][buckets];
    signal input treeRoot[1 << TREE_ROOT_BITS()];
    signal input treeMiddle[underlyings][1 << TREE_INNER_BITS()];
    signal input treeBottom[underlyings][1 << TREE_INNER_BITS()];
    signal input treeBottomSalt[underlyings];

    signal input expiryActive[expiries];
    signal input expiryForOptions[expiries];
    signal input expiryUnderlying[expiries];
    signal input expiryPosition[expiries];
    signal input expiryBucket[expiries];
    signal input expiryHours[expiries];
    signal input forward[expiries];
    signal input discountGap[expiries];
    signal input sviA[expiries];
    signal input sviB[expiries];
    signal input sviBRho[expiries];
    signal input sviM[expiries];
    signal input sviSigma[expiries];

    signal input ownerTag;
    signal input accountNumber;
    signal input accountSequence;
    signal input accountTime;
    signal input cash;
    signal input accountSalt;
    signal input accountAfterSalt;
    signal input chunkCount;

    signal input optionRoute[monotoneRouteSwitches(expiries, optionLegs)];
    signal input optionStrike[optionLegs];
    signal input optionIsPut[optionLegs];
    signal input optionIsLong[optionLegs];
    signal input optionClosed[optionLegs];
    signal input optionRemaining[optionLegs];
    signal input optionPrice[optionLegs];
    signal input linearSource[linearLegs];
    signal input linearIsLong[linearLegs];
    signal input linearClosed[linearLegs];
    signal input linearRemaining[linearLegs];
    signal input linearPrice[linearLegs];

    signal input insolvent;
    signal input terminal;
    signal input marginalLeg;
    signal input surplus;
    signal input fee;
    signal input draw;
    signal input outcomeSalt;

    // FM-01 The domain is bound: the product keeps the signal inside the constraints.
    signal domainSquared;
    domainSquared <== domainValue * domainValue;
    domain <== domainValue;

    // FM-02 Openings of charter, snapshot and surface.
    component globalRules = CharterGlobalWord();
    globalRules.settlementUnit <== settlementUnit;
    globalRules.targetBuffer <== targetBuffer;
    globalRules.longCredit <== longCredit;
    globalRules.leastNotional <== leastNotional;
    globalRules.jointScenarios <== jointScenarios;
    globalRules.weightMaximum <== weightMaximum;
    for (var i = 0; i < buckets - 1; i++) {
        globalRules.bucketHours[i] <== bucketHours[i];
    }
    for (var i = 0; i < buckets; i++) {
        globalRules.volMinimum[i] <== volMinimum[i];
        globalRules.volMaximum[i] <== volMaximum[i];
    }
    component rulebook = Poseidon(3 + slots);
    rulebook.inputs[0] <== TAG_RULEBOOK() + globalRules.word * (1 << TAG_BITS());
    rulebook.inputs[1] <== documentHash;
    component scenarioRoot = Poseidon(1 << TREE_ROOT_BITS());
    for (var i = 0; i < (1 << TREE_ROOT_BITS()); i++) {
        scenarioRoot.inputs[i] <== treeRoot[i];
    }
    rulebook.inputs[2 + slots] <== scenarioRoot.out;
    component snapshot = Poseidon(6 + slots);
    snapshot.inputs[0] <== TAG_SNAPSHOT();
    snapshot.inputs[1] <== snapshotTime;
    snapshot.inputs[2] <== snapshotRound;
    snapshot.inputs[3] <== snapshotFeed;
    snapshot.inputs[4] <== snapshotPrevious;
    snapshot.inputs[5] <== quotesRoot;
    component surface = Poseidon(4 + slots);
    surface.inputs[0] <== TAG_SURFACE();
    surface.inputs[1] <== surfaceNumber;
    surface.inputs[2] <== surfacePrevious;
    surface.inputs[3] <== surfaceSalt;
    for (var i = 0; i < slots; i++) {
        rulebook.inputs[2 + i] <== charterWords[i];
        snapshot.inputs[6 + i] <== snapshotRows[i];
        surface.inputs[4 + i] <== surfaceRows[i];
    }
    component snapshotTimeRange = RangeCheck(TIME_BITS());
    snapshotTimeRange.in <== snapshotTime;
    rulebookCommitment <== rulebook.out;
    snapshotCommitment <== snapshot.out;
    surfaceCommitment <== surface.out;

    // FM-02, FM-08 The underlyings, in strictly increasing order, the active ones first.
    component terms[underlyings];
    component underlyingOrder[underlyings];
    component longErrorRange[underlyings];
    signal longErrorSign[underlyings];
    signal longErrorWeight[underlyings];
    signal jointActive[underlyings];
    for (var u = 0; u < underlyings; u++) {
        terms[u] = UnderlyingTerms();
        terms[u].active <== underlyingActive[u];
        terms[u].underlying <== underlyingNumber[u];
        terms[u].lotFactor <== lotFactor[u];
        for (var i = 0; i < STRIKE_TICK_EXPONENT_BITS(); i++) {
            terms[u].strikeTickExponent[i] <== strikeTickExponent[u][i];
        }
        terms[u].shortOptionRate <== shortOptionRate[u];
        terms[u].linearRate <== linearRate[u];
        terms[u].feeRate <== feeRate[u];
        terms[u].penaltyNotionalRate <== penaltyNotionalRate[u];
        terms[u].penaltyBaseRate <== penaltyBaseRate[u];
        terms[u].penaltyMarkRate <== penaltyMarkRate[u];
        terms[u].forwardMinimum <== forwardMinimum[u];
        terms[u].forwardMaximum <== forwardMaximum[u];
        terms[u].weightMaximum <== weightMaximum;
        terms[u].index <== index[u];
        terms[u].perpetual <== perpetual[u];
        terms[u].group <== scenarioGroup[u];
        terms[u].forwardMultiplier <== forwardMultiplier[u];
        terms[u].weight <== weight[u];
        terms[u].treeBottomSalt <== treeBottomSalt[u];
        for (var i = 0; i < slots; i++) {
            terms[u].charterWords[i] <== charterWords[i];
            terms[u].snapshotRows[i] <== snapshotRows[i];
            terms[u].surfaceRows[i] <== surfaceRows[i];
        }
        for (var i = 0; i < expirySlots; i++) {
            terms[u].snapshotWords[i] <== snapshotWords[u][i];
            terms[u].surfaceWords[i] <== surfaceWords[u][i];
        }
        for (var i = 0; i < buckets; i++) {
            terms[u].volMinimum[i] <== volMinimum[i];
            terms[u].volMaximum[i] <== volMaximum[i];
            terms[u].volMultipliers[i] <== volMultipliers[u][i];
        }
        for (var i = 0; i < (1 << TREE_ROOT_BITS()); i++) {
            terms[u].treeRoot[i] <== treeRoot[i];
        }
        for (var i = 0; i < (1 << TREE_INNER_BITS()); i++) {
            terms[u].treeMiddle[i] <== treeMiddle[u][i];
            terms[u].treeBottom[i] <== treeBottom[u][i];
        }

        if (u == 0) {
            underlyingActive[0] === 1;
        } else {
            underlyingActive[u] * (underlyingActive[u] - 1) === 0;
            underlyingActive[u] * (1 - underlyingActive[u - 1]) === 0;
            underlyingOrder[u] = RangeCheck(UNDERLYING_BITS());
            underlyingOrder[u].in <== underlyingActive[u] * (underlyingNumber[u] - underlyingNumber[u - 1] - 1);
            // FM-08 In joint mode one group.
            jointActive[u] <== jointScenarios * underlyingActive[u];
            jointActive[u] * (scenarioGroup[u] - scenarioGroup[0]) === 0;
        }

        // FM-09 |h - ω|, the weight of a long option's mark in equity less requirement.
        longErrorSign[u] <-- longCredit >= weight[u] ? 1 : 0; // bound by: boolean and the range of the product below
        longErrorSign[u] * (longErrorSign[u] - 1) === 0;
        longErrorWeight[u] <== (2 * longErrorSign[u] - 1) * (longCredit - weight[u]);
        longErrorRange[u] = RangeCheck(PER_MILLE_BITS());
        longErrorRange[u].in <== longErrorWeight[u];
    }
    // FM-04, FM-05 The expiries: first those that options stand on, in strictly increasing order of underlying
    // and slot, then those of futures alone. Futures may name one of either kind: the order of linear
    // slots does not rest on the place of their expiry here.
    component expiryOf[expiries];
    component expiryUnderlyingOneHot[expiries];
    component expiryOrder[expiries];
    for (var e = 0; e < expiries; e++) {
        expiryActive[e] * (expiryActive[e] - 1) === 0;
        expiryUnderlyingOneHot[e] = IndexOneHot(underlyings);
        expiryUnderlyingOneHot[e].index <== expiryUnderlying[e];
        expiryOf[e] = ExpiryTerms(underlyings);
        expiryOf[e].active <== expiryActive[e];
        expiryOf[e].position <== expiryPosition[e];
        expiryOf[e].time <== snapshotTime;
        expiryOf[e].bucket <== expiryBucket[e];
        for (var i = 0; i < buckets - 1; i++) {
            expiryOf[e].bucketHours[i] <== bucketHours[i];
        }
        for (var u = 0; u < underlyings; u++) {
            expiryOf[e].underlyingOneHot[u] <== expiryUnderlyingOneHot[e].out[u];
            expiryOf[e].underlyingNumbers[u] <== underlyingNumber[u];
            expiryOf[e].lotFactors[u] <== lotFactor[u];
            expiryOf[e].lnStrikeTicks[u] <== terms[u].lnStrikeTick;
            expiryOf[e].forwardMultipliers[u] <== forwardMultiplier[u];
            for (var i = 0; i < buckets; i++) {
                expiryOf[e].volMultipliers[u][i] <== volMultipliers[u][i];
            }
            for (var i = 0; i < expirySlots; i++) {
                expiryOf[e].snapshotWords[u][i] <== snapshotWords[u][i];
                expiryOf[e].surfaceWords[u][i] <== surfaceWords[u][i];
            }
            // An active expiry belongs to an active underlying, so its rows are the committed ones.
            if (u > 0) {
                expiryUnderlyingOneHot[e].out[u] * (1 - underlyingActive[u]) === 0;
            }
        }
        expiryOf[e].expiryHours <== expiryHours[e];
        expiryOf[e].forward <== forward[e];
        expiryOf[e].discountGap <== discountGap[e];
        expiryOf[e].sviA <== sviA[e];
        expiryOf[e].sviB <== sviB[e];
        expiryOf[e].sviBRho <== sviBRho[e];
        expiryOf[e].sviM <== sviM[e];
        expiryOf[e].sviSigma <== sviSigma[e];
        expiryForOptions[e] * (expiryForOptions[e] - 1) === 0;
        expiryForOptions[e] * (1 - expiryActive[e]) === 0;
        if (e > 0) {
            expiryForOptions[e] * (1 - expiryForOptions[e - 1]) === 0;
            expiryOrder[e] = RangeCheck(UNDERLYING_BITS() + 4);
            expiryOrder[e].in <== expiryForOptions[e]
                * (16 * (expiryUnderlying[e] - expiryUnderlying[e - 1]) + expiryPosition[e] - expiryPosition[e - 1] - 1);
        }
    }

    // FM-03, FM-05 The account's state: ranged, in the charter's unit, not after the snapshot.
    component sequenceRange = RangeCheck(SEQUENCE_BITS());
    sequenceRange.in <== accountSequence;
    component accountTimeRange = RangeCheck(TIME_BITS());
    accountTimeRange.in <== accountTime;
    component accountNotAfter = RangeCheck(TIME_BITS());
    accountNotAfter.in <== snapshotTime - accountTime;
    component cashRange = RangeCheck(CASH_BITS());
    cashRange.in <== cash + (1 << (CASH_BITS() - 1));
    component chunkCountOneHot = IndexOneHot(chunks + 1);
    chunkCountOneHot.index <== chunkCount;

    // FM-04 Every option slot takes the columns of an expiry that options may stand on.
    var columns = 13;
    component routed = MonotoneRoute(expiries, optionLegs, columns);
    routed.switches <== optionRoute;
    for (var e = 0; e < expiries; e++) {
        routed.values[e][0] <== expiryForOptions[e] * (e + 1) - 1;
        routed.values[e][1] <== expiryUnderlying[e];
        routed.values[e][2] <== expiryOf[e].identity;
        routed.values[e][3] <== expiryOf[e].lnForwardInTicks;
        routed.values[e][4] <== expiryOf[e].discountedForward;
        routed.values[e][5] <== expiryOf[e].shockedDiscountedForward;
        routed.values[e][6] <== (1 << DISCOUNT_BITS()) - discountGap[e];
        routed.values[e][7] <== expiryOf[e].volMultiplier;
        routed.values[e][8] <== sviA[e];
        routed.values[e][9] <== sviB[e];
        routed.values[e][10] <== sviBRho[e];
        routed.values[e][11] <== sviM[e];
        routed.values[e][12] <== expiryOf[e].sigmaSquared;
    }
    component option[optionLegs];
    for (var i = 0; i < optionLegs; i++) {
        option[i] = OptionSlot(underlyings, STRIKE_BITS() + 1 + expiryIndexBits);
        option[i].strike <== optionStrike[i];
        option[i].isPut <== optionIsPut[i];
        option[i].isLong <== optionIsLong[i];
        option[i].closed <== optionClosed[i];
        option[i].remaining <== optionRemaining[i];
        if (i == 0) {
            option[i].keyBefore <== 0;
        } else {
            option[i].keyBefore <== option[i - 1].key;
        }
        option[i].expiryIndex <== routed.out[i][0];
        option[i].underlyingIndex <== routed.out[i][1];
        option[i].expiryIdentity <== routed.out[i][2];
        option[i].lnForwardInTicks <== routed.out[i][3];
        option[i].discountedForward <== routed.out[i][4];
        option[i].shockedDiscountedForward <== routed.out[i][5];
        option[i].discountFactor <== routed.out[i][6];
        option[i].volMultiplier <== routed.out[i][7];
        option[i].sviA <== routed.out[i][8];
        option[i].sviB <== routed.out[i][9];
        option[i].sviBRho <== routed.out[i][10];
        option[i].sviM <== routed.out[i][11];
        option[i].sigmaSquared <== routed.out[i][12];
        for (var u = 0; u < underlyings; u++) {
            option[i].strikeTickMoney[u] <== terms[u].strikeTickMoney;
            option[i].lnForwardShock[u] <== terms[u].lnForwardShock;
            option[i].shortOptionCharge[u] <== terms[u].shortOptionCharge;
            option[i].weight[u] <== weight[u];
            option[i].longErrorWeight[u] <== longErrorWeight[u];
            option[i].fee[u] <== terms[u].fee;
            option[i].notional[u] <== terms[u].notional;
            option[i].penaltyNotionalCap[u] <== terms[u].penaltyNotionalCap;
            option[i].penaltyBaseCap[u] <== terms[u].penaltyBaseCap;
            option[i].penaltyMarkRate[u] <== penaltyMarkRate[u];
        }
        option[i].longCredit <== longCredit;

        // FM-02.6 No position beyond the chunks that the commitment counts.
        if (i >= OPTION_HEAD()) {
            var beyond = 0;
            for (var count = 0; count < (i - OPTION_HEAD()) \ OPTION_CHUNK() + 1; count++) {
                beyond += chunkCountOneHot.out[count];
            }
            option[i].used * beyond === 0;
        }
    }

    // FM-04 Linear slots: futures on the expiries, then perpetuals, then spot.
    signal expirySource[expiries];
    for (var e = 0; e < expiries; e++) {
        expirySource[e] <== expiryActive[e] * (LINEAR_KIND_FUTURE() + 1 + expiryOf[e].identity * (1 << LINEAR_KIND_BITS())) - 1;
    }
    signal underlyingSource[underlyings][2];
    for (var u = 0; u < underlyings; u++) {
        for (var spot = 0; spot < 2; spot++) {
            underlyingSource[u][spot] <== underlyingActive[u]
                * (LINEAR_KIND_PERPETUAL() + spot + 1 + underlyingNumber[u] * (1 << LINEAR_KIND_BITS())) - 1;
        }
    }
    component linear[linearLegs];
    for (var i = 0; i < linearLegs; i++) {
        linear[i] = LinearSlot(expiries + 2 * underlyings, underlyings);
        linear[i].source <== linearSource[i];
        linear[i].isLong <== linearIsLong[i];
        linear[i].closed <== linearClosed[i];
        linear[i].remaining <== linearRemaining[i];
        if (i == 0) {
            linear[i].keyBefore <== 0;
        } else {
            linear[i].keyBefore <== linear[i - 1].key;
        }
        for (var e = 0; e < expiries; e++) {
            linear[i].identity[e] <== expirySource[e];
            linear[i].sourceMark[e] <== expiryOf[e].forwardMoney;
            linear[i].underlyingIndex[e] <== expiryUnderlying[e];
        }
        for (var u = 0; u < underlyings; u++) {
            linear[i].identity[expiries + u] <== underlyingSource[u][0];
            linear[i].sourceMark[expiries + u] <== terms[u].perpetualMark;
            linear[i].underlyingIndex[expiries + u] <== u;
            linear[i].identity[expiries + underlyings + u] <== underlyingSource[u][1];
            linear[i].sourceMark[expiries + underlyings + u] <== terms[u].notional;
            linear[i].underlyingIndex[expiries + underlyings + u] <== u;
            linear[i].forwardMultiplier[u] <== forwardMultiplier[u];
            linear[i].weight[u] <== weight[u];
            linear[i].linearCharge[u] <== terms[u].linearCharge;
            linear[i].fee[u] <== terms[u].fee;
            linear[i].notional[u] <== terms[u].notional;
            linear[i].penaltyNotionalCap[u] <== terms[u].penaltyNotionalCap;
            linear[i].penaltyBaseCap[u] <== terms[u].penaltyBaseCap;
        }
    }

    // FM-11 to FM-15 What the close does for each leg; options first, then linear legs.
    component marginal = IndexOneHot(legs);
    marginal.index <== marginalLeg;
    component leg[legs];
    var equity = cash;
    var requirement = 0;
    var equityError = 0;
    var shockedError = 0;
    var marginError = 0;
    var rounding = 0;
    var quantity = 0;
    var remaining = 0;
    var closedGain = 0;
    var closedNotional = 0;
    var closedFee = 0;
    var improvableGain = 0;
    var improvableNotional = 0;
    var marginalGain = 0;
    var marginalNotional = 0;
    var penalty = 0;
    var proceeds = 0;
    for (var i = 0; i < legs; i++) {
        leg[i] = LegClose();
        leg[i].targetFactor <== PER_MILLE() + targetBuffer;
        leg[i].terminal <== terminal;
        leg[i].surplus <== surplus;
        leg[i].isMarginal <== marginal.out[i];
        if (i < optionLegs) {
            leg[i].isLong <== optionIsLong[i];
            leg[i].closed <== optionClosed[i];
            leg[i].touched <== option[i].touched;
            leg[i].price <== optionPrice[i];
            leg[i].mark <== option[i].mark;
            leg[i].signedPrice <== option[i].signedPrice;
            leg[i].marginPerLot <== option[i].marginPerLot;
            leg[i].fee <== option[i].legFee;
            leg[i].notional <== option[i].legNotional;
            leg[i].penaltyNotionalCap <== option[i].legPenaltyNotionalCap;
            leg[i].penaltyBaseCap <== option[i].legPenaltyBaseCap;
            leg[i].penaltyMarkRate <== option[i].legPenaltyMarkRate;
            equity += option[i].equity;
            requirement += option[i].margin;
            equityError += option[i].equityError;
            shockedError += option[i].shockedError;
            marginError += option[i].marginError;
            rounding += OPTION_ROUNDING() * option[i].quantity;
            quantity += option[i].quantity;
            remaining += optionRemaining[i];
        } else {
            var l = i - optionLegs;
            leg[i].isLong <== linearIsLong[l];
            leg[i].closed <== linearClosed[l];
            leg[i].touched <== linear[l].touched;
            leg[i].price <== linearPrice[l];
            leg[i].mark <== linear[l].mark;
            leg[i].signedPrice <== linear[l].signedPrice;
            leg[i].marginPerLot <== linear[l].marginPerLot;
            leg[i].fee <== linear[l].legFee;
            leg[i].notional <== linear[l].legNotional;
            leg[i].penaltyNotionalCap <== linear[l].legPenaltyNotionalCap;
            leg[i].penaltyBaseCap <== linear[l].legPenaltyBaseCap;
            // The cap by the mark is a rule for options; a linear leg's mark is its notional.
            leg[i].penaltyMarkRate <== PER_MILLE();
            equity += linear[l].equity;
            requirement += linear[l].margin;
            rounding += LINEAR_ROUNDING() * linear[l].quantity;
            quantity += linear[l].quantity;
            remaining += linearRemaining[l];
        }
        closedGain += leg[i].closedGain;
        closedNotional += leg[i].closedNotional;
        closedFee += leg[i].closedFee;
        marginalGain += leg[i].marginalGain;
        marginalNotional += leg[i].marginalNotional;
        penalty += leg[i].penalty;
        proceeds += leg[i].proceeds;
    }

    // FM-09, FM-17 Trigger.
    component trigger = Trigger();
    trigger.equity <== equity;
    trigger.requirement <== requirement;
    trigger.equityError <== equityError;
    trigger.marginError <== marginError;
    trigger.rounding <== rounding;
    trigger.insolvent <== insolvent;
    trigger.terminal <== terminal;

    // FM-13, FM-17 Every leg against the marginal one; against zero in a terminal close.
    signal marginalThreshold;
    marginalThreshold <== (1 - terminal) * marginalGain;
    component threshold[underlyings];
    if (underlyings > 1) {
        for (var u = 0; u < underlyings; u++) {
            threshold[u] = GainThreshold();
            threshold[u].marginalGain <== marginalThreshold;
            threshold[u].marginalNotional <== marginalNotional;
            threshold[u].notional <== terms[u].notional;
        }
    }
    component legThreshold[legs];
    component comparison[legs];
    for (var i = 0; i < legs; i++) {
        legThreshold[i] = Select(underlyings);
        for (var u = 0; u < underlyings; u++) {
            if (i < optionLegs) {
                legThreshold[i].selector[u] <== option[i].underlyingOneHot[u];
            } else {
                legThreshold[i].selector[u] <== linear[i - optionLegs].underlyingOneHot[u];
            }
            if (underlyings == 1) {
                // One underlying has one notional per lot: gains compare directly.
                legThreshold[i].values[u] <== marginalThreshold;
            } else {
                legThreshold[i].values[u] <== threshold[u].threshold;
            }
        }
        comparison[i] = LegComparison();
        comparison[i].gain <== leg[i].gain;
        comparison[i].threshold <== legThreshold[i].out;
        if (i < optionLegs) {
            comparison[i].quantity <== option[i].quantity;
            comparison[i].notional <== option[i].legNotional;
        } else {
            comparison[i].quantity <== linear[i - optionLegs].quantity;
            comparison[i].notional <== linear[i - optionLegs].legNotional;
        }
        improvableGain += comparison[i].improvableGain;
        improvableNotional += comparison[i].improvableNotional;
    }

    // FM-12, FM-13, FM-17 The amount.
    component amount = AmountClauses();
    amount.equity <== equity;
    amount.requirement <== requirement;
    amount.targetFactor <== PER_MILLE() + targetBuffer;
    amount.terminal <== terminal;
    amount.insolvent <== insolvent;
    amount.leastNotional <== leastNotional;
    amount.surplus <== surplus;
    amount.closedGain <== closedGain;
    amount.closedNotional <== closedNotional;
    amount.improvableGain <== improvableGain;
    amount.improvableNotional <== improvableNotional;
    amount.marginalGain <== marginalGain;
    amount.marginalNotional <== marginalNotional;
    amount.threshold <== marginalThreshold;
    amount.quantity <== quantity;
    amount.equityError <== equityError;
    amount.shockedError <== shockedError;
    amount.rounding <== rounding;

    // FM-15, FM-16, FM-17 Fee, cash, draw.
    component settlement = Settlement();
    settlement.equity <== equity;
    settlement.solvent <== trigger.solvent;
    settlement.cash <== cash;
    settlement.proceeds <== proceeds;
    settlement.penalty <== penalty;
    settlement.closedFee <== closedFee;
    settlement.remaining <== remaining;
    settlement.terminal <== terminal;
    settlement.fee <== fee;
    settlement.draw <== draw;

    // FM-02.6, FM-16 The account before and after.
    component before = AccountCommitment(optionLegs, linearLegs);
    component after = AccountCommitment(optionLegs, linearLegs);
    var timeShift = 1 << SEQUENCE_FIELD_BITS();
    var unitShift = timeShift * (1 << TIME_BITS());
    var countShift = unitShift * (1 << SETTLEMENT_UNIT_BITS());
    var cashShift = countShift * (1 << CHUNK_COUNT_BITS());
    before.ownerTag <== ownerTag;
    after.ownerTag <== ownerTag;
    before.accountNumber <== accountNumber;
    after.accountNumber <== accountNumber;
    before.stateWord <== accountSequence + accountTime * timeShift + settlementUnit * unitShift
        + chunkCount * countShift + (cash + (1 << (CASH_BITS() - 1))) * cashShift;
    after.stateWord <== accountSequence + 1 + snapshotTime * timeShift + settlementUnit * unitShift
        + chunkCount * countShift + settlement.cashAfterOffset * cashShift;
    before.salt <== accountSalt;
    after.salt <== accountAfterSalt;
    for (var i = 0; i < linearLegs; i++) {
        before.linearSlots[i] <== linear[i].slotBefore;
        after.linearSlots[i] <== linear[i].slotAfter;
    }
    for (var i = 0; i < optionLegs; i++) {
        before.optionSlots[i] <== option[i].slotBefore;
        after.optionSlots[i] <== option[i].slotAfter;
    }
    for (var i = 0; i < chunks + 1; i++) {
        before.chunkCount[i] <== chunkCountOneHot.out[i];
        after.chunkCount[i] <== chunkCountOneHot.out[i];
    }
    accountBefore <== before.commitment;
    accountAfter <== after.commitment;

    // FM-18 The outcome holds exactly the numbers used above.
    component outcome = OutcomeCommitment(optionLegs, linearLegs);
    outcome.salt <== outcomeSalt;
    outcome.equityOffset <== trigger.equityOffset;
    outcome.requirementOffset <== trigger.requirementOffset;
    outcome.fee <== fee;
    outcome.draw <== draw;
    outcome.terminal <== terminal;
    for (var i = 0; i < linearLegs; i++) {
        outcome.linearClosed[i] <== linearClosed[i];
        outcome.linearPrices[i] <== linearPrice[i];
    }
    for (var i = 0; i < optionLegs; i++) {
        outcome.optionClosed[i] <== optionClosed[i];
        outcome.optionPrices[i] <== optionPrice[i];
    }
    for (var i = 0; i < chunks + 1; i++) {
        outcome.chunkCount[i] <== chunkCountOneHot.out[i];
    }
    outcomeCommitment <== outcome.commitment;
}
