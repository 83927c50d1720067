// SPDX-License-Identifier: GPL-3.0-or-later
// Generated from verifier/signed/signedTypes.ts by `npm run generate`: do not edit.
pragma solidity 0.8.37;

library SignedTypes {
    string internal constant FEED_DOMAIN_NAME = "Fairmark Feed";
    string internal constant REGISTRY_DOMAIN_NAME = "Fairmark Registry";
    string internal constant DOMAIN_VERSION = "1";
    bytes32 internal constant TICK_TYPEHASH = keccak256("Tick(bytes32 feedId,uint32 epoch,uint64 round,uint64 observedAt,uint256 snapshotCommitment,bytes32 surfacesRoot,bytes32 previousTick)");
    bytes32 internal constant ACCOUNT_STATEMENT_TYPEHASH = keccak256("AccountStatement(bytes32 venueId,bytes32 handle,uint64 accountNumber,uint64 stateSequence,uint64 stateTime,uint256 accountCommitment)");
}
