// SPDX-License-Identifier: GPL-3.0-or-later
// Generated from circuits/signals.ts by `npm run generate`: do not edit.
pragma solidity 0.8.37;

uint256 constant SIGNAL_COUNT = 7;
/// @dev One point for the constant one, and one per public signal.
uint256 constant IC_POINTS = 8;

library PublicSignals {
    uint256 internal constant COUNT = SIGNAL_COUNT;
    uint256 internal constant DOMAIN = 0;
    uint256 internal constant RULEBOOK_COMMITMENT = 1;
    uint256 internal constant SURFACE_COMMITMENT = 2;
    uint256 internal constant SNAPSHOT_COMMITMENT = 3;
    uint256 internal constant ACCOUNT_BEFORE = 4;
    uint256 internal constant ACCOUNT_AFTER = 5;
    uint256 internal constant OUTCOME_COMMITMENT = 6;
}
