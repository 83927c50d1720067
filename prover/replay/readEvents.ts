import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { InputError } from '../../circuits/errors.ts';
import { EVENT_FORMAT, inlineEvent } from '../event.ts';
import { readJson } from '../io/readJson.ts';
import { readJsonLines } from '../io/readJsonLines.ts';
import { recentlyUsed } from '../io/recentlyUsed.ts';
import { unreadable } from '../io/unreadable.ts';

/** One document of a folder of events. */
export interface FoundDocument {
  /** Name of the file; with the line, for one of several in a file: `day.jsonl:3`. */
  readonly name: string;
  /** Whether it is an event, or something that cannot be read and may be one. */
  readonly isEvent: boolean;
  /** With every document inline, unless there is an `error`. */
  readonly document?: unknown;
  /** Why it cannot be read. */
  readonly error?: unknown;
}

const LINES = /\.(jsonl|ndjson)$/;
const EVENT_FILE = /\.(json|jsonl|ndjson)$/;
/** Any version: an event of another one is to be refused by name, not passed over. */
const ANY_EVENT = EVENT_FORMAT.replace(/\d+$/, '');
/** Charter and scenarios are used by every event; surfaces, snapshots and fits by those of their tick. */
const FILES_KEPT = 256;

/**
 * Names of the files of a folder that may hold events, sorted; hidden ones and those in folders of it are left out.
 *
 * @throws InputError `FILE_UNREADABLE`
 */
async function eventFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTDIR') throw unreadable(folder, error);
    throw new InputError('FILE_UNREADABLE', `${folder} is a file, not a folder`, {
      field: folder,
      remedy: 'Name the folder that holds the events.',
    });
  });
  return entries
    .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .filter((name) => EVENT_FILE.test(name))
    .sort();
}

function isEvent(value: unknown): boolean {
  const format: unknown = Object(value).format;
  return typeof format === 'string' && format.startsWith(ANY_EVENT);
}

/**
 * Reads the events of a folder, with the documents that they name by path: every `*.json` in the format of an event, and
 * every line of every `*.jsonl` and `*.ndjson`, whose paths are relative to the folder. A document that many events
 * name is read once.
 *
 * @param onFile called before a file is read, with its place among how many
 * @throws InputError `FILE_UNREADABLE` for the folder; what is wrong with a file in it comes with the file
 */
export async function* readEvents(
  folder: string,
  onFile: (place: number, files: number) => void = () => {},
): AsyncGenerator<FoundDocument> {
  const kept = recentlyUsed<Promise<unknown>>(FILES_KEPT);
  const read = (path: string) => kept(path, () => readJson(path));
  const found = async (name: string, parse: () => unknown, isLine: boolean): Promise<FoundDocument> => {
    let document: unknown;
    try {
      document = await parse();
      if (!isLine && !isEvent(document)) return { name, isEvent: false };
      return { name, isEvent: true, document: await inlineEvent(document, folder, read) };
    } catch (error) {
      return { name, isEvent: true, document, error };
    }
  };

  const files = await eventFiles(folder);
  for (const [i, name] of files.entries()) {
    onFile(i + 1, files.length);
    const path = resolve(join(folder, name));
    if (!LINES.test(name)) {
      yield await found(name, () => read(path), false);
      continue;
    }
    try {
      for await (const { line, parse } of readJsonLines(path)) yield await found(`${name}:${line}`, parse, true);
    } catch (error) {
      yield { name, isEvent: true, error };
    }
  }
}
