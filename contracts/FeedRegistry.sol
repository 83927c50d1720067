// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IFeedRegistry, Tick} from "./interfaces/IFeedRegistry.sol";
import {SignedTypes} from "./generated/SignedTypes.sol";
import {Statement} from "./generated/Statement.sol";

/// @title Feeds and their signers (RG-03, RG-04)
contract FeedRegistry is IFeedRegistry, EIP712 {
    /// @notice Shortest time between the proposal of signers and their force.
    uint256 public constant MIN_DELAY = 1 days;

    /// @notice Longest time between the proposal of signers and their force.
    uint256 public constant MAX_DELAY = 365 days;

    uint256 private constant NAME_BYTES = 200;
    uint40 private constant NEVER = type(uint40).max;

    struct Epoch {
        uint40 activeFrom;
        uint40 supersededAt;
        uint16 quorum;
        address[] signers;
    }

    struct Feed {
        address admin;
        uint32 signerDelay;
        uint32 latestEpoch;
        uint32 epochs;
        uint64 newestRound;
        uint64 newestObservedAt;
    }

    mapping(bytes32 feedId => Feed) private _feeds;
    mapping(bytes32 feedId => mapping(uint32 epoch => Epoch)) private _epochs;
    mapping(bytes32 feedId => mapping(uint32 epoch => mapping(address signer => bool))) private _isSigner;
    mapping(bytes32 feedId => mapping(address signer => bool)) private _isRevoked;
    mapping(bytes32 feedId => mapping(uint64 round => bytes32)) private _tickHashes;
    /// @dev Hash by which a known tick names the one before it, where that one was not known yet.
    mapping(bytes32 feedId => mapping(uint64 round => bytes32)) private _namedHashes;

    constructor() EIP712(SignedTypes.FEED_DOMAIN_NAME, SignedTypes.DOMAIN_VERSION) {}

    modifier onlyAdmin(bytes32 feedId) {
        address admin = _feeds[feedId].admin;
        if (admin == address(0)) revert FeedUnknown(feedId);
        if (admin != msg.sender) revert NotFeedAdmin(feedId, msg.sender);
        _;
    }

    /// @inheritdoc IFeedRegistry
    function registerFeed(
        string calldata name,
        address admin,
        address[] calldata signers,
        uint16 quorum,
        uint32 signerDelay
    ) external returns (bytes32 feedId) {
        if (bytes(name).length == 0 || bytes(name).length > NAME_BYTES) revert FeedNameInvalid(name);
        feedId = keccak256(bytes(name));
        if (_feeds[feedId].admin != address(0)) revert FeedExists(feedId);
        if (admin == address(0)) revert AdminZero();
        if (signerDelay < MIN_DELAY) revert DelayTooShort(signerDelay, MIN_DELAY);
        if (signerDelay > MAX_DELAY) revert DelayTooLong(signerDelay, MAX_DELAY);
        _feeds[feedId].admin = admin;
        _feeds[feedId].signerDelay = signerDelay;
        emit FeedRegistered(feedId, name, admin, signerDelay);
        _addEpoch(feedId, signers, quorum, uint40(block.timestamp));
    }

    /// @inheritdoc IFeedRegistry
    function proposeSigners(bytes32 feedId, address[] calldata signers, uint16 quorum)
        external
        onlyAdmin(feedId)
        returns (uint32 epoch)
    {
        Feed storage feed = _feeds[feedId];
        Epoch storage latest = _epochs[feedId][feed.latestEpoch];
        if (latest.activeFrom > block.timestamp) revert SignersPending(feedId, feed.latestEpoch, latest.activeFrom);
        uint40 activeFrom = uint40(block.timestamp) + feed.signerDelay;
        latest.supersededAt = activeFrom;
        return _addEpoch(feedId, signers, quorum, activeFrom);
    }

    /// @inheritdoc IFeedRegistry
    function cancelSigners(bytes32 feedId) external onlyAdmin(feedId) {
        Feed storage feed = _feeds[feedId];
        uint32 pending = feed.latestEpoch;
        if (_epochs[feedId][pending].activeFrom <= block.timestamp) revert NoSignersPending(feedId);
        _epochs[feedId][pending].activeFrom = NEVER;
        uint32 before = pending;
        do {
            before--;
        } while (_epochs[feedId][before].activeFrom == NEVER);
        _epochs[feedId][before].supersededAt = 0;
        feed.latestEpoch = before;
        emit SignersCancelled(feedId, pending);
    }

    /// @inheritdoc IFeedRegistry
    function revokeSigner(bytes32 feedId, address signer) external onlyAdmin(feedId) {
        if (!_wasSigner(feedId, signer) || _isRevoked[feedId][signer]) revert SignerNotOfFeed(feedId, signer);
        _isRevoked[feedId][signer] = true;
        emit SignerRevoked(feedId, signer);
    }

    /// @inheritdoc IFeedRegistry
    function setFeedAdmin(bytes32 feedId, address admin) external onlyAdmin(feedId) {
        if (admin == address(0)) revert AdminZero();
        _feeds[feedId].admin = admin;
        emit FeedAdminChanged(feedId, admin);
    }

    /// @inheritdoc IFeedRegistry
    function anchor(Tick calldata tick, bytes[] calldata signatures)
        external
        returns (bytes32 tickHash, uint64 newestRound)
    {
        checkSignatures(tick, signatures);
        tickHash = hashTick(tick);
        Feed storage feed = _feeds[tick.feedId];
        mapping(uint64 round => bytes32) storage hashes = _tickHashes[tick.feedId];
        newestRound = feed.newestRound;
        bytes32 known = hashes[tick.round];
        if (known == tickHash) return (tickHash, newestRound);
        if (known != 0) revert TickConflict(tick.feedId, tick.round, known, tickHash);
        if (tick.round == 0) revert RoundZero();
        if (tick.observedAt > block.timestamp) revert TickInFuture(tick.observedAt, block.timestamp);
        if (tick.snapshotCommitment >= Statement.SCALAR_FIELD) revert SnapshotNotCanonical(tick.snapshotCommitment);
        _requireLinked(tick, tickHash, newestRound);
        // Times are whole seconds and rise with every round, so rounds cannot outrun them. Without this bound one tick
        // with the largest round would end the feed.
        bool isMonotone = tick.round > newestRound
            ? uint256(feed.newestObservedAt) + (tick.round - newestRound) <= tick.observedAt
            : uint256(tick.observedAt) + (newestRound - tick.round) <= feed.newestObservedAt;
        if (!isMonotone) revert TimeNotMonotone(tick.feedId, tick.round, tick.observedAt);
        hashes[tick.round] = tickHash;
        if (tick.round > newestRound) {
            newestRound = tick.round;
            feed.newestRound = tick.round;
            feed.newestObservedAt = tick.observedAt;
        }
        emit TickAnchored(
            tick.feedId,
            tick.round,
            tickHash,
            tick.observedAt,
            tick.snapshotCommitment,
            tick.surfacesRoot,
            tick.previousTick
        );
    }

    /// @inheritdoc IFeedRegistry
    function checkSignatures(Tick calldata tick, bytes[] calldata signatures) public view {
        if (_feeds[tick.feedId].admin == address(0)) revert FeedUnknown(tick.feedId);
        Epoch storage epoch = _epochs[tick.feedId][tick.epoch];
        bool isInForce = epoch.quorum != 0 && epoch.activeFrom != NEVER && epoch.activeFrom <= tick.observedAt
            && (epoch.supersededAt == 0 || tick.observedAt < epoch.supersededAt);
        if (!isInForce) revert EpochNotInForce(tick.feedId, tick.epoch, tick.observedAt);
        if (signatures.length < epoch.quorum) revert QuorumMissed(signatures.length, epoch.quorum);
        bytes32 digest = _hashTypedDataV4(hashTick(tick));
        address last = address(0);
        for (uint256 i = 0; i < signatures.length; i++) {
            (address signer, ECDSA.RecoverError problem,) = ECDSA.tryRecoverCalldata(digest, signatures[i]);
            if (problem != ECDSA.RecoverError.NoError) revert SignatureInvalid(i);
            if (signer <= last) revert SignersNotIncreasing(i, signer);
            if (!_isSigner[tick.feedId][tick.epoch][signer] || _isRevoked[tick.feedId][signer]) {
                revert SignerRefused(i, signer);
            }
            last = signer;
        }
    }

    /// @inheritdoc IFeedRegistry
    function hashTick(Tick calldata tick) public pure returns (bytes32) {
        return keccak256(
            abi.encode(
                SignedTypes.TICK_TYPEHASH,
                tick.feedId,
                tick.epoch,
                tick.round,
                tick.observedAt,
                tick.snapshotCommitment,
                tick.surfacesRoot,
                tick.previousTick
            )
        );
    }

    /// @inheritdoc IFeedRegistry
    function tickHashOf(bytes32 feedId, uint64 round) external view returns (bytes32) {
        return _tickHashes[feedId][round];
    }

    /// @inheritdoc IFeedRegistry
    function newestTick(bytes32 feedId) external view returns (uint64 round, uint64 observedAt) {
        return (_feeds[feedId].newestRound, _feeds[feedId].newestObservedAt);
    }

    /// @inheritdoc IFeedRegistry
    function epochOf(bytes32 feedId, uint32 epoch)
        external
        view
        returns (address[] memory signers, uint16 quorum, uint40 activeFrom, uint40 supersededAt)
    {
        Epoch storage found = _epochs[feedId][epoch];
        return (found.signers, found.quorum, found.activeFrom, found.supersededAt);
    }

    /// @inheritdoc IFeedRegistry
    function latestEpoch(bytes32 feedId) external view returns (uint32) {
        return _feeds[feedId].latestEpoch;
    }

    /// @inheritdoc IFeedRegistry
    function isRevoked(bytes32 feedId, address signer) external view returns (bool) {
        return _isRevoked[feedId][signer];
    }

    /// @inheritdoc IFeedRegistry
    function adminOf(bytes32 feedId) external view returns (address) {
        return _feeds[feedId].admin;
    }

    function _addEpoch(bytes32 feedId, address[] calldata signers, uint16 quorum, uint40 activeFrom)
        private
        returns (uint32 epoch)
    {
        // More than half: two quorums then share a signer, so two ticks of one round convict somebody.
        if (quorum > signers.length || 2 * uint256(quorum) <= signers.length) {
            revert QuorumInvalid(quorum, signers.length);
        }
        Feed storage feed = _feeds[feedId];
        epoch = feed.epochs++;
        feed.latestEpoch = epoch;
        address last = address(0);
        for (uint256 i = 0; i < signers.length; i++) {
            if (signers[i] <= last) revert SignersNotIncreasing(i, signers[i]);
            last = signers[i];
            if (_isRevoked[feedId][last]) revert SignerRefused(i, last);
            _isSigner[feedId][epoch][last] = true;
        }
        Epoch storage added = _epochs[feedId][epoch];
        added.activeFrom = activeFrom;
        added.quorum = quorum;
        added.signers = signers;
        emit SignersProposed(feedId, epoch, signers, quorum, activeFrom);
    }

    /// @dev A tick and the ticks next to it have to name each other, in whatever order they come.
    function _requireLinked(Tick calldata tick, bytes32 tickHash, uint64 newestRound) private {
        // Nothing that is known names a round after the newest.
        if (tick.round < newestRound) {
            bytes32 named = _namedHashes[tick.feedId][tick.round];
            if (named != 0 && named != tickHash) revert TickConflict(tick.feedId, tick.round, named, tickHash);
        }
        uint64 roundBefore = tick.round - 1;
        bytes32 before = _tickHashes[tick.feedId][roundBefore];
        if (before == 0) {
            if (tick.previousTick != 0) _namedHashes[tick.feedId][roundBefore] = tick.previousTick;
        } else if (before != tick.previousTick) {
            revert PreviousTickWrong(tick.feedId, tick.round, before, tick.previousTick);
        }
    }

    function _wasSigner(bytes32 feedId, address signer) private view returns (bool) {
        uint32 epochs = _feeds[feedId].epochs;
        for (uint32 epoch = 0; epoch < epochs; epoch++) {
            if (_isSigner[feedId][epoch][signer]) return true;
        }
        return false;
    }
}
