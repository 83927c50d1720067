import type { Hex } from 'viem';
import type { ProofWords } from '../../../prover/chain/proofWords.ts';
import type { EvmLog } from './evmChain.ts';

/** A broken invariant, as an outsider sees it who has the events only. */
export class InvariantBroken extends Error {}

/** What an outsider knows of a number. */
export interface LedgerNumber {
  readonly sequence: bigint;
  readonly handle: Hex;
  readonly before: bigint;
  readonly predecessor: bigint;
  readonly facts: LedgerFacts;
  recorded?: { readonly after: bigint; readonly outcome: bigint; readonly proof: ProofWords };
  isOverdue: boolean;
}

export interface LedgerFacts {
  readonly rulebookCommitment: bigint;
  readonly surfaceCommitment: bigint;
  readonly snapshotCommitment: bigint;
  readonly deadline: number;
  readonly verifierId: number;
}

const need = (isTrue: boolean, invariant: string) => {
  if (!isTrue) throw new InvariantBroken(invariant);
};

/** The invariants of announcements and records, checked on nothing but the registry's events and the clock. */
export class RegistryLedger {
  private readonly venues = new Map<string, LedgerNumber[]>();
  private readonly retiredAt = new Map<number, bigint>();
  private facts: LedgerFacts | undefined;

  numbers(venueId: Hex): LedgerNumber[] {
    const known = this.venues.get(venueId) ?? [];
    this.venues.set(venueId, known);
    return known;
  }

  counts(venueId: Hex): [announced: bigint, recorded: bigint, overdue: bigint] {
    const all = this.numbers(venueId);
    const count = (which: (number: LedgerNumber) => boolean) => BigInt(all.filter(which).length);
    return [BigInt(all.length), count(({ recorded }) => !!recorded), count(({ isOverdue }) => isOverdue)];
  }

  /**
   * Takes the events of one transaction.
   *
   * @param actedFor the venue for which it was sent
   * @throws InvariantBroken
   */
  // biome-ignore lint/suspicious/noExplicitAny: decoded by an ABI that is read at run time
  take(logs: readonly (EvmLog & { args: any })[], now: bigint, actedFor?: Hex): void {
    for (const { name, args } of logs) {
      if (name === 'VerifierRetired') this.retiredAt.set(args.verifierId, now);
      if (args.venueId === undefined) continue;
      need(args.venueId === actedFor, 'a transaction for one venue touches no other');
      const numbers = this.numbers(args.venueId);
      if (name === 'BatchAnnounced') {
        need(args.first === BigInt(numbers.length) + 1n, 'batches follow one another without a gap');
        need(BigInt(args.facts.announcedAt) === now, 'facts are of the announcement');
        this.facts = args.facts;
      } else if (name === 'LiquidationAnnounced') {
        need(args.sequence === BigInt(numbers.length) + 1n, 'numbers are consecutive by venue');
        need(!numbers.some(({ before }) => before === args.accountBefore), 'no state is consumed twice');
        const { sequence, handle, accountBefore: before, predecessor } = args;
        numbers.push({ sequence, handle, before, predecessor, facts: this.facts!, isOverdue: false });
      } else if (name === 'LiquidationRecorded') {
        this.record(numbers, args, now);
      } else if (name === 'LiquidationOverdue') {
        const number = numbers[Number(args.sequence) - 1];
        need(number?.before === args.accountBefore, 'an overdue number was announced');
        need(!number!.recorded && !number!.isOverdue, 'a number is counted once');
        need(now > BigInt(number!.facts.deadline), 'nothing is overdue before its deadline');
        const retiredAt = this.retiredAt.get(number!.facts.verifierId);
        const isExcused = retiredAt !== undefined && retiredAt <= BigInt(number!.facts.deadline);
        need(!isExcused, 'nothing is overdue whose verifier was retired in time');
        number!.isOverdue = true;
      }
    }
  }

  // biome-ignore lint/suspicious/noExplicitAny: decoded by an ABI that is read at run time
  private record(numbers: LedgerNumber[], args: any, now: bigint): void {
    const number = numbers[Number(args.sequence) - 1];
    need(number?.before === args.accountBefore, 'only what was announced is recorded, from its own state');
    need(!number!.recorded, 'nothing is recorded twice');
    need(!number!.isOverdue && now <= BigInt(number!.facts.deadline), 'nothing is recorded after its deadline');
    need(!this.retiredAt.has(number!.facts.verifierId), 'nothing is recorded under a retired verifier');
    need(!numbers.some(({ recorded }) => recorded?.after === args.accountAfter), 'no state is produced twice');
    if (number!.predecessor !== 0n) {
      const { recorded } = numbers[Number(number!.predecessor) - 1]!;
      need(recorded?.after === number!.before, 'a chained liquidation starts where its recorded predecessor ended');
    }
    number!.recorded = { after: args.accountAfter, outcome: args.outcomeCommitment, proof: args.proof };
  }
}
