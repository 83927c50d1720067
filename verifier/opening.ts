import { CONSTANTS as C } from '../circuits/constants.ts';
import { FairmarkError, InputError } from '../circuits/errors.ts';
import type { Account, ClosedLeg, Outcome, Snapshot } from '../circuits/objects.ts';
import { type AccountDocument, readAccount, readMoney, writeAccount } from './formats/account.ts';
import { type CharterDocument, type PublishedCharter, readCharter } from './formats/charter.ts';
import { formatScaled, MICRO, parseDecimal, scaledExact, type Unit } from './formats/decimal.ts';
import { readFieldElement, readSalt, writeFieldElement } from './formats/fieldElement.ts';
import { parseDocumentText } from './formats/parseDocumentText.ts';
import {
  type Position,
  readLotPrice,
  unitsOf,
  writeInstrument,
  writeLotPrice,
  writeQuantity,
} from './formats/position.ts';
import {
  fieldPath,
  formatOf,
  raw,
  readArray,
  readBoolean,
  readChoice,
  readObject,
  readRecord,
  readText,
} from './formats/readObject.ts';
import { readSnapshot, type SnapshotDocument, writeSnapshot } from './formats/snapshot.ts';
import type { Statement } from './signed/statement.ts';
import { readStatement, type StatementDocument, writeStatement } from './signed/statementDocument.ts';
import type { Tick } from './signed/tick.ts';
import { readTick, TICK_BYTES, type TickDocument, writeTick } from './signed/tickDocument.ts';

export const OPENING_FORMAT = 'fairmark.opening.v1';

/** Largest opening file, in bytes: room for the largest account in a full snapshot, and for the largest tick. */
export const OPENING_BYTES = 512 * 1024 + TICK_BYTES;

/**
 * How much of the outcome the venue tells the owner.
 *
 * `full` opens the outcome commitment, which takes equity and requirement to the last digit. Equity to the dollar of a
 * hundred owners of one tick gives that tick's at-the-money vols to 0.003 points. `closed-only` withholds equity,
 * requirement and salt: what was closed, the prices, fee and draw are then bound only in their sum, through the cash of
 * the account after.
 */
export type Disclosure = 'full' | 'closed-only';

/** What the venue gives the owner of a liquidated account, as JSON. Holds no scenario and no surface. */
export interface OpeningDocument {
  readonly format: typeof OPENING_FORMAT;
  readonly charter: CharterDocument;
  /** Root of the venue's scenario tree; hides the scenarios. */
  readonly scenarioRoot: string;
  readonly snapshot: SnapshotDocument;
  readonly accountBefore: AccountDocument;
  readonly accountAfter: AccountDocument;
  readonly outcome: OutcomeDocument;
  /** What the venue signed on the account before. */
  readonly statement?: StatementDocument;
  /** What the oracle signed over the snapshot and the surfaces that it had before. */
  readonly tick?: TickDocument;
}

interface OutcomeHead {
  /** Liquidation fee, in the settlement currency. */
  readonly fee: string;
  /** What the insurance fund paid. */
  readonly draw: string;
  /** Whether the close ended the account (FM-17). */
  readonly terminal: boolean;
  /** One entry for every position of the account before: linear positions, then options, each in slot order. */
  readonly legs: readonly ClosedLegDocument[];
}

export type OutcomeDocument =
  | (OutcomeHead & {
      readonly disclosure: 'full';
      readonly salt: string;
      /** In the settlement currency, exact to 10^-6. */
      readonly equity: string;
      /** In the settlement currency, exact to 10^-12. */
      readonly requirement: string;
    })
  | (OutcomeHead & {
      readonly disclosure: 'closed-only';
      readonly salt?: never;
      readonly equity?: never;
      readonly requirement?: never;
    });

export interface ClosedLegDocument {
  readonly instrument: string;
  /** In units of the underlying, without sign; `"0"` for a position that was not touched. */
  readonly quantityClosed: string;
  /** Per unit of the underlying, in the settlement currency; `"0"` for a position that was not touched. */
  readonly price: string;
}

/** The part of the outcome that every opening tells. The legs stand in the slots of the account before. */
export type ClosedOutcome = Omit<Outcome, 'salt' | 'equity' | 'requirement'>;

