import { basename } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { readJson } from '../../../prover/io/readJson.ts';
import { type FoundDocument, readEvents } from '../../../prover/replay/readEvents.ts';
import { replayFolder } from '../../../prover/replay/replayFolder.ts';
import { buildScenarioTree } from '../../../prover/scenarios/buildScenarioTree.ts';
import { dayEvent, writeMarket } from '../../support/replayDay.ts';
import { Folder, smallEvent } from '../../system/support.ts';

vi.mock('../../../prover/io/readJson.ts', { spy: true });
vi.mock('../../../prover/scenarios/buildScenarioTree.ts', { spy: true });

const folder = new Folder();
writeMarket(folder);
for (const [i, name] of ['a.json', 'b.json', 'z.json'].entries()) folder.write(name, dayEvent(i + 1));
folder.write('day.jsonl', [4, 5].map((sequence) => JSON.stringify(dayEvent(sequence))).join('\n'));
afterAll(() => folder.remove());

async function found(): Promise<FoundDocument[]> {
  const documents: FoundDocument[] = [];
  for await (const document of readEvents(folder.path)) documents.push(document);
  return documents;
}

test('every file is read once, however many events name it', async () => {
  vi.mocked(readJson).mockClear();
  const events = (await found()).filter(({ isEvent }) => isEvent);
  expect(events.map(({ name }) => name)).toEqual(['a.json', 'b.json', 'day.jsonl:1', 'day.jsonl:2', 'z.json']);
  const files = vi.mocked(readJson).mock.calls.map(([path]) => basename(path));
  expect(files.sort()).toEqual([
    ...['a.json', 'b.json', 'charter.json', 'scenarios.json', 'snapshot.json', 'surface.json', 'z.json'],
  ]);
});

test('documents are those of an event with all inline', async () => {
  for (const { document, isEvent } of await found()) {
    if (!isEvent) continue;
    const { sequence: _, ...event } = document as { sequence: number };
    const { sequence: __, ...inline } = smallEvent();
    expect(JSON.parse(JSON.stringify(event))).toEqual(JSON.parse(JSON.stringify(inline)));
  }
});

test('one scenario tree serves all events of one model', async () => {
  vi.mocked(buildScenarioTree).mockClear();
  const { summary } = await replayFolder(folder.path);
  expect(summary).toMatchObject({ events: 5, provable: 5 });
  expect(buildScenarioTree).toHaveBeenCalledTimes(1);
});
