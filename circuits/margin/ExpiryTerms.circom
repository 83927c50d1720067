pragma circom 2.1.6;

include "../arithmetic/FloorShift.circom";
include "../arithmetic/IndexOneHot.circom";
include "../arithmetic/RangeCheck.circom";
include "../arithmetic/Select.circom";
include "../arithmetic/SelectOrZero.circom";
include "../commitment/PackedWord.circom";
include "../functions/NaturalLog.circom";
include "../generated/Constants.circom";

// FM-04, FM-05, FM-06 Everything the statement reads of one expiry: forward and discount
// from the snapshot, the SVI slice from the surface, the tenor bucket, and the
// forward under stress.
//
// One position selects in both rows, so the slice is the one that stands at the
// expiry's own place: a surface cannot hold two slices for one expiry and choose.
// An inactive slot selects nothing: its words, and with them all fields, are zero.
template ExpiryTerms(underlyings) {
    signal input active; // boolean, constrained by the caller
    signal input position;
    signal input underlyingOneHot[underlyings];
    signal input time;
    signal input bucket;
    signal input bucketHours[TENOR_BUCKETS() - 1];

    signal input snapshotWords[underlyings][EXPIRY_SLOTS()];
    signal input surfaceWords[underlyings][EXPIRY_SLOTS()];
    signal input underlyingNumbers[underlyings];
    signal input lotFactors[underlyings];
    signal input lnStrikeTicks[underlyings]; // 2^37
    signal input forwardMultipliers[underlyings];
    signal input volMultipliers[underlyings][TENOR_BUCKETS()];

    signal input expiryHours;
    signal input forward; // price units
    signal input discountGap; // 1 - D, 2^-20
    signal input sviA; // 2^-32, moved by 2^33
    signal input sviB; // 2^-26
    signal input sviBRho; // 2^-26, moved by 2^28
    signal input sviM; // 2^-26, moved by 2^27
    signal input sviSigma; // 2^-26

    signal output identity; // underlying's number and expiry, as a slot has them
    signal output lnForwardInTicks; // ln of the forward in strike ticks, 2^37
    signal output forwardMoney; // money per lot, not discounted
    signal output discountedForward; // money per lot
    signal output shockedDiscountedForward; // money per lot
    signal output volMultiplier; // 2^-10
    signal output sigmaSquared; // 2^-52

    var slots = EXPIRY_SLOTS();
    var buckets = TENOR_BUCKETS();

    component place = IndexOneHot(slots);
    place.index <== position;
    component rowWord[2][slots];
    component word[2];
    word[0] = SelectOrZero(slots);
    word[1] = SelectOrZero(slots);
    for (var i = 0; i < slots; i++) {
        rowWord[0][i] = Select(underlyings);
        rowWord[1][i] = Select(underlyings);
        for (var u = 0; u < underlyings; u++) {
            rowWord[0][i].selector[u] <== underlyingOneHot[u];
            rowWord[0][i].values[u] <== snapshotWords[u][i];
            rowWord[1][i].selector[u] <== underlyingOneHot[u];
            rowWord[1][i].values[u] <== surfaceWords[u][i];
        }
        for (var row = 0; row < 2; row++) {
            word[row].selector[i] <== place.out[i];
            word[row].values[i] <== rowWord[row][i].out;
        }
    }

    // FM-02.4, FM-02.5 The two words open to the fields, with the same expiry.
    var marketWidths[3] = [EXPIRY_HOURS_BITS(), PRICE_BITS(), DISCOUNT_BITS()];
    component market = PackedWord(3, marketWidths);
    market.values[0] <== expiryHours;
    market.values[1] <== forward;
    market.values[2] <== discountGap;
    market.word === active * word[0].out;

    var sliceWidths[5] = [SVI_A_BITS(), SVI_B_BITS(), SVI_B_RHO_BITS(), SVI_M_BITS(), SVI_SIGMA_BITS()];
    component slice = PackedWord(5, sliceWidths);
    slice.values[0] <== sviA;
    slice.values[1] <== sviB;
    slice.values[2] <== sviBRho;
    slice.values[3] <== sviM;
    slice.values[4] <== sviSigma;
    expiryHours + slice.word * (1 << EXPIRY_HOURS_BITS()) === active * word[1].out;

    // FM-05, FM-08 The expiry is after the snapshot, and in its tenor bucket: lower boundary <= time to
    // expiry < upper boundary. The first bucket begins at one second, the others at boundaries that
    // are above zero. An inactive slot counts as one second away.
    signal secondsLeftLessOne;
    secondsLeftLessOne <== active * (expiryHours * SECONDS_PER_HOUR() - time - 1);
    component inBucket = IndexOneHot(buckets);
    inBucket.index <== bucket;
    component lower = SelectOrZero(buckets - 1);
    component upper = SelectOrZero(buckets - 1);
    for (var i = 0; i < buckets - 1; i++) {
        lower.selector[i] <== inBucket.out[i + 1];
        lower.values[i] <== bucketHours[i];
        upper.selector[i] <== inBucket.out[i];
        upper.values[i] <== bucketHours[i];
    }
    component aboveLower = RangeCheck(TIME_BITS());
    aboveLower.in <== secondsLeftLessOne + (1 - inBucket.out[0]) - lower.out * SECONDS_PER_HOUR();
    component belowUpper = RangeCheck(TIME_BITS());
    // The last bucket has no end: 2^20 hours is past every expiry.
    belowUpper.in <== (upper.out + inBucket.out[buckets - 1] * (1 << EXPIRY_HOURS_BITS())) * SECONDS_PER_HOUR()
        - secondsLeftLessOne - 2;

    component volByBucket = Select(buckets);
    component volOfUnderlying[buckets];
    for (var i = 0; i < buckets; i++) {
        volOfUnderlying[i] = Select(underlyings);
        for (var u = 0; u < underlyings; u++) {
            volOfUnderlying[i].selector[u] <== underlyingOneHot[u];
            volOfUnderlying[i].values[u] <== volMultipliers[u][i];
        }
        volByBucket.selector[i] <== inBucket.out[i];
        volByBucket.values[i] <== volOfUnderlying[i].out;
    }
    volMultiplier <== volByBucket.out;

    component number = Select(underlyings);
    component lotFactor = Select(underlyings);
    component lnStrikeTick = Select(underlyings);
    component forwardMultiplier = Select(underlyings);
    for (var u = 0; u < underlyings; u++) {
        number.selector[u] <== underlyingOneHot[u];
        number.values[u] <== underlyingNumbers[u];
        lnStrikeTick.selector[u] <== underlyingOneHot[u];
        lnStrikeTick.values[u] <== lnStrikeTicks[u];
        lotFactor.selector[u] <== underlyingOneHot[u];
        lotFactor.values[u] <== lotFactors[u];
        forwardMultiplier.selector[u] <== underlyingOneHot[u];
        forwardMultiplier.values[u] <== forwardMultipliers[u];
    }

    // FM-02.6
    identity <== number.out + expiryHours * (1 << UNDERLYING_BITS());

    // FM-06 Forward in money per lot; the dummy keeps the logarithm of an inactive slot defined.
    component ln = NaturalLog(PRICE_BITS());
    ln.in <== forward + (1 - active) * (1 << DISCOUNT_BITS());
    lnForwardInTicks <== ln.out - lnStrikeTick.out;
    forwardMoney <== forward * lotFactor.out;
    component discounted = FloorShift(DISCOUNT_BITS());
    discounted.in <== forwardMoney * ((1 << DISCOUNT_BITS()) - discountGap);
    discountedForward <== discounted.out;
    component shocked = FloorShift(MULTIPLIER_FRACTION_BITS());
    shocked.in <== discounted.out * forwardMultiplier.out;
    shockedDiscountedForward <== shocked.out;
    sigmaSquared <== sviSigma * sviSigma;
}