/** An opening in fixed point. */
export interface Opening {
  readonly published: PublishedCharter;
  readonly scenarioRoot: bigint;
  readonly snapshot: Snapshot;
  readonly accountBefore: Account;
  readonly accountAfter: Account;
  readonly closed: ClosedOutcome;
  /** The whole outcome, if the venue tells it. */
  readonly outcome: Outcome | undefined;
  readonly statement?: Statement;
  readonly tick?: Tick;
}

/** A file or value that is not an opening. */
export class OpeningError extends InputError {
  constructor(code: string, message: string, field?: string) {
    super(code, message, {
      ...(field === undefined ? {} : { field }),
      remedy: 'Ask the venue for the opening of this receipt as it was written.',
    });
  }
}

const REQUIREMENT_UNIT: Unit = { numerator: 1n, denominator: 10n ** 12n };
const NOTHING: ClosedLeg = { quantityClosed: 0n, price: 0n };
const NAME_LENGTH = 60;

function refuse(code: string, field: string, why: string): never {
  throw new OpeningError(code, `${field} ${why}`, field);
}

/**
 * Reads an opening from the text of a file.
 *
 * @throws OpeningError
 */
export function parseOpeningText(text: string): Opening {
  const fail = (why: string, message: string) => new OpeningError(`OPENING_${why}`, message);
  return readOpening(parseDocumentText(text, 'opening', OPENING_BYTES, fail));
}

/**
 * Reads an opening from parsed JSON into fixed point: exactly the listed fields, charter and snapshot inside their
 * bounds. Whether it opens a receipt is the work of `verifyReceipt`.
 *
 * @throws OpeningError with the path of the offending field
 */
export function readOpening(value: unknown): Opening {
  try {
    return read(value);
  } catch (error) {
    if (error instanceof OpeningError) throw error;
    if (error instanceof FairmarkError) throw new OpeningError(error.code, error.message, error.field);
    throw new OpeningError('OPENING_FORMAT', 'the opening cannot be read');
  }
}

function read(value: unknown): Opening {
  const { format, charter, ...fields } = readRecord(
    value,
    '',
    {
      format: formatOf(OPENING_FORMAT),
      charter: readCharter,
      scenarioRoot: readFieldElement,
      snapshot: raw,
      accountBefore: raw,
      accountAfter: raw,
      outcome: raw,
    },
    { statement: readStatement, tick: readTick },
  );
  const { outcome, ...parts } = fields;
  const accountBefore = readAccount(parts.accountBefore, charter, undefined, 'accountBefore');
  return {
    ...parts,
    published: charter,
    snapshot: readSnapshot(parts.snapshot, charter),
    accountBefore,
    accountAfter: readAccount(parts.accountAfter, charter, undefined, 'accountAfter'),
    ...readOutcome(outcome, 'outcome', accountBefore, charter),
  };
}

function readOutcome(
  value: unknown,
  field: string,
  account: Account,
  published: PublishedCharter,
): Pick<Opening, 'closed' | 'outcome'> {
  const details = {
    salt: readSalt,
    equity: signedOf(MICRO, C.EQUITY_BITS),
    requirement: signedOf(REQUIREMENT_UNIT, C.REQUIREMENT_BITS),
  };
  const { disclosure, fee, draw, terminal, legs, ...secret } = readRecord(
    value,
    field,
    {
      disclosure: (word, at) => readChoice(word, at, ['full', 'closed-only']),
      fee: (text, at) => readMoney(text, at, C.FEE_BITS),
      draw: (text, at) => readMoney(text, at, C.DRAW_BITS),
      terminal: readBoolean,
      legs: (list, at) => readLegs(list, at, account, published),
    },
    details,
  );
  for (const key of Object.keys(details)) {
    if (Object.hasOwn(secret, key) !== (disclosure === 'full')) {
      refuse('OUTCOME_DISCLOSURE', fieldPath(field, key), `does not go with the disclosure ${disclosure}`);
    }
  }
  const closed: ClosedOutcome = { fee, draw, terminal, ...legs };
  const { salt, equity, requirement } = secret;
  const isFull = salt !== undefined && equity !== undefined && requirement !== undefined;
  return { closed, outcome: isFull ? { ...closed, salt, equity, requirement } : undefined };
}

