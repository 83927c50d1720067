// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Equivocation} from "./evidence/Equivocation.sol";
import {PublicSignals} from "./generated/PublicSignals.sol";
import {Statement} from "./generated/Statement.sol";
import {IBond} from "./interfaces/IBond.sol";
import {Charter, ICharterRegistry, Terms} from "./interfaces/ICharterRegistry.sol";
import {IFeedRegistry} from "./interfaces/IFeedRegistry.sol";
import {IGroth16Verifier} from "./interfaces/IGroth16Verifier.sol";
import {
    AccountHead,
    Announcement,
    Facts,
    ILiquidationRegistry,
    LiquidationProof,
    SignedTick,
    State,
    Status,
    SurfaceEntry
} from "./interfaces/ILiquidationRegistry.sol";
import {IVerifierRegistry} from "./interfaces/IVerifierRegistry.sol";
import {VenueRoles} from "./interfaces/VenueRoles.sol";

/// @title Announced and recorded liquidations (RG-07 to RG-12, RG-14)
contract LiquidationRegistry is ILiquidationRegistry, Equivocation {
    /// @notice Most liquidations in one announcement: their places fit the state's word with room.
    uint256 public constant MAX_BATCH = 1024;

    /// @dev Words of a proof in the verifier's items, before the signals.
    uint256 private constant PROOF_WORDS = 8;
    uint256 private constant ITEM_WORDS = PROOF_WORDS + PublicSignals.COUNT;

    struct Counts {
        uint64 announced;
        uint64 recorded;
        uint64 overdue;
        uint64 accountRoots;
    }

    /// @dev The liquidation that was announced from a state: the second half of `State`, in one word of storage.
    struct Consumption {
        uint48 consumedBy;
        uint48 predecessor;
        uint16 offset;
        uint40 recordedAt;
        Status status;
    }

    /// @dev The liquidation that was recorded into a state: the first half of `State`, in one word of storage.
    struct Production {
        uint48 producedBy;
        bytes26 signalsTag;
    }

    struct AccountRoot {
        bytes32 root;
        uint40 publishedAt;
    }

    /// @dev What holds for a whole announcement, in memory.
    struct Context {
        bytes32 venueId;
        bytes32 accountRoot;
        uint40 rootPublishedAt;
        uint40 observedAt;
        uint16 roundsPerTick;
        uint48 first;
    }

    /// @dev What proofs in a row share, in memory.
    /// @param first number of the announcement whose facts these are; zero before the first
    struct Recording {
        uint64 first;
        Facts facts;
        uint32 verifierId;
        IGroth16Verifier verifier;
        uint32 statementVersion;
        bytes32 instanceId;
    }

    ICharterRegistry public immutable charters;
    IFeedRegistry public immutable feeds;
    IVerifierRegistry public immutable verifiers;

    /// @notice The bond that is asked before an announcement; zero where there is none (RG-14).
    IBond public immutable bond;

    mapping(bytes32 venueId => Counts) private _counts;
    mapping(bytes32 venueId => mapping(uint64 index => AccountRoot)) private _accountRoots;
    mapping(bytes32 venueId => mapping(uint64 first => Facts)) private _facts;
    mapping(bytes32 venueId => mapping(uint256 accountBefore => Consumption)) private _consumptions;
    mapping(bytes32 venueId => mapping(uint256 accountAfter => Production)) private _productions;
    mapping(bytes32 venueId => mapping(bytes32 handle => AccountHead)) private _heads;

    constructor(ICharterRegistry charters_, IFeedRegistry feeds_, IVerifierRegistry verifiers_, IBond bond_) {
        charters = charters_;
        feeds = feeds_;
        verifiers = verifiers_;
        bond = bond_;
    }

    /// @inheritdoc ILiquidationRegistry
    function publishAccountRoot(bytes32 venueId, bytes32 root) external returns (uint64 index) {
        charters.checkRole(venueId, VenueRoles.PUBLISHER, msg.sender);
        if (root == 0) revert RootZero();
        index = ++_counts[venueId].accountRoots;
        _accountRoots[venueId][index] = AccountRoot(root, uint40(block.timestamp));
        emit AccountRootPublished(venueId, index, root, uint40(block.timestamp));
    }

    /// @inheritdoc ILiquidationRegistry
    function announce(
        bytes32 venueId,
        uint32 verifierId,
        SignedTick calldata signedTick,
        SurfaceEntry calldata surface,
        uint64 accountRootIndex,
        Announcement[] calldata announcements
    ) external returns (uint64 first) {
        charters.checkRole(venueId, VenueRoles.ANNOUNCER, msg.sender);
        verifiers.checkAnnounceable(venueId, verifierId);
        uint256 count = announcements.length;
        if (count == 0) revert NothingAnnounced();
        if (count > MAX_BATCH) revert BatchTooLarge(count, MAX_BATCH);
        first = _counts[venueId].announced + 1;
        Context memory context;
        context.venueId = venueId;
        context.first = uint48(first);
        bytes32 tickHash = _fix(context, verifierId, signedTick, surface);
        _openRoot(context, accountRootIndex);
        _counts[venueId].announced = uint64(first + count - 1);
        emit BatchAnnounced(
            venueId,
            first,
            tickHash,
            count,
            signedTick.tick.feedId,
            accountRootIndex,
            _facts[venueId][first]
        );
        for (uint256 i = 0; i < count; i++) {
            _announce(context, i, announcements[i]);
        }
        if (address(bond) != address(0)) bond.reserve(venueId, first, count, _facts[venueId][first].deadline);
    }

    /// @inheritdoc ILiquidationRegistry
    function record(bytes32 venueId, LiquidationProof calldata liquidation) external returns (uint64 sequence) {
        LiquidationProof[] calldata one;
        // A single proof in the shape of a batch: a calldata array is its place and its length.
        assembly ("memory-safe") {
            one.offset := liquidation
            one.length := 1
        }
        _recordAll(venueId, one);
        return _consumptions[venueId][liquidation.accountBefore].consumedBy;
    }

    /// @inheritdoc ILiquidationRegistry
    function recordBatch(bytes32 venueId, LiquidationProof[] calldata liquidations)
        external
        returns (uint256 recorded)
    {
        return _recordAll(venueId, liquidations);
    }

    /// @inheritdoc ILiquidationRegistry
    function flagOverdue(bytes32 venueId, uint256[] calldata accountsBefore) external {
        for (uint256 i = 0; i < accountsBefore.length; i++) {
            Consumption storage consumption = _consumptions[venueId][accountsBefore[i]];
            uint64 sequence = consumption.consumedBy;
            if (sequence == 0) revert NotAnnounced(i, accountsBefore[i]);
            if (consumption.status != Status.Announced) revert NotOpen(sequence, consumption.status);
            Facts storage facts = _facts[venueId][sequence - consumption.offset];
            if (block.timestamp <= facts.deadline) {
                revert DeadlineNotPassed(sequence, facts.deadline, block.timestamp);
            }
            uint32 verifierId = facts.verifierId;
            uint40 retiredAt = verifiers.verifierAt(verifierId).retiredAt;
            // Nobody could record it any more, and that is not the venue's doing.
            if (retiredAt != 0 && retiredAt <= facts.deadline) {
                revert IVerifierRegistry.VerifierIsRetired(verifierId, retiredAt);
            }
            consumption.status = Status.Overdue;
            emit LiquidationOverdue(venueId, sequence, accountsBefore[i]);
        }
        _counts[venueId].overdue += uint64(accountsBefore.length);
    }

    /// @inheritdoc ILiquidationRegistry
    function stateOf(bytes32 venueId, uint256 accountCommitment) external view returns (State memory) {
        Production memory produced = _productions[venueId][accountCommitment];
        Consumption memory consumed = _consumptions[venueId][accountCommitment];
        return State({
            producedBy: produced.producedBy,
            signalsTag: produced.signalsTag,
            consumedBy: consumed.consumedBy,
            predecessor: consumed.predecessor,
            offset: consumed.offset,
            recordedAt: consumed.recordedAt,
            status: consumed.status
        });
    }

    /// @inheritdoc ILiquidationRegistry
    function factsOf(bytes32 venueId, uint64 first) external view returns (Facts memory) {
        return _facts[venueId][first];
    }

    /// @inheritdoc ILiquidationRegistry
    function headOf(bytes32 venueId, bytes32 handle) external view returns (AccountHead memory) {
        return _heads[venueId][handle];
    }

    /// @inheritdoc ILiquidationRegistry
    function accountRootAt(bytes32 venueId, uint64 index) external view returns (bytes32 root, uint40 publishedAt) {
        AccountRoot storage found = _accountRoots[venueId][index];
        return (found.root, found.publishedAt);
    }

    /// @inheritdoc ILiquidationRegistry
    function accountRootCount(bytes32 venueId) external view returns (uint64) {
        return _counts[venueId].accountRoots;
    }

    /// @inheritdoc ILiquidationRegistry
    function countsOf(bytes32 venueId) external view returns (uint64 announced, uint64 recorded, uint64 overdue) {
        Counts storage counts = _counts[venueId];
        return (counts.announced, counts.recorded, counts.overdue);
    }

    /// @inheritdoc ILiquidationRegistry
    function domainOf(bytes32 venueId, uint64 sequence, uint32 statementVersion, bytes32 instanceId)
        public
        view
        returns (uint256)
    {
        return uint256(
            keccak256(
                abi.encode(
                    Statement.DOMAIN_TAG, statementVersion, instanceId, block.chainid, address(this), venueId, sequence
                )
            )
        ) >> 8;
    }

    /// @dev Checks tick and surface, and writes the facts of the batch.
    function _fix(
        Context memory context,
        uint32 verifierId,
        SignedTick calldata signedTick,
        SurfaceEntry calldata surface
    ) private returns (bytes32 tickHash) {
        uint64 newestRound;
        (tickHash, newestRound) = feeds.anchor(signedTick.tick, signedTick.signatures);
        uint64 round = signedTick.tick.round;
        uint64 observedAt = signedTick.tick.observedAt;
        (uint32 charterIndex, Charter memory charter) =
            charters.charterFor(context.venueId, signedTick.tick.feedId, observedAt);
        Terms memory terms = charter.terms;
        if (newestRound - round > terms.roundsBehind) revert TickTooOld(round, newestRound, terms.roundsBehind);
        if (block.timestamp - observedAt > terms.tickAge) {
            revert TickExpired(observedAt, block.timestamp, terms.tickAge);
        }
        _checkSurface(context.venueId, signedTick.tick.surfacesRoot, surface, observedAt, terms.surfaceAge);
        context.observedAt = uint40(observedAt);
        context.roundsPerTick = terms.roundsPerTick;
        _facts[context.venueId][context.first] = Facts({
            rulebookCommitment: charter.rulebookCommitment,
            surfaceCommitment: surface.surfaceCommitment,
            snapshotCommitment: signedTick.tick.snapshotCommitment,
            observedAt: uint40(observedAt),
            announcedAt: uint40(block.timestamp),
            deadline: uint40(block.timestamp) + terms.recordWithin,
            verifierId: verifierId,
            charterIndex: charterIndex,
            round: round
        });
    }

    function _checkSurface(
        bytes32 venueId,
        bytes32 surfacesRoot,
        SurfaceEntry calldata surface,
        uint64 observedAt,
        uint32 surfaceAge
    ) private pure {
        if (surface.receivedAt >= observedAt) revert SurfaceLate(surface.receivedAt, observedAt);
        if (observedAt - surface.receivedAt > surfaceAge) {
            revert SurfaceTooOld(surface.receivedAt, observedAt, surfaceAge);
        }
        bytes32 leaf =
            keccak256(bytes.concat(keccak256(abi.encode(venueId, surface.surfaceCommitment, surface.receivedAt))));
        if (!MerkleProof.verifyCalldata(surface.proof, surfacesRoot, leaf)) {
            revert SurfaceNotInTick(venueId, surface.surfaceCommitment);
        }
    }

    /// @dev The root has to be the latest that was published before the tick: an older one would show older states.
    function _openRoot(Context memory context, uint64 index) private view {
        if (index == 0) return;
        bytes32 venueId = context.venueId;
        uint64 count = _counts[venueId].accountRoots;
        if (index > count) revert AccountRootUnknown(venueId, index);
        AccountRoot storage found = _accountRoots[venueId][index];
        if (found.publishedAt >= context.observedAt) {
            revert AccountRootLate(index, found.publishedAt, context.observedAt);
        }
        if (index < count && _accountRoots[venueId][index + 1].publishedAt < context.observedAt) {
            revert AccountRootOld(index, index + 1);
        }
        context.accountRoot = found.root;
        context.rootPublishedAt = found.publishedAt;
    }

    function _announce(Context memory context, uint256 item, Announcement calldata announcement) private {
        bytes32 venueId = context.venueId;
        bytes32 handle = announcement.handle;
        uint256 accountBefore = announcement.accountBefore;
        if (accountBefore >= Statement.SCALAR_FIELD) revert StateNotCanonical(item, accountBefore);
        AccountHead storage last = _heads[venueId][handle];
        AccountHead memory head = last;
        uint48 predecessor = 0;
        if (announcement.chained) {
            if (head.lastSequence == 0) revert NoPredecessor(item, handle);
            if (announcement.proof.length != 0) revert ProofNotExpected(item);
            predecessor = head.lastSequence;
        } else {
            bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(handle, accountBefore))));
            if (
                context.accountRoot == 0
                    || !MerkleProof.verifyCalldata(announcement.proof, context.accountRoot, leaf)
            ) revert AccountNotInRoot(item, handle, accountBefore);
            if (head.lastSequence != 0 && context.rootPublishedAt <= head.lastAnnouncedAt) {
                revert AccountRootNotLater(item, handle, context.rootPublishedAt, head.lastAnnouncedAt);
            }
        }
        if (context.observedAt < head.lastObservedAt) {
            revert TickNotLater(item, handle, context.observedAt, head.lastObservedAt);
        }
        uint16 rounds = context.observedAt == head.lastObservedAt ? head.roundsAtTick : 0;
        if (rounds >= context.roundsPerTick) revert TooManyRounds(item, handle, context.roundsPerTick);

        Consumption storage consumption = _consumptions[venueId][accountBefore];
        if (consumption.consumedBy != 0) revert StateConsumed(item, accountBefore, consumption.consumedBy);
        uint48 sequence = uint48(context.first + item);
        consumption.consumedBy = sequence;
        consumption.predecessor = predecessor;
        consumption.offset = uint16(item);
        consumption.status = Status.Announced;
        last.lastSequence = sequence;
        last.lastAnnouncedAt = uint40(block.timestamp);
        last.lastObservedAt = context.observedAt;
        last.roundsAtTick = rounds + 1;
        emit LiquidationAnnounced(venueId, sequence, handle, accountBefore, predecessor);
    }

    function _recordAll(bytes32 venueId, LiquidationProof[] calldata liquidations)
        private
        returns (uint256 recorded)
    {
        uint256[] memory items = new uint256[](liquidations.length * ITEM_WORDS);
        Recording memory recording;
        for (uint256 i = 0; i < liquidations.length; i++) {
            LiquidationProof calldata liquidation = liquidations[i];
            (bool isNew, uint48 sequence, uint64 first) = _take(venueId, i, liquidation);
            if (!isNew) continue;
            if (first != recording.first) _turnTo(recording, venueId, first, sequence);
            _writeItem(items, recorded * ITEM_WORDS, recording, venueId, sequence, liquidation);
            recorded++;
            emit LiquidationRecorded(
                venueId,
                sequence,
                liquidation.accountAfter,
                liquidation.accountBefore,
                liquidation.outcomeCommitment,
                liquidation.proof
            );
        }
        if (recorded == 0) return 0;
        _counts[venueId].recorded += uint64(recorded);
        // Skipped items leave their room behind the taken ones.
        uint256 words = recorded * ITEM_WORDS;
        assembly ("memory-safe") {
            mstore(items, words)
        }
        // Everything above is undone if this reverts. The verifier answers true or reverts; anything else is refused.
        if (!recording.verifier.verify(items)) revert ProofRefused(recording.verifierId);
    }

    /// @dev Loads the facts of another announcement, which has to be open and under the same verifier.
    function _turnTo(Recording memory recording, bytes32 venueId, uint64 first, uint48 sequence) private view {
        Facts memory facts = _facts[venueId][first];
        if (block.timestamp > facts.deadline) revert DeadlinePassed(sequence, facts.deadline, block.timestamp);
        if (recording.first == 0) {
            recording.verifierId = facts.verifierId;
            (recording.verifier, recording.statementVersion, recording.instanceId) =
                verifiers.forRecord(facts.verifierId);
        } else if (facts.verifierId != recording.verifierId) {
            revert MixedVerifiers(sequence, facts.verifierId, recording.verifierId);
        }
        recording.first = first;
        recording.facts = facts;
    }

    /// @dev Writes proof and signals as the verifier takes them, from a word of `items` on.
    function _writeItem(
        uint256[] memory items,
        uint256 start,
        Recording memory recording,
        bytes32 venueId,
        uint48 sequence,
        LiquidationProof calldata liquidation
    ) private view {
        uint256[2] calldata a = liquidation.proof.a;
        assembly ("memory-safe") {
            // A proof is eight words in a row in calldata, in the order in which the verifier takes them.
            calldatacopy(add(add(items, 0x20), mul(start, 0x20)), a, mul(PROOF_WORDS, 0x20))
        }
        Facts memory facts = recording.facts;
        uint256 signals = start + PROOF_WORDS;
        items[signals + PublicSignals.DOMAIN] =
            domainOf(venueId, sequence, recording.statementVersion, recording.instanceId);
        items[signals + PublicSignals.RULEBOOK_COMMITMENT] = facts.rulebookCommitment;
        items[signals + PublicSignals.SURFACE_COMMITMENT] = facts.surfaceCommitment;
        items[signals + PublicSignals.SNAPSHOT_COMMITMENT] = facts.snapshotCommitment;
        items[signals + PublicSignals.ACCOUNT_BEFORE] = liquidation.accountBefore;
        items[signals + PublicSignals.ACCOUNT_AFTER] = liquidation.accountAfter;
        items[signals + PublicSignals.OUTCOME_COMMITMENT] = liquidation.outcomeCommitment;
    }

    /// @dev Moves both states of a liquidation to recorded.
    /// @return isNew whether it was not recorded before with the same signals
    function _take(bytes32 venueId, uint256 item, LiquidationProof calldata liquidation)
        private
        returns (bool isNew, uint48 sequence, uint64 first)
    {
        Consumption storage consumption = _consumptions[venueId][liquidation.accountBefore];
        Consumption memory before = consumption;
        sequence = before.consumedBy;
        if (sequence == 0) revert NotAnnounced(item, liquidation.accountBefore);
        bytes26 tag = bytes26(keccak256(abi.encode(liquidation.accountAfter, liquidation.outcomeCommitment)));
        Production storage production = _productions[venueId][liquidation.accountAfter];
        uint48 producedBy = production.producedBy;
        if (before.status == Status.Recorded) {
            if (producedBy != sequence || production.signalsTag != tag) {
                revert RecordContradicts(sequence, liquidation.accountAfter, liquidation.outcomeCommitment);
            }
            return (false, sequence, 0);
        }
        if (before.status != Status.Announced) revert NotOpen(sequence, before.status);
        if (
            before.predecessor != 0
                && _productions[venueId][liquidation.accountBefore].producedBy != before.predecessor
        ) revert PredecessorNotRecorded(sequence, before.predecessor);
        if (producedBy != 0) revert StateProduced(liquidation.accountAfter, producedBy);
        consumption.recordedAt = uint40(block.timestamp);
        consumption.status = Status.Recorded;
        _productions[venueId][liquidation.accountAfter] = Production(sequence, tag);
        return (true, sequence, sequence - before.offset);
    }

    function _recordedFrom(bytes32 venueId, uint256 accountCommitment)
        internal
        view
        override
        returns (uint64 sequence, uint40 observedAt)
    {
        Consumption storage consumption = _consumptions[venueId][accountCommitment];
        if (consumption.status != Status.Recorded) return (0, 0);
        sequence = consumption.consumedBy;
        return (sequence, _facts[venueId][sequence - consumption.offset].observedAt);
    }

    function _charters() internal view override returns (ICharterRegistry) {
        return charters;
    }
}
