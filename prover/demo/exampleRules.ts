import { join } from 'node:path';
import type { ScenarioTree } from '../../circuits/commitment/scenarioTree.ts';
import { type CharterDocument, type PublishedCharter, readCharter } from '../../verifier/formats/charter.ts';
import { readJson } from '../io/readJson.ts';
import { buildScenarioTree } from '../scenarios/buildScenarioTree.ts';
import { type ScenariosDocument, withScenarioSeed } from '../scenarios/scenariosDocument.ts';
import { defaultWorkspace } from '../setup/workspace.ts';

/** The rules of the made-up venue: the charter in the open, the scenarios with a fresh secret seed. */
export interface ExampleRules {
  charterDocument: CharterDocument;
  scenariosDocument: ScenariosDocument;
  published: PublishedCharter;
  scenarioTree: ScenarioTree;
}

/**
 * Reads charter and scenarios in `examples/portfolio`, checks both in the open and commits to the scenarios.
 *
 * @param seed of the scenarios' salts, 0x and 64 hex digits: drawn unless given
 */
export async function exampleRules(seed?: string): Promise<ExampleRules> {
  const examples = join(defaultWorkspace().root, 'examples', 'portfolio');
  const published = readCharter(await readJson(join(examples, 'charter.json')));
  // The tree's reader checks the document, seed included.
  const scenarios = (await readJson(join(examples, 'scenarios.json'))) as ScenariosDocument;
  const scenariosDocument = withScenarioSeed(seed === undefined ? scenarios : { ...scenarios, seed });
  const scenarioTree = buildScenarioTree(scenariosDocument, published);
  return { charterDocument: published.document, scenariosDocument, published, scenarioTree };
}
