// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IGroth16Verifier} from "../../../contracts/interfaces/IGroth16Verifier.sol";

/// @title Stands where a verifier should, and answers what it is told
contract OddVerifier {
    bytes32 public constant verificationKeyHash = keccak256("odd");
    bool public constant isDevelopmentKey = true;

    bytes private _answer;
    bool private _reverts;

    function setAnswer(bytes calldata answer, bool reverts) external {
        _answer = answer;
        _reverts = reverts;
    }

    function verify(uint256[] calldata) external view returns (bool) {
        bytes memory answer = _answer;
        bool reverts = _reverts;
        assembly {
            if reverts { revert(add(answer, 0x20), mload(answer)) }
            return(add(answer, 0x20), mload(answer))
        }
    }
}

/// @title Calls a verifier as another contract would
contract VerifierCaller {
    function ask(IGroth16Verifier verifier, uint256[] calldata items) external view returns (bool) {
        return verifier.verify(items);
    }
}
