pragma circom 2.1.6;

include "arithmetic/IndexOneHot.circom";
include "arithmetic/IsNonZero.circom";
include "arithmetic/RangeCheck.circom";
include "arithmetic/Select.circom";
include "arithmetic/SelectOrZero.circom";
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
include "margin/LinearLeg.circom";
include "margin/OptionLeg.circom";
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
    var chunks = (optionLegs + OPTION_CHUNK() - 1) \ OPTION_CHUNK();
    var legs = optionLegs + linearLegs;
    var linearSources = expiries + 2 * underlyings;
    var expiryIndexBits = 1;
    while ((1 << expiryIndexBits) <= expiries) {
        expiryIndexBits++;
    }
    // With several underlyings a threshold may be as far apart as their notionals.
    var thresholdBits = underlyings == 1 ? GAIN_BITS() + 1 : GAIN_BITS() + MONEY_BITS() + 1;

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
    signal input leafSalt[underlyings];
    signal input leafPosition[underlyings][3];
    signal input treeRoot[underlyings][1 << TREE_ROOT_BITS()];
    signal input treeMiddle[underlyings][1 << TREE_INNER_BITS()];
    signal input treeBottom[underlyings][1 << TREE_INNER_BITS()];

    signal input expiryActive[expiries];
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

    signal input optionExpiry[optionLegs];
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
    component charterDigest = Poseidon(3 + slots);
    charterDigest.inputs[0] <== TAG_CHARTER();
    charterDigest.inputs[1] <== documentHash;
    charterDigest.inputs[2] <== globalRules.word;
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
        charterDigest.inputs[3 + i] <== charterWords[i];
        snapshot.inputs[6 + i] <== snapshotRows[i];
        surface.inputs[4 + i] <== surfaceRows[i];
    }
    component snapshotTimeRange = RangeCheck(TIME_BITS());
    snapshotTimeRange.in <== snapshotTime;
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
        terms[u].leafSalt <== leafSalt[u];
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
        for (var i = 0; i < 3; i++) {
            terms[u].leafPosition[i] <== leafPosition[u][i];
        }
        for (var i = 0; i < (1 << TREE_ROOT_BITS()); i++) {
            terms[u].treeRoot[i] <== treeRoot[u][i];
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
            // FM-08 One tree; in joint mode one group.
            underlyingActive[u] * (terms[u].scenarioRoot - terms[0].scenarioRoot) === 0;
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
    component rulebook = Poseidon(3);
    rulebook.inputs[0] <== TAG_RULEBOOK();
    rulebook.inputs[1] <== charterDigest.out;
    rulebook.inputs[2] <== terms[0].scenarioRoot;
    rulebookCommitment <== rulebook.out;

    // FM-04, FM-05 The expiries, in strictly increasing order of underlying and slot, the active ones first.
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
            expiryOf[e].lotFactors[u] <== lotFactor[u];
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
        if (e > 0) {
            expiryActive[e] * (1 - expiryActive[e - 1]) === 0;
            expiryOrder[e] = RangeCheck(UNDERLYING_BITS() + 4);
            expiryOrder[e].in <== expiryActive[e]
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
    component chunkCountOneHot = IndexOneHot(chunks);
    chunkCountOneHot.index <== chunkCount - 1;

    // FM-03, FM-04, FM-10 Option legs: slots, quantities, terms.
    component optionExpiryOneHot[optionLegs];
    component optionUsed[optionLegs];
    component optionTouched[optionLegs];
    component optionHeld[optionLegs];
    component optionRanges[optionLegs][3];
    component optionOrder[optionLegs];
    component optionPick[optionLegs][12];
    component optionUnderlying[optionLegs][underlyings];
    component optionRules[optionLegs][12];
    component option[optionLegs];
    signal optionQuantity[optionLegs];
    signal optionStep[optionLegs];
    signal optionIdentity[optionLegs];
    signal optionSlotBefore[optionLegs];
    signal optionSlotAfter[optionLegs];
    signal optionIdentityUsed[optionLegs];
    signal optionIdentityHeld[optionLegs];
    var optionKey = 0;
    for (var i = 0; i < optionLegs; i++) {
        optionRanges[i][0] = RangeCheck(STRIKE_BITS());
        optionRanges[i][0].in <== optionStrike[i];
        optionRanges[i][1] = RangeCheck(LOT_BITS());
        optionRanges[i][1].in <== optionClosed[i];
        optionRanges[i][2] = RangeCheck(LOT_BITS());
        optionRanges[i][2].in <== optionRemaining[i];
        optionIsPut[i] * (optionIsPut[i] - 1) === 0;
        optionIsLong[i] * (optionIsLong[i] - 1) === 0;
        // FM-10 What is held is what is closed plus what stays: a close can only reduce.
        optionQuantity[i] <== optionClosed[i] + optionRemaining[i];
        optionUsed[i] = IsNonZero();
        optionUsed[i].in <== optionQuantity[i];
        optionTouched[i] = IsNonZero();
        optionTouched[i].in <== optionClosed[i];
        optionHeld[i] = IsNonZero();
        optionHeld[i].in <== optionRemaining[i];
        // FM-04 An empty slot is zero in every field. All three terms are non-negative.
        (1 - optionUsed[i].out) * (optionStrike[i] + optionIsPut[i] + optionIsLong[i]) === 0;

        optionExpiryOneHot[i] = IndexOneHot(expiries);
        optionExpiryOneHot[i].index <== optionExpiry[i];
        // FM-04 Instruments strictly increase over the used slots.
        var key = optionExpiry[i] * (1 << (STRIKE_BITS() + 1)) + optionStrike[i] * 2 + optionIsPut[i] + 1;
        optionStep[i] <== optionUsed[i].out * (key - optionKey);
        optionOrder[i] = RangeCheck(STRIKE_BITS() + 1 + expiryIndexBits);
        optionOrder[i].in <== optionStep[i] - optionUsed[i].out;
        optionKey += optionStep[i];

        for (var column = 0; column < 12; column++) {
            optionPick[i][column] = Select(expiries);
            for (var e = 0; e < expiries; e++) {
                optionPick[i][column].selector[e] <== optionExpiryOneHot[i].out[e];
            }
        }
        for (var e = 0; e < expiries; e++) {
            optionPick[i][0].values[e] <== expiryActive[e];
            optionPick[i][1].values[e] <== expiryOf[e].lnForward;
            optionPick[i][2].values[e] <== expiryOf[e].discountedForward;
            optionPick[i][3].values[e] <== expiryOf[e].shockedDiscountedForward;
            optionPick[i][4].values[e] <== (1 << DISCOUNT_BITS()) - discountGap[e];
            optionPick[i][5].values[e] <== expiryOf[e].volMultiplier;
            optionPick[i][6].values[e] <== sviA[e];
            optionPick[i][7].values[e] <== sviB[e];
            optionPick[i][8].values[e] <== sviBRho[e];
            optionPick[i][9].values[e] <== sviM[e];
            optionPick[i][10].values[e] <== expiryOf[e].sigmaSquared;
            optionPick[i][11].values[e] <== expiryHours[e];
        }
        optionUsed[i].out * (1 - optionPick[i][0].out) === 0;

        // The underlying of the leg is that of its expiry.
        for (var u = 0; u < underlyings; u++) {
            optionUnderlying[i][u] = Select(expiries);
            for (var e = 0; e < expiries; e++) {
                optionUnderlying[i][u].selector[e] <== optionExpiryOneHot[i].out[e];
                optionUnderlying[i][u].values[e] <== expiryUnderlyingOneHot[e].out[u];
            }
        }
        for (var column = 0; column < 12; column++) {
            optionRules[i][column] = Select(underlyings);
            for (var u = 0; u < underlyings; u++) {
                optionRules[i][column].selector[u] <== optionUnderlying[i][u].out;
            }
        }
        for (var u = 0; u < underlyings; u++) {
            optionRules[i][0].values[u] <== terms[u].strikeTickMoney;
            optionRules[i][1].values[u] <== terms[u].lnStrikeTick;
            optionRules[i][2].values[u] <== terms[u].lnForwardShock;
            optionRules[i][3].values[u] <== terms[u].shortOptionCharge;
            optionRules[i][4].values[u] <== weight[u];
            optionRules[i][5].values[u] <== longErrorWeight[u];
            optionRules[i][6].values[u] <== terms[u].fee;
            optionRules[i][7].values[u] <== terms[u].notional;
            optionRules[i][8].values[u] <== terms[u].penaltyNotionalCap;
            optionRules[i][9].values[u] <== terms[u].penaltyBaseCap;
            optionRules[i][10].values[u] <== penaltyMarkRate[u];
            optionRules[i][11].values[u] <== underlyingNumber[u];
        }

        // FM-06, FM-09
        option[i] = OptionLeg();
        option[i].used <== optionUsed[i].out;
        option[i].isLong <== optionIsLong[i];
        option[i].isPut <== optionIsPut[i];
        option[i].strike <== optionStrike[i];
        option[i].quantity <== optionQuantity[i];
        option[i].lnForward <== optionPick[i][1].out;
        option[i].discountedForward <== optionPick[i][2].out;
        option[i].shockedDiscountedForward <== optionPick[i][3].out;
        option[i].discountFactor <== optionPick[i][4].out;
        option[i].volMultiplier <== optionPick[i][5].out;
        option[i].sviA <== optionPick[i][6].out - (1 << (SVI_A_BITS() - 1));
        option[i].sviB <== optionPick[i][7].out;
        option[i].sviBRho <== optionPick[i][8].out - (1 << (SVI_B_RHO_BITS() - 1));
        option[i].sviM <== optionPick[i][9].out - (1 << (SVI_M_BITS() - 1));
        option[i].sigmaSquared <== optionPick[i][10].out;
        option[i].strikeTickMoney <== optionRules[i][0].out;
        option[i].lnStrikeTick <== optionRules[i][1].out;
        option[i].lnForwardShock <== optionRules[i][2].out;
        option[i].shortOptionCharge <== optionRules[i][3].out;
        option[i].weight <== optionRules[i][4].out;
        option[i].longCredit <== longCredit;
        option[i].longErrorWeight <== optionRules[i][5].out;

        // FM-02.6 The slot before, and the slot after with closed lots removed.
        optionIdentity[i] <== optionRules[i][11].out
            + optionPick[i][11].out * (1 << UNDERLYING_BITS())
            + optionStrike[i] * (1 << (UNDERLYING_BITS() + EXPIRY_HOURS_BITS()))
            + optionIsPut[i] * (1 << (UNDERLYING_BITS() + EXPIRY_HOURS_BITS() + STRIKE_BITS()))
            + optionIsLong[i] * (1 << (UNDERLYING_BITS() + EXPIRY_HOURS_BITS() + STRIKE_BITS() + 1));
        optionIdentityUsed[i] <== optionUsed[i].out * optionIdentity[i];
        optionIdentityHeld[i] <== optionHeld[i].out * optionIdentity[i];
        optionSlotBefore[i] <== optionIdentityUsed[i]
            + optionQuantity[i] * (1 << (OPTION_SLOT_BITS() - QUANTITY_BITS()));
        optionSlotAfter[i] <== optionIdentityHeld[i]
            + optionRemaining[i] * (1 << (OPTION_SLOT_BITS() - QUANTITY_BITS()));

        // FM-02.6 No position beyond the chunks that the commitment counts.
        if (i >= OPTION_CHUNK()) {
            var beyond = 0;
            for (var chunk = 0; chunk < i \ OPTION_CHUNK(); chunk++) {
                beyond += chunkCountOneHot.out[chunk];
            }
            optionUsed[i].out * beyond === 0;
        }
    }

    // FM-03, FM-04, FM-10 Linear legs. A source is a future on an expiry, a perpetual, or spot.
    component linearSourceOneHot[linearLegs];
    component linearUsed[linearLegs];
    component linearTouched[linearLegs];
    component linearHeld[linearLegs];
    component linearRanges[linearLegs][2];
    component linearOrder[linearLegs];
    component linearPick[linearLegs][4 + underlyings];
    component linearRules[linearLegs][8];
    component linear[linearLegs];
    signal linearQuantity[linearLegs];
    signal linearStep[linearLegs];
    signal linearIdentity[linearLegs];
    signal linearIdentityUsed[linearLegs];
    signal linearIdentityHeld[linearLegs];
    signal linearSlotBefore[linearLegs];
    signal linearSlotAfter[linearLegs];
    var linearKey = 0;
    for (var i = 0; i < linearLegs; i++) {
        linearRanges[i][0] = RangeCheck(LOT_BITS());
        linearRanges[i][0].in <== linearClosed[i];
        linearRanges[i][1] = RangeCheck(LOT_BITS());
        linearRanges[i][1].in <== linearRemaining[i];
        linearIsLong[i] * (linearIsLong[i] - 1) === 0;
        linearQuantity[i] <== linearClosed[i] + linearRemaining[i];
        linearUsed[i] = IsNonZero();
        linearUsed[i].in <== linearQuantity[i];
        linearTouched[i] = IsNonZero();
        linearTouched[i].in <== linearClosed[i];
        linearHeld[i] = IsNonZero();
        linearHeld[i].in <== linearRemaining[i];
        (1 - linearUsed[i].out) * linearIsLong[i] === 0;

        linearSourceOneHot[i] = IndexOneHot(linearSources);
        linearSourceOneHot[i].index <== linearSource[i];
        // Columns: active, mark, kind, expiry; then the underlying's one-hot.
        for (var column = 0; column < 4 + underlyings; column++) {
            linearPick[i][column] = Select(linearSources);
            for (var source = 0; source < linearSources; source++) {
                linearPick[i][column].selector[source] <== linearSourceOneHot[i].out[source];
            }
        }
        for (var e = 0; e < expiries; e++) {
            linearPick[i][0].values[e] <== expiryActive[e];
            linearPick[i][1].values[e] <== expiryOf[e].forwardMoney;
            linearPick[i][2].values[e] <== LINEAR_KIND_FUTURE();
            linearPick[i][3].values[e] <== expiryHours[e];
            for (var u = 0; u < underlyings; u++) {
                linearPick[i][4 + u].values[e] <== expiryUnderlyingOneHot[e].out[u];
            }
        }
        for (var source = 0; source < underlyings; source++) {
            for (var spot = 0; spot < 2; spot++) {
                var at = expiries + spot * underlyings + source;
                linearPick[i][0].values[at] <== underlyingActive[source];
                if (spot == 1) {
                    linearPick[i][1].values[at] <== terms[source].notional;
                } else {
                    linearPick[i][1].values[at] <== terms[source].perpetualMark;
                }
                linearPick[i][2].values[at] <== LINEAR_KIND_PERPETUAL() + spot;
                linearPick[i][3].values[at] <== 0;
                for (var u = 0; u < underlyings; u++) {
                    linearPick[i][4 + u].values[at] <== u == source ? 1 : 0;
                }
            }
        }
        linearUsed[i].out * (1 - linearPick[i][0].out) === 0;

        for (var column = 0; column < 8; column++) {
            linearRules[i][column] = Select(underlyings);
            for (var u = 0; u < underlyings; u++) {
                linearRules[i][column].selector[u] <== linearPick[i][4 + u].out;
            }
        }
        for (var u = 0; u < underlyings; u++) {
            linearRules[i][0].values[u] <== forwardMultiplier[u];
            linearRules[i][1].values[u] <== weight[u];
            linearRules[i][2].values[u] <== terms[u].linearCharge;
            linearRules[i][3].values[u] <== terms[u].fee;
            linearRules[i][4].values[u] <== terms[u].notional;
            linearRules[i][5].values[u] <== terms[u].penaltyNotionalCap;
            linearRules[i][6].values[u] <== terms[u].penaltyBaseCap;
            linearRules[i][7].values[u] <== underlyingNumber[u];
        }

        // FM-04 Linear instruments strictly increase by underlying, kind and expiry over the used slots.
        var key = (linearRules[i][7].out * 4 + linearPick[i][2].out) * (1 << EXPIRY_HOURS_BITS())
            + linearPick[i][3].out + 1;
        linearStep[i] <== linearUsed[i].out * (key - linearKey);
        linearOrder[i] = RangeCheck(EXPIRY_HOURS_BITS() + UNDERLYING_BITS() + LINEAR_KIND_BITS() + 1);
        linearOrder[i].in <== linearStep[i] - linearUsed[i].out;
        linearKey += linearStep[i];

        linear[i] = LinearLeg();
        linear[i].isLong <== linearIsLong[i];
        linear[i].quantity <== linearQuantity[i];
        linear[i].mark <== linearPick[i][1].out;
        linear[i].forwardMultiplier <== linearRules[i][0].out;
        linear[i].weight <== linearRules[i][1].out;
        linear[i].linearCharge <== linearRules[i][2].out;

        linearIdentity[i] <== linearPick[i][2].out
            + linearRules[i][7].out * (1 << LINEAR_KIND_BITS())
            + linearPick[i][3].out * (1 << (LINEAR_KIND_BITS() + UNDERLYING_BITS()))
            + linearIsLong[i] * (1 << (LINEAR_KIND_BITS() + UNDERLYING_BITS() + EXPIRY_HOURS_BITS()));
        linearIdentityUsed[i] <== linearUsed[i].out * linearIdentity[i];
        linearIdentityHeld[i] <== linearHeld[i].out * linearIdentity[i];
        linearSlotBefore[i] <== linearIdentityUsed[i]
            + linearQuantity[i] * (1 << (LINEAR_SLOT_BITS() - QUANTITY_BITS()));
        linearSlotAfter[i] <== linearIdentityHeld[i]
            + linearRemaining[i] * (1 << (LINEAR_SLOT_BITS() - QUANTITY_BITS()));
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
            leg[i].touched <== optionTouched[i].out;
            leg[i].price <== optionPrice[i];
            leg[i].mark <== option[i].price;
            leg[i].signedPrice <== option[i].signedPrice;
            leg[i].marginPerLot <== option[i].marginPerLot;
            leg[i].fee <== optionRules[i][6].out;
            leg[i].notional <== optionRules[i][7].out;
            leg[i].penaltyNotionalCap <== optionRules[i][8].out;
            leg[i].penaltyBaseCap <== optionRules[i][9].out;
            leg[i].penaltyMarkRate <== optionRules[i][10].out;
            equity += option[i].equity;
            requirement += option[i].margin;
            equityError += option[i].equityError;
            shockedError += option[i].shockedError;
            marginError += option[i].marginError;
            rounding += OPTION_ROUNDING() * optionQuantity[i];
            quantity += optionQuantity[i];
            remaining += optionRemaining[i];
        } else {
            var l = i - optionLegs;
            leg[i].isLong <== linearIsLong[l];
            leg[i].closed <== linearClosed[l];
            leg[i].touched <== linearTouched[l].out;
            leg[i].price <== linearPrice[l];
            leg[i].mark <== linearPick[l][1].out;
            leg[i].signedPrice <== linear[l].signedPrice;
            leg[i].marginPerLot <== linear[l].marginPerLot;
            leg[i].fee <== linearRules[l][3].out;
            leg[i].notional <== linearRules[l][4].out;
            leg[i].penaltyNotionalCap <== linearRules[l][5].out;
            leg[i].penaltyBaseCap <== linearRules[l][6].out;
            // The cap by the mark is a rule for options; a linear leg's mark is its notional.
            leg[i].penaltyMarkRate <== PER_MILLE();
            equity += linear[l].equity;
            requirement += linear[l].margin;
            rounding += LINEAR_ROUNDING() * linearQuantity[l];
            quantity += linearQuantity[l];
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
            threshold[u] = GainThreshold(thresholdBits - 1);
            threshold[u].marginalGain <== marginalThreshold;
            threshold[u].marginalNotional <== marginalNotional;
            threshold[u].notional <== terms[u].notional;
        }
    }
    component legThreshold[legs];
    component comparison[legs];
    for (var i = 0; i < legs; i++) {
        legThreshold[i] = Select(underlyings);
        comparison[i] = LegComparison(thresholdBits);
        for (var u = 0; u < underlyings; u++) {
            if (i < optionLegs) {
                legThreshold[i].selector[u] <== optionUnderlying[i][u].out;
            } else {
                legThreshold[i].selector[u] <== linearPick[i - optionLegs][4 + u].out;
            }
            if (underlyings == 1) {
                // One underlying has one notional per lot: gains compare directly.
                legThreshold[i].values[u] <== marginalThreshold;
            } else {
                legThreshold[i].values[u] <== threshold[u].threshold;
            }
        }
        comparison[i].gain <== leg[i].gain;
        comparison[i].threshold <== legThreshold[i].out;
        if (i < optionLegs) {
            comparison[i].quantity <== optionQuantity[i];
            comparison[i].notional <== optionRules[i][7].out;
        } else {
            comparison[i].quantity <== linearQuantity[i - optionLegs];
            comparison[i].notional <== linearRules[i - optionLegs][4].out;
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
    var tail = settlementUnit * (1 << (SEQUENCE_FIELD_BITS() + TIME_BITS()))
        + chunkCount * (1 << (SEQUENCE_FIELD_BITS() + TIME_BITS() + SETTLEMENT_UNIT_BITS()));
    before.ownerTag <== ownerTag;
    after.ownerTag <== ownerTag;
    before.accountNumber <== accountNumber;
    after.accountNumber <== accountNumber;
    before.stateWord <== accountSequence + accountTime * timeShift + tail;
    after.stateWord <== accountSequence + 1 + snapshotTime * timeShift + tail;
    before.cashOffset <== cash + (1 << (CASH_BITS() - 1));
    after.cashOffset <== settlement.cashAfterOffset;
    before.salt <== accountSalt;
    after.salt <== accountAfterSalt;
    for (var i = 0; i < linearLegs; i++) {
        before.linearSlots[i] <== linearSlotBefore[i];
        after.linearSlots[i] <== linearSlotAfter[i];
    }
    for (var i = 0; i < optionLegs; i++) {
        before.optionSlots[i] <== optionSlotBefore[i];
        after.optionSlots[i] <== optionSlotAfter[i];
    }
    for (var i = 0; i < chunks; i++) {
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
    for (var i = 0; i < chunks; i++) {
        outcome.chunkCount[i] <== chunkCountOneHot.out[i];
    }
    outcomeCommitment <== outcome.commitment;
}
