// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IBond} from "../../../contracts/interfaces/IBond.sol";

/// @title A bond that calls its registry back while it is asked
contract ReenteringBond is IBond {
    event Reentered(uint256 call, bool succeeded, bytes answer);

    bytes[] private _calls;

    /// @notice What to send to the registry the next time, one after the other.
    function prepare(bytes[] calldata calls) external {
        for (uint256 i = 0; i < calls.length; i++) {
            _calls.push(calls[i]);
        }
    }

    function reserve(bytes32, uint64, uint256, uint256) external {
        bytes[] memory calls = _calls;
        // Before the calls: one of them may come back here.
        delete _calls;
        for (uint256 i = 0; i < calls.length; i++) {
            (bool succeeded, bytes memory answer) = msg.sender.call(calls[i]);
            emit Reentered(i, succeeded, answer);
        }
    }
}
