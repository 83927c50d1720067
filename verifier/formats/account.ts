import { CONSTANTS as C } from '../../circuits/constants.ts';
import type { Account, LinearPosition, OptionPosition, Snapshot } from '../../circuits/objects.ts';
import type { PublishedCharter } from './charter.ts';
import { formatScaled, MICRO, parseDecimal, scaledExact } from './decimal.ts';
import { readNameTag, readSalt, writeFieldElement, writeNameTag } from './fieldElement.ts';
import {
  compareInstruments,
  isOption,
  type Position,
  readInstrument,
  readQuantity,
  unitsOf,
  writeInstrument,
  writeQuantity,
} from './position.ts';
import { fieldPath, formatOf, naturalOf, raw, readList, readRecord, writeNatural } from './readObject.ts';
import { refuse } from './refuse.ts';
import { readSettlement } from './settlement.ts';
import { readTime, writeTime } from './time.ts';

export const ACCOUNT_FORMAT = 'fairmark.account.v1';

/** One position as JSON. */
export interface PositionDocument {
  /** Deribit's name: `BTC-27MAR26-70000-P`, `BTC-27MAR26`, `BTC-PERPETUAL`, `BTC` (spot collateral). */
  readonly instrument: string;
  /** Signed decimal in units of the underlying, whole lots, not zero. */
  readonly quantity: string;
}

/** Positions in their slots; a position that a liquidation closed has left `null` behind. */
export interface PositionSlotsDocument {
  readonly linears: readonly (PositionDocument | null)[];
  readonly options: readonly (PositionDocument | null)[];
}

interface AccountHead {
  readonly format: typeof ACCOUNT_FORMAT;
  /** A name that only the venue and the owner need to know, or its tag (0x and 62 hex digits). */
  readonly owner: string;
  readonly accountNumber: number | string;
  /** Counts the account's states, below 2^32. */
  readonly sequence: number | string;
  /** Time of the state, `2026-03-20T12:00:00Z`. */
  readonly time: string;
  readonly settlement: { readonly currency: 'USD' };
  /** Ledger cash less Σ quantity × last settlement price of futures and perpetuals; signed decimal, exact to 10^-6. */
  readonly cash: string;
  /** 0x and hex digits of at least 31 random bytes. */
  readonly salt: string;
}

/** An account as JSON: its positions in any order, or in the slots that an earlier liquidation left. */
export type AccountDocument =
  | (AccountHead & { readonly positions: readonly PositionDocument[]; readonly slots?: never })
  | (AccountHead & { readonly slots: PositionSlotsDocument; readonly positions?: never });

/** Bits of an account number. */
const ACCOUNT_NUMBER_BITS = 64n;
/** Option slots that a commitment has room for. */
export const OPTION_SLOTS_MAXIMUM = Number(C.OPTION_HEAD + ((1n << C.CHUNK_COUNT_BITS) - 1n) * C.OPTION_CHUNK);
const LINEAR_SLOTS_MAXIMUM = Number(C.LINEAR_SLOTS);

interface Context {
  published: PublishedCharter;
  snapshot: Snapshot | undefined;
}

interface NamedPosition {
  name: string;
  field: string;
  position: Position;
}

function readPosition(value: unknown, field: string, { published, snapshot }: Context): NamedPosition {
  const { instrument: terms, quantity } = readRecord(value, field, {
    instrument: (name, at) => readInstrument(name, at, published, snapshot),
    quantity: raw,
  });
  const lots = readQuantity(quantity, fieldPath(field, 'quantity'), unitsOf(published, terms.underlying));
  return {
    name: writeInstrument(terms, published),
    field,
    position: { ...terms, isLong: lots > 0n, quantity: lots < 0n ? -lots : lots },
  };
}

/** Refuses an instrument that stands twice, or (in slots) before its place. */
function checkOrder(positions: readonly (NamedPosition | null)[]): void {
  let before: NamedPosition | undefined;
  for (const entry of positions) {
    if (!entry) continue;
    const order = before ? compareInstruments(before.position, entry.position) : -1;
    const field = fieldPath(entry.field, 'instrument');
    if (order === 0)
      refuse('POSITION_REPEATED', field, `${entry.name} is listed twice`, { remedy: 'Give one position for it.' });
    if (order > 0) refuse('POSITION_ORDER', field, `${entry.name} stands after an instrument that follows it`);
    before = entry;
  }
}

function checkCount(count: number, maximum: number, kind: string, field: string): void {
  if (count <= maximum) return;
  refuse('POSITIONS_TOO_MANY', field, `holds ${count} ${kind} positions; an account has room for ${maximum}`);
}

function readPositions(value: unknown, field: string, context: Context) {
  const maximum = OPTION_SLOTS_MAXIMUM + LINEAR_SLOTS_MAXIMUM;
  const read = readList(value, field, (entry, at) => readPosition(entry, at, context), maximum);
  const sorted = [...read].sort((x, y) => compareInstruments(x.position, y.position));
  checkOrder(sorted);
  const options: OptionPosition[] = [];
  const linears: LinearPosition[] = [];
  for (const { position } of sorted) {
    if (isOption(position)) options.push(position);
    else linears.push(position);
  }
  checkCount(options.length, OPTION_SLOTS_MAXIMUM, 'option', field);
  checkCount(linears.length, LINEAR_SLOTS_MAXIMUM, 'linear', field);
  return { options, linears };
}

