import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PUBLIC_SIGNALS } from '../../circuits/signals.ts';
import { parseReceiptText, RECEIPT_BYTES, RECEIPT_FORMAT, type Receipt } from '../../verifier/receipt.ts';
import type { VerificationKeyRecords } from '../../verifier/verificationKey.ts';
import { verifyReceipt } from '../../verifier/verifyReceipt.ts';
import { unreadable } from '../io/unreadable.ts';
import type { AuditInput } from './auditInput.ts';
import { recordedSignals } from './checkRecords.ts';
import type { Finding } from './finding.ts';
import type { VenueHistory } from './venueHistory.ts';

/** The result of `checkReceipts`. */
export interface ReceiptChecks {
  readonly findings: readonly Finding[];
  /** Receipts that are, signal by signal, what the registry recorded. */
  readonly matched: number;
  /** Files of the folder that are no receipts. */
  readonly otherFiles: number;
}

/**
 * Compares the receipts of a folder with the records on chain. A receipt that differs is not the published receipt; that
 * says nothing about the venue (U2, U4).
 *
 * @param folder every `*.json` in it, without the folders in it
 * @throws InputError `FILE_UNREADABLE` for the folder
 */
export async function checkReceipts(
  folder: string,
  venues: readonly VenueHistory[],
  input: AuditInput,
  trustedKeys: VerificationKeyRecords,
): Promise<ReceiptChecks> {
  const findings: Finding[] = [];
  const names = await readdir(folder).catch((error: unknown) => {
    throw unreadable(folder, error);
  });
  const seen = new Map<string, Set<bigint>>();
  let matched = 0;
  let otherFiles = 0;
  for (const name of names.filter((its) => its.endsWith('.json')).sort()) {
    const text = await readStart(join(folder, name));
    if (text === undefined || !text.includes(RECEIPT_FORMAT)) {
      otherFiles += 1;
      continue;
    }
    let receipt: Receipt;
    try {
      receipt = parseReceiptText(text);
    } catch {
      findings.push({ code: 'receipt-unreadable', sentence: `${name}: cannot be read as a receipt; it was altered.` });
      continue;
    }
    const venue = venues.find(({ venueId }) => venueId === receipt.domain.venueId);
    const sequence = BigInt(receipt.domain.sequence);
    const finding = compare(receipt, venue, input, trustedKeys);
    if (!finding) matched += 1;
    else {
      const place = venue ? { venueId: venue.venueId, sequence } : {};
      findings.push({ code: finding.code, sentence: `${name}: ${finding.sentence}`, ...place });
    }
    if (venue && finding?.code !== 'receipt-unknown') {
      const its = seen.get(venue.venueId) ?? new Set();
      seen.set(venue.venueId, its.add(sequence));
    }
  }
  for (const { venueId, liquidations } of venues) {
    for (const { sequence, record } of liquidations) {
      if (!record || seen.get(venueId)?.has(sequence)) continue;
      findings.push({
        code: 'receipt-missing',
        venueId,
        sequence,
        sentence: 'The folder has no receipt of it; the chain has the proof.',
      });
    }
  }
  return { findings, matched, otherFiles };
}

function compare(
  receipt: Receipt,
  venue: VenueHistory | undefined,
  input: AuditInput,
  trustedKeys: VerificationKeyRecords,
): Pick<Finding, 'code' | 'sentence'> | undefined {
  const { chainId, registry, sequence } = receipt.domain;
  if (chainId !== String(input.history.chainId) || registry !== input.history.contracts.LiquidationRegistry) {
    return { code: 'receipt-unknown', sentence: 'is of another chain or registry, or stands on none.' };
  }
  if (verifyReceipt(receipt, { trustedKeys }).verdict !== 'VALID') {
    return {
      code: 'receipt-altered',
      sentence:
        'does not verify by itself: it was altered, and is not the published receipt. That does not show that the venue cheated.',
    };
  }
  const liquidation = venue?.liquidations.find((its) => String(its.sequence) === sequence);
  if (!venue || !liquidation) return { code: 'receipt-unknown', sentence: 'has a number that was never announced.' };
  if (!liquidation.record) return { code: 'receipt-unknown', sentence: 'has a number that is not recorded.' };
  const signals = recordedSignals(venue.venueId, liquidation, input);
  const isSame = signals && PUBLIC_SIGNALS.every((name, i) => receipt.publicSignals[name] === String(signals[i]));
  if (isSame) return undefined;
  return {
    code: 'receipt-different',
    sentence: 'proves something else than the registry recorded under its number: it is not the published receipt.',
  };
}

/** The text of a file up to one byte past the largest receipt; `undefined` where it cannot be read. */
async function readStart(path: string): Promise<string | undefined> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(RECEIPT_BYTES + 1), 0, RECEIPT_BYTES + 1, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}
