import { textId } from '../../circuits/commitment/domain.ts';
import { charterDocumentText } from '../formats/charter.ts';
import { REGISTRATION_TERMS } from '../formats/registrationTerms.ts';
import { writeTime } from '../formats/time.ts';
import type { Opening } from '../opening.ts';
import { isUnregistered, type Receipt } from '../receipt.ts';
import { type ReportBuilder, reasonOf } from '../reportBuilder.ts';
import type { Statement } from '../signed/statement.ts';
import type { VerificationKeyRecords } from '../verificationKey.ts';
import { ChainAnswerError } from './chainAnswerError.ts';
import { CHAIN_CHECKS, type ChainCheckId } from './chainChecks.ts';
import type { ChainSource } from './chainSource.ts';
import { feedsDigest } from './feedsDigest.ts';
import { type RegisteredLiquidation, readRegisteredLiquidation } from './registeredLiquidation.ts';
import { RegistryReader } from './registryReader.ts';
import { signalsTag } from './signalsTag.ts';
import { TEST_CHAINS } from './testChains.ts';

/** What a receipt is compared with on chain. */
interface Comparison extends RegisteredLiquidation {
  readonly receipt: Receipt;
  readonly opening: Opening | undefined;
  readonly trustedKeys: VerificationKeyRecords;
}

/** What a check came to, with its sentence unless it passed. */
type Finding = readonly ['passed'] | readonly ['failed' | 'unconfirmed', string];

const PASSED: Finding = ['passed'];
const failed = (sentence: string): Finding => ['failed', sentence];
const unconfirmed = (sentence: string): Finding => ['unconfirmed', sentence];
const noAnswer = (error: unknown) => unconfirmed(`The chain gave no answer that can be used: ${reasonOf(error)}.`);
/** What no honest registry says convicts the node, not the receipt. */
const CONTRADICTION = unconfirmed(
  'The node contradicts itself: no honest registry answers so. Ask another node, and check the address of the registry.',
);

/**
 * Compares a receipt with the registry on chain. What the chain says against the receipt fails; what it does not say, or
 * says in a way that no registry can, stays unconfirmed.
 *
 * Never rejects.
 *
 * @param opening the opening of the receipt; its charter is compared with the published one
 */
export async function checkChain(
  receipt: Receipt,
  opening: Opening | undefined,
  source: ChainSource,
  trustedKeys: VerificationKeyRecords,
  report: ReportBuilder,
): Promise<void> {
  const find = async (id: ChainCheckId, finding: Finding | Promise<Finding>): Promise<boolean> => {
    const [status, sentence = CHAIN_CHECKS[id].passed] = await Promise.resolve(finding).catch(noAnswer);
    if (status === 'passed') report.pass(id, sentence);
    else if (status === 'failed') report.fail(id, sentence);
    else report.unconfirm(id, sentence);
    return status === 'passed';
  };
  const registry = await openTrusted(receipt, source).catch(noAnswer);
  if (!(registry instanceof RegistryReader)) {
    await find('chain-registry', registry);
    return;
  }
  await find('chain-registry', PASSED);
  const comparison = { ...(await readRegisteredLiquidation(registry, receipt)), receipt, opening, trustedKeys };
  await find('chain-equivocation', findEquivocation(comparison, report));
  if (opening?.statement && (await find('chain-statement', findStatement(registry, receipt, opening.statement)))) {
    concludeStatement(report, opening.statement);
  }
  if (!(await find('chain-announced', findAnnounced(comparison)))) return;
  for (const [id, judge] of COMPARISONS) await find(id, judge(comparison));
  if (opening) await find('chain-charter-document', findDocument(comparison, opening));
  concludeFacts(report, opening !== undefined);
}

async function openTrusted(receipt: Receipt, { chain, registry }: ChainSource): Promise<RegistryReader | Finding> {
  const { domain } = receipt;
  if (isUnregistered(receipt)) return unconfirmed('The receipt stands on no chain, so no registry can confirm it.');
  if (typeof registry !== 'string' || !/^0x[0-9a-fA-F]{40}$/.test(registry)) {
    return unconfirmed('The registry that was given is no address.');
  }
  const trusted = registry.toLowerCase() as `0x${string}`;
  if (domain.registry !== trusted) {
    return failed(`The receipt names the registry ${domain.registry}, which is not the one that you trust.`);
  }
  const chainId = await chain.chainId();
  if (typeof chainId !== 'bigint') throw new ChainAnswerError('eth_chainId', 'is no number');
  if (String(chainId) !== domain.chainId) {
    return failed(`The receipt is about chain ${domain.chainId}, and the node serves chain ${chainId}.`);
  }
  return RegistryReader.open(chain, trusted);
}

