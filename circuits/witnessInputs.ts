import { monotoneRoute } from './arithmetic/monotoneRoute.ts';
import { optionChunks } from './commitment/accountCommitment.ts';
import { charterUnderlyingWords } from './commitment/charterWords.ts';
import { snapshotRowHashes, snapshotRowWords } from './commitment/snapshotCommitment.ts';
import { surfaceRowHashes, surfaceRowWords } from './commitment/surfaceCommitment.ts';
import { CONSTANTS as C } from './constants.ts';
import { FairmarkError } from './errors.ts';
import type { LiquidationInputs, LiquidationResult } from './liquidation.ts';
import { expiryKey, heldUnderlyings } from './margin/evaluateAccount.ts';
import type { Account, LinearPosition, ScenarioOpening } from './objects.ts';

/** Parameters of Liquidation.circom. */
export interface InstanceShape {
  optionLegs: number;
  linearLegs: number;
  expiries: number;
  underlyings: number;
}

/** Names and values of the circuit's private inputs. */
export type CircuitInputs = Record<string, unknown>;

/** The account does not fit an instance; `needed` says what would. */
export class ShapeError extends FairmarkError {
  readonly needed: InstanceShape;

  constructor(needed: InstanceShape, available: InstanceShape) {
    const parts = (Object.keys(needed) as (keyof InstanceShape)[])
      .filter((key) => needed[key] > available[key])
      .map((key) => `${needed[key]} ${WORDS[key]} (at most ${available[key]})`);
    super('too-many-legs', `the account does not fit the instance: ${parts.join(', ')}`, {
      clause: 'FM-04',
      remedy: 'fairmark instances lists the shapes that this version can prove.',
    });
    this.needed = needed;
  }
}

const WORDS: Record<keyof InstanceShape, string> = {
  optionLegs: 'option legs',
  linearLegs: 'linear legs',
  expiries: 'expiries',
  underlyings: 'underlyings',
};

/** An expiry that an account needs, with its slot in the snapshot. */
interface NeededExpiry {
  key: string;
  underlying: number;
  expiryHours: bigint;
  slot: number;
}

/**
 * Underlyings and expiries that an account's instruments need, in the order of the circuit's slots: the expiries of its
 * options first, then those of futures alone.
 */
function slotsOf({ account }: LiquidationInputs, result: LiquidationResult) {
  const numbers = heldUnderlyings(account);
  const found = new Set<string>();
  const expiriesOf = (positions: readonly (Pick<LinearPosition, 'underlying' | 'expiryHours'> | null)[]) => {
    const expiries: NeededExpiry[] = [];
    for (const position of positions) {
      if (!position) continue;
      const { underlying, expiryHours } = position;
      const key = expiryKey(underlying, expiryHours);
      const terms = result.margin.expiries.get(key);
      if (terms && !found.has(key)) expiries.push({ key, underlying, expiryHours, slot: terms.slot });
      found.add(key);
    }
    return expiries.sort((a, b) => a.underlying - b.underlying || a.slot - b.slot);
  };
  const ofOptions = expiriesOf(account.options);
  const ofFutures = expiriesOf(account.linears.filter((position) => position?.kind === 'future'));
  return { numbers, ordered: [...ofOptions, ...ofFutures], optionExpiries: ofOptions.length };
}

/** The shape that an account needs. Empty slots before the last used one count: they are part of the commitment. */
export function neededShape(account: Account): InstanceShape {
  const used = (positions: readonly unknown[]) => positions.reduce<number>((last, p, i) => (p ? i + 1 : last), 0);
  // The commitment counts chunks of slots, and an instance opens no more than its legs reach into.
  const chunks = optionChunks(account.options.length);
  const leastLegs = chunks === 0 ? 0 : Number(C.OPTION_HEAD) + (chunks - 1) * Number(C.OPTION_CHUNK) + 1;
  return {
    optionLegs: Math.max(used(account.options), leastLegs),
    linearLegs: used(account.linears),
    expiries: new Set(
      [...account.options, ...account.linears].flatMap((position) =>
        position && position.expiryHours > 0n ? [expiryKey(position.underlying, position.expiryHours)] : [],
      ),
    ).size,
    underlyings: heldUnderlyings(account).length,
  };
}

