import { checkWritable } from '../io/checkWritable.ts';
import { COMMON_OPTIONS, readArguments } from '../io/readArguments.ts';
import { sparseProgress } from '../io/sparseProgress.ts';
import { writeFileAtomic } from '../io/writeFileAtomic.ts';
import { describeReplay } from '../replay/describeReplay.ts';
import { replayChart } from '../replay/replayChart.ts';
import { replayFolder } from '../replay/replayFolder.ts';
import type { Command } from './command.ts';

/** Amounts of accounts: readable by their owner only. */
const SECRET_MODE = 0o600;

/** `fairmark replay`: a dry run of a venue's events. */
export const replay: Command = {
  name: 'replay',
  summary: 'list which events of a folder would not be provable, and why',
  help: `Usage: fairmark replay DIR [--json] [--verbose] [-o CHART.svg]

A dry run of a venue's events: what fairmark prove would say of each, without
keys and without proving. Lists verdict and reason, how far below water each
account was, what is closed, in how many rounds, and what that costs the account
against the mark: fees and penalties; insurance draws stand apart.

DIR is read without the folders in it:
  *.json             one event each; a file of another format is passed over
  *.jsonl, *.ndjson  one event a line; paths in it are relative to DIR

An event with a close is judged by that close. One without is planned, with all
its rounds. No key is touched: a key that is missing or wrong is not noticed.

PRIVATE: the result holds equity, positions and closes of accounts. It holds no
salt, scenario or surface.

  -o, --svg FILE  draw closed share against shortfall; only its owner can read
                  the file
      --verbose   list the positions that every close touches
      --json      print the result as JSON (schemas/replay.schema.json)
  -h, --help      show this text

Exit code: 0 if every event is provable, 1 if one is not or cannot be read, or
if two have one number, 2 for a folder without events or other bad input.

Example: fairmark replay events/2026-03-20 -o day.svg`,

  async run(args, output) {
    const { values, file: folder } = readArguments(
      'replay',
      args,
      { ...COMMON_OPTIONS, svg: { type: 'string', short: 'o' }, verbose: { type: 'boolean' } },
      'DIR',
    );
    if (values.help) {
      output.print(this.help);
      return 0;
    }
    if (values.svg !== undefined) await checkWritable(values.svg, '--svg');
    const progress = sparseProgress((line) => output.progress(line));
    const result = await replayFolder(folder, {
      onProgress: ({ judged, file, files }) =>
        progress((seconds) => `${judged} events judged, file ${file} of ${files}, after ${seconds} s`),
    });
    if (values.json) output.print(JSON.stringify(result, null, 2));
    else for (const line of describeReplay(result, { verbose: values.verbose === true })) output.print(line);
    if (values.svg !== undefined) {
      await writeFileAtomic(values.svg, replayChart(result), { mode: SECRET_MODE });
      output.progress(`wrote ${values.svg}`);
    }
    const { events, provable } = result.summary;
    return provable === events && result.repeated.length === 0 ? 0 : 1;
  },
};
