import type { Receipt } from '../receipt.ts';
import type { RegistryAnswer, RegistryReader } from './registryReader.ts';

/** What the registry says of the liquidation of a receipt; each rejects where there is no answer. */
export interface RegisteredLiquidation {
  readonly before: Promise<RegistryAnswer<'stateOf'>>;
  readonly after: Promise<RegistryAnswer<'stateOf'>>;
  readonly facts: Promise<RegistryAnswer<'factsOf'>>;
  readonly verifier: Promise<RegistryAnswer<'verifierAt'>>;
  readonly charter: Promise<RegistryAnswer<'charterAt'>>;
  readonly equivocation: Promise<RegistryAnswer<'hasEquivocated'>>;
}

/** Asks everything that the registry knows of a receipt's liquidation. Never rejects. */
export async function readRegisteredLiquidation(
  registry: RegistryReader,
  { domain, publicSignals }: Receipt,
): Promise<RegisteredLiquidation> {
  // readReceipt checked the spelling.
  const venueId = domain.venueId as `0x${string}`;
  const before = registry.read('stateOf', venueId, BigInt(publicSignals.accountBefore));
  const facts = before.then(({ consumedBy, offset }) => {
    if (consumedBy === 0n) throw new RangeError('nothing was announced');
    return registry.read('factsOf', venueId, consumedBy - offset);
  });
  const answers = {
    before,
    after: registry.read('stateOf', venueId, BigInt(publicSignals.accountAfter)),
    facts,
    verifier: facts.then(({ verifierId }) => registry.read('verifierAt', verifierId)),
    charter: facts.then(({ charterIndex }) => registry.read('charterAt', venueId, charterIndex)),
    equivocation: registry.read('hasEquivocated', venueId),
  };
  // A rejection that nobody waits for would end a program.
  await Promise.allSettled(Object.values(answers));
  return answers;
}
