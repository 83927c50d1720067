import { compileContracts } from '../../../prover/setup/contracts/compileContracts.ts';
import type { ContractArtifact } from '../../../prover/setup/contracts/contractArtifact.ts';
import { contractNamed } from '../../../prover/setup/contracts/readContracts.ts';
import { defaultWorkspace } from '../../../prover/setup/workspace.ts';

const SOURCE = `// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;
contract PlainVerifier {
    bytes32 public immutable verificationKeyHash;
    bool public immutable isDevelopmentKey;
    constructor(bytes32 keyHash, bool isDevelopment) {
        verificationKeyHash = keyHash;
        isDevelopmentKey = isDevelopment;
    }
}
contract HalfVerifier {
    function verificationKeyHash() external pure returns (bytes32) {
        return 0;
    }
}
`;

/** Contracts that say which key they are for and verify nothing; `half` does not even say what kind of key. */
export async function plainVerifiers(): Promise<{ plain: ContractArtifact; half: ContractArtifact }> {
  const compiled = await compileContracts({ 'contracts/PlainVerifier.sol': SOURCE }, defaultWorkspace().root);
  return { plain: contractNamed(compiled, 'PlainVerifier'), half: contractNamed(compiled, 'HalfVerifier') };
}