const isLinear = (position: Position): position is LinearPosition => 'kind' in position;
const isOptionPosition = (position: Position): position is OptionPosition => !('kind' in position);

function readSlots(value: unknown, field: string, context: Context) {
  const slots =
    <T extends Position>(isKind: (position: Position) => position is T, kind: string, maximum: number) =>
    (list: unknown, place: string) => {
      const read = (entry: unknown, at: string) => (entry === null ? null : readPosition(entry, at, context));
      const entries = readList(list, place, read, maximum);
      checkOrder(entries);
      return entries.map((entry): T | null => {
        if (!entry) return null;
        if (isKind(entry.position)) return entry.position;
        return refuse('POSITION_KIND', fieldPath(entry.field, 'instrument'), `${entry.name} is ${kind}`);
      });
    };
  return readRecord(value, field, {
    linears: slots(isLinear, 'an option', LINEAR_SLOTS_MAXIMUM),
    options: slots(isOptionPosition, 'no option', OPTION_SLOTS_MAXIMUM),
  });
}

/**
 * Reads money in the settlement currency, exact to 10^-6.
 *
 * @throws InputError `MONEY_RANGE`, `DECIMAL_INEXACT`, `DECIMAL_INVALID`
 */
export function readMoney(value: unknown, field: string, bits: bigint): bigint {
  const money = scaledExact(parseDecimal(value, field), MICRO, field);
  if (money >= 0n && money >> bits === 0n) return money;
  return refuse('MONEY_RANGE', field, `must be from 0 to below ${formatScaled(1n << bits, MICRO)}`);
}

function readCash(value: unknown, field: string): bigint {
  const cash = scaledExact(parseDecimal(value, field), MICRO, field);
  const limit = 1n << (C.CASH_BITS - 1n);
  if (cash >= -limit && cash < limit) return cash;
  return refuse('MONEY_RANGE', field, `must be within ${formatScaled(limit, MICRO)} either way`);
}

/**
 * Reads an account. `positions` are sorted into slots; `slots` keep their places and must be in order.
 *
 * With a snapshot, every instrument must be in it and not expired; without one, only the charter is asked.
 *
 * @throws InputError `POSITION_REPEATED`, `POSITION_ORDER`, `POSITION_KIND`, `POSITIONS_TOO_MANY`,
 *   `SETTLEMENT_UNSUPPORTED`, `MONEY_RANGE`, `SALT_WEAK`, and those of position.ts and readObject.ts
 */
export function readAccount(
  value: unknown,
  published: PublishedCharter,
  snapshot?: Snapshot,
  field = 'account',
): Account {
  const context = { published, snapshot };
  const { format, owner, settlement, positions, slots, ...state } = readRecord(
    value,
    field,
    {
      format: formatOf(ACCOUNT_FORMAT),
      settlement: readSettlement,
      owner: readNameTag,
      accountNumber: naturalOf(ACCOUNT_NUMBER_BITS),
      sequence: naturalOf(C.SEQUENCE_BITS),
      time: readTime,
      cash: readCash,
      salt: readSalt,
    },
    {
      positions: (list: unknown, at: string) => readPositions(list, at, context),
      slots: (lists: unknown, at: string) => readSlots(lists, at, context),
    },
  );
  const places = positions ?? slots;
  if (!places || (positions && slots)) {
    return refuse('FIELD_MISSING', fieldPath(field, 'positions'), 'or slots must be there, and not both');
  }
  return { ...state, ownerTag: owner, settlementUnit: settlement, ...places };
}

function writePosition(position: Position, published: PublishedCharter): PositionDocument {
  const lots = position.isLong ? position.quantity : -position.quantity;
  return {
    instrument: writeInstrument(position, published),
    quantity: writeQuantity(lots, unitsOf(published, position.underlying)),
  };
}

/**
 * An account as a document: as `positions` where every slot is filled, else as `slots`. Reading it with the same
 * charter gives the same object. The owner's name is not in the object: give it, or its tag is written.
 */
export function writeAccount(account: Account, published: PublishedCharter, owner?: string): AccountDocument {
  const head: AccountHead = {
    format: ACCOUNT_FORMAT,
    owner: owner ?? writeNameTag(account.ownerTag),
    accountNumber: writeNatural(account.accountNumber),
    sequence: writeNatural(account.sequence),
    time: writeTime(account.time),
    settlement: { currency: 'USD' },
    cash: formatScaled(account.cash, MICRO),
    salt: writeFieldElement(account.salt),
  };
  const write = (slots: readonly (Position | null)[]) =>
    slots.map((position) => (position ? writePosition(position, published) : null));
  const linears = write(account.linears);
  const options = write(account.options);
  const all = [...linears, ...options];
  const positions = all.filter((position) => position !== null);
  if (positions.length === all.length) return { ...head, positions };
  return { ...head, slots: { linears, options } };
}
