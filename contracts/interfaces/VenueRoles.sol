// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @notice Kinds of accounts that act for a venue (RG-01); `ICharterRegistry.roleOf` makes a role of a venue and a kind.
library VenueRoles {
    bytes32 internal constant ADMIN = "ADMIN";
    bytes32 internal constant PUBLISHER = "PUBLISHER";
    bytes32 internal constant ANNOUNCER = "ANNOUNCER";
    bytes32 internal constant BOND_OWNER = "BOND_OWNER";
}
