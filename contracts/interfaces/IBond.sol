// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @title The place for a venue's bond (RG-14)
/// @notice A registry that was deployed with a bond asks it before every announcement. No bond exists in this version:
/// registries are deployed with the zero address, and then no venue needs one.
interface IBond {
    /// @notice Sets aside what a venue owes if the announced liquidations are not proven in time.
    /// @dev Reverts, with an error of its own, where the venue's bond does not cover them; the announcement then reverts.
    /// @param venueId the announcing venue
    /// @param first number of the first announced liquidation
    /// @param count how many are announced, above zero
    /// @param deadline last second at which they can be recorded
    function reserve(bytes32 venueId, uint64 first, uint256 count, uint256 deadline) external;
}
