import { contractNamed, readContracts } from '../../../prover/setup/contracts/readContracts.ts';
import { verifierName } from '../../../prover/setup/contracts/verifierContract.ts';
import { defaultWorkspace } from '../../../prover/setup/workspace.ts';
import { VERIFICATION_KEYS } from '../../../verifier/generated/verificationKeys.ts';
import { ACTORS, type RegistryKit } from './registryKit.ts';

/** Bytes of a contract: what is sent to deploy it, without arguments, and what then stands on chain. */
export interface CodeSize {
  readonly creation: number;
  readonly runtime: number;
}

/** Sizes of the registries and of the verifiers of the pinned keys. */
export async function codeSizes({ chain, addresses }: RegistryKit): Promise<Record<string, CodeSize>> {
  const compiled = await readContracts(defaultWorkspace().root);
  const { verifier: _, ...deployed } = addresses;
  const all = new Map(Object.entries(deployed));
  for (const { instance } of Object.values(VERIFICATION_KEYS)) {
    const { abi, bytecode } = contractNamed(compiled, verifierName(instance));
    all.set(verifierName(instance), await chain.deploy(abi, bytecode, [], ACTORS.owner));
  }
  const sizes: Record<string, CodeSize> = {};
  for (const [name, address] of all) {
    sizes[name] = {
      creation: (contractNamed(compiled, name).bytecode.length - 2) / 2,
      runtime: (await chain.codeAt(address)).length,
    };
  }
  return sizes;
}
