// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IC_POINTS, PublicSignals} from "../generated/PublicSignals.sol";
import {Statement} from "../generated/Statement.sol";
import {IGroth16Verifier} from "../interfaces/IGroth16Verifier.sol";

/// @notice A verification key with its points of G2 negated, so that the pairing product below is one.
/// @dev Points of G2 as EIP-197 has them: x.c1, x.c0, y.c1, y.c0.
struct VerifyingKey {
    uint256[2] alpha;
    uint256[4] negativeBeta;
    uint256[4] negativeGamma;
    uint256[4] negativeDelta;
    uint256[2][IC_POINTS] ic;
}

/// @title Groth16 over BN254, any number of proofs in one pairing call
/// @notice For proofs (A_i, B_i, C_i) of signals s_ij and coefficients r_i it checks
///
///     Π e(r_i A_i, B_i) = e(Σ r_i · alpha, beta) · e(Σ_j (Σ_i r_i s_ij) · IC_j, gamma) · e(Σ r_i C_i, delta),
///
/// which for one proof and r = 1 is the Groth16 equation. r_0 is one and the others are 128 bits of a hash of everything
/// that is verified, so whoever makes an invalid item cannot choose another that cancels it but with odds of 2^-128 a try
/// (small-exponents batch test of Bellare, Garay and Rabin, 1998; RG-10).
abstract contract Groth16Verifier is IGroth16Verifier {
    uint256 private constant PROOF_WORDS = 8;
    uint256 private constant ITEM_WORDS = PROOF_WORDS + PublicSignals.COUNT;
    /// @dev Words of one pairing: a point of G1 and one of G2.
    uint256 private constant PAIR_WORDS = 6;
    uint256 private constant R = Statement.SCALAR_FIELD;

    uint256 private constant EC_ADD = 6;
    uint256 private constant EC_MUL = 7;
    uint256 private constant EC_PAIRING = 8;

    /// @inheritdoc IGroth16Verifier
    function verify(uint256[] calldata items) external view returns (bool holds) {
        uint256 count = items.length / ITEM_WORDS;
        if (count == 0 || items.length % ITEM_WORDS != 0) revert ItemsMalformed(items.length);
        bytes32 seed = keccak256(abi.encode(verificationKeyHash(), msg.sender, items));

        uint256[] memory pairs = new uint256[]((count + 3) * PAIR_WORDS);
        // Coefficients of alpha (which is also that of IC_0) and of the other IC points, in the scalar field.
        uint256[IC_POINTS] memory folded;
        uint256[2] memory sumC;
        for (uint256 i = 0; i < count; i++) {
            uint256 coefficient = i == 0 ? 1 : _coefficient(seed, i);
            uint256 start = i * ITEM_WORDS;
            _foldSignals(folded, items, i, coefficient);
            uint256[2] memory a = [items[start], items[start + 1]];
            uint256[2] memory c = [items[start + 6], items[start + 7]];
            if (i != 0) {
                _scale(a, coefficient);
                _scale(c, coefficient);
            }
            _accumulate(sumC, c);
            uint256 pair = i * PAIR_WORDS;
            pairs[pair] = a[0];
            pairs[pair + 1] = a[1];
            for (uint256 word = 2; word < PAIR_WORDS; word++) {
                pairs[pair + word] = items[start + word];
            }
        }
        _closePairs(pairs, count, folded, sumC);
        if (!_pairingIsOne(pairs)) revert ProofInvalid(count);
        return true;
    }

    /// @inheritdoc IGroth16Verifier
    function verificationKeyHash() public pure virtual returns (bytes32);

    /// @inheritdoc IGroth16Verifier
    function isDevelopmentKey() external pure virtual returns (bool);

    /// @dev The key's constants, from the generated contract.
    function _key() internal pure virtual returns (VerifyingKey memory);

    /// @dev 128 bits, never zero.
    function _coefficient(bytes32 seed, uint256 item) private pure returns (uint256 coefficient) {
        coefficient = uint128(uint256(keccak256(abi.encode(seed, item))));
        if (coefficient == 0) coefficient = 1;
    }

    function _foldSignals(
        uint256[IC_POINTS] memory folded,
        uint256[] calldata items,
        uint256 item,
        uint256 coefficient
    ) private pure {
        folded[0] += coefficient;
        uint256 start = item * ITEM_WORDS + PROOF_WORDS;
        for (uint256 j = 0; j < PublicSignals.COUNT; j++) {
            uint256 signal = items[start + j];
            // Before folding: a signal at or above the order would be the same element with a second spelling.
            if (signal >= R) revert SignalNotCanonical(item, j, signal);
            folded[j + 1] = addmod(folded[j + 1], mulmod(coefficient, signal, R), R);
        }
    }

    /// @dev The three pairs that all proofs share.
    function _closePairs(
        uint256[] memory pairs,
        uint256 count,
        uint256[IC_POINTS] memory folded,
        uint256[2] memory sumC
    ) private view {
        VerifyingKey memory key = _key();
        uint256[2] memory signals;
        for (uint256 j = 0; j <= PublicSignals.COUNT; j++) {
            uint256[2] memory point = key.ic[j];
            // One is the coefficient of a single proof: the constant's point as it stands.
            if (folded[j] != 1) _scale(point, folded[j]);
            _accumulate(signals, point);
        }
        uint256[2] memory alpha = key.alpha;
        if (folded[0] != 1) _scale(alpha, folded[0]);
        _setPair(pairs, count, alpha, key.negativeBeta);
        _setPair(pairs, count + 1, signals, key.negativeGamma);
        _setPair(pairs, count + 2, sumC, key.negativeDelta);
    }

    function _setPair(uint256[] memory pairs, uint256 index, uint256[2] memory g1, uint256[4] memory g2) private pure {
        uint256 start = index * PAIR_WORDS;
        pairs[start] = g1[0];
        pairs[start + 1] = g1[1];
        for (uint256 word = 0; word < 4; word++) {
            pairs[start + 2 + word] = g2[word];
        }
    }

    /// @dev point := scalar · point. The precompile refuses coordinates above the base field and points off the curve.
    function _scale(uint256[2] memory point, uint256 scalar) private view {
        uint256[3] memory input = [point[0], point[1], scalar];
        bool done;
        assembly ("memory-safe") {
            done := staticcall(gas(), EC_MUL, input, 0x60, point, 0x40)
            done := and(done, eq(returndatasize(), 0x40))
        }
        if (!done) revert PrecompileFailed(EC_MUL);
    }

    /// @dev sum := sum + point.
    function _accumulate(uint256[2] memory sum, uint256[2] memory point) private view {
        uint256[4] memory input = [sum[0], sum[1], point[0], point[1]];
        bool done;
        assembly ("memory-safe") {
            done := staticcall(gas(), EC_ADD, input, 0x80, sum, 0x40)
            done := and(done, eq(returndatasize(), 0x40))
        }
        if (!done) revert PrecompileFailed(EC_ADD);
    }

    function _pairingIsOne(uint256[] memory pairs) private view returns (bool isOne) {
        bool done;
        uint256[1] memory output;
        assembly ("memory-safe") {
            done := staticcall(gas(), EC_PAIRING, add(pairs, 0x20), mul(mload(pairs), 0x20), output, 0x20)
            done := and(done, eq(returndatasize(), 0x20))
        }
        if (!done) revert PrecompileFailed(EC_PAIRING);
        return output[0] == 1;
    }
}
