// SPDX-License-Identifier: GPL-3.0-or-later
// Generated from circuits/constants.ts, circuits/commitment/domain.ts and verifier/points.ts by `npm run generate`: do not edit.
pragma solidity 0.8.37;

library Statement {
    uint32 internal constant VERSION = 1;
    bytes32 internal constant DOMAIN_TAG = 0xb4e031a74fc2a29233f4c2a0e55064b0295b0804fce42773545c2f396ac1b929;
    uint256 internal constant SCALAR_FIELD = 21888242871839275222246405745257275088548364400416034343698204186575808495617;
}
