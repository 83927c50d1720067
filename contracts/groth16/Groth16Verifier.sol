// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IC_POINTS, SIGNAL_COUNT} from "../generated/PublicSignals.sol";
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
    uint256 private constant ITEM_WORDS = PROOF_WORDS + SIGNAL_COUNT;
    /// @dev Words of one pairing: a point of G1 and one of G2.
    uint256 private constant PAIR_WORDS = 6;
    /// @dev Pairs that all proofs share: those of alpha, of the public signals and of C.
    uint256 private constant SHARED_PAIRS = 3;

    uint256 private constant EC_ADD = 6;
    uint256 private constant EC_MUL = 7;
    uint256 private constant EC_PAIRING = 8;

    /// @dev The words of one item, in their order.
    struct Item {
        uint256[2] a;
        uint256[4] b;
        uint256[2] c;
        uint256[SIGNAL_COUNT] signals;
    }

    /// @dev A sum of points of G1 and, right behind it, the next term: ecAdd reads the four words in a row.
    struct Sum {
        uint256 x;
        uint256 y;
        uint256 termX;
        uint256 termY;
    }

    /// @inheritdoc IGroth16Verifier
    function verify(uint256[] calldata items) external view returns (bool holds) {
        uint256 count = items.length / ITEM_WORDS;
        if (count == 0 || items.length % ITEM_WORDS != 0) revert ItemsMalformed(items.length);
        bytes32 seed = _seed(items);

        uint256[] memory pairs = new uint256[]((count + SHARED_PAIRS) * PAIR_WORDS);
        // Coefficients of alpha (which is also that of IC_0) and of the other IC points, in the scalar field.
        uint256[IC_POINTS] memory folded;
        Sum memory sumC;
        for (uint256 i = 0; i < count; i++) {
            uint256 coefficient = i == 0 ? 1 : _coefficient(seed, i);
            Item calldata item = _itemAt(items, i);
            _foldSignals(folded, item, i, coefficient);
            _foldPoints(pairs, sumC, item, i, coefficient);
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

    /// @dev Fifteen words of calldata as an item. `verify` counted the words.
    function _itemAt(uint256[] calldata items, uint256 position) private pure returns (Item calldata item) {
        uint256 start = position * ITEM_WORDS;
        assembly ("memory-safe") {
            // A struct in calldata is the place where it begins.
            item := add(items.offset, mul(start, 0x20))
        }
    }

    /// @dev keccak-256 of the key's hash, the caller and every word of the items.
    function _seed(uint256[] calldata items) private view returns (bytes32 seed) {
        bytes32 keyHash = verificationKeyHash();
        assembly ("memory-safe") {
            // The preimage stands in memory that is not allocated: nobody reads it again.
            let preimage := mload(0x40)
            let size := mul(items.length, 0x20)
            mstore(preimage, keyHash)
            mstore(add(preimage, 0x20), caller())
            calldatacopy(add(preimage, 0x40), items.offset, size)
            seed := keccak256(preimage, add(size, 0x40))
        }
    }

    /// @dev 128 bits, never zero.
    function _coefficient(bytes32 seed, uint256 item) private pure returns (uint256 coefficient) {
        assembly ("memory-safe") {
            // The hash of two words, in the room that Solidity leaves for that.
            mstore(0x00, seed)
            mstore(0x20, item)
            coefficient := and(keccak256(0x00, 0x40), 0xffffffffffffffffffffffffffffffff)
        }
        if (coefficient == 0) coefficient = 1;
    }

    /// @dev folded_0 += coefficient, and folded_(j+1) += coefficient · signal_j.
    function _foldSignals(uint256[IC_POINTS] memory folded, Item calldata item, uint256 position, uint256 coefficient)
        private
        pure
    {
        uint256 order = Statement.SCALAR_FIELD;
        uint256 refused = SIGNAL_COUNT;
        assembly ("memory-safe") {
            // A sum of 128-bit numbers: nobody can send as many as it takes to overflow.
            mstore(folded, add(mload(folded), coefficient))
            // As Solidity would write it, without its checks of bounds: the signals stand behind the eight words of the
            // proof, and `sum` passes through the words behind folded_0, of which there are as many.
            let signals := add(item, 0x100)
            let sum := add(folded, 0x20)
            for { let j := 0 } lt(j, SIGNAL_COUNT) { j := add(j, 1) } {
                let signal := calldataload(add(signals, mul(j, 0x20)))
                // Before folding: a signal at or above the order would be the same element with a second spelling.
                if iszero(lt(signal, order)) {
                    refused := j
                    break
                }
                mstore(sum, addmod(mload(sum), mulmod(coefficient, signal, order), order))
                sum := add(sum, 0x20)
            }
        }
        if (refused != SIGNAL_COUNT) revert SignalNotCanonical(position, refused, item.signals[refused]);
    }

    /// @dev Writes the item's pair (r A, B) and adds r C to the sum.
    function _foldPoints(
        uint256[] memory pairs,
        Sum memory sumC,
        Item calldata item,
        uint256 position,
        uint256 coefficient
    ) private view {
        uint256 pair = _placeOf(pairs, position);
        assembly ("memory-safe") {
            // A and B stand in a row in calldata as in the pair: six words. C follows them, and is the sum's next term.
            calldatacopy(pair, item, 0xc0)
            calldatacopy(add(sumC, 0x40), add(item, 0xc0), 0x40)
        }
        if (position != 0) {
            _scale(pair, coefficient);
            _scale(_placeOfTerm(sumC), coefficient);
        }
        _accumulate(sumC);
    }

    /// @dev The three pairs that all proofs share.
    function _closePairs(uint256[] memory pairs, uint256 count, uint256[IC_POINTS] memory folded, Sum memory sumC)
        private
        view
    {
        VerifyingKey memory key = _key();
        Sum memory signals;
        for (uint256 j = 0; j < IC_POINTS; j++) {
            (signals.termX, signals.termY) = (key.ic[j][0], key.ic[j][1]);
            // The coefficient of a single proof is one: IC_0 counts as it stands, and alpha below.
            if (j != 0 || count != 1) _scale(_placeOfTerm(signals), folded[j]);
            _accumulate(signals);
        }
        uint256 pair = _setPair(pairs, count, key.alpha[0], key.alpha[1], key.negativeBeta);
        if (count != 1) _scale(pair, folded[0]);
        _setPair(pairs, count + 1, signals.x, signals.y, key.negativeGamma);
        _setPair(pairs, count + 2, sumC.x, sumC.y, key.negativeDelta);
    }

    /// @return pair the place of its point of G1
    function _setPair(uint256[] memory pairs, uint256 index, uint256 x, uint256 y, uint256[4] memory g2)
        private
        pure
        returns (uint256 pair)
    {
        pair = _placeOf(pairs, index);
        assembly ("memory-safe") {
            // Six words: the point of G1, and that of G2 as the key has it.
            mstore(pair, x)
            mstore(add(pair, 0x20), y)
            mcopy(add(pair, 0x40), g2, 0x80)
        }
    }

    /// @dev Where a pair begins in memory.
    function _placeOf(uint256[] memory pairs, uint256 index) private pure returns (uint256 place) {
        assembly ("memory-safe") {
            // Behind the word that has the array's length.
            place := add(add(pairs, 0x20), mul(index, mul(PAIR_WORDS, 0x20)))
        }
    }

    /// @dev Where the next term of a sum stands in memory.
    function _placeOfTerm(Sum memory sum) private pure returns (uint256 place) {
        assembly ("memory-safe") {
            // Behind the two words of the sum itself.
            place := add(sum, 0x40)
        }
    }

    /// @dev point := scalar · point, where it stands in memory. The precompile refuses coordinates at or above the base
    /// field's order and points off the curve.
    function _scale(uint256 place, uint256 scalar) private view {
        bool done;
        assembly ("memory-safe") {
            // The scalar has to follow the point: in memory that is not allocated.
            let input := mload(0x40)
            mcopy(input, place, 0x40)
            mstore(add(input, 0x40), scalar)
            done := staticcall(gas(), EC_MUL, input, 0x60, place, 0x40)
            done := and(done, eq(returndatasize(), 0x40))
        }
        if (!done) revert PrecompileFailed(EC_MUL);
    }

    /// @dev sum := sum + term. The precompile refuses what it refuses in `_scale`.
    function _accumulate(Sum memory sum) private view {
        bool done;
        assembly ("memory-safe") {
            // The sum and its term are the input; the sum is the output. An address without code would answer nothing.
            done := staticcall(gas(), EC_ADD, sum, 0x80, sum, 0x40)
            done := and(done, eq(returndatasize(), 0x40))
        }
        if (!done) revert PrecompileFailed(EC_ADD);
    }

    /// @dev Asks only after the precompile has answered: what it refuses or has no gas for is not an answer.
    function _pairingIsOne(uint256[] memory pairs) private view returns (bool isOne) {
        bool done;
        assembly ("memory-safe") {
            // The answer goes to the room that Solidity leaves for hashing.
            done := staticcall(gas(), EC_PAIRING, add(pairs, 0x20), mul(mload(pairs), 0x20), 0x00, 0x20)
            done := and(done, eq(returndatasize(), 0x20))
            isOne := eq(mload(0x00), 1)
        }
        if (!done) revert PrecompileFailed(EC_PAIRING);
    }
}