const signedOf = (unit: Unit, bits: bigint) => (value: unknown, field: string) => {
  const number = scaledExact(parseDecimal(value, field), unit, field);
  const limit = 1n << (bits - 1n);
  return number >= -limit && number < limit ? number : refuse('MONEY_RANGE', field, 'is too large');
};

function readLegs(value: unknown, field: string, account: Account, published: PublishedCharter) {
  const positions = heldPositions(account);
  const legs = readArray(value, field, positions.length, positions.length).map((entry, i) => {
    const at = fieldPath(field, i);
    const leg = readObject(entry, at, ['instrument', 'quantityClosed', 'price']);
    const position = positions[i];
    if (!position) return refuse('LEG_UNKNOWN', at, 'belongs to no position');
    const instrument = fieldPath(at, 'instrument');
    if (readText(leg.instrument, instrument, NAME_LENGTH) !== writeInstrument(position, published)) {
      refuse('LEG_ORDER', instrument, 'is not the position that stands in its place in the account before');
    }
    const units = unitsOf(published, position.underlying);
    const quantityField = fieldPath(at, 'quantityClosed');
    const quantityClosed = scaledExact(parseDecimal(leg.quantityClosed, quantityField), units.lotSize, quantityField);
    if (quantityClosed < 0n || quantityClosed >> C.LOT_BITS !== 0n) {
      refuse('QUANTITY_RANGE', quantityField, 'is negative or too large');
    }
    return { quantityClosed, price: readLotPrice(leg.price, fieldPath(at, 'price'), units) };
  });
  let next = 0;
  const inSlots = (slots: readonly (Position | null)[]) =>
    slots.map((slot) => (slot ? (legs[next++] ?? NOTHING) : NOTHING));
  const linears = inSlots(account.linears);
  return { linears, options: inSlots(account.options) };
}

function heldPositions(account: Account): Position[] {
  return [...account.linears, ...account.options].filter((position) => position !== null);
}

export interface WriteOpeningOptions {
  /** Default: `full` where the opening has the whole outcome. */
  readonly disclosure?: Disclosure;
  /** The owner's name; its tag is written where it is missing. */
  readonly owner?: string;
}

/** An opening as a document; reading it gives the same objects, but for an outcome that is withheld. */
export function writeOpening(opening: Opening, { disclosure, owner }: WriteOpeningOptions = {}): OpeningDocument {
  const { published, closed, outcome, accountBefore } = opening;
  const slots = [...accountBefore.linears, ...accountBefore.options];
  const closedSlots = [...closed.linears, ...closed.options];
  const head: OutcomeHead = {
    fee: formatScaled(closed.fee, MICRO),
    draw: formatScaled(closed.draw, MICRO),
    terminal: closed.terminal,
    legs: slots.flatMap((position, i) => {
      if (!position) return [];
      const { quantityClosed, price } = closedSlots[i] ?? NOTHING;
      const units = unitsOf(published, position.underlying);
      return {
        instrument: writeInstrument(position, published),
        quantityClosed: writeQuantity(quantityClosed, units),
        price: writeLotPrice(price, units),
      };
    }),
  };
  return {
    format: OPENING_FORMAT,
    charter: published.document,
    scenarioRoot: writeFieldElement(opening.scenarioRoot),
    snapshot: writeSnapshot(opening.snapshot, published),
    accountBefore: writeAccount(accountBefore, published, owner),
    accountAfter: writeAccount(opening.accountAfter, published, owner),
    outcome:
      outcome && disclosure !== 'closed-only'
        ? {
            disclosure: 'full',
            salt: writeFieldElement(outcome.salt),
            equity: formatScaled(outcome.equity, MICRO),
            requirement: formatScaled(outcome.requirement, REQUIREMENT_UNIT),
            ...head,
          }
        : { disclosure: 'closed-only', ...head },
    ...(opening.statement ? { statement: writeStatement(opening.statement) } : {}),
    ...(opening.tick ? { tick: writeTick(opening.tick) } : {}),
  };
}
