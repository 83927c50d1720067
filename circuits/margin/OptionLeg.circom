pragma circom 2.1.6;

include "../arithmetic/FloorShift.circom";
include "../functions/NaturalLog.circom";
include "../generated/Constants.circom";
include "../generated/pricingFormats.circom";
include "../pricing/LogMoneyness.circom";
include "../pricing/OptionPrice.circom";
include "../pricing/ShockedStdDev.circom";
include "../pricing/SviTotalVariance.circom";
include "../pricing/TotalStdDev.circom";

// FM-06, FM-09 One option leg: its price now and under stress, what one lot adds to the
// requirement, and the error that is charged to the venue for it.
//
// All terms of the expiry and the underlying come selected by the caller. An empty
// slot has quantity zero: it is priced at the money of an arbitrary expiry and adds
// nothing to any sum.
template OptionLeg() {
    signal input used; // boolean
    signal input isLong; // boolean
    signal input isPut; // boolean
    signal input strike; // strike ticks
    signal input quantity; // lots

    signal input lnForwardInTicks; // ln of the forward in strike ticks, 2^37
    signal input discountedForward;
    signal input shockedDiscountedForward;
    signal input discountFactor; // 2^-20
    signal input volMultiplier;
    signal input sviA; // 2^-32, signed
    signal input sviB;
    signal input sviBRho; // signed
    signal input sviM; // signed
    signal input sigmaSquared;

    signal input strikeTickMoney;
    signal input lnForwardShock;
    signal input shortOptionCharge;
    signal input weight; // ω, per mille
    signal input longCredit; // h, per mille
    signal input longErrorWeight; // |h - ω|, per mille

    signal output price; // money per lot
    signal output signedPrice; // price of the held side: + long, - short
    signal output marginPerLot; // λ, 10^-6 money
    signal output equity; // money
    signal output margin; // 10^-6 money
    signal output equityError; // N (D F + D K + floor term), money
    signal output shockedError; // N ω (D F' + D K + floor terms), per mille money
    signal output marginError; // per mille money

    // FM-06 Total variance at the strike, its root, and the root under stress.
    component lnStrike = NaturalLog(STRIKE_BITS());
    lnStrike.in <== strike + 1 - used;
    component moneyness = LogMoneyness();
    moneyness.lnStrike <== lnStrike.out;
    moneyness.lnForward <== lnForwardInTicks;
    signal logMoneyness;
    logMoneyness <== used * moneyness.logMoneyness;

    component variance = SviTotalVariance();
    variance.logMoneynessShifted <== logMoneyness - sviM;
    variance.sigmaSquared <== sigmaSquared;
    variance.a <== sviA * (1 << (2 * SVI_FRACTION_BITS() - SVI_A_FRACTION_BITS()));
    variance.b <== sviB;
    variance.bRho <== sviBRho;
    // An empty slot may stand at a slice of zeros, whose variance is negative: it takes zero.
    signal totalVariance;
    totalVariance <== used * variance.totalVariance;
    component base = TotalStdDev(TOTAL_VARIANCE_DEFICIT_BITS());
    base.totalVariance <== totalVariance;
    component shocked = ShockedStdDev();
    shocked.totalStdDev <== base.totalStdDev;
    shocked.volMultiplier <== volMultiplier;

    signal strikeMoney;
    strikeMoney <== strike * strikeTickMoney;
    component discountedStrike = FloorShift(DISCOUNT_BITS());
    discountedStrike.in <== strikeMoney * discountFactor;

    component basePrice = OptionPrice();
    basePrice.logMoneyness <== logMoneyness;
    basePrice.isPut <== isPut;
    basePrice.discountedForward <== discountedForward;
    basePrice.discountedStrike <== discountedStrike.out;
    component shockedPrice = OptionPrice();
    shockedPrice.logMoneyness <== logMoneyness - lnForwardShock;
    shockedPrice.isPut <== isPut;
    shockedPrice.discountedForward <== shockedDiscountedForward;
    shockedPrice.discountedStrike <== discountedStrike.out;
    basePrice.stdDevBits <== base.bits;
    shockedPrice.stdDevBits <== shocked.bits;
    price <== basePrice.price;

    // FM-09 Equity, loss under stress and charges; λ is the requirement that one lot carries.
    signal longPrice;
    longPrice <== isLong * price;
    signedPrice <== 2 * longPrice - price;
    signal signedWeight;
    signedWeight <== weight * (2 * isLong - 1);
    signal weightedGain;
    weightedGain <== signedWeight * (shockedPrice.price - price);
    signal shortCharge;
    shortCharge <== (1 - isLong) * shortOptionCharge;
    signal longCharge;
    longCharge <== (PER_MILLE() - longCredit) * longPrice;
    marginPerLot <== PER_MILLE() * (longCharge - weightedGain) + shortCharge;
    equity <== quantity * signedPrice;
    margin <== quantity * marginPerLot;

    // FM-09 Error: each price counts with the weight it has in equity less requirement. Where
    // the floor of the total standard deviation binds, D F / FLOOR_ERROR_INVERSE comes on top; a floor
    // that binds before the shock is multiplied by it.
    var floorFactor = 2 * EPSILON_INVERSE() / FLOOR_ERROR_INVERSE();
    signal baseFloor;
    baseFloor <== base.floorBinds * discountedForward;
    signal shockedFloor;
    shockedFloor <== (shocked.floorBinds + FLOOR_SHOCK_FACTOR() * base.floorBinds) * shockedDiscountedForward;
    equityError <== quantity * (discountedForward + discountedStrike.out + floorFactor * baseFloor);
    signal weightedQuantity;
    weightedQuantity <== quantity * weight;
    shockedError <== weightedQuantity
        * (shockedDiscountedForward + discountedStrike.out + floorFactor * shockedFloor);
    signal baseWeight;
    baseWeight <== PER_MILLE() - weight + isLong * (longErrorWeight - PER_MILLE() + weight);
    marginError <== baseWeight * equityError + shockedError;
}
