import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../circuits/errors.ts';
import { readCharter } from '../../verifier/formats/charter.ts';
import { writeFieldElement } from '../../verifier/formats/fieldElement.ts';
import { crashMarkets } from '../accounts/crashMarkets.ts';
import { ACCOUNT_KINDS, type AccountKind } from '../accounts/generateAccount.ts';
import { DAY_FILES, generateDay } from '../accounts/generateDay.ts';
import { type ListedMarket, listedMarket } from '../accounts/listedMarket.ts';
import { madeUpSalt } from '../accounts/madeUpSalt.ts';
import { marketTick } from '../accounts/marketTick.ts';
import { type ExampleRules, exampleRules } from '../demo/exampleRules.ts';
import { writeJson } from '../demo/writeJson.ts';
import { argumentError, COMMON_OPTIONS, readArguments } from '../io/readArguments.ts';
import { readJson } from '../io/readJson.ts';
import { sparseProgress } from '../io/sparseProgress.ts';
import { buildScenarioTree } from '../scenarios/buildScenarioTree.ts';
import type { ScenariosDocument } from '../scenarios/scenariosDocument.ts';
import type { Command } from './command.ts';

const DEFAULT_COUNT = 100;
const COUNT_MAXIMUM = 100_000;
const SEED_MAXIMUM = 2 ** 31;
/** Account, scenarios and surface: readable by their owner only. */
const SECRET_MODE = 0o600;

/** `fairmark generate`: a folder of made-up events for dry runs. */
export const generate: Command = {
  name: 'generate',
  summary: 'make up a day of liquidations, for dry runs with replay',
  help: `Usage: fairmark generate -o DIR [--count N] [--seed N] [--kinds LIST]
                         [--book BOOK.json] [--charter FILE --scenarios FILE]
                         [--force] [--json]

Makes up accounts that trade as people do and writes each as an event without
a close, beside the charter, scenarios, snapshot and surface that they share:
a folder for fairmark replay, or events for fairmark plan and prove. Equal
options give equal files.

One account in five is healthy, one in ten is insolvent, one in ten nearly so,
the others stand 0.1% to 60% below their requirement. Six in ten are small, one
in ten is as large as circuits get.

  -o, --output DIR    where to write; made if missing
  --count N           how many accounts (default: ${DEFAULT_COUNT})
  --seed N            of all that is drawn, salts included (default: 1); whoever
                      knows it knows the salts: made-up accounts hide nothing
  --kinds LIST        kinds of accounts in turns, divided by commas (default: all)
                      ${ACCOUNT_KINDS.slice(0, 4).join(', ')},
                      ${ACCOUNT_KINDS.slice(4, 7).join(', ')}, ${ACCOUNT_KINDS.slice(7).join(', ')}
  --book BOOK.json    an option book in the shape of Deribit's public response,
                      once for each underlying (default: a made-up crash of BTC
                      and ETH, in which positions were opened before it)
  --charter FILE      the venue's rules and stress scenarios
  --scenarios FILE    (default: the example of portfolio margin); scenarios
                      without a seed get one that follows from --seed
  --force             write into a folder that is not empty
  --json              print what was written as JSON
  -h, --help          show this text

Exit code: 0 written, 2 bad input or a failure.

Example: fairmark generate -o day --count 200 && fairmark replay day`,

  async run(args, output) {
    const { values } = readArguments('generate', args, {
      ...COMMON_OPTIONS,
      output: { type: 'string', short: 'o' },
      count: { type: 'string' },
      seed: { type: 'string' },
      kinds: { type: 'string' },
      book: { type: 'string', multiple: true },
      charter: { type: 'string' },
      scenarios: { type: 'string' },
      force: { type: 'boolean' },
    });
    if (values.help) {
      output.print(this.help);
      return 0;
    }
    if (values.output === undefined) throw argumentError('generate', 'no folder for the events is named', '-o');
    const count = readWhole('--count', values.count, DEFAULT_COUNT, 1, COUNT_MAXIMUM);
    const seed = readWhole('--seed', values.seed, 1, 0, SEED_MAXIMUM);
    const kinds = readKinds(values.kinds);
    if ((values.charter === undefined) !== (values.scenarios === undefined)) {
      throw argumentError('generate', '--charter and --scenarios go together', '--charter');
    }
    await checkFolder(values.output, values.force === true);

    const rules = await readRules(values.charter, values.scenarios, seed);
    const { market, opened } = await readMarket(rules, values.book, seed, (line) => output.progress(line));
    const several = market.underlyings.length > 1;
    const drawn = values.kinds === undefined && !several ? kinds.filter((kind) => kind !== 'crossAsset') : kinds;
    const progress = sparseProgress((line) => output.progress(line));
    const events = generateDay({
      market,
      ...(opened ? { opened } : {}),
      kinds: drawn,
      count,
      seed,
      onAccount: (made) => progress((seconds) => `${made} of ${count} accounts after ${seconds} s`),
    });

    const at = (name: string) => join(values.output as string, name);
    await mkdir(values.output, { recursive: true });
    await writeJson(at(DAY_FILES.charter), rules.charterDocument);
    await writeJson(at(DAY_FILES.scenarios), rules.scenariosDocument, SECRET_MODE);
    await writeJson(at(DAY_FILES.snapshot), market.snapshotDocument);
    await writeJson(at(DAY_FILES.surface), market.surfacesDocument, SECRET_MODE);
    for (const { name, document } of events) await writeJson(at(name), document, SECRET_MODE);

    const written = events.map(({ name, kind, size, shortfall }) => ({
      name,
      kind,
      size,
      // Of the requirement, as replay has it.
      shortfallShare: (Number(shortfall) / 1000).toFixed(3),
    }));
    if (values.json) {
      output.print(
        JSON.stringify({ folder: values.output, seed, shared: Object.values(DAY_FILES), events: written }, null, 2),
      );
    } else {
      output.print(`${events.length} made-up events in ${values.output}, seed ${seed}`);
      for (const kind of drawn) {
        output.print(`  ${String(events.filter((event) => event.kind === kind).length).padStart(6)}  ${kind}`);
      }
      output.print(`Judge them with fairmark replay ${values.output}`);
    }
    return 0;
  },
};

