// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IBond} from "../../../contracts/interfaces/IBond.sol";

/// @title A bond that covers everything and tells what it was asked
contract RecordingBond is IBond {
    event Reserved(address registry, bytes32 venueId, uint64 first, uint256 count, uint256 deadline);

    function reserve(bytes32 venueId, uint64 first, uint256 count, uint256 deadline) external {
        emit Reserved(msg.sender, venueId, first, count, deadline);
    }
}
