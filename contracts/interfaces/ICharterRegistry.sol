// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @notice The part of a charter that the contracts apply; the charter document has it in `registration`.
/// @param recordWithin seconds from an announcement to the last second at which it can be recorded
/// @param roundsBehind how many rounds a tick may be behind the newest that the chain knows
/// @param tickAge seconds from a tick's observation to the last second at which it can be announced with
/// @param surfaceAge seconds from the oracle's receipt of a surface to the observation, at most
/// @param roundsPerTick how many liquidations of one account may be announced at one tick
struct Terms {
    uint32 recordWithin;
    uint32 roundsBehind;
    uint32 tickAge;
    uint32 surfaceAge;
    uint16 roundsPerTick;
}

/// @notice A published charter.
/// @param rulebookCommitment Poseidon commitment of charter and scenario tree, a public signal of every proof
/// @param documentDigest keccak-256 of the canonical charter document
/// @param feedsDigest keccak-256 of the ids of its feeds in a row: the document names its feeds too, and whoever has it can
/// see that the registry knows no other
/// @param activeFrom first second at which it is in force; the largest uint40 where it was cancelled
/// @param supersededAt first second at which its successor is in force; zero where it has none
/// @param terms what the contracts apply
struct Charter {
    uint256 rulebookCommitment;
    bytes32 documentDigest;
    bytes32 feedsDigest;
    uint40 activeFrom;
    uint40 supersededAt;
    Terms terms;
}

/// @notice Who acts for a venue. The addresses may be the same, and should not be.
struct VenueAccounts {
    address admin;
    address publisher;
    address announcer;
    address bondOwner;
    address statementSigner;
}

/// @title Venues and their charters (RG-01, RG-02)
/// @notice Many venues in one deployment; none can touch another. A charter is published in clear, takes force after a
/// delay, and whether one is in force is judged at the time of the tick.
interface ICharterRegistry {
    event VenueRegistered(bytes32 indexed venueId, string name, VenueAccounts accounts, uint32 charterDelay);
    event CharterProposed(
        bytes32 indexed venueId,
        uint32 indexed index,
        uint256 rulebookCommitment,
        bytes32 documentDigest,
        uint40 activeFrom,
        Terms terms,
        bytes32[] feeds,
        bytes document
    );
    event CharterCancelled(bytes32 indexed venueId, uint32 indexed index);
    event StatementSignerAdded(bytes32 indexed venueId, address indexed signer, uint40 from);
    event StatementSignerRetired(bytes32 indexed venueId, address indexed signer, uint40 until);

    error VenueNameInvalid(string name);
    error VenueExists(bytes32 venueId);
    error VenueUnknown(bytes32 venueId);
    error AccountZero(string field);
    error DelayTooShort(uint256 delay, uint256 least);
    error DelayTooLong(uint256 delay, uint256 most);
    error CharterPending(bytes32 venueId, uint32 index, uint40 activeFrom);
    error NoCharterPending(bytes32 venueId);
    error NoCharterInForce(bytes32 venueId, uint256 time);
    error CharterUnknown(bytes32 venueId, uint32 index);
    error FeedNotInCharter(bytes32 venueId, uint32 index, bytes32 feedId);
    error FeedsEmpty();
    error DocumentEmpty();
    error TermInvalid(string term, uint256 value);
    error RulebookNotCanonical(uint256 rulebookCommitment);
    error SignerKnown(bytes32 venueId, address signer);
    error SignerUnknown(bytes32 venueId, address signer);

    /// @notice Registers a venue under a name that nobody has; anybody may.
    /// @param name as the charter has it, 1 to 200 bytes
    /// @param accounts who acts for it; none is zero
    /// @param charterDelay seconds from a proposal to its force, from `MIN_DELAY` to `MAX_TERM`
    /// @return venueId keccak-256 of the name
    function registerVenue(string calldata name, VenueAccounts calldata accounts, uint32 charterDelay)
        external
        returns (bytes32 venueId);

    /// @notice Publishes a charter, which takes force after the venue's delay. One can be pending at a time.
    /// @dev Publisher only. The commitment hides the scenarios, so the chain cannot compare it with the document; who has
    /// the opening or an auditor's material can.
    /// @param document the canonical JSON text of the charter
    /// @param feeds ids of the feeds that the document names, in its order
    /// @return index counts the venue's charters from zero, cancelled ones too
    function proposeCharter(
        bytes32 venueId,
        bytes calldata document,
        uint256 rulebookCommitment,
        Terms calldata terms,
        bytes32[] calldata feeds
    ) external returns (uint32 index);

    /// @notice Takes the pending charter back. The next proposal waits the whole delay again. Publisher only.
    function cancelCharter(bytes32 venueId) external;

    /// @notice Adds a key that signs account statements. Admin only.
    function addStatementSigner(bytes32 venueId, address signer) external;

    /// @notice Ends a key: statements about states a day from now and later are no longer accepted under it. Admin only.
    function retireStatementSigner(bytes32 venueId, address signer) external;

    /// @notice The charter in force at a time, if it names a feed. About a time to come it says what holds if the pending
    /// charter is not cancelled.
    /// @dev Reverts with `NoCharterInForce` or `FeedNotInCharter`.
    function charterFor(bytes32 venueId, bytes32 feedId, uint256 time)
        external
        view
        returns (uint32 index, Charter memory charter);

    function charterCount(bytes32 venueId) external view returns (uint32);

    function charterAt(bytes32 venueId, uint32 index) external view returns (Charter memory);

    function namesFeed(bytes32 venueId, uint32 index, bytes32 feedId) external view returns (bool);

    /// @notice Whether a key signs the venue's statements about states of this time.
    function isStatementSigner(bytes32 venueId, address signer, uint256 stateTime) external view returns (bool);

    function isVenue(bytes32 venueId) external view returns (bool);

    /// @notice The role of OpenZeppelin's AccessControl that a venue's account has.
    /// @param kind `ADMIN`, `PUBLISHER`, `ANNOUNCER` or `BOND_OWNER`
    function roleOf(bytes32 venueId, bytes32 kind) external pure returns (bytes32);

    /// @notice Reverts with OpenZeppelin's `AccessControlUnauthorizedAccount` unless the account has the venue's role.
    function checkRole(bytes32 venueId, bytes32 kind, address account) external view;
}