/** RG-13 */
async function findEquivocation({ equivocation }: Comparison, report: ReportBuilder): Promise<Finding> {
  const { value } = await equivocation;
  if (!value) return PASSED;
  report.ofEquivocator();
  return unconfirmed(
    'The registry holds evidence that this venue signed two contradictory statements, or liquidated a state older than one that it had signed. Whether it concerns this liquidation is not known.',
  );
}

/** RG-13 */
async function findStatement(registry: RegistryReader, { domain }: Receipt, statement: Statement): Promise<Finding> {
  const { signer, stateTime } = statement;
  // readReceipt checked the spelling.
  const venueId = domain.venueId as `0x${string}`;
  const { value } = await registry.read('isStatementSigner', venueId, signer, stateTime);
  return value
    ? PASSED
    : failed(`It was signed by ${signer}, who does not sign for the venue, as the registry knows it.`);
}

/** RG-08 */
async function findAnnounced({ before, receipt }: Comparison): Promise<Finding> {
  const { consumedBy, predecessor, producedBy, offset, status } = await before;
  if ((status === 'none') !== (consumedBy === 0n) || (consumedBy !== 0n && offset >= consumedBy)) return CONTRADICTION;
  if (predecessor !== 0n && (predecessor >= consumedBy || (status === 'recorded' && producedBy !== predecessor))) {
    return CONTRADICTION;
  }
  if (consumedBy === 0n) return failed('The registry knows no announcement of a liquidation from this account state.');
  if (String(consumedBy) === receipt.domain.sequence) return PASSED;
  return failed(
    `The registry has the liquidation from this account state under number ${consumedBy}, not ${receipt.domain.sequence}. This is not the published receipt.`,
  );
}

/** RG-08: what the announcement fixed is what was proven. */
async function findFacts({ facts, receipt }: Comparison): Promise<Finding> {
  const its = await facts;
  if (its.announcedAt === 0n) return CONTRADICTION;
  const parts = [
    ['rulebookCommitment', 'rules'],
    ['surfaceCommitment', 'surface'],
    ['snapshotCommitment', 'market data'],
  ] as const;
  const other = parts.filter(([name]) => String(its[name]) !== receipt.publicSignals[name]);
  if (other.length === 0) return PASSED;
  const words = other.map(([, word]) => word).join(', ');
  return failed(
    `Not those that the registry fixed at the announcement: ${words}. This is not the published receipt, or it was proven with others.`,
  );
}

/** RG-09 */
async function findRecorded({ before, after, facts, receipt }: Comparison): Promise<Finding> {
  const { consumedBy, status } = await before;
  const { producedBy, signalsTag: recorded } = await after;
  const { deadline } = await facts;
  if (status === 'announced') {
    return unconfirmed(`Announced and not yet recorded: the venue has until ${timeText(deadline)}.`);
  }
  if (status === 'overdue') {
    return failed('Overdue: the venue recorded no proof before the deadline, and no longer can.');
  }
  const { accountAfter, outcomeCommitment } = receipt.publicSignals;
  const tag = signalsTag(BigInt(accountAfter), BigInt(outcomeCommitment));
  if (producedBy === consumedBy && recorded === tag) return PASSED;
  return failed(
    'The registry recorded another result of this liquidation: this is not the published receipt. Fetch that one.',
  );
}

/** RG-12 */
async function findDeadline({ before, facts }: Comparison): Promise<Finding> {
  const { status, recordedAt } = await before;
  const { announcedAt, deadline } = await facts;
  if (status === 'overdue') return failed(`The deadline ${timeText(deadline)} passed without a record.`);
  if (status !== 'recorded') return unconfirmed(`Not recorded yet; the deadline is ${timeText(deadline)}.`);
  return recordedAt < announcedAt || recordedAt > deadline ? CONTRADICTION : PASSED;
}

/** RG-06 */
async function findVerifier({ verifier, facts, receipt, trustedKeys }: Comparison): Promise<Finding> {
  const { verificationKeyHash, instanceId, statementVersion, kind, ...record } = await verifier;
  const { announcedAt } = await facts;
  const isTestChain = Object.values<bigint>(TEST_CHAINS).includes(BigInt(receipt.domain.chainId));
  const isPossible =
    record.activeFrom <= announcedAt &&
    (record.retiredAt === 0n || record.retiredAt >= announcedAt) &&
    (kind === 'ceremony' ? !/^0x0*$/.test(record.transcriptHash) : isTestChain);
  if (!isPossible) return CONTRADICTION;
  const hash = receipt.verificationKeyHash;
  if (verificationKeyHash !== hash) {
    return failed(
      `The registry demands the verification key ${verificationKeyHash}, and the receipt is under another.`,
    );
  }
  if (instanceId !== textId(receipt.instance) || statementVersion !== BigInt(receipt.statementVersion)) {
    return failed('The registry has this key for another circuit size or statement version.');
  }
  const pinned = Object.hasOwn(trustedKeys, hash) ? trustedKeys[hash] : undefined;
  if (kind !== receipt.setup || kind !== pinned?.kind) {
    return failed(`The registry calls the key a ${kind} key, which is not what this verifier knows of it.`);
  }
  if (record.retiredAt === 0n) return PASSED;
  return unconfirmed(
    `The guardian retired this verifier at ${timeText(record.retiredAt)}, after the announcement: ask why before you rely on it.`,
  );
}

