import { type Tick, type TickSignature, tickDigest } from '../../verifier/signed/tick.ts';

/** A tick and where it came from. */
export interface TickFrom {
  readonly source: string;
  readonly tick: Tick;
}

/** One tick with the signatures of everybody who has it. */
export interface CombinedTick {
  readonly tick: Tick;
  readonly sources: readonly string[];
  /** Signers whose signatures were left out: they are not trusted. */
  readonly strangers: readonly `0x${string}`[];
}

/**
 * Puts the signatures of equal ticks together (RG-04). Ticks that differ in anything that is signed stay apart: more than
 * one result means that the sources disagree.
 *
 * @param trusted signers that count; left out, all do
 * @returns the one with most signatures first; by first source where they have equally many
 */
export function combineTicks(
  ticks: readonly TickFrom[],
  trusted?: ReadonlySet<`0x${string}`>,
): readonly CombinedTick[] {
  const groups = new Map<string, TickFrom[]>();
  for (const entry of ticks) {
    const digest = tickDigest(entry.tick);
    groups.set(digest, [...(groups.get(digest) ?? []), entry]);
  }
  const combined = [...groups.values()].map((group) => combine(group, trusted));
  return combined.sort((one, other) => other.tick.signatures.length - one.tick.signatures.length);
}

function combine(group: readonly TickFrom[], trusted: ReadonlySet<`0x${string}`> | undefined): CombinedTick {
  const bySigner = new Map<`0x${string}`, TickSignature>();
  const strangers = new Set<`0x${string}`>();
  for (const signature of group.flatMap(({ tick }) => tick.signatures)) {
    const { signer } = signature;
    if (trusted && !trusted.has(signer)) strangers.add(signer);
    // A signer may sign one tick in several ways; one of them is enough.
    else if (!bySigner.has(signer)) bySigner.set(signer, signature);
  }
  const signatures = [...bySigner.values()].sort((one, other) => (one.signer < other.signer ? -1 : 1));
  const [first] = group as [TickFrom, ...TickFrom[]];
  return {
    tick: { ...first.tick, signatures },
    sources: group.map(({ source }) => source),
    strangers: [...strangers].sort(),
  };
}
