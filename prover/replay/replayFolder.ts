import { InputError } from '../../circuits/errors.ts';
import { recentlyUsed } from '../io/recentlyUsed.ts';
import { buildScenarioTree } from '../scenarios/buildScenarioTree.ts';
import { readInstances } from '../setup/instances.ts';
import { defaultWorkspace, type Workspace } from '../setup/workspace.ts';
import type { JudgedEvent } from './judgedEvent.ts';
import { judgeEvent } from './judgeEvent.ts';
import { readEvents } from './readEvents.ts';
import type { ReplayDocument } from './replayDocument.ts';
import { writeReplay } from './writeReplay.ts';

/** How far a dry run is. */
export interface ReplayProgress {
  readonly judged: number;
  /** Place of the file that is read, among `files`. */
  readonly file: number;
  readonly files: number;
}

export interface ReplayOptions {
  /** Called often. */
  readonly onProgress?: (progress: ReplayProgress) => void;
  /** Whose instances an account must fit; default: those of this installation. */
  readonly workspace?: Workspace;
}

/** A venue has one set of scenarios at a time, and changes it now and then. */
const TREES_KEPT = 8;

/**
 * Runs the statement on every event of a folder on integers, without keys and proofs: which would not be provable and
 * why, how far each account was below water, and what the closes take. Private to the venue.
 *
 * @throws InputError `FILE_UNREADABLE`, `EVENTS_MISSING` where the folder holds none; what is wrong with one event does
 *   not stop the others
 */
export async function replayFolder(
  folder: string,
  { onProgress = () => {}, workspace = defaultWorkspace() }: ReplayOptions = {},
): Promise<ReplayDocument> {
  const instances = await readInstances(workspace);
  const kept = recentlyUsed<ReturnType<typeof buildScenarioTree>>(TREES_KEPT);
  // The same scenarios under the same charter are the same tree, wherever they are written.
  const treeOf: typeof buildScenarioTree = (value, published, field) =>
    kept(`${published.charter.documentHash} ${JSON.stringify(value)}`, () =>
      buildScenarioTree(value, published, field),
    );

  const events: JudgedEvent[] = [];
  let otherFiles = 0;
  let at = { file: 0, files: 0 };
  const report = () => onProgress({ judged: events.length, ...at });
  for await (const found of readEvents(folder, (file, files) => {
    at = { file, files };
    report();
  })) {
    if (found.isEvent) events.push(judgeEvent(found, { instances, treeOf, onEvaluated: report }));
    else otherFiles += 1;
    report();
  }
  if (events.length === 0) {
    throw new InputError('EVENTS_MISSING', `${folder} holds no event`, {
      field: folder,
      remedy: 'Name a folder with *.json or *.jsonl files of the format fairmark.event.v1; folders in it are not read.',
    });
  }
  return writeReplay(events, otherFiles);
}
