import type { CheckId } from './checks.ts';
import type { Check } from './report.ts';

const READ = 'By reading it field by field, each in one spelling.';
const HASHED = 'By hashing it again, and comparing with the proof’s signal.';
const SIGNER = 'By recovering the address from the signature.';
const APPLIED = 'By applying the close to the account before.';
const BUILT_IN = 'By comparing with what is built in beside the key.';
const CHAIN = 'By comparing with the registry’s entry.';

/**
 * How this verifier comes to know each finding, or who alone could show it: for a trader, true whatever the check came to.
 * What a check is about, and its clause of STATEMENT.md, stand in checks.ts; rules of REGISTRY.md are named here.
 */
export const EXPLANATIONS: Readonly<Record<CheckId, string>> = {
  format: READ,
  'statement-version': 'By comparing it with the one known here.',
  'key-known': 'By looking its hash up among the built-in keys.',
  instance: BUILT_IN,
  'key-kind': BUILT_IN,
  'key-sound': 'By testing its points and its hash. What its makers kept secret leaves no trace in it.',
  signals: 'By reading each as a number below the field’s order.',
  domain: 'By hashing version, size, chain, registry, venue and number again.',
  'proof-points': 'By testing each for its curve and group.',
  proof: 'By computing a pairing equation of proof, signals and built-in key.',

  opening: `${READ} Owners get it from the venue.`,
  charter: 'By comparing each with its limit.',
  venue: 'By comparing the names.',
  rulebook: HASHED,
  snapshot: HASHED,
  'account-before': HASHED,
  'account-state': 'By comparing times and currencies.',
  instruments: 'By looking each up in the market data.',
  'reduce-only': 'By comparing closed and held lots, leg by leg.',
  'closing-prices': 'By computing the caps; of options only the sign can be seen.',
  fee: 'By computing the most that lots, index and rate allow.',
  terminal: APPLIED,
  draw: APPLIED,
  'after-applied': APPLIED,
  'account-after': HASHED,
  outcome: 'By hashing them all again, and comparing with the signal.',
  trigger: 'By comparing the two, if told. Only a valid proof shows that they are right.',

  statement: `${SIGNER} RG-13.`,
  'statement-place': 'By comparing what was signed with the receipt. RG-13.',
  'statement-account': 'By hashing the account before again. RG-13.',
  'statement-signer': 'By comparing with those you named. Take them from the venue itself. RG-13.',
  tick: `${SIGNER} RG-04.`,
  'tick-place': 'By comparing what was signed with the receipt. RG-04.',
  'tick-snapshot': 'By comparing what was signed with receipt and opening. RG-04.',
  'tick-surface': 'By looking the venue up in the signed list. RG-05.',
  'tick-signers': 'By counting those you named. Take them from the oracle itself. RG-03.',

  'chain-registry': 'By comparing with the address you gave, and asking. One node could lie: ask two. RG-09.',
  'chain-announced': 'By asking the registry which number used this state up. RG-08.',
  'chain-facts': `${CHAIN} RG-08.`,
  'chain-recorded': `${CHAIN} RG-09.`,
  'chain-deadline': 'By comparing the registry’s times. RG-12.',
  'chain-verifier': `${CHAIN} RG-06.`,
  'chain-charter': `${CHAIN} RG-02.`,
  'chain-charter-document': 'By comparing hash, feeds and terms with the registry’s. RG-02.',
  'chain-tick': 'By comparing the registry’s times, and its round with an opening’s. RG-08.',
  'chain-statement': 'By asking the registry for that address at the statement’s time. RG-13.',
  'chain-equivocation': 'By asking the registry. Anybody can hand such in. RG-13.',

  'least-notional': 'By reading it in the opening’s charter, if that is the proof’s.',
  setup: 'By what is built in beside the key. A ceremony has a transcript that you can check.',
  registration: 'Only the chain can show it: name a node and the registry to ask. RG-08, RG-09, RG-12.',
  'model-committed': 'Of the rules only the chain shows it, of the surface a signed tick too. RG-02, RG-05.',
  'surface-sensible': 'No receipt can show it. Compare closing prices with the market of that time.',
  'oracle-signature': 'By a signed tick and signers you named, or by the chain. RG-04.',
  'charter-published': 'Only the chain keeps what was published. Or ask the venue. RG-02.',
  'account-statement':
    'By a statement whose signer you or the chain vouch for. Keep yours: only they show the latest. RG-13.',
};

/** The explanation of a check, with the clause or rule that it rests on. */
export function explanationOf({ id, clause }: Pick<Check, 'id' | 'clause'>): string {
  const text = EXPLANATIONS[id].replace('RG-', 'REGISTRY.md, RG-');
  return clause === undefined ? text : `${text} STATEMENT.md, ${clause}.`;
}
