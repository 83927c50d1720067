import { contractNamed, readContracts } from '../../../prover/setup/contracts/readContracts.ts';
import { defaultWorkspace } from '../../../prover/setup/workspace.ts';
import type { RegistryKit } from './registryKit.ts';

/** Bytes of creation and of deployed code of the four registries. */
export async function bytecodeSizes({ chain, addresses }: RegistryKit) {
  const compiled = await readContracts(defaultWorkspace().root);
  const names = ['CharterRegistry', 'FeedRegistry', 'VerifierRegistry', 'LiquidationRegistry'] as const;
  const sizes: Record<string, { creation: number; runtime: number }> = {};
  for (const name of names) {
    sizes[name] = {
      creation: (contractNamed(compiled, name).bytecode.length - 2) / 2,
      runtime: (await chain.codeAt(addresses[name])).length,
    };
  }
  return sizes;
}
