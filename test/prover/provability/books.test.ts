import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, expect, test, vi } from 'vitest';
import { buildScenarioTree } from '../../../prover/scenarios/buildScenarioTree.ts';
import { crashPath } from '../../../prover/surface/crashPath.ts';
import { madeUpBook } from '../../../prover/surface/madeUpBook.ts';
import { readCharter } from '../../../verifier/formats/charter.ts';
import { bookMarket, NEAR_EXPIRY_SHAPES, nearExpiry } from '../../support/bookMarket.ts';
import { depthBook } from '../../support/depthBook.ts';
import { EXAMPLE_NAMES, exampleDocuments } from '../../support/documents.ts';
import { type BookJson, type ListedBook, listedBook } from '../../support/listedBook.ts';
import { tallyProvability } from '../../support/provability.ts';
import { ProvabilityTally } from '../../support/provabilityTally.ts';

// No listed instrument makes an account unprovable. Every option of every book, and the futures, perpetual and spot
// beside them, long and short, alone, is priced under every scenario of the example charters and liquidated under its
// binding one: at the time of the book, and down to a second before expiry.
//
// Near expiry an instrument is looked at in one of twelve states, and from one side, in turns; so are the scenarios that
// do not bind. EVERY_STATE=1 npx vitest run test/prover/provability visits all of them, for some forty minutes.
const EVERY_STATE = process.env.EVERY_STATE === '1';
const TIME_LIMIT = EVERY_STATE ? 3_600_000 : 120_000;

// The statement is run a hundred thousand times, and not for its commitments: a cheap stand-in hashes them.
vi.mock('../../../circuits/commitment/poseidon.ts', () => ({
  poseidon: (inputs: readonly bigint[]) =>
    inputs.reduce((hash, input) => BigInt.asUintN(248, hash * 1_000_003n + input + 1n), BigInt(inputs.length)),
}));

const FOLDER = new URL('../../../../shared/data/deribit/', import.meta.url).pathname;
if (!existsSync(FOLDER)) console.info(`real books are skipped: ${FOLDER} is not on this machine`);

function realBook(file: string): BookJson {
  const json = JSON.parse(readFileSync(FOLDER + file, 'utf8'));
  return 'result' in json ? json : depthBook(json);
}

const SOL = {
  underlying: 'SOL',
  index: 141.37,
  asOf: Date.UTC(2026, 0, 12, 10, 0),
  atmVol30d: 0.92,
  longRunVarianceRatio: 0.9,
  skew: -0.2,
  curvature: 0.8,
  basisRate: 0.05,
  noiseVolPoints: 0.3,
  seed: 20_260_112,
};

const BOOKS: [name: string, read: () => BookJson][] = [
  ...(existsSync(FOLDER) ? readdirSync(FOLDER).sort() : []).map((file): [string, () => BookJson] => [
    `the real book ${file}`,
    () => realBook(file),
  ]),
  ['a made-up BTC book', () => crashPath('BTC').after],
  ['a made-up ETH book', () => crashPath('ETH').after],
  ['a made-up SOL book', () => madeUpBook(SOL)],
];

const RULES = EXAMPLE_NAMES.map((name) => {
  const { charter, scenarios } = exampleDocuments(name);
  const published = readCharter(charter);
  return { name, published, tree: buildScenarioTree(scenarios, published) };
});

/** Seconds before expiry; at usual vols the floor of s binds at the money from about eleven on. */
const STATES = [3_600n, 60n, 11n, 1n].flatMap((seconds) => NEAR_EXPIRY_SHAPES.map((shape) => ({ seconds, shape })));
/** One in so many instruments is also liquidated under a scenario that does not bind. */
const OTHER_LEAF_EVERY = 4;

function visit(listed: ListedBook, turn: number): { atBook: ProvabilityTally; atExpiry: ProvabilityTally } {
  const atBook = new ProvabilityTally();
  const atExpiry = new ProvabilityTally();
  const otherLeaves = { every: EVERY_STATE ? 1 : OTHER_LEAF_EVERY };
  for (const { name, published, tree } of RULES) {
    const underlying = published.units.findIndex(({ symbol }) => symbol === listed.book.underlying);
    if (underlying < 0) continue;
    const market = bookMarket(listed, published, tree);
    const { instruments } = market;
    const options = { sides: 'both', otherLeaves: EVERY_STATE ? 'all' : otherLeaves, turn } as const;
    atBook.add(tallyProvability(market, instruments, options), `(${name})`);

    for (const expiryHours of new Set(instruments.map(({ terms }) => terms.expiryHours))) {
      // The perpetual and spot never expire.
      if (expiryHours === 0n) continue;
      const expiring = instruments.filter(({ terms }) => terms.expiryHours === expiryHours);
      STATES.forEach(({ seconds, shape }, state) => {
        const inState = expiring.filter((_, i) => EVERY_STATE || (turn + i) % STATES.length === state);
        const near = nearExpiry(market, { underlying, expiryHours, seconds, shape });
        const sides = EVERY_STATE ? 'both' : 'in turns';
        const tally = tallyProvability(near, inState, { sides, otherLeaves, turn: turn + state });
        atExpiry.add(tally, `(${name}, ${seconds} s before expiry, ${shape})`);
      });
    }
  }
  return { atBook, atExpiry };
}

const total = { atBook: new ProvabilityTally(), atExpiry: new ProvabilityTally() };

test.for(BOOKS.map(([name, read], turn): [string, () => BookJson, number] => [name, read, turn]))(
  'U5: every instrument of %s is priced and provable, long and short',
  { timeout: TIME_LIMIT },
  ([name, read, turn]) => {
    const listed = listedBook(name, read());
    for (const { expiry, reason } of listed.refused) console.info(`${name}: ${expiry} has an unchecked fit: ${reason}`);
    const seen = visit(listed, turn);
    expect([...seen.atBook.failures, ...seen.atExpiry.failures].slice(0, 20)).toEqual([]);
    expect(seen.atBook.proven.partial).toBeGreaterThan(listed.instruments.length);
    expect(seen.atExpiry.proven.insolvent).toBeGreaterThan(0);
    total.atBook.add(seen.atBook, `in ${name}`);
    total.atExpiry.add(seen.atExpiry, `in ${name}`);
  },
);

afterAll(() => {
  console.info(`at the time of the books: ${total.atBook}`);
  console.info(`near expiry: ${total.atExpiry}`);
});
