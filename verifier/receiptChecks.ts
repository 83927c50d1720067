import { domainValue, textId } from '../circuits/commitment/domain.ts';
import { CONSTANTS } from '../circuits/constants.ts';
import { PUBLIC_SIGNALS } from '../circuits/signals.ts';
import { FORGEABLE, PROVEN } from './checks.ts';
import { checkVerificationKey } from './keyGate.ts';
import { parseProof, verifyProof } from './proof.ts';
import { domainPreimage, isUnregistered, type Receipt } from './receipt.ts';
import { type ReportBuilder, reasonOf } from './reportBuilder.ts';
import {
  type VerificationKey,
  type VerificationKeyRecord,
  type VerificationKeyRecords,
  verificationKeyHash,
} from './verificationKey.ts';

/** Makes every check that a receipt that could be read allows by itself. */
export function checkReceipt(receipt: Receipt, trustedKeys: VerificationKeyRecords, report: ReportBuilder): void {
  report.pass('format');
  report.pass('signals');
  const version = Number(CONSTANTS.STATEMENT_VERSION);
  report.check(
    'statement-version',
    () => receipt.statementVersion === version,
    `The receipt is about version ${receipt.statementVersion} of the statement; this verifier knows version ${version}.`,
  );
  checkDomain(receipt, report);
  const record = checkKey(receipt, trustedKeys, report);
  checkProof(receipt, record, report);
}

function checkDomain(receipt: Receipt, report: ReportBuilder): void {
  const { domain, publicSignals } = receipt;
  if (domain.venueId !== textId(domain.venue)) {
    report.fail('domain', 'The venue’s id is not that of its name: the receipt was altered.');
    return;
  }
  if ((domain.chainId === '0') !== /^0x0{40}$/.test(domain.registry)) {
    report.fail('domain', 'Chain and registry do not go together: off chain both are zero, on chain neither is.');
    return;
  }
  report.check(
    'domain',
    () => String(domainValue(domainPreimage(receipt))) === publicSignals.domain,
    'The proof was made for another venue, sequence number, chain, circuit size or statement version: the receipt was altered.',
  );
  if (!isUnregistered(receipt)) {
    report.unconfirm(
      'registration',
      'UNREGISTERED: the receipt names a registry on chain, and nothing has confirmed that it stands there.',
    );
  }
}

function checkKey(
  receipt: Receipt,
  trustedKeys: VerificationKeyRecords,
  report: ReportBuilder,
): VerificationKeyRecord | undefined {
  const hash = receipt.verificationKeyHash;
  const record = Object.hasOwn(trustedKeys, hash) ? trustedKeys[hash] : undefined;
  if (record === undefined) {
    report.fail('key-known', 'Unknown key: the receipt names a key that is not built into this verifier.');
    return undefined;
  }
  report.pass('key-known');
  if (record.kind === 'development') {
    report.underDevelopmentKey();
    report.unconfirm('setup', FORGEABLE);
  }
  report.check(
    'instance',
    () => record.instance === receipt.instance && record.statementVersion === receipt.statementVersion,
    'The key does not belong to the circuit size and statement version that the receipt names.',
  );
  report.check(
    'key-kind',
    () => record.kind === receipt.setup,
    `The receipt calls its key a ${receipt.setup} key, but it is a ${record.kind} key.`,
  );
  const sound = report.check(
    'key-sound',
    () => verificationKeyHash(record.key) === hash && isSound(record.key, hash),
    'The key that is built in under this hash is damaged or unsound.',
  );
  if (!sound) return undefined;
  if (record.kind === 'ceremony') report.pass('setup');
  return record;
}

/** Hashes of keys that were found sound: an auditor has thousands of receipts under one. */
const SOUND = new Set<string>();

function isSound(key: VerificationKey, hash: string): boolean {
  if (!SOUND.has(hash) && checkVerificationKey(key, PUBLIC_SIGNALS.length).length === 0) SOUND.add(hash);
  return SOUND.has(hash);
}

function checkProof(receipt: Receipt, record: VerificationKeyRecord | undefined, report: ReportBuilder): void {
  try {
    parseProof(receipt.proof);
  } catch (error) {
    report.fail('proof-points', `The proof is no proof: ${reasonOf(error)}.`);
    return;
  }
  report.pass('proof-points');
  if (record === undefined) return;
  const holds = report.check(
    'proof',
    () =>
      verifyProof(
        record.key,
        PUBLIC_SIGNALS.map((name) => BigInt(receipt.publicSignals[name])),
        receipt.proof,
      ),
    'The proof does not hold for what the receipt says: it was altered, or never proven. This is not the published receipt.',
  );
  if (holds && record.kind === 'development') {
    report.pass(
      'proof',
      `The proof holds under a DEVELOPMENT key, under which anyone can make it for anything. Under a key of a ceremony it would show that, ${PROVEN}.`,
    );
  }
}
