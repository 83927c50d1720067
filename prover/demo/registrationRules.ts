import { type CharterDocument, readCharter } from '../../verifier/formats/charter.ts';
import type { RegistrationTerms } from '../../verifier/formats/registrationTerms.ts';
import { buildScenarioTree } from '../scenarios/buildScenarioTree.ts';
import type { ExampleRules } from './exampleRules.ts';

/** Terms of the made-up venue: an hour to prove, ticks of ten minutes at most. */
const TERMS: RegistrationTerms = {
  recordWithin: 3_600,
  roundsBehind: 3,
  tickAge: 600,
  surfaceAge: 300,
  roundsPerTick: 4,
};

/** The same rules under a charter that says on what terms liquidations are registered. */
export function registrationRules({ charterDocument, scenariosDocument }: ExampleRules): ExampleRules {
  const document: CharterDocument = { ...charterDocument, registration: TERMS };
  const published = readCharter(document);
  const scenarioTree = buildScenarioTree(scenariosDocument, published);
  return { charterDocument: published.document, scenariosDocument, published, scenarioTree };
}
