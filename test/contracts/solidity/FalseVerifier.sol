// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IGroth16Verifier} from "../../../contracts/interfaces/IGroth16Verifier.sol";

/// @title A verifier that answers false, as the usual Solidity template does with too little gas
contract FalseVerifier is IGroth16Verifier {
    function verify(uint256[] calldata) external pure returns (bool) {
        return false;
    }

    function verificationKeyHash() external pure returns (bytes32) {
        return bytes32(uint256(1));
    }

    function isDevelopmentKey() external pure returns (bool) {
        return true;
    }
}
