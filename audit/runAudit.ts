import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../circuits/errors.ts';
import { readLock } from '../prover/setup/artifactsLock.ts';
import { defaultWorkspace, writeAtomically } from '../prover/setup/workspace.ts';
import type { AuditPart, Progress } from './auditPart.ts';
import { circuitsHash } from './circuitsHash.ts';
import { readFigures, writeFigures } from './figuresFile.ts';
import { PARTS } from './parts.ts';
import { soundnessReport } from './soundnessReport.ts';
import { THREATS } from './threats/threats.ts';

/** What one part of an audit came to. */
export interface PartOutcome {
  readonly id: string;
  readonly seconds: number;
  readonly findings: readonly string[];
  /** Whether the figures are those on record, about these circuits. */
  readonly onRecord: boolean;
}

export interface AuditOptions {
  /** Compare only: do not write the figures. */
  readonly check: boolean;
  readonly onProgress: Progress;
}

const REPORT = 'SOUNDNESS.md';

/**
 * Measures one part, and keeps its figures in `audit/figures/` unless it only checks.
 *
 * @throws InputError (`UNKNOWN_PART`)
 */
export async function runPart(id: string, { check, onProgress }: AuditOptions): Promise<PartOutcome> {
  const part = partOf(id);
  const started = performance.now();
  onProgress(`${part.id}: ${part.title}`);
  const circuits = await circuitsHash();
  const figures = await part.run((line) => onProgress(`${part.id}: ${line}`));
  const onRecord = JSON.stringify(await readFigures(part.id)) === JSON.stringify({ circuits, figures });
  if (!check) await writeFigures(part.id, { circuits, figures });
  return { id, seconds: (performance.now() - started) / 1000, findings: figures.findings, onRecord };
}

/**
 * The ids, if each names a part.
 *
 * @throws InputError (`UNKNOWN_PART`)
 */
export function known(ids: readonly string[]): readonly string[] {
  return ids.map((id) => partOf(id).id);
}

/** Writes SOUNDNESS.md from the figures on record. */
export async function writeReport(): Promise<void> {
  await writeAtomically(join(defaultWorkspace().root, REPORT), await currentReport());
}

/** SOUNDNESS.md as the figures on record make it. */
export async function currentReport(): Promise<string> {
  const lock = await readLock(defaultWorkspace());
  const files = await Promise.all(PARTS.map(async (part) => ({ part, file: await readFigures(part.id) })));
  return soundnessReport({
    parts: files,
    threats: THREATS,
    instances: Object.entries(lock?.instances ?? {}).map(([name, { r1csHash, kind }]) => ({ name, r1csHash, kind })),
  });
}

/** SOUNDNESS.md as it lies in the repository. */
export function committedReport(): Promise<string> {
  return readFile(join(defaultWorkspace().root, REPORT), 'utf8');
}

function partOf(id: string): AuditPart {
  const part = PARTS.find((one) => one.id === id);
  if (part !== undefined) return part;
  throw new InputError('UNKNOWN_PART', `there is no part ${JSON.stringify(id)}`, {
    field: '--part',
    remedy: `Use one of: ${PARTS.map((one) => one.id).join(', ')}.`,
  });
}
