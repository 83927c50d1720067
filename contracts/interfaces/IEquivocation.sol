// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @notice What a venue signs for an account's owner after every change (RG-13).
/// @param handle pseudonym under which the account stands in the venue's account roots
/// @param stateSequence counts the states of the account
/// @param stateTime seconds since 1970
struct AccountStatement {
    bytes32 venueId;
    bytes32 handle;
    uint64 accountNumber;
    uint64 stateSequence;
    uint64 stateTime;
    uint256 accountCommitment;
}

/// @title Evidence that a venue signed two truths (RG-13)
/// @notice Anybody who holds two statements can report; a flagged venue stays flagged.
interface IEquivocation {
    event Equivocated(
        bytes32 indexed venueId,
        uint64 indexed accountNumber,
        uint64 stateSequence,
        bytes32 firstStatement,
        bytes32 secondStatement,
        address reporter
    );
    event StaleStateLiquidated(
        bytes32 indexed venueId, uint64 indexed sequence, uint64 accountNumber, uint64 usedState, uint64 newerState
    );

    error StatementsOfTwoVenues(bytes32 first, bytes32 second);
    error StatementsOfTwoAccounts(uint64 first, uint64 second);
    error StatementsOfTwoStates(uint64 first, uint64 second);
    error StatementsAgree(bytes32 statement);
    error StatementSignatureInvalid(uint256 position);
    error StatementSignerRefused(uint256 position, address signer);
    error StateNotRecorded(bytes32 venueId, uint256 accountCommitment);
    error StateNotNewer(uint64 used, uint64 newer);
    error StateAfterTick(uint256 stateTime, uint256 observedAt);

    /// @notice Flags a venue that signed two statements for one state of one account, or two handles for one account.
    function reportEquivocation(
        AccountStatement calldata first,
        bytes calldata firstSignature,
        AccountStatement calldata second,
        bytes calldata secondSignature
    ) external;

    /// @notice Flags a venue that recorded a liquidation from a state although it had signed a newer one before the tick.
    /// @param used statement about the state that was liquidated
    /// @param newer statement about a later state whose time is before the tick
    function reportStaleState(
        AccountStatement calldata used,
        bytes calldata usedSignature,
        AccountStatement calldata newer,
        bytes calldata newerSignature
    ) external;

    function hasEquivocated(bytes32 venueId) external view returns (bool);

    function hashStatement(AccountStatement calldata statement) external view returns (bytes32);
}
