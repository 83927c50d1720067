import type { LiquidationInputs } from '../../circuits/liquidation.ts';
import { evaluateAccount } from '../../circuits/margin/evaluateAccount.ts';
import { type InstrumentTerms, readInstrument } from '../../verifier/formats/position.ts';
import { type NearExpiryShape, nearExpiry } from './bookMarket.ts';
import type { ExampleName } from './documents.ts';
import { type ExampleMarket, exampleMarket } from './exampleMarket.ts';
import { liquidateAlone, loneAccount } from './lonePosition.ts';
import type { SampleMarket } from './sampleMarket.ts';

/** A liquidation at the edge of what the statement covers: one leg of one underlying. */
export interface HardCase {
  name: string;
  inputs: LiquidationInputs;
}

interface HardPosition {
  charter: ExampleName;
  instrument: string;
  /** Signed. */
  lots: bigint;
  /** Seconds before the instrument's expiry; left out, the market is as it is made up. */
  near?: [seconds: bigint, shape: NearExpiryShape];
}

/** All that a leg can close at once. */
const MOST_LOTS = (1n << 22n) - 1n;

/** Made-up strikes reach as far as those of real books: from 0.07 to 12 times the forward. */
const POSITIONS: Record<string, HardPosition> = {
  'call deepest in the money': { charter: 'correlated', instrument: 'BTC-26MAR27-5000-C', lots: 3n },
  'put deepest in the money, short': { charter: 'portfolio', instrument: 'ETH-26MAR27-42000-P', lots: -7n },
  'put deepest in the money, long: the largest gain for its notional': {
    charter: 'standard',
    instrument: 'ETH-26MAR27-42000-P',
    lots: 40n,
  },
  'put with the largest strike, hours before expiry': {
    charter: 'correlated',
    instrument: 'BTC-21MAR26-400000-P',
    lots: -12n,
  },
  'call deepest out of the money, short': { charter: 'portfolio', instrument: 'BTC-20MAR26-400000-C', lots: -5n },
  'call deepest out of the money, long, almost without a value': {
    charter: 'portfolio',
    instrument: 'BTC-20MAR26-400000-C',
    lots: 5n,
  },
  'put deepest out of the money, short': { charter: 'standard', instrument: 'BTC-26MAR27-5000-P', lots: -900n },
  'put deepest out of the money, long': { charter: 'correlated', instrument: 'ETH-26MAR27-250-P', lots: 10n },
  'call out of the money, long: no lot helps against the fee': {
    charter: 'standard',
    instrument: 'ETH-27MAR26-4500-C',
    lots: 50n,
  },
  'longest expiry, at the money': { charter: 'portfolio', instrument: 'ETH-26MAR27-3700-C', lots: -25n },
  'a second before expiry at the money, short: the floor of s': {
    charter: 'portfolio',
    instrument: 'BTC-20MAR26-70000-P',
    lots: -10n,
    near: [1n, 'self-similar'],
  },
  'a second before expiry at the money, long: the floor of s': {
    charter: 'correlated',
    instrument: 'BTC-20MAR26-70000-C',
    lots: 10n,
    near: [1n, 'self-similar'],
  },
  'a second before expiry out of the money': {
    charter: 'portfolio',
    instrument: 'ETH-20MAR26-3600-C',
    lots: -60n,
    near: [1n, 'proportional'],
  },
  'a year ahead when committed, a second before expiry': {
    charter: 'correlated',
    instrument: 'ETH-26MAR27-3700-P',
    lots: 30n,
    near: [1n, 'proportional'],
  },
  'eleven seconds before expiry on a stale slice': {
    charter: 'standard',
    instrument: 'ETH-20MAR26-3500-C',
    lots: -15n,
    near: [11n, 'stale'],
  },
  'a single lot of 0.0001 BTC, short': { charter: 'standard', instrument: 'BTC-24APR26-69999-P', lots: -1n },
  'a single lot of 0.0001 BTC, long': { charter: 'standard', instrument: 'BTC-24APR26-69999-C', lots: 1n },
  'a strike between the dollars': { charter: 'standard', instrument: 'SOL-27MAR26-152d5-C', lots: -4n },
  'the most lots that close at once': { charter: 'portfolio', instrument: 'BTC-26JUN26-60000-P', lots: -MOST_LOTS },
  'a perpetual alone': { charter: 'correlated', instrument: 'ETH-PERPETUAL', lots: -100n },
  'a future alone, a second before expiry': {
    charter: 'standard',
    instrument: 'BTC-20MAR26',
    lots: 2000n,
    near: [1n, 'self-similar'],
  },
};

/** Position in the tree of the scenario with the worst requirement. */
function bindingLeaf(market: SampleMarket, terms: InstrumentTerms, isLong: boolean): number {
  const account = loneAccount(terms, { isLong, quantity: 1n, cash: 0n, time: market.snapshot.time });
  let worst: { requirement: bigint; position: number } | undefined;
  market.scenarios.forEach((leaf, position) => {
    if (leaf.underlying !== terms.underlying) return;
    const scenarios = new Map([[terms.underlying, leaf]]);
    const { requirement } = evaluateAccount({ ...market, account, scenarios });
    if (!worst || requirement > worst.requirement) worst = { requirement, position };
  });
  if (!worst) throw new RangeError('no scenario for the underlying');
  return worst.position;
}

/**
 * Liquidations at the edges: strikes deepest in and out of the money, seconds before expiry, the longest expiry, the
 * largest strike, the tiniest and the most lots, under all three example charters. Each is at the first equity that is
 * provably too low under its binding scenario, as the planner closes it. Every one fits the small instance.
 */
export function hardCases(): HardCase[] {
  const markets = new Map<ExampleName, ExampleMarket>();
  return Object.entries(POSITIONS).map(([name, { charter, instrument, lots, near }]) => {
    const made = markets.get(charter) ?? exampleMarket(charter);
    markets.set(charter, made);
    const terms = readInstrument(instrument, 'instrument', made.published, made.snapshot);
    const { underlying, expiryHours } = terms;
    const market = near ? nearExpiry(made, { underlying, expiryHours, seconds: near[0], shape: near[1] }) : made;
    const isLong = lots > 0n;
    const leaf = bindingLeaf(market, terms, isLong);
    const { inputs } = liquidateAlone(market, terms, { isLong, quantity: isLong ? lots : -lots, leaf });
    return { name: `${name} (${charter})`, inputs };
  });
}