/** Pads with copies of `filler`. */
function padded<T>(values: readonly T[], length: number, filler: T): T[] {
  return Array.from({ length }, (_, i) => values[i] ?? filler);
}

/**
 * The private inputs of Liquidation.circom for an account that fits the shape.
 *
 * @param inputs what was run
 * @param result of runLiquidation on the same inputs
 * @throws ShapeError where the account has more legs, expiries or underlyings than the instance
 */
export function witnessInputs(
  inputs: LiquidationInputs,
  result: LiquidationResult,
  shape: InstanceShape,
): CircuitInputs {
  const { charter, snapshot, surface, account, close } = inputs;
  const needed = neededShape(account);
  if ((Object.keys(needed) as (keyof InstanceShape)[]).some((key) => needed[key] > shape[key])) {
    throw new ShapeError(needed, shape);
  }
  const { numbers, ordered, optionExpiries } = slotsOf(inputs, result);
  const first = numbers[0] as number;
  const underlyings = padded(numbers, shape.underlyings, first).map((number, slot) => {
    const active = slot < numbers.length;
    const rules = charter.underlyings[number];
    const market = snapshot.underlyings[number];
    const opening = inputs.scenarios.get(number);
    if (!rules || !market || !opening) throw new RangeError('runLiquidation accepts no such account');
    const value = (field: bigint) => (active ? field : 0n);
    const { leaf } = opening;
    return {
      underlyingActive: BigInt(active),
      underlyingNumber: BigInt(number),
      lotFactor: value(rules.lotFactor),
      strikeTickExponent: [0n, 1n, 2n].map((bit) => value((rules.strikeTickExponent >> bit) & 1n)),
      shortOptionRate: value(rules.shortOptionRate),
      linearRate: value(rules.linearRate),
      feeRate: value(rules.feeRate),
      penaltyNotionalRate: value(rules.penaltyNotionalRate),
      penaltyBaseRate: value(rules.penaltyBaseRate),
      penaltyMarkRate: value(rules.penaltyMarkRate),
      forwardMinimum: value(rules.forwardMinimum),
      forwardMaximum: value(rules.forwardMaximum),
      snapshotWords: snapshotRowWords(market),
      surfaceWords: surfaceRowWords(surface.rows[number] ?? []),
      index: market.index,
      perpetual: market.perpetual,
      scenarioGroup: leaf.group,
      forwardMultiplier: leaf.forwardMultiplier,
      weight: leaf.weight,
      volMultipliers: leaf.volMultipliers,
      treeMiddle: opening.middle,
      treeBottom: opening.bottom,
      treeBottomSalt: opening.bottomSalt,
    };
  });

  const SVI_ZERO = {
    a: -(1n << (C.SVI_A_BITS - 1n)),
    b: 0n,
    bRho: -(1n << (C.SVI_B_RHO_BITS - 1n)),
    m: -(1n << (C.SVI_M_BITS - 1n)),
    sigma: 0n,
  };
  const expiries = Array.from({ length: shape.expiries }, (_, e) => {
    const slot = ordered[e];
    const terms = slot && result.margin.expiries.get(slot.key);
    const market = slot && snapshot.underlyings[slot.underlying]?.expiries[slot.slot];
    const slice = terms?.slice ?? SVI_ZERO;
    return {
      expiryActive: BigInt(!!slot),
      expiryForOptions: BigInt(e < optionExpiries),
      expiryUnderlying: BigInt(slot ? numbers.indexOf(slot.underlying) : 0),
      expiryPosition: BigInt(slot?.slot ?? 0),
      expiryBucket: BigInt(terms?.bucket ?? 0),
      expiryHours: slot?.expiryHours ?? 0n,
      forward: market?.forward ?? 0n,
      discountGap: market?.discountGap ?? 0n,
      sviA: slice.a + (1n << (C.SVI_A_BITS - 1n)),
      sviB: slice.b,
      sviBRho: slice.bRho + (1n << (C.SVI_B_RHO_BITS - 1n)),
      sviM: slice.m + (1n << (C.SVI_M_BITS - 1n)),
      sviSigma: slice.sigma,
    };
  });

  const expiryIndex = (underlying: number, hours: bigint) =>
    BigInt(ordered.findIndex(({ key }) => key === expiryKey(underlying, hours)));
  let expiry = 0n;
  const route: number[] = [];
  const options = Array.from({ length: shape.optionLegs }, (_, i) => {
    const position = account.options[i];
    const closed = close.options[i];
    if (position) expiry = expiryIndex(position.underlying, position.expiryHours);
    route.push(Number(expiry));
    return {
      optionStrike: position?.strike ?? 0n,
      optionIsPut: BigInt(position?.isPut ?? false),
      optionIsLong: BigInt(position?.isLong ?? false),
      optionClosed: closed?.quantityClosed ?? 0n,
      optionRemaining: (position?.quantity ?? 0n) - (closed?.quantityClosed ?? 0n),
      optionPrice: closed?.price ?? 0n,
    };
  });
  const linearSource = (position: LinearPosition) => {
    const slot = BigInt(numbers.indexOf(position.underlying));
    if (position.kind === 'future') return expiryIndex(position.underlying, position.expiryHours);
    const offset = position.kind === 'perpetual' ? 0 : shape.underlyings;
    return BigInt(shape.expiries + offset) + slot;
  };
  const linears = Array.from({ length: shape.linearLegs }, (_, i) => {
    const position = account.linears[i];
    const closed = close.linears[i];
    return {
      linearSource: position ? linearSource(position) : BigInt(shape.expiries),
      linearIsLong: BigInt(position?.isLong ?? false),
      linearClosed: closed?.quantityClosed ?? 0n,
      linearRemaining: (position?.quantity ?? 0n) - (closed?.quantityClosed ?? 0n),
      linearPrice: closed?.price ?? 0n,
    };
  });
  const { marginal } = result;

  return {
    domainValue: inputs.domain,
    documentHash: charter.documentHash,
    charterWords: charterUnderlyingWords(charter),
    settlementUnit: charter.settlementUnit,
    targetBuffer: charter.targetBuffer,
    longCredit: charter.longCredit,
    leastNotional: BigInt(charter.leastNotional),
    jointScenarios: BigInt(charter.jointScenarios),
    weightMaximum: charter.weightMaximum,
    bucketHours: charter.bucketHours,
    volMinimum: charter.volMinimum,
    volMaximum: charter.volMaximum,
    snapshotTime: snapshot.time,
    snapshotRound: snapshot.round,
    snapshotFeed: snapshot.feed,
    snapshotPrevious: snapshot.previous,
    quotesRoot: snapshot.quotesRoot,
    snapshotRows: snapshotRowHashes(snapshot),
    surfaceNumber: surface.number,
    surfacePrevious: surface.previous,
    surfaceSalt: surface.salt,
    surfaceRows: surfaceRowHashes(surface),
    treeRoot: (inputs.scenarios.get(first) as ScenarioOpening).root,
    ...columns(underlyings),
    ...columns(expiries),
    ownerTag: account.ownerTag,
    accountNumber: account.accountNumber,
    accountSequence: account.sequence,
    accountTime: account.time,
    cash: account.cash,
    accountSalt: account.salt,
    accountAfterSalt: inputs.accountAfterSalt,
    chunkCount: BigInt(optionChunks(account.options.length)),
    optionRoute: monotoneRoute(shape.expiries, route),
    ...columns(options),
    ...columns(linears),
    insolvent: BigInt(result.insolvent),
    terminal: BigInt(close.terminal),
    marginalLeg: BigInt(marginal.kind === 'option' ? marginal.place : shape.optionLegs + marginal.place),
    surplus: result.surplus,
    fee: close.fee,
    draw: close.draw,
    outcomeSalt: inputs.outcomeSalt,
  };
}

/** Rows of objects as arrays by name, the form in which circom takes array inputs. */
function columns(rows: readonly Record<string, unknown>[]): CircuitInputs {
  const result: Record<string, unknown[]> = {};
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) {
      const column = result[name] ?? [];
      column.push(value);
      result[name] = column;
    }
  }
  return result;
}
