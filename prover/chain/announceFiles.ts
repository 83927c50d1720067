import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { accountCommitment } from '../../circuits/commitment/accountCommitment.ts';
import { rulebookCommitment } from '../../circuits/commitment/rulebookCommitment.ts';
import { snapshotCommitment } from '../../circuits/commitment/snapshotCommitment.ts';
import { surfaceCommitment } from '../../circuits/commitment/surfaceCommitment.ts';
import { InputError } from '../../circuits/errors.ts';
import { canonicalJson } from '../../verifier/formats/canonicalJson.ts';
import { type EventDocument, loadEvent, loadEventDocument, readEvent } from '../event.ts';
import { jsonText } from '../io/jsonText.ts';
import { writeFileAtomic } from '../io/writeFileAtomic.ts';
import { type AnnouncedBatch, announceLiquidations } from './announceLiquidations.ts';
import type { SigningConnection } from './connectChain.ts';
import { ContractRefusal } from './contractRefusal.ts';
import type { DeploymentDocument } from './deploymentDocument.ts';
import { announcedEvent, type DraftedEvent, type DraftedEventDocument, draftEvent } from './draftedEvent.ts';
import { type AnnouncementInput, prepareAnnouncement } from './prepareAnnouncement.ts';
import { registeredLiquidation } from './registryState.ts';

export interface AnnounceFilesInput extends AnnouncementInput {
  /** Event files; their names are kept. */
  readonly events: readonly string[];
  /** Folder for the announced events; made if missing. */
  readonly folder: string;
  readonly onProgress?: (line: string) => void;
}

/** An event that is announced. */
export interface AnnouncedFile {
  readonly event: string;
  /** The file that can be proven. */
  readonly file: string;
  readonly sequence: bigint;
}

export interface AnnouncedFiles {
  readonly announced: readonly AnnouncedFile[];
  /** Announced by an earlier run, which was interrupted or named the same files. */
  readonly earlier: readonly AnnouncedFile[];
  /** The transaction; absent where everything had been announced. */
  readonly batch?: AnnouncedBatch & { readonly instance: string };
}

/** Holds the account and the venue's model. */
const SECRET_MODE = 0o600;

interface Job {
  readonly event: string;
  readonly file: string;
  readonly draftFile: string;
  readonly draft: DraftedEvent;
  /** Whether the draft is on disk since an earlier run. */
  readonly isKept: boolean;
}

function refuse(code: string, field: string, message: string, remedy: string): never {
  throw new InputError(code, message, { field, remedy });
}

const write = (path: string, document: unknown) =>
  writeFileAtomic(path, `${jsonText(document)}\n`, { mode: SECRET_MODE });

/**
 * Announces the liquidations of event files in one transaction, and writes each as an event that can be proven.
 *
 * Drafts with close and salts are on disk before the transaction is sent, and become events after it: a run that is
 * interrupted between is completed by the next one with the same arguments.
 *
 * @throws InputError `FILE_EXISTS`, `EVENTS_OF_ONE_NAME`, `EVENT_ANNOUNCED`, `ANNOUNCED_OTHERWISE`, and those of
 *   `prepareAnnouncement`
 * @throws ContractRefusal, ChainError; ClauseViolation and others as `draftLiquidation` does
 */
export async function announceFiles(
  connection: SigningConnection,
  deployment: DeploymentDocument,
  input: AnnounceFilesInput,
): Promise<AnnouncedFiles> {
  const { folder, onProgress = () => {} } = input;
  const names = input.events.map((path) => basename(path));
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated !== undefined) {
    refuse('EVENTS_OF_ONE_NAME', repeated, `two events are called ${repeated}`, 'Give their files different names.');
  }
  const earlier: AnnouncedFile[] = [];
  const jobs: Job[] = [];
  for (const [i, event] of input.events.entries()) {
    onProgress(`draft: event ${i + 1} of ${input.events.length}`);
    const file = join(folder, names[i] as string);
    const job = await draftJob(event, file);
    const sequence = 'sequence' in job ? job.sequence : await announcedBefore(connection, deployment, job);
    if (sequence !== undefined) earlier.push({ event, file, sequence });
    else if ('draft' in job) jobs.push(job);
  }
  if (jobs.length === 0) return { announced: [], earlier };

  const batch = await prepareAnnouncement(
    connection,
    deployment,
    jobs.map(({ draft }) => draft),
    input,
  );
  await mkdir(folder, { recursive: true });
  for (const { draftFile, draft } of jobs) await write(draftFile, draft.document);
  onProgress(`announce: ${jobs.length} in one transaction`);
  let done: AnnouncedBatch;
  try {
    done = await announceLiquidations(connection, deployment, batch);
  } catch (error) {
    // A refusal announces nothing, so there is nothing to complete; after any other failure there may be.
    if (error instanceof ContractRefusal) await removeDrafts(jobs);
    throw error;
  }
  const announced: AnnouncedFile[] = [];
  for (const [i, job] of jobs.entries()) {
    const sequence = done.first + BigInt(i);
    await complete(job, sequence, batch.instance, deployment);
    announced.push({ event: job.event, file: job.file, sequence });
  }
  return { announced, earlier, batch: { ...done, instance: batch.instance } };
}

