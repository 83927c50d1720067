import type { Banner, Verdict } from '../../verifier/report.ts';
import type { ChainResult } from './chainResult.ts';

/** What a run of the demo did; money and prices are decimal text in the settlement currency. No secret is in it. */
export interface DemoResult {
  /** Whether the market is made up; else it is the book that was given. */
  readonly madeUp: boolean;
  readonly underlying: string;
  readonly venue: string;
  /** In time order: two ticks of a made-up market, one of a given book. */
  readonly ticks: readonly DemoTickResult[];
  /** How many scenarios the rulebook commits to. */
  readonly scenarios: number;
  /** How far above the requirement a close brings equity, as a share of it. */
  readonly targetBuffer: string;
  /** At the first of two ticks; absent where there is one. */
  readonly healthyBefore?: DemoHealth;
  readonly underWater: DemoHealth;
  readonly afterClose: DemoHealth;
  /** Every position, linear positions last. */
  readonly positions: readonly DemoPositionResult[];
  readonly fee: string;
  readonly draw: string;
  readonly terminal: boolean;
  /** Rounds that would follow at the same snapshot. */
  readonly furtherRounds: number;
  readonly publicSignals: Readonly<Record<string, string>>;
  readonly banners: readonly Banner[];
  readonly verdict: Verdict;
  readonly headline: string;
  /** The same receipt and opening with one digit changed. */
  readonly tampered: readonly { readonly what: string; readonly verdict: Verdict; readonly headline: string }[];
  readonly files: Readonly<Record<string, string>>;
  /** Opens receipt and opening in the page of this package: it holds the account, which here is made up. */
  readonly link: string;
  readonly seconds: {
    readonly fit: number;
    readonly plan: number;
    /** Compiling and making the key included, where the cache held none. */
    readonly prove: number;
    readonly verify: number;
    readonly total: number;
  };
  /** What the venue did on chain; absent unless that was asked for. */
  readonly chain?: ChainResult;
}

export interface DemoTickResult {
  /** ISO 8601, UTC. */
  readonly asOf: string;
  readonly index: string;
  /** In vol points, over all quotes. */
  readonly rmseVolPoints: number;
  readonly slices: readonly {
    readonly expiry: string;
    readonly quotes: number;
    readonly rmseVolPoints: number;
    readonly status: 'fitted' | 'repaired';
  }[];
  readonly refused: readonly { readonly expiry: string; readonly reason: string }[];
}

export interface DemoHealth {
  readonly equity: string;
  readonly requirement: string;
  readonly liquidatable: boolean;
}

export interface DemoPositionResult {
  readonly instrument: string;
  /** Signed, in units of the underlying. */
  readonly held: string;
  /** Not signed; `"0"` where untouched. */
  readonly closed: string;
  /** Per unit of the underlying, like the prices below. */
  readonly mark: string;
  /** Absent where nothing is closed. */
  readonly price?: string;
  /** The price furthest from the mark, to the account's cost, that the charter allows. */
  readonly worstPrice: string;
}