/** RG-02 */
async function findCharter({ charter, facts, receipt }: Comparison): Promise<Finding> {
  const { activeFrom, supersededAt, rulebookCommitment } = await charter;
  const { observedAt, ...fixed } = await facts;
  const isInForce = activeFrom <= observedAt && (supersededAt === 0n || observedAt < supersededAt);
  if (!isInForce || rulebookCommitment !== fixed.rulebookCommitment) return CONTRADICTION;
  if (String(rulebookCommitment) === receipt.publicSignals.rulebookCommitment) return PASSED;
  return failed('The charter that was in force names other rules than the proof.');
}

/** RG-02: what the registry cannot see, because the commitment hides the scenarios, the opening shows. */
async function findDocument({ charter }: Comparison, { published: { document } }: Opening): Promise<Finding> {
  const its = await charter;
  if (textId(charterDocumentText(document)) !== its.documentDigest) {
    return failed(
      'On chain the venue published another charter than that of the opening: outsiders were shown other rules than were applied, or the opening was altered.',
    );
  }
  // A tick is of a feed that the registry knows for the charter: of one that the document names, if it knows no other.
  if (feedsDigest(document.feeds) !== its.feedsDigest) {
    return failed('The registry takes ticks of other feeds than the charter names.');
  }
  const applied = document.registration;
  const other = REGISTRATION_TERMS.filter((term) => its[`terms.${term}`] !== BigInt(applied?.[term] ?? -1));
  if (other.length === 0) return PASSED;
  return failed(`The registry applies other terms than the charter’s "registration": ${other.join(', ')}.`);
}

/** RG-04, RG-08 */
async function findTick({ facts, charter, opening }: Comparison): Promise<Finding> {
  const { observedAt, announcedAt, deadline, round } = await facts;
  const terms = await charter;
  const isPossible =
    observedAt <= announcedAt &&
    announcedAt - observedAt <= terms['terms.tickAge'] &&
    deadline === announcedAt + terms['terms.recordWithin'] &&
    round !== 0n;
  if (!isPossible) return CONTRADICTION;
  if (!opening) return PASSED;
  const { snapshot } = opening;
  if (snapshot.round === round && snapshot.time === observedAt) return PASSED;
  return failed('Round or time of the market data are not those of the tick.');
}

/** What is compared once the liquidation is known to have been announced. */
const COMPARISONS: readonly (readonly [ChainCheckId, (its: Comparison) => Promise<Finding>])[] = [
  ['chain-facts', findFacts],
  ['chain-recorded', findRecorded],
  ['chain-deadline', findDeadline],
  ['chain-verifier', findVerifier],
  ['chain-charter', findCharter],
  ['chain-tick', findTick],
];

/** The statement is on the account, and the registry confirms its signer. */
function concludeStatement(report: ReportBuilder, { stateSequence }: Statement): void {
  const isOfAccount = (['statement', 'statement-place', 'statement-account'] as const).every(
    (id) => report.statusOf(id) === 'passed',
  );
  if (!isOfAccount) return;
  report.pass(
    'account-statement',
    `The venue signed this state of the account, its number ${stateSequence}. That it was the latest only the owner can see: keep every statement, and compare.`,
  );
}

/** Facts that only the registry can confirm, each by the checks that carry it. */
function concludeFacts(report: ReportBuilder, withOpening: boolean): void {
  if (report.hasFailed) return;
  const all = (...ids: ChainCheckId[]) => ids.every((id) => report.statusOf(id) === 'passed');
  const fixed = all('chain-registry', 'chain-announced', 'chain-facts', 'chain-charter', 'chain-tick');
  if (fixed && all('chain-recorded', 'chain-deadline', 'chain-verifier')) {
    report.pass(
      'registration',
      'The registry that you trust announced, checked and recorded this liquidation under its number, in time.',
    );
  }
  if (fixed) {
    report.pass(
      'model-committed',
      'The rules were published at least a day before the tick, and the surface was in the oracle’s hands before it observed the market: one of each for every account.',
    );
    report.pass(
      'oracle-signature',
      'A quorum of the signers of a feed that the venue had named signed the market data. Who controls the signers is for you to judge: fairmark audit prints it.',
    );
  }
  if (fixed && withOpening && all('chain-charter-document')) {
    report.pass('charter-published', 'The venue had published the charter of the opening.');
  }
}

/** A time of the chain; its number where no calendar has it. */
function timeText(seconds: bigint): string {
  return seconds < 1n << 36n ? writeTime(seconds) : `second ${seconds}`;
}
