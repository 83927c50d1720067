import type { Abi } from 'viem';
import type { CompiledContracts } from '../setup/contracts/contractArtifact.ts';
import { contractNamed } from '../setup/contracts/readContracts.ts';

/**
 * The functions of one contract with the errors and events of all, so that an error or an event from an inner call
 * decodes too.
 *
 * @throws ArtifactError `CONTRACTS_MISSING`
 */
export function contractAbi(compiled: CompiledContracts, name: string): Abi {
  const all = Object.values(compiled.contracts).flatMap(({ abi }) => abi);
  const shared = all.filter(({ type }) => type === 'error' || type === 'event');
  const own = contractNamed(compiled, name).abi.filter(({ type }) => type !== 'error' && type !== 'event');
  const unique = new Map(shared.map((item) => [JSON.stringify(item), item]));
  return [...own, ...unique.values()];
}
