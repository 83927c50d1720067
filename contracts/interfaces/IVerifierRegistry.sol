// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IGroth16Verifier} from "./IGroth16Verifier.sol";

/// @notice How a verification key came to be. Under a development key anyone can forge.
enum SetupKind {
    Development,
    Ceremony
}

/// @notice A verifier that is about to be added.
/// @param transcriptHash sha256 of the ceremony's transcript; zero for a development key
struct VerifierEntry {
    uint32 statementVersion;
    bytes32 instanceId;
    IGroth16Verifier verifier;
    SetupKind kind;
    bytes32 transcriptHash;
}

/// @notice A verifier as the registry keeps it.
/// @param verifier immutable contract that was generated from the key
/// @param activeFrom first second at which liquidations can be announced under it
/// @param retiredAt when the guardian retired it; zero if it did not
struct VerifierRecord {
    IGroth16Verifier verifier;
    uint40 activeFrom;
    uint40 retiredAt;
    SetupKind kind;
    uint32 statementVersion;
    bytes32 instanceId;
    bytes32 verificationKeyHash;
    bytes32 transcriptHash;
    bytes32 codeHash;
}

/// @title Verifiers by statement version and circuit size (RG-06)
/// @notice Adding one needs long notice and every venue's opt-in. The guardian can retire one at once, and nothing else.
interface IVerifierRegistry {
    event VerifierAdded(
        uint32 indexed verifierId,
        bytes32 indexed instanceId,
        bytes32 indexed verificationKeyHash,
        uint32 statementVersion,
        address verifier,
        SetupKind kind,
        bytes32 transcriptHash,
        bytes32 codeHash,
        uint40 activeFrom
    );
    event VerifierRetired(uint32 indexed verifierId, uint40 retiredAt);
    event VenueOptedIn(bytes32 indexed venueId, uint32 indexed verifierId);
    event GuardianChanged(address guardian);

    error NoticeTooShort(uint256 notice, uint256 least);
    error GuardianZero();
    error NotGuardian(address sender);
    error VerifierUnknown(uint32 verifierId);
    error VerifierWithoutCode(address verifier);
    error VerifierKindWrong(address verifier, SetupKind kind);
    error DevelopmentKeyRefused(uint256 chainId, bytes32 verificationKeyHash);
    error TranscriptMissing(bytes32 verificationKeyHash);
    error TranscriptNotExpected(bytes32 verificationKeyHash);
    error VerifierNotActive(uint32 verifierId, uint40 activeFrom);
    error VerifierIsRetired(uint32 verifierId, uint40 retiredAt);
    error VerifierNotChosen(bytes32 venueId, uint32 verifierId);
    error CodeChanged(uint32 verifierId, bytes32 expected, bytes32 found);

    /// @notice Adds a verifier, which is active after the notice. Owner only.
    /// @return verifierId counts from one
    function add(VerifierEntry calldata entry) external returns (uint32 verifierId);

    /// @notice Retires a verifier at once and for good. Guardian only.
    function retire(uint32 verifierId) external;

    /// @notice Says that a venue accepts to be held to proofs under this verifier. The venue's admin only.
    function optIn(bytes32 venueId, uint32 verifierId) external;

    /// @notice Names another guardian. Owner only.
    function setGuardian(address guardian) external;

    /// @notice Reverts unless the venue can announce under this verifier now.
    function checkAnnounceable(bytes32 venueId, uint32 verifierId) external view;

    /// @notice What a record needs. Reverts for a retired verifier and for one whose code is not the one that was added.
    function forRecord(uint32 verifierId)
        external
        view
        returns (IGroth16Verifier verifier, uint32 statementVersion, bytes32 instanceId);

    function verifierAt(uint32 verifierId) external view returns (VerifierRecord memory);

    function verifierCount() external view returns (uint32);

    function hasOptedIn(bytes32 venueId, uint32 verifierId) external view returns (bool);

    /// @notice Whether this chain is one of the named test chains, on which development keys are accepted.
    function isTestChain() external view returns (bool);
}
