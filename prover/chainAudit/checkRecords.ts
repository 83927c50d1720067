import { domainValue } from '../../circuits/commitment/domain.ts';
import { PUBLIC_SIGNALS } from '../../circuits/signals.ts';
import { writeTime } from '../../verifier/formats/time.ts';
import { checkVerificationKey } from '../../verifier/keyGate.ts';
import { verifyProof } from '../../verifier/proof.ts';
import type { VerificationKey } from '../../verifier/verificationKey.ts';
import { proofFromWords } from '../chain/proofFromWords.ts';
import type { AuditInput } from './auditInput.ts';
import type { Finding } from './finding.ts';
import type { VenueHistory, VenueLiquidation } from './venueHistory.ts';

/** What became of an announced liquidation. */
export type LiquidationState = 'recorded' | 'open' | 'overdue';

/** Recorded, or still to be proven, or past its deadline whether somebody flagged it or not. */
export function stateOf({ record, facts, isFlagged }: VenueLiquidation, now: number): LiquidationState {
  if (record) return 'recorded';
  return isFlagged || (facts !== undefined && now > facts.deadline) ? 'overdue' : 'open';
}

/** The seven public signals of a record, from its events alone; `undefined` where an event of it is missing. */
export function recordedSignals(
  venueId: `0x${string}`,
  { sequence, facts, record }: VenueLiquidation,
  { history, verifiers }: AuditInput,
): bigint[] | undefined {
  const verifier = facts && verifiers.get(facts.verifierId);
  if (!facts || !record || !verifier) return undefined;
  const { statementVersion, instanceId } = verifier.added;
  const registry = history.contracts.LiquidationRegistry;
  const { rulebookCommitment, surfaceCommitment, snapshotCommitment } = facts;
  const { accountBefore, accountAfter, outcomeCommitment } = record;
  const signals = {
    domain: domainValue({ statementVersion, instanceId, chainId: history.chainId, registry, venueId, sequence }),
    rulebookCommitment,
    surfaceCommitment,
    snapshotCommitment,
    accountBefore,
    accountAfter,
    outcomeCommitment,
  };
  return PUBLIC_SIGNALS.map((name) => signals[name]);
}

/** The result of `checkRecords`. */
export interface RecordChecks {
  readonly findings: readonly Finding[];
  /** How many recorded proofs hold under a built-in key. */
  readonly verified: number;
}

/**
 * Every recorded proof is verified again, off chain, under the key that this version has built in; and every number was
 * recorded before its deadline, or is open (RG-06, RG-09, RG-11, RG-12, V20, V23).
 *
 * @param onVerified called after every proof
 */
export async function checkRecords(
  venue: VenueHistory,
  input: AuditInput,
  onVerified: () => void = () => {},
): Promise<RecordChecks> {
  const findings: Finding[] = [];
  const soundKeys = new Map<VerificationKey, boolean>();
  const isSound = (key: VerificationKey) => {
    const known = soundKeys.get(key) ?? checkVerificationKey(key, PUBLIC_SIGNALS.length).length === 0;
    soundKeys.set(key, known);
    return known;
  };
  let verified = 0;
  for (const liquidation of venue.liquidations) {
    findings.push(...lifeOf(liquidation, venue, input));
    if (!liquidation.record) continue;
    const refusal = refusalOf(liquidation, venue, input, isSound);
    if (refusal) findings.push({ ...refusal, venueId: venue.venueId, sequence: liquidation.sequence });
    else verified += 1;
    onVerified();
    // A pairing takes a while: what waits, such as the interrupt of a terminal, gets its turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { findings, verified };
}

/** Deadlines, and the verifier that the announcement chose. */
function lifeOf(liquidation: VenueLiquidation, venue: VenueHistory, { history, verifiers }: AuditInput): Finding[] {
  const { sequence, facts, record, recordedAt, isFlagged, accountBefore } = liquidation;
  if (!facts) return [];
  const findings: Finding[] = [];
  const add = (code: Finding['code'], sentence: string) =>
    findings.push({ code, venueId: venue.venueId, sequence, sentence });
  const deadline = writeTime(BigInt(facts.deadline));
  if (stateOf(liquidation, history.now) === 'overdue') {
    if (isFlagged) add('overdue-flagged', `No proof before the deadline ${deadline}; flagged on chain.`);
    else add('overdue-unflagged', `No proof before the deadline ${deadline}, and nobody has flagged it yet.`);
  }
  if (record && recordedAt > facts.deadline) add('recorded-late', `Recorded after the deadline ${deadline}.`);
  if (record && isFlagged) add('record-contradicts', 'Recorded and flagged as overdue: only one can be true.');
  if (record && record.accountBefore !== accountBefore) {
    add('record-contradicts', 'Recorded from another account state than was announced.');
  }
  const verifier = verifiers.get(facts.verifierId);
  if (verifier?.retiredAt !== undefined) {
    const when = writeTime(BigInt(verifier.retiredAt));
    add('verifier-retired', `Its verifier ${facts.verifierId} was retired at ${when}: ask the guardian why.`);
  }
  if (history.fromBlock === 0n && !venue.chosenVerifiers.has(facts.verifierId)) {
    add('verifier-not-chosen', `The venue never accepted the verifier ${facts.verifierId}.`);
  }
  return findings;
}

/** Why a recorded proof does not count; `undefined` for one that holds. */
function refusalOf(
  liquidation: VenueLiquidation,
  { venueId }: VenueHistory,
  input: AuditInput,
  isSound: (key: VerificationKey) => boolean,
): Pick<Finding, 'code' | 'sentence'> | undefined {
  const { facts, record } = liquidation;
  const verifier = facts && input.verifiers.get(facts.verifierId);
  const signals = recordedSignals(venueId, liquidation, input);
  if (!record || !verifier || !signals) {
    return {
      code: 'events-missing',
      sentence: 'The logs do not show the batch or the verifier that it was recorded under.',
    };
  }
  const { pinned, kind, added } = verifier;
  if (!pinned) {
    return {
      code: 'key-unknown',
      sentence: `The registry checked it under the key ${added.verificationKeyHash}, which this version has not built in: it cannot be verified again.`,
    };
  }
  if (pinned.kind !== kind) {
    return {
      code: 'key-kind-wrong',
      sentence: `The registry calls its key a ${kind} key; it is a ${pinned.kind} key.`,
    };
  }
  if (isSound(pinned.key) && verifyProof(pinned.key, signals, proofFromWords(record.proof))) return undefined;
  return { code: 'proof-invalid', sentence: 'The recorded proof does not hold for what was announced and recorded.' };
}
