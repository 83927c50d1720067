// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @title Groth16 verifier of one verification key
/// @notice Checks any number of proofs in one pairing call (RG-10, RG-11).
/// @dev It answers `true` or reverts. It never answers `false`: a call that ran out of gas must not look like a bad proof.
interface IGroth16Verifier {
    /// @notice The words are not a whole number of items, or none at all.
    error ItemsMalformed(uint256 words);

    /// @notice A public signal is not below the order of the scalar field: the same element with a second spelling.
    error SignalNotCanonical(uint256 item, uint256 signal, uint256 value);

    /// @notice A precompile refused a point or ran out of gas. This says nothing about the proof.
    error PrecompileFailed(uint256 precompile);

    /// @notice The pairing equation was computed and does not hold.
    error ProofInvalid(uint256 items);

    /// @notice Verifies all items, or reverts.
    /// @param items per item 15 words in a row: A (x, y), B (x.c1, x.c0, y.c1, y.c0, as EIP-197 has it), C (x, y) and the
    /// public signals in the order of the generated `PublicSignals`
    /// @return holds always true
    function verify(uint256[] calldata items) external view returns (bool holds);

    /// @notice keccak-256 of the key, as every receipt names it.
    function verificationKeyHash() external pure returns (bytes32);

    /// @notice Whether the key is a development key, under which anyone can forge.
    function isDevelopmentKey() external pure returns (bool);
}
