/** A check that needs an answer of the chain; listed only where a chain was asked. */
export interface ChainCheck {
  readonly part: 'chain';
  readonly title: string;
  readonly passed: string;
  readonly unconfirmed: string;
  readonly how: string;
}

const NOT_ASKED = 'Not asked: an earlier question has no usable answer.';

const ENTRY = 'By comparing with the registry’s entry.';

function chain(title: string, passed: string, how: string): ChainCheck {
  return { part: 'chain', title, passed, unconfirmed: NOT_ASKED, how };
}

/** The checks against the registry on chain, in the order of a report. */
export const CHAIN_CHECKS = {
  'chain-registry': chain(
    'Registry on chain',
    'The receipt names this chain and the registry that you trust, and the registry answers.',
    'By comparing with the address you gave, and asking. One node could lie: ask two. RG-09.',
  ),
  'chain-announced': chain(
    'Announced',
    'The venue announced a liquidation from this account state under this number. A state can be liquidated only once.',
    'By asking the registry which number used this state up. RG-08.',
  ),
  'chain-facts': chain(
    'Fixed beforehand',
    'Rules, surface and market data are those that the registry fixed at the announcement.',
    `${ENTRY} RG-08.`,
  ),
  'chain-recorded': chain(
    'Recorded',
    'The registry recorded a proof with the account after and the outcome of this receipt.',
    `${ENTRY} RG-09.`,
  ),
  'chain-deadline': chain(
    'Recorded in time',
    'The proof was recorded before its deadline.',
    'By comparing the registry’s times. RG-12.',
  ),
  'chain-verifier': chain(
    'Verifier on chain',
    'The registry checked the proof under a key that is built into this verifier, and has not retired it.',
    `${ENTRY} RG-06.`,
  ),
  'chain-charter': chain(
    'Charter in force',
    'The charter that was in force at the tick, published at least a day before, names the rules of the proof.',
    `${ENTRY} RG-02.`,
  ),
  'chain-charter-document': chain(
    'Charter document',
    'The charter of the opening is, to the letter, the one that the venue published, and the registry applied its terms.',
    'By comparing hash, feeds and terms with the registry’s. RG-02.',
  ),
  'chain-tick': chain(
    'Tick of the announcement',
    'The market data were no older at the announcement than the charter allows.',
    'By comparing the registry’s times, and its round with an opening’s. RG-08.',
  ),
  'chain-statement': chain(
    'Signer of the statement on chain',
    'The registry says that this signer signs for the venue.',
    'By asking the registry for that address at the statement’s time. RG-13.',
  ),
  'chain-equivocation': chain(
    'Two truths',
    'Nobody has shown the registry two contradictory statements that this venue signed.',
    'By asking the registry. Anybody can hand such in. RG-13.',
  ),
} as const satisfies Record<`chain-${string}`, ChainCheck>;

export type ChainCheckId = keyof typeof CHAIN_CHECKS;
