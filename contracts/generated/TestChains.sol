// SPDX-License-Identifier: GPL-3.0-or-later
// Generated from verifier/chain/testChains.ts by `npm run generate`: do not edit.
pragma solidity 0.8.37;

library TestChains {
    uint256 internal constant ANVIL = 31337;
    uint256 internal constant GANACHE = 1337;
    uint256 internal constant SEPOLIA = 11155111;
    uint256 internal constant HOLESKY = 17000;
    uint256 internal constant HOODI = 560048;

    function includes(uint256 chainId) internal pure returns (bool) {
        return chainId == ANVIL || chainId == GANACHE || chainId == SEPOLIA || chainId == HOLESKY || chainId == HOODI;
    }
}
