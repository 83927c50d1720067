// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {Charter, ICharterRegistry, Terms, VenueAccounts} from "./interfaces/ICharterRegistry.sol";
import {VenueRoles} from "./interfaces/VenueRoles.sol";
import {Statement} from "./generated/Statement.sol";

/// @title Venues and their charters (RG-01, RG-02)
contract CharterRegistry is ICharterRegistry, AccessControl {
    /// @notice Shortest time between the proposal of a charter and its force.
    uint256 public constant MIN_DELAY = 1 days;

    /// @notice Longest time that any term may name.
    uint32 public constant MAX_TERM = 30 days;

    /// @notice Most rounds that a tick may be behind, as the reader of charter documents has it.
    uint32 public constant MAX_ROUNDS_BEHIND = 1_000_000;

    bytes32 public constant ADMIN = VenueRoles.ADMIN;
    bytes32 public constant PUBLISHER = VenueRoles.PUBLISHER;
    bytes32 public constant ANNOUNCER = VenueRoles.ANNOUNCER;
    bytes32 public constant BOND_OWNER = VenueRoles.BOND_OWNER;

    uint256 private constant NAME_BYTES = 200;
    uint40 private constant NEVER = type(uint40).max;

    mapping(bytes32 venueId => uint32) private _delayOf;
    mapping(bytes32 venueId => Charter[]) private _charters;
    /// @dev Indices of the charters that were not cancelled, so that cancelled ones cost nobody gas.
    mapping(bytes32 venueId => uint32[]) private _standing;
    mapping(bytes32 venueId => mapping(uint32 index => mapping(bytes32 feedId => bool))) private _feeds;
    /// @dev Time from which a key's statements are refused: zero where it was never added, `NEVER` until it is retired.
    mapping(bytes32 venueId => mapping(address signer => uint40 until)) private _statementSigners;

    modifier onlyVenue(bytes32 venueId, bytes32 kind) {
        _requireVenue(venueId);
        _checkRole(roleOf(venueId, kind), msg.sender);
        _;
    }

    /// @inheritdoc ICharterRegistry
    function registerVenue(string calldata name, VenueAccounts calldata accounts, uint32 charterDelay)
        external
        returns (bytes32 venueId)
    {
        if (bytes(name).length == 0 || bytes(name).length > NAME_BYTES) revert VenueNameInvalid(name);
        venueId = keccak256(bytes(name));
        if (isVenue(venueId)) revert VenueExists(venueId);
        if (charterDelay < MIN_DELAY) revert DelayTooShort(charterDelay, MIN_DELAY);
        if (charterDelay > MAX_TERM) revert DelayTooLong(charterDelay, MAX_TERM);
        if (accounts.admin == address(0)) revert AccountZero("admin");
        if (accounts.publisher == address(0)) revert AccountZero("publisher");
        if (accounts.announcer == address(0)) revert AccountZero("announcer");
        if (accounts.bondOwner == address(0)) revert AccountZero("bondOwner");
        if (accounts.statementSigner == address(0)) revert AccountZero("statementSigner");
        _delayOf[venueId] = charterDelay;
        bytes32 admin = roleOf(venueId, ADMIN);
        _setRoleAdmin(admin, admin);
        _setRoleAdmin(roleOf(venueId, PUBLISHER), admin);
        _setRoleAdmin(roleOf(venueId, ANNOUNCER), admin);
        _setRoleAdmin(roleOf(venueId, BOND_OWNER), admin);
        _grantRole(admin, accounts.admin);
        _grantRole(roleOf(venueId, PUBLISHER), accounts.publisher);
        _grantRole(roleOf(venueId, ANNOUNCER), accounts.announcer);
        _grantRole(roleOf(venueId, BOND_OWNER), accounts.bondOwner);
        emit VenueRegistered(venueId, name, accounts, charterDelay);
        _addStatementSigner(venueId, accounts.statementSigner);
    }

    /// @inheritdoc ICharterRegistry
    function proposeCharter(
        bytes32 venueId,
        bytes calldata document,
        uint256 rulebookCommitment,
        Terms calldata terms,
        bytes32[] calldata feeds
    ) external onlyVenue(venueId, PUBLISHER) returns (uint32 index) {
        Charter[] storage charters = _charters[venueId];
        index = uint32(charters.length);
        uint32[] storage standing = _standing[venueId];
        uint256 count = standing.length;
        if (count > 0) {
            uint32 latest = standing[count - 1];
            uint40 latestFrom = charters[latest].activeFrom;
            if (latestFrom > block.timestamp) revert CharterPending(venueId, latest, latestFrom);
        }
        if (document.length == 0) revert DocumentEmpty();
        if (rulebookCommitment >= Statement.SCALAR_FIELD) revert RulebookNotCanonical(rulebookCommitment);
        if (feeds.length == 0) revert FeedsEmpty();
        _checkTerms(terms);
        uint40 activeFrom = uint40(block.timestamp) + _delayOf[venueId];
        bytes32 digest = keccak256(document);
        if (count > 0) charters[standing[count - 1]].supersededAt = activeFrom;
        standing.push(index);
        charters.push(
            Charter(rulebookCommitment, digest, keccak256(abi.encodePacked(feeds)), activeFrom, 0, terms)
        );
        for (uint256 i = 0; i < feeds.length; i++) {
            _feeds[venueId][index][feeds[i]] = true;
        }
        emit CharterProposed(venueId, index, rulebookCommitment, digest, activeFrom, terms, feeds, document);
    }

    /// @inheritdoc ICharterRegistry
    function cancelCharter(bytes32 venueId) external onlyVenue(venueId, PUBLISHER) {
        Charter[] storage charters = _charters[venueId];
        uint32[] storage standing = _standing[venueId];
        uint256 count = standing.length;
        if (count == 0) revert NoCharterPending(venueId);
        uint32 pending = standing[count - 1];
        if (charters[pending].activeFrom <= block.timestamp) revert NoCharterPending(venueId);
        charters[pending].activeFrom = NEVER;
        standing.pop();
        if (count > 1) charters[standing[count - 2]].supersededAt = 0;
        emit CharterCancelled(venueId, pending);
    }

    /// @inheritdoc ICharterRegistry
    function addStatementSigner(bytes32 venueId, address signer) external onlyVenue(venueId, ADMIN) {
        if (signer == address(0)) revert AccountZero("statementSigner");
        _addStatementSigner(venueId, signer);
    }

    /// @inheritdoc ICharterRegistry
    function retireStatementSigner(bytes32 venueId, address signer) external onlyVenue(venueId, ADMIN) {
        if (_statementSigners[venueId][signer] != NEVER) revert SignerUnknown(venueId, signer);
        // A day later: a venue could otherwise end a key in the very second of a statement that it hands out.
        uint40 until = uint40(block.timestamp + MIN_DELAY);
        _statementSigners[venueId][signer] = until;
        emit StatementSignerRetired(venueId, signer, until);
    }

    /// @inheritdoc ICharterRegistry
    function charterFor(bytes32 venueId, bytes32 feedId, uint256 time)
        external
        view
        returns (uint32 index, Charter memory charter)
    {
        uint32[] storage standing = _standing[venueId];
        // RG-02: judged at the tick's time. A delay is a day or more, so few charters are later than a tick that counts.
        for (uint256 i = standing.length; i > 0; i--) {
            index = standing[i - 1];
            Charter storage found = _charters[venueId][index];
            if (found.activeFrom > time) continue;
            if (!_feeds[venueId][index][feedId]) revert FeedNotInCharter(venueId, index, feedId);
            return (index, found);
        }
        revert NoCharterInForce(venueId, time);
    }

    /// @inheritdoc ICharterRegistry
    function charterCount(bytes32 venueId) external view returns (uint32) {
        return uint32(_charters[venueId].length);
    }

    /// @inheritdoc ICharterRegistry
    function charterAt(bytes32 venueId, uint32 index) external view returns (Charter memory) {
        if (index >= _charters[venueId].length) revert CharterUnknown(venueId, index);
        return _charters[venueId][index];
    }

    /// @inheritdoc ICharterRegistry
    function namesFeed(bytes32 venueId, uint32 index, bytes32 feedId) external view returns (bool) {
        return _feeds[venueId][index][feedId];
    }

    /// @inheritdoc ICharterRegistry
    function isStatementSigner(bytes32 venueId, address signer, uint256 stateTime) external view returns (bool) {
        return stateTime < _statementSigners[venueId][signer];
    }

    /// @inheritdoc ICharterRegistry
    function isVenue(bytes32 venueId) public view returns (bool) {
        return _delayOf[venueId] != 0;
    }

    /// @inheritdoc ICharterRegistry
    function roleOf(bytes32 venueId, bytes32 kind) public pure returns (bytes32) {
        return keccak256(abi.encode(venueId, kind));
    }

    /// @inheritdoc ICharterRegistry
    function checkRole(bytes32 venueId, bytes32 kind, address account) external view {
        _requireVenue(venueId);
        _checkRole(roleOf(venueId, kind), account);
    }

    function _requireVenue(bytes32 venueId) private view {
        if (!isVenue(venueId)) revert VenueUnknown(venueId);
    }

    /// @dev Nothing is kept of a key's first day: a statement about an older state that it signs is as binding. Once retired
    /// it does not return, so that its time is one interval.
    function _addStatementSigner(bytes32 venueId, address signer) private {
        if (_statementSigners[venueId][signer] != 0) revert SignerKnown(venueId, signer);
        _statementSigners[venueId][signer] = NEVER;
        emit StatementSignerAdded(venueId, signer, uint40(block.timestamp));
    }

    function _checkTerms(Terms calldata terms) private pure {
        if (terms.recordWithin == 0 || terms.recordWithin > MAX_TERM) {
            revert TermInvalid("recordWithin", terms.recordWithin);
        }
        if (terms.roundsBehind > MAX_ROUNDS_BEHIND) revert TermInvalid("roundsBehind", terms.roundsBehind);
        if (terms.tickAge == 0 || terms.tickAge > MAX_TERM) revert TermInvalid("tickAge", terms.tickAge);
        if (terms.surfaceAge == 0 || terms.surfaceAge > MAX_TERM) revert TermInvalid("surfaceAge", terms.surfaceAge);
        if (terms.roundsPerTick == 0) revert TermInvalid("roundsPerTick", terms.roundsPerTick);
    }
}
