import { InputError } from '../../circuits/errors.ts';
import type { Account } from '../../circuits/objects.ts';
import { ACCOUNT_FORMAT, type AccountDocument, readAccount } from '../../verifier/formats/account.ts';
import { formatScaled, MICRO } from '../../verifier/formats/decimal.ts';
import { writeFieldElement } from '../../verifier/formats/fieldElement.ts';
import { writeQuantity } from '../../verifier/formats/position.ts';
import { writeTime } from '../../verifier/formats/time.ts';
import { accountHealth } from '../plan/accountHealth.ts';
import { ACCOUNT_SHAPES, type AccountSize } from './accountShapes.ts';
import { cashFor } from './cashFor.ts';
import { drawPositions } from './drawPositions.ts';
import { drawShortfall } from './drawShortfall.ts';
import { Draws } from './draws.ts';
import type { ListedMarket, ListedUnderlying } from './listedMarket.ts';
import { madeUpSalt } from './madeUpSalt.ts';
import { STRATEGIES } from './strategies/index.ts';

/** How an account trades: a strategy within one underlying, or strategies of all kinds across several. */
export type AccountKind = keyof typeof STRATEGIES | 'crossAsset';

export const ACCOUNT_KINDS = [...(Object.keys(STRATEGIES) as (keyof typeof STRATEGIES)[]), 'crossAsset'] as const;

export interface GenerateAccountOptions {
  /** Where the account stands as `shortfall` says. */
  market: ListedMarket;
  /**
   * Market in which positions were taken, strikes chosen by its deltas: an earlier tick of the same venue. Positions
   * that have expired since are left out. Default: `market`.
   */
  opened?: ListedMarket;
  kind: AccountKind;
  /** Any integer; equal options give equal accounts. */
  seed: number;
  /**
   * By how much equity is below the requirement of the worst scenario, per mille of it: below 0 healthy, above 1000
   * insolvent, exact to a cent. Default: drawn as `drawShortfall` does.
   */
  shortfall?: bigint;
  /** Default: six in ten are small, one in ten is xl. An account of several underlyings is never small. */
  size?: AccountSize;
}

/** A made-up account. */
export interface GeneratedAccount {
  account: Account;
  document: AccountDocument;
  kind: AccountKind;
  size: AccountSize;
  /** Per mille. */
  shortfall: bigint;
}

const CENT = 10_000n;
const ATTEMPTS = 100;
/** Fewest option legs by size; the most are those of its shape. */
const FEWEST_OPTIONS: Record<AccountSize, number> = { small: 1, large: 5, xl: 13 };
const OLDEST_STATE = 3600;
const PREVIOUS_STATES = 1000;

function drawSize(draws: Draws): AccountSize {
  const among = draws.between(0, 1);
  return among < 0.6 ? 'small' : among < 0.9 ? 'large' : 'xl';
}

/** What was listed in `opened` and has not expired in `market`. */
function tradable(opened: ListedMarket, market: ListedMarket): ListedUnderlying[] {
  return opened.underlyings.flatMap((underlying) => {
    const now = market.underlyings.find(({ symbol }) => symbol === underlying.symbol);
    if (!now) return [];
    const expiries = underlying.expiries.flatMap((expiry) => {
      const same = now.expiries.find(({ expiryHours }) => expiryHours === expiry.expiryHours);
      return same ? [{ ...expiry, future: same.future && expiry.future }] : [];
    });
    return expiries.length > 0 ? [{ ...underlying, expiries }] : [];
  });
}

function refuse(why: string, remedy: string): never {
  throw new InputError('ACCOUNT_NOT_DRAWN', why, { field: 'kind', remedy });
}

/**
 * Makes up an account with realistic positions and the cash that puts it where it is wanted: for tests and dry runs.
 * Its salt follows from the seed and hides nothing.
 *
 * Every instrument is held once, and the requirement is above zero.
 *
 * @throws InputError `ACCOUNT_NOT_DRAWN` where the market lists nothing of this kind
 */
export function generateAccount(options: GenerateAccountOptions): GeneratedAccount {
  const { market, opened = market, kind, seed } = options;
  const { published, snapshot } = market;
  const draws = new Draws(seed);
  const drawnSize = options.size ?? drawSize(draws);
  const isCross = kind === 'crossAsset';
  const size = isCross && drawnSize === 'small' ? 'large' : drawnSize;
  const shortfall = options.shortfall ?? drawShortfall(draws);
  const listed = tradable(opened, market);
  if (isCross && listed.length < 2) {
    return refuse('a cross-asset account needs two underlyings', 'Give a book of each of two underlyings.');
  }
  const shape = ACCOUNT_SHAPES[size];
  const salt = writeFieldElement(madeUpSalt(seed, `account ${kind}`));
  const head = {
    format: ACCOUNT_FORMAT,
    owner: `made-up owner ${seed}`,
    accountNumber: draws.whole(1, 1_000_000),
    sequence: draws.whole(0, PREVIOUS_STATES),
    time: writeTime(snapshot.time - BigInt(draws.whole(1, OLDEST_STATE))),
    settlement: { currency: 'USD' },
    salt,
  } as const;

  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const only = draws.pick(listed);
    const underlyings = isCross ? listed.slice(0, shape.underlyings) : only ? [only] : [];
    const held = drawPositions({
      draws,
      underlyings,
      ...(isCross ? {} : { strategy: STRATEGIES[kind] }),
      shape,
      optionLegs: draws.whole(FEWEST_OPTIONS[size], shape.optionLegs),
    });
    const symbols = new Set([...held.keys()].map((instrument) => instrument.split('-')[0]));
    if (symbols.size < (isCross ? 2 : 1)) continue;
    const positions = [...held].map(([instrument, lots]) => {
      const units = listed.find(({ symbol }) => symbol === instrument.split('-')[0])?.units;
      return { instrument, quantity: units ? writeQuantity(lots, units) : '' };
    });
    const withCash = (cash: bigint): AccountDocument => ({ ...head, cash: formatScaled(cash, MICRO), positions });
    const health = accountHealth({ ...market, account: readAccount(withCash(0n), published, snapshot) });
    // Without a requirement there is nothing to be below of.
    if (health.requirement === 0n) continue;
    const document = withCash(cashFor(health, shortfall, CENT));
    return { account: readAccount(document, published, snapshot), document, kind, size, shortfall };
  }
  return refuse(`no ${kind} account could be drawn from this market`, 'Give a book with more expiries and strikes.');
}
