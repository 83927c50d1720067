pragma circom 2.1.6;

// Written by circuits/generate/tables.ts (npm run generate): do not edit.

function CDF_BIAS() {
    return 3987928673943552;
}

function CDF_BITS() {
    return 80;
}

function D1_BITS() {
    return 13;
}

function D1_DIVISOR_EXTRA_BITS() {
    return 5;
}

function EPSILON_INVERSE() {
    return 8000000;
}

function GIVEN_STD_DEV_ERROR_INVERSE() {
    return 17000000;
}

function LOG_MONEYNESS_LIMIT() {
    return 536870912;
}

function LOG_SCALE_BITS() {
    return 37;
}

function PRICE_UNITS() {
    return 1;
}

function STD_DEV_BITS() {
    return 26;
}

function STD_DEV_FLOOR() {
    return 16384;
}

function STD_DEV_LOW_BITS() {
    return 13;
}

function STD_DEV_OFFSET() {
    return 4096;
}

function STD_DEV_WHOLE_BITS() {
    return 3;
}

function STD_DEV_WIDTH() {
    return 29;
}

function VOL_MULTIPLIER_BITS() {
    return 10;
}
