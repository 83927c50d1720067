import { textId } from '../../circuits/commitment/domain.ts';
import type { SetupKind, VerificationKeyRecord, VerificationKeyRecords } from '../../verifier/verificationKey.ts';
import { type ChainEvent, type EventArguments, eventsNamed, SETUP_KINDS } from './chainEvents.ts';

/** A verifier of the registry, with the key that this version of Fairmark has built in for it. */
export interface VerifierHistory {
  readonly added: EventArguments['VerifierAdded'];
  readonly kind: SetupKind | 'unknown';
  /** Seconds since 1970; `undefined` if it was not retired. */
  readonly retiredAt: number | undefined;
  /** The built-in key of the same hash; `undefined` where there is none, or it is of another size or version. */
  readonly pinned: VerificationKeyRecord | undefined;
}

/** Verifiers by id. */
export function verifierHistories(
  events: readonly ChainEvent[],
  trustedKeys: VerificationKeyRecords,
): Map<number, VerifierHistory> {
  const retired = new Map(
    eventsNamed(events, 'VerifierRetired').map(({ args }) => [args.verifierId, args.retiredAt] as const),
  );
  return new Map(
    eventsNamed(events, 'VerifierAdded').map(({ args }) => {
      const hash = args.verificationKeyHash;
      const record = Object.hasOwn(trustedKeys, hash) ? trustedKeys[hash] : undefined;
      const isSame = record?.statementVersion === args.statementVersion && textId(record.instance) === args.instanceId;
      return [
        args.verifierId,
        {
          added: args,
          kind: SETUP_KINDS[args.kind] ?? 'unknown',
          retiredAt: retired.get(args.verifierId),
          pinned: isSame ? record : undefined,
        },
      ];
    }),
  );
}
