/** Where an attack is met. */
export type Place = 'circuit' | 'keys' | 'receipt' | 'contracts' | 'page' | 'service';

/** One way to cheat, and what stands against it. */
export interface Threat {
  /** V: a dishonest venue; U: a user who denies; O: an outsider after the model; W: who attacks the verifier or its page. */
  readonly id: `${'V' | 'U' | 'O' | 'W'}${number}`;
  readonly attack: string;
  readonly defence: string;
  /** Test files in which a test carries the id in its title. */
  readonly tests: readonly string[];
  /** What is left: the parts that are not built yet, or what no part of Fairmark can show. */
  readonly open?: { readonly places: readonly Place[]; readonly reason: string } | undefined;
}
