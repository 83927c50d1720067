import type { Receipt } from '../receipt.ts';
import { reasonOf } from '../reportBuilder.ts';
import type {
  RegistryCharter,
  RegistryFacts,
  RegistryReader,
  RegistryState,
  RegistryVerifier,
} from './registryReader.ts';

/** An answer of the chain, or why there is none. */
export type Answer<T> = { readonly value: T } | { readonly missing: string };

/** What the registry says of the liquidation of a receipt. */
export interface RegisteredLiquidation {
  readonly before: Answer<RegistryState>;
  readonly after: Answer<RegistryState>;
  readonly facts: Answer<RegistryFacts>;
  readonly verifier: Answer<RegistryVerifier>;
  readonly charter: Answer<RegistryCharter>;
  readonly hasEquivocated: Answer<boolean>;
}

/** Asks, and keeps the reason where there is no answer. */
export async function answerOf<T>(ask: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await ask() };
  } catch (error) {
    return { missing: reasonOf(error) };
  }
}

/** Asks with an answer, where there is one. */
async function following<T, U>(answer: Answer<T>, ask: (value: T) => Promise<U>): Promise<Answer<U>> {
  return 'value' in answer ? answerOf(() => ask(answer.value)) : answer;
}

/** Asks everything that the registry knows of a receipt's liquidation. Never rejects. */
export async function readRegisteredLiquidation(
  registry: RegistryReader,
  { domain, publicSignals }: Receipt,
): Promise<RegisteredLiquidation> {
  // readReceipt checked the spelling.
  const venueId = domain.venueId as `0x${string}`;
  const before = await answerOf(() => registry.stateOf(venueId, BigInt(publicSignals.accountBefore)));
  const after = await answerOf(() => registry.stateOf(venueId, BigInt(publicSignals.accountAfter)));
  const facts = await following(before, async ({ consumedBy, offset }) => {
    if (consumedBy === 0n) throw new RangeError('nothing was announced');
    return registry.factsOf(venueId, consumedBy - offset);
  });
  return {
    before,
    after,
    facts,
    verifier: await following(facts, ({ verifierId }) => registry.verifierAt(verifierId)),
    charter: await following(facts, ({ charterIndex }) => registry.charterAt(venueId, charterIndex)),
    hasEquivocated: await answerOf(() => registry.hasEquivocated(venueId)),
  };
}
