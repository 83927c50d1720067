// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Tick} from "./IFeedRegistry.sol";

/// @notice A tick with a quorum's signatures.
struct SignedTick {
    Tick tick;
    bytes[] signatures;
}

/// @notice The venue's surface inside a tick: leaf `(venueId, surfaceCommitment, receivedAt)` of `surfacesRoot`.
struct SurfaceEntry {
    uint256 surfaceCommitment;
    uint64 receivedAt;
    bytes32[] proof;
}

/// @notice One liquidation that is announced.
/// @param handle pseudonym of the account
/// @param accountBefore commitment of the account's state
/// @param chained whether the state is the result of the handle's last announced liquidation, rather than a leaf
/// `(handle, accountBefore)` of the account root
/// @param proof Merkle proof of the leaf; empty where chained
struct Announcement {
    bytes32 handle;
    uint256 accountBefore;
    bool chained;
    bytes32[] proof;
}

/// @notice A Groth16 proof; B as EIP-197 has it: x.c1, x.c0, y.c1, y.c0.
struct Proof {
    uint256[2] a;
    uint256[4] b;
    uint256[2] c;
}

/// @notice What proves an announced liquidation. The other signals follow from the announcement.
struct LiquidationProof {
    uint256 accountBefore;
    uint256 accountAfter;
    uint256 outcomeCommitment;
    Proof proof;
}

/// @notice What an announcement fixed, shared by its batch.
struct Facts {
    uint256 rulebookCommitment;
    uint256 surfaceCommitment;
    uint256 snapshotCommitment;
    uint40 observedAt;
    uint40 announcedAt;
    uint40 deadline;
    uint32 verifierId;
    uint32 charterIndex;
    uint64 round;
}

enum Status {
    None,
    Announced,
    Recorded,
    Overdue
}

/// @notice What the registry knows of an account state: how it came about, and what became of it.
/// @param producedBy number of the recorded liquidation that ended in this state; zero if none
/// @param signalsTag of that liquidation: first bytes of keccak-256 of `(accountAfter, outcomeCommitment)`, so many that nobody
/// finds two outcomes with one tag
/// @param consumedBy number of the liquidation that was announced from this state; zero if none
/// @param predecessor where the announcement was chained, the liquidation that must have produced the state
/// @param offset place of the announcement in its batch: its facts are those of `consumedBy - offset`
/// @param recordedAt when the liquidation from this state was recorded
/// @param status of the liquidation from this state
struct State {
    uint48 producedBy;
    bytes26 signalsTag;
    uint48 consumedBy;
    uint48 predecessor;
    uint16 offset;
    uint40 recordedAt;
    Status status;
}

/// @notice The last liquidation of an account, by its handle.
struct AccountHead {
    uint48 lastSequence;
    uint40 lastAnnouncedAt;
    uint40 lastObservedAt;
    uint16 roundsAtTick;
}

/// @title Announced and recorded liquidations (RG-07 to RG-12)
/// @notice Facts first, proofs later: an announcement fixes tick, surface, rulebook and verifier and gives consecutive
/// numbers; a proof follows within the deadline, from anybody, in any order.
interface ILiquidationRegistry {
    event AccountRootPublished(bytes32 indexed venueId, uint64 indexed index, bytes32 root, uint40 publishedAt);
    /// @notice The facts of a batch of announcements; `first` to `first + count - 1` follow one by one.
    event BatchAnnounced(
        bytes32 indexed venueId,
        uint64 indexed first,
        bytes32 indexed tickHash,
        uint256 count,
        bytes32 feedId,
        uint64 accountRootIndex,
        Facts facts
    );
    event LiquidationAnnounced(
        bytes32 indexed venueId,
        uint64 indexed sequence,
        bytes32 indexed handle,
        uint256 accountBefore,
        uint64 predecessor
    );
    event LiquidationRecorded(
        bytes32 indexed venueId,
        uint64 indexed sequence,
        uint256 indexed accountAfter,
        uint256 accountBefore,
        uint256 outcomeCommitment,
        Proof proof
    );
    event LiquidationOverdue(bytes32 indexed venueId, uint64 indexed sequence, uint256 accountBefore);