function readWhole(field: string, text: string | undefined, fallback: number, least: number, most: number): number {
  if (text === undefined) return fallback;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw argumentError('generate', `${field} is not a whole number from ${least} to ${most}`, field);
}

function readKinds(text: string | undefined): readonly AccountKind[] {
  if (text === undefined) return ACCOUNT_KINDS;
  return text.split(',').map((name) => {
    const kind = ACCOUNT_KINDS.find((known) => known === name.trim());
    if (kind) return kind;
    const known = ACCOUNT_KINDS.join(', ');
    throw argumentError('generate', `--kinds: ${JSON.stringify(name)} is none of ${known}`, '--kinds');
  });
}

/** Refuses a folder that holds something, so that a day is never mixed with another. */
async function checkFolder(folder: string, force: boolean): Promise<void> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new InputError('FILE_UNWRITABLE', `cannot write into ${folder}: ${error.code}`, {
      field: '-o',
      remedy: 'Name a folder that can be written to.',
    });
  });
  if (force || entries.length === 0) return;
  throw new InputError('FOLDER_NOT_EMPTY', `${folder} is not empty: events would be mixed with what is there`, {
    field: '-o',
    remedy: 'Name another folder, or pass --force.',
  });
}

async function readRules(
  charter: string | undefined,
  scenarios: string | undefined,
  seed: number,
): Promise<ExampleRules> {
  const scenarioSeed = writeFieldElement(madeUpSalt(seed, 'scenarios'));
  if (charter === undefined || scenarios === undefined) return exampleRules(scenarioSeed);
  const published = readCharter(await readJson(charter));
  // The tree's reader checks the document.
  const document = (await readJson(scenarios)) as ScenariosDocument;
  const scenariosDocument =
    typeof document === 'object' && document !== null ? { ...document, seed: document.seed ?? scenarioSeed } : document;
  return {
    charterDocument: published.document,
    scenariosDocument,
    published,
    scenarioTree: buildScenarioTree(scenariosDocument, published),
  };
}

async function readMarket(
  rules: ExampleRules,
  books: readonly string[] | undefined,
  seed: number,
  onProgress: (line: string) => void,
): Promise<{ market: ListedMarket; opened?: ListedMarket }> {
  const onFit = (underlying: string) => onProgress(`fit: the volatility surface of ${underlying}`);
  if (books === undefined) {
    const { before, after } = crashMarkets(rules, { seed, onFit });
    return { market: after, opened: before };
  }
  const read = [];
  for (const path of books) read.push(await readJson(path));
  const salt = madeUpSalt(seed, 'surface');
  return { market: listedMarket(marketTick(read, rules.published, { salt, onFit }), rules) };
}
