// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {ICharterRegistry} from "./interfaces/ICharterRegistry.sol";
import {IGroth16Verifier} from "./interfaces/IGroth16Verifier.sol";
import {IVerifierRegistry, SetupKind, VerifierEntry, VerifierRecord} from "./interfaces/IVerifierRegistry.sol";
import {VenueRoles} from "./interfaces/VenueRoles.sol";
import {TestChains} from "./generated/TestChains.sol";

/// @title Verifiers by statement version and circuit size (RG-06)
contract VerifierRegistry is IVerifierRegistry, Ownable2Step {
    /// @notice Shortest time between the addition of a verifier and its use.
    uint256 public constant MIN_NOTICE = 21 days;

    ICharterRegistry public immutable charters;

    /// @notice Seconds between the addition of a verifier and its use.
    uint40 public immutable notice;

    address public guardian;

    VerifierRecord[] private _verifiers;
    mapping(bytes32 venueId => mapping(uint32 verifierId => bool)) private _optedIn;

    /// @param initial verifiers that are active at once: nobody relies on a registry before it is deployed
    constructor(
        ICharterRegistry charters_,
        address owner_,
        address guardian_,
        uint40 notice_,
        VerifierEntry[] memory initial
    ) Ownable(owner_) {
        if (notice_ < MIN_NOTICE) revert NoticeTooShort(notice_, MIN_NOTICE);
        charters = charters_;
        notice = notice_;
        _setGuardian(guardian_);
        for (uint256 i = 0; i < initial.length; i++) {
            _add(initial[i], uint40(block.timestamp));
        }
    }

    /// @inheritdoc IVerifierRegistry
    function add(VerifierEntry calldata entry) external onlyOwner returns (uint32 verifierId) {
        return _add(entry, uint40(block.timestamp) + notice);
    }

    /// @inheritdoc IVerifierRegistry
    function retire(uint32 verifierId) external {
        if (msg.sender != guardian) revert NotGuardian(msg.sender);
        VerifierRecord storage found = _find(verifierId);
        if (found.retiredAt != 0) revert VerifierIsRetired(verifierId, found.retiredAt);
        found.retiredAt = uint40(block.timestamp);
        emit VerifierRetired(verifierId, found.retiredAt);
    }

    /// @inheritdoc IVerifierRegistry
    function optIn(bytes32 venueId, uint32 verifierId) external {
        charters.checkRole(venueId, VenueRoles.ADMIN, msg.sender);
        _find(verifierId);
        _optedIn[venueId][verifierId] = true;
        emit VenueOptedIn(venueId, verifierId);
    }

    /// @inheritdoc IVerifierRegistry
    function setGuardian(address guardian_) external onlyOwner {
        _setGuardian(guardian_);
    }

    /// @inheritdoc IVerifierRegistry
    function checkAnnounceable(bytes32 venueId, uint32 verifierId) external view {
        VerifierRecord storage found = _find(verifierId);
        if (found.activeFrom > block.timestamp) revert VerifierNotActive(verifierId, found.activeFrom);
        if (found.retiredAt != 0) revert VerifierIsRetired(verifierId, found.retiredAt);
        if (!_optedIn[venueId][verifierId]) revert VerifierNotChosen(venueId, verifierId);
        _requireCode(verifierId, found);
    }

    /// @inheritdoc IVerifierRegistry
    function forRecord(uint32 verifierId)
        external
        view
        returns (IGroth16Verifier verifier, uint32 statementVersion, bytes32 instanceId)
    {
        VerifierRecord storage found = _find(verifierId);
        if (found.retiredAt != 0) revert VerifierIsRetired(verifierId, found.retiredAt);
        _requireCode(verifierId, found);
        return (found.verifier, found.statementVersion, found.instanceId);
    }

    /// @inheritdoc IVerifierRegistry
    function verifierAt(uint32 verifierId) external view returns (VerifierRecord memory) {
        return _find(verifierId);
    }

    /// @inheritdoc IVerifierRegistry
    function verifierCount() external view returns (uint32) {
        return uint32(_verifiers.length);
    }

    /// @inheritdoc IVerifierRegistry
    function hasOptedIn(bytes32 venueId, uint32 verifierId) external view returns (bool) {
        return _optedIn[venueId][verifierId];
    }

    /// @inheritdoc IVerifierRegistry
    function isTestChain() public view returns (bool) {
        return TestChains.includes(block.chainid);
    }

    function _add(VerifierEntry memory entry, uint40 activeFrom) private returns (uint32 verifierId) {
        // A call to an address without code succeeds and answers nothing.
        if (address(entry.verifier).code.length == 0) revert VerifierWithoutCode(address(entry.verifier));
        bytes32 keyHash = entry.verifier.verificationKeyHash();
        bool isDevelopment = entry.verifier.isDevelopmentKey();
        if (isDevelopment != (entry.kind == SetupKind.Development)) {
            revert VerifierKindWrong(address(entry.verifier), entry.kind);
        }
        if (isDevelopment && !isTestChain()) revert DevelopmentKeyRefused(block.chainid, keyHash);
        if (!isDevelopment && entry.transcriptHash == 0) revert TranscriptMissing(keyHash);
        if (isDevelopment && entry.transcriptHash != 0) revert TranscriptNotExpected(keyHash);
        bytes32 codeHash = address(entry.verifier).codehash;
        _verifiers.push(
            VerifierRecord({
                verifier: entry.verifier,
                activeFrom: activeFrom,
                retiredAt: 0,
                kind: entry.kind,
                statementVersion: entry.statementVersion,
                instanceId: entry.instanceId,
                verificationKeyHash: keyHash,
                transcriptHash: entry.transcriptHash,
                codeHash: codeHash
            })
        );
        verifierId = uint32(_verifiers.length);
        emit VerifierAdded(
            verifierId,
            entry.instanceId,
            keyHash,
            entry.statementVersion,
            address(entry.verifier),
            entry.kind,
            entry.transcriptHash,
            codeHash,
            activeFrom
        );
    }

    function _setGuardian(address guardian_) private {
        if (guardian_ == address(0)) revert GuardianZero();
        guardian = guardian_;
        emit GuardianChanged(guardian_);
    }

    function _requireCode(uint32 verifierId, VerifierRecord storage found) private view {
        bytes32 code = address(found.verifier).codehash;
        if (code != found.codeHash) revert CodeChanged(verifierId, found.codeHash, code);
    }

    function _find(uint32 verifierId) private view returns (VerifierRecord storage) {
        if (verifierId == 0 || verifierId > _verifiers.length) revert VerifierUnknown(verifierId);
        return _verifiers[verifierId - 1];
    }
}
