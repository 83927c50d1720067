// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignedTypes} from "../generated/SignedTypes.sol";
import {ICharterRegistry} from "../interfaces/ICharterRegistry.sol";
import {AccountStatement, IEquivocation} from "../interfaces/IEquivocation.sol";

/// @title Evidence that a venue signed two truths (RG-13)
/// @dev The registry that records liquidations inherits it, so that a statement is bound to the same chain and address as
/// a receipt.
abstract contract Equivocation is IEquivocation, EIP712 {
    mapping(bytes32 venueId => bool) private _hasEquivocated;

    constructor() EIP712(SignedTypes.REGISTRY_DOMAIN_NAME, SignedTypes.DOMAIN_VERSION) {}

    /// @inheritdoc IEquivocation
    function reportEquivocation(
        AccountStatement calldata first,
        bytes calldata firstSignature,
        AccountStatement calldata second,
        bytes calldata secondSignature
    ) external {
        _requireOneAccount(first, second);
        // One account has one handle for ever: two of them contradict each other whatever the states are.
        if (first.handle == second.handle && first.stateSequence != second.stateSequence) {
            revert StatementsOfTwoStates(first.stateSequence, second.stateSequence);
        }
        bytes32 firstHash = _requireSigned(0, first, firstSignature);
        bytes32 secondHash = _requireSigned(1, second, secondSignature);
        // The same statement signed twice has one hash, whatever its signatures look like.
        if (firstHash == secondHash) revert StatementsAgree(firstHash);
        _hasEquivocated[first.venueId] = true;
        emit Equivocated(
            first.venueId, first.accountNumber, first.stateSequence, firstHash, secondHash, msg.sender
        );
    }

    /// @inheritdoc IEquivocation
    function reportStaleState(
        AccountStatement calldata used,
        bytes calldata usedSignature,
        AccountStatement calldata newer,
        bytes calldata newerSignature
    ) external {
        _requireOneAccount(used, newer);
        if (newer.stateSequence <= used.stateSequence) revert StateNotNewer(used.stateSequence, newer.stateSequence);
        _requireSigned(0, used, usedSignature);
        _requireSigned(1, newer, newerSignature);
        (uint64 sequence, uint40 observedAt) = _recordedFrom(used.venueId, used.accountCommitment);
        if (sequence == 0) revert StateNotRecorded(used.venueId, used.accountCommitment);
        if (newer.stateTime >= observedAt) revert StateAfterTick(newer.stateTime, observedAt);
        _hasEquivocated[used.venueId] = true;
        emit StaleStateLiquidated(
            used.venueId, sequence, used.accountNumber, used.stateSequence, newer.stateSequence
        );
    }

    /// @inheritdoc IEquivocation
    function hasEquivocated(bytes32 venueId) external view returns (bool) {
        return _hasEquivocated[venueId];
    }

    /// @inheritdoc IEquivocation
    function hashStatement(AccountStatement calldata statement) public view returns (bytes32) {
        return _hashTypedDataV4(
            keccak256(
                abi.encode(
                    SignedTypes.ACCOUNT_STATEMENT_TYPEHASH,
                    statement.venueId,
                    statement.handle,
                    statement.accountNumber,
                    statement.stateSequence,
                    statement.stateTime,
                    statement.accountCommitment
                )
            )
        );
    }

    /// @dev The recorded liquidation from a state: its number, zero if there is none, and the time of its tick.
    function _recordedFrom(bytes32 venueId, uint256 accountCommitment)
        internal
        view
        virtual
        returns (uint64 sequence, uint40 observedAt);

    function _charters() internal view virtual returns (ICharterRegistry);

    function _requireOneAccount(AccountStatement calldata first, AccountStatement calldata second) private pure {
        if (first.venueId != second.venueId) revert StatementsOfTwoVenues(first.venueId, second.venueId);
        if (first.accountNumber != second.accountNumber) {
            revert StatementsOfTwoAccounts(first.accountNumber, second.accountNumber);
        }
    }

    function _requireSigned(uint256 position, AccountStatement calldata statement, bytes calldata signature)
        private
        view
        returns (bytes32 hash)
    {
        hash = hashStatement(statement);
        (address signer, ECDSA.RecoverError problem,) = ECDSA.tryRecoverCalldata(hash, signature);
        if (problem != ECDSA.RecoverError.NoError) revert StatementSignatureInvalid(position);
        if (!_charters().isStatementSigner(statement.venueId, signer, statement.stateTime)) {
            revert StatementSignerRefused(position, signer);
        }
    }
}