    error NothingAnnounced();
    error BatchTooLarge(uint256 count, uint256 most);
    error RootZero();
    error AccountRootUnknown(bytes32 venueId, uint64 index);
    error AccountRootLate(uint64 index, uint40 publishedAt, uint256 observedAt);
    error AccountRootOld(uint64 index, uint64 latest);
    error TickTooOld(uint64 round, uint64 newestRound, uint32 roundsBehind);
    error TickExpired(uint256 observedAt, uint256 timestamp, uint32 tickAge);
    error SurfaceNotInTick(bytes32 venueId, uint256 surfaceCommitment);
    error SurfaceLate(uint256 receivedAt, uint256 observedAt);
    error SurfaceTooOld(uint256 receivedAt, uint256 observedAt, uint32 surfaceAge);
    error AccountNotInRoot(uint256 item, bytes32 handle, uint256 accountBefore);
    error StateConsumed(uint256 item, uint256 accountBefore, uint64 sequence);
    error StateNotCanonical(uint256 item, uint256 state);
    error NoPredecessor(uint256 item, bytes32 handle);
    error ProofNotExpected(uint256 item);
    error AccountRootNotLater(uint256 item, bytes32 handle, uint40 publishedAt, uint40 lastAnnouncedAt);
    error TickNotLater(uint256 item, bytes32 handle, uint256 observedAt, uint40 lastObservedAt);
    error TooManyRounds(uint256 item, bytes32 handle, uint16 roundsPerTick);
    error NotAnnounced(uint256 item, uint256 accountBefore);
    /// @notice The number is recorded with another result than the given one.
    error RecordContradicts(uint64 sequence, uint256 accountAfter, uint256 outcomeCommitment);
    error DeadlinePassed(uint64 sequence, uint40 deadline, uint256 timestamp);
    error DeadlineNotPassed(uint64 sequence, uint40 deadline, uint256 timestamp);
    error PredecessorNotRecorded(uint64 sequence, uint64 predecessor);
    error StateProduced(uint256 accountAfter, uint64 sequence);
    error MixedVerifiers(uint64 sequence, uint32 verifierId, uint32 expected);
    error ProofRefused(uint32 verifierId);
    error NotOpen(uint64 sequence, Status status);

    /// @notice Publishes a root of `(handle, accountCommitment)` leaves: OpenZeppelin's format, one leaf per handle.
    /// Publisher only.
    /// @return index counts the venue's roots from one
    function publishAccountRoot(bytes32 venueId, bytes32 root) external returns (uint64 index);

    /// @notice Announces liquidations that were closed at one tick under one verifier. Announcer only.
    /// @param accountRootIndex the latest account root that was published before the tick; zero if all are chained
    /// @return first number of the first; the others follow one by one
    function announce(
        bytes32 venueId,
        uint32 verifierId,
        SignedTick calldata signedTick,
        SurfaceEntry calldata surface,
        uint64 accountRootIndex,
        Announcement[] calldata announcements
    ) external returns (uint64 first);

    /// @notice Records the proof of one announced liquidation. By anybody.
    /// @dev Recording the same signals again does nothing; other signals for a recorded number revert.
    /// @return sequence its number
    function record(bytes32 venueId, LiquidationProof calldata liquidation) external returns (uint64 sequence);

    /// @notice Records many proofs of one verifier with one pairing call. By anybody; a chained one after its predecessor.
    /// @return recorded how many were not recorded before
    function recordBatch(bytes32 venueId, LiquidationProof[] calldata liquidations) external returns (uint256 recorded);

    /// @notice Marks announced liquidations whose deadline has passed, and counts them. By anybody.
    /// @dev Reverts with `IVerifierRegistry.VerifierIsRetired` where the verifier was retired by the deadline: then it was not
    /// the venue who left the number unproven.
    function flagOverdue(bytes32 venueId, uint256[] calldata accountsBefore) external;

    function stateOf(bytes32 venueId, uint256 accountCommitment) external view returns (State memory);

    /// @notice The facts of the batch whose first number this is.
    function factsOf(bytes32 venueId, uint64 first) external view returns (Facts memory);

    function headOf(bytes32 venueId, bytes32 handle) external view returns (AccountHead memory);

    function accountRootAt(bytes32 venueId, uint64 index) external view returns (bytes32 root, uint40 publishedAt);

    function accountRootCount(bytes32 venueId) external view returns (uint64);

    /// @notice How many liquidations a venue announced, recorded, and left unproven past the deadline (as far as flagged).
    function countsOf(bytes32 venueId) external view returns (uint64 announced, uint64 recorded, uint64 overdue);

    /// @notice The public signal `domain` of a liquidation (FM-01).
    function domainOf(bytes32 venueId, uint64 sequence, uint32 statementVersion, bytes32 instanceId)
        external
        view
        returns (uint256);
}
