// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @notice One observation of the market, signed off chain (RG-04).
/// @param feedId keccak-256 of the feed's name
/// @param epoch whose signers sign
/// @param round counts the feed's ticks
/// @param observedAt seconds since 1970; rises with every round, so `n` rounds later it is `n` seconds later or more
/// @param snapshotCommitment Poseidon commitment of the market data, a public signal of every proof
/// @param surfacesRoot root of the surface commitments that the oracle had received before it observed (RG-05)
/// @param previousTick hash of the tick before; zero for the first
struct Tick {
    bytes32 feedId;
    uint32 epoch;
    uint64 round;
    uint64 observedAt;
    uint256 snapshotCommitment;
    bytes32 surfacesRoot;
    bytes32 previousTick;
}

/// @title Feeds and their signers (RG-03, RG-04)
/// @notice Ticks live off chain. One comes here when an announcement needs it, or when somebody anchors it.
interface IFeedRegistry {
    event FeedRegistered(bytes32 indexed feedId, string name, address admin, uint32 signerDelay);
    event SignersProposed(
        bytes32 indexed feedId, uint32 indexed epoch, address[] signers, uint16 quorum, uint40 activeFrom
    );
    event SignersCancelled(bytes32 indexed feedId, uint32 indexed epoch);
    event SignerRevoked(bytes32 indexed feedId, address indexed signer);
    event FeedAdminChanged(bytes32 indexed feedId, address admin);
    event TickAnchored(
        bytes32 indexed feedId,
        uint64 indexed round,
        bytes32 indexed tickHash,
        uint64 observedAt,
        uint256 snapshotCommitment,
        bytes32 surfacesRoot,
        bytes32 previousTick
    );

    error FeedNameInvalid(string name);
    error FeedExists(bytes32 feedId);
    error FeedUnknown(bytes32 feedId);
    error NotFeedAdmin(bytes32 feedId, address sender);
    error AdminZero();
    error DelayTooShort(uint256 delay, uint256 least);
    error DelayTooLong(uint256 delay, uint256 most);
    error QuorumInvalid(uint256 quorum, uint256 signers);
    error SignersNotIncreasing(uint256 position, address signer);
    error SignersPending(bytes32 feedId, uint32 epoch, uint40 activeFrom);
    error NoSignersPending(bytes32 feedId);
    error SignerNotOfFeed(bytes32 feedId, address signer);
    error EpochNotInForce(bytes32 feedId, uint32 epoch, uint256 time);
    error QuorumMissed(uint256 signatures, uint256 quorum);
    error SignatureInvalid(uint256 position);
    error SignerRefused(uint256 position, address signer);
    error TickInFuture(uint256 observedAt, uint256 timestamp);
    /// @notice Another tick is known for the round, by itself or because the next one names it.
    error TickConflict(bytes32 feedId, uint64 round, bytes32 known, bytes32 given);
    error RoundZero();
    error SnapshotNotCanonical(uint256 snapshotCommitment);
    error TimeNotMonotone(bytes32 feedId, uint64 round, uint256 observedAt);
    error PreviousTickWrong(bytes32 feedId, uint64 round, bytes32 known, bytes32 given);

    /// @notice Registers a feed with its first signers (epoch 0, in force at once); anybody may.
    /// @param name as charters have it, 1 to 200 bytes; the id is its keccak-256
    /// @param signers strictly increasing addresses
    /// @param quorum how many of them have to sign a tick: more than half
    /// @param signerDelay seconds until a change takes force, from `MIN_DELAY` to `MAX_DELAY`
    function registerFeed(
        string calldata name,
        address admin,
        address[] calldata signers,
        uint16 quorum,
        uint32 signerDelay
    ) external returns (bytes32 feedId);

    /// @notice Proposes the next epoch's signers, who take force after the feed's delay; none of them is revoked. Feed admin
    /// only.
    function proposeSigners(bytes32 feedId, address[] calldata signers, uint16 quorum) external returns (uint32 epoch);

    /// @notice Takes the pending epoch back. Feed admin only.
    function cancelSigners(bytes32 feedId) external;

    /// @notice Refuses a signer at once, in every epoch, for good. Feed admin only.
    function revokeSigner(bytes32 feedId, address signer) external;

    /// @notice Hands the feed over. Feed admin only.
    function setFeedAdmin(bytes32 feedId, address admin) external;

    /// @notice Checks a tick against the signers of its epoch and the ticks that are known, and remembers it.
    /// @dev By anybody: a newer tick that is anchored is the newest for every announcement.
    /// @param signatures of distinct signers, in strictly increasing order of their addresses
    /// @return tickHash EIP-712 struct hash, by which the next tick names this one
    /// @return newestRound the newest round that the chain knows, after this call
    function anchor(Tick calldata tick, bytes[] calldata signatures)
        external
        returns (bytes32 tickHash, uint64 newestRound);

    /// @notice Reverts unless a quorum of the epoch's signers signed the tick.
    function checkSignatures(Tick calldata tick, bytes[] calldata signatures) external view;

    function hashTick(Tick calldata tick) external pure returns (bytes32);

    /// @notice Hash of the tick that is known for a round, or zero.
    function tickHashOf(bytes32 feedId, uint64 round) external view returns (bytes32);

    function newestTick(bytes32 feedId) external view returns (uint64 round, uint64 observedAt);

    function epochOf(bytes32 feedId, uint32 epoch)
        external
        view
        returns (address[] memory signers, uint16 quorum, uint40 activeFrom, uint40 supersededAt);

    /// @notice Id of the latest epoch that was not cancelled; it may be pending.
    function latestEpoch(bytes32 feedId) external view returns (uint32);

    function isRevoked(bytes32 feedId, address signer) external view returns (bool);

    function adminOf(bytes32 feedId) external view returns (address);
}
