import { buildScenarioTree } from '../../prover/scenarios/buildScenarioTree.ts';
import { type PublishedCharter, readCharter } from '../../verifier/formats/charter.ts';
import { writeExpiry } from '../../verifier/formats/expiry.ts';
import { readSnapshot } from '../../verifier/formats/snapshot.ts';
import { type ExampleName, exampleDocuments } from './documents.ts';
import { EXPIRIES, type SampleMarket, sampleSalt, ssviSlice } from './sampleMarket.ts';

/** A market under an example charter, with the units that documents are read in. */
export interface ExampleMarket extends SampleMarket {
  published: PublishedCharter;
}

/** Half an hour to a year ahead. */
const LISTED = [
  { hours: EXPIRIES.halfHour, carry: 1, discount: '1' },
  { hours: EXPIRIES.day, carry: 1.0001, discount: '1' },
  { hours: EXPIRIES.week, carry: 1.001, discount: '0.9995' },
  { hours: EXPIRIES.month, carry: 1.005, discount: '0.9965' },
  { hours: EXPIRIES.quarter, carry: 1.014, discount: '0.99' },
  { hours: EXPIRIES.quarter + 39n * 7n * 24n, carry: 1.05, discount: '0.9625' },
];

/** Index, at-the-money vol and correlation of the smiles; prices are whole in every charter's price unit. */
const UNDERLYINGS: Record<string, { index: number; volatility: number; rho: number }> = {
  BTC: { index: 70_000, volatility: 0.58, rho: -0.3 },
  ETH: { index: 3_500, volatility: 0.73, rho: -0.2 },
  SOL: { index: 150, volatility: 0.95, rho: -0.1 },
};

/** The rules of an example in a made-up market of its underlyings, at 2026-03-20T07:30:00Z. */
export function exampleMarket(name: ExampleName): ExampleMarket {
  const documents = exampleDocuments(name);
  const published = readCharter(documents.charter);
  const markets = published.units.map(({ symbol }) => {
    const market = UNDERLYINGS[symbol];
    if (!market) throw new RangeError(`no market is made up for ${symbol}`);
    return { symbol, ...market };
  });
  const snapshot = readSnapshot(
    {
      format: 'fairmark.snapshot.v1',
      feed: documents.charter.feeds[0],
      round: 7,
      time: '2026-03-20T07:30:00Z',
      previous: '0x07',
      quotesRoot: '0x00',
      underlyings: markets.map(({ symbol, index }) => ({
        symbol,
        index: String(index),
        perpetual: String(index),
        expiries: LISTED.map(({ hours, carry, discount }) => ({
          expiry: writeExpiry(hours),
          forward: (index * carry).toFixed(2).replace(/\.?0+$/, ''),
          discount,
        })),
      })),
    },
    published,
  );
  const surface = {
    number: 4n,
    previous: sampleSalt('previous surface'),
    salt: sampleSalt('surface'),
    rows: markets.map(({ volatility, rho }) => LISTED.map(({ hours }) => ssviSlice(hours, volatility, rho))),
  };
  const tree = buildScenarioTree(documents.scenarios, published);
  return { published, charter: published.charter, snapshot, surface, scenarios: tree.leaves, tree };
}