/** The draft of an event, or the number of one that is announced and complete. */
async function draftJob(event: string, file: string): Promise<Job | { readonly sequence: bigint }> {
  const document = (await loadEventDocument(event)) as Partial<EventDocument> | null;
  if (document?.registration !== undefined) {
    refuse('EVENT_ANNOUNCED', event, `${event} is announced already`, 'Prove it with fairmark prove.');
  }
  if (existsSync(file)) {
    const there = await loadEvent(file);
    const given = readEvent({ sequence: 0, ...Object(document) });
    if (there.registration && accountCommitment(there.account) === accountCommitment(given.account)) {
      return { sequence: there.sequence };
    }
    refuse('FILE_EXISTS', file, `${file} exists and is of another event`, 'Name another folder with -o.');
  }
  const draftFile = file.replace(/(\.json)?$/, '.draft.json');
  const kept = existsSync(draftFile) ? await loadEventDocument(draftFile) : undefined;
  if (kept !== undefined && isDraftOf(kept, document)) {
    return { event, file, draftFile, draft: draftEvent(kept), isKept: true };
  }
  return { event, file, draftFile, draft: draftEvent(document), isKept: false };
}

/** Whether a draft is of this event: equal but for the number, and for close and salts that the event does not give. */
function isDraftOf(draft: unknown, event: unknown): boolean {
  const { sequence: _, close, salts, ...fields } = Object(event) as Partial<EventDocument>;
  const { close: drawnClose, salts: drawnSalts, ...kept } = Object(draft) as Partial<DraftedEventDocument>;
  const same = (x: unknown, y: unknown) =>
    canonicalJson(JSON.parse(jsonText(x))) === canonicalJson(JSON.parse(jsonText(y)));
  if (close !== undefined && !same(close, drawnClose)) return false;
  return same(fields, kept) && same({ ...drawnSalts, ...salts }, drawnSalts);
}

/** Completes a draft of an earlier run whose announcement went through. */
async function announcedBefore(
  connection: SigningConnection,
  deployment: DeploymentDocument,
  job: Job,
): Promise<bigint | undefined> {
  if (!job.isKept) return undefined;
  const { event, accountBefore } = job.draft;
  const { charter, charterDocument, scenarioTree, surface } = event.model;
  const { venue } = charterDocument;
  const { sequence, facts } = await registeredLiquidation(connection, deployment, venue, accountBefore);
  if (!facts) return undefined;
  const instance = Object.entries(deployment.verifierIds).find(([, id]) => id === facts.verifierId)?.[0];
  const isSame =
    instance !== undefined &&
    facts.rulebookCommitment === rulebookCommitment(charter, scenarioTree.root) &&
    facts.snapshotCommitment === snapshotCommitment(event.snapshot) &&
    facts.surfaceCommitment === surfaceCommitment(surface);
  if (!isSame) {
    refuse(
      'ANNOUNCED_OTHERWISE',
      job.event,
      `the account of ${job.event} was announced as number ${sequence}, at another tick or under other rules`,
      'Prove that number with the tick and the rules that it was announced with.',
    );
  }
  await complete(job, sequence, instance, deployment);
  return sequence;
}

async function complete(
  { file, draftFile, draft }: Job,
  sequence: bigint,
  instance: string,
  { chainId, registry }: DeploymentDocument,
): Promise<void> {
  await write(file, announcedEvent(draft.document, sequence, { chainId, registry, instance }));
  await rm(draftFile, { force: true });
}

async function removeDrafts(jobs: readonly Job[]): Promise<void> {
  for (const { draftFile, isKept } of jobs) if (!isKept) await rm(draftFile, { force: true });
}
