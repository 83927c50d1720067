// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IBond} from "../../../contracts/interfaces/IBond.sol";

/// @title A bond that never covers more than one liquidation
contract RefusingBond is IBond {
    error BondTooSmall(bytes32 venueId, uint256 count);

    function reserve(bytes32 venueId, uint64, uint256 count, uint256) external pure {
        if (count > 1) revert BondTooSmall(venueId, count);
    }
}
