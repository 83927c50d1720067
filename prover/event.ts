import { dirname, resolve } from 'node:path';
import { textId } from '../circuits/commitment/domain.ts';
import type { ScenarioTree } from '../circuits/commitment/scenarioTree.ts';
import { CONSTANTS as C } from '../circuits/constants.ts';
import { InputError } from '../circuits/errors.ts';
import type { Account, Charter, ClosedLeg, Snapshot, Surface } from '../circuits/objects.ts';
import { type AccountDocument, readAccount, readMoney } from '../verifier/formats/account.ts';
import { type CharterDocument, type PublishedCharter, readCharter } from '../verifier/formats/charter.ts';
import { formatScaled, MICRO } from '../verifier/formats/decimal.ts';
import { readSalt } from '../verifier/formats/fieldElement.ts';
import {
  compareInstruments,
  type InstrumentTerms,
  isOption,
  type Position,
  readInstrument,
  readLotPrice,
  readQuantity,
  unitsOf,
  writeInstrument,
  writeLotPrice,
  writeQuantity,
} from '../verifier/formats/position.ts';
import { fieldPath, readArray, readFormat, readNatural, readObject, readText } from '../verifier/formats/readObject.ts';
import { readSnapshot, type SnapshotDocument } from '../verifier/formats/snapshot.ts';
import type { Registration } from '../verifier/receipt.ts';
import { readJson } from './io/readJson.ts';
import { buildScenarioTree } from './scenarios/buildScenarioTree.ts';
import type { ScenariosDocument } from './scenarios/scenariosDocument.ts';
import { readSurface, type SurfacesDocument } from './surface/readSurface.ts';

export const EVENT_FORMAT = 'fairmark.event.v1';

/** One liquidation as JSON; private. A text in place of a document is a path, relative to the event file. */
export interface EventDocument {
  readonly format: typeof EVENT_FORMAT;
  /** The charter's venue name, or its keccak-256 as 0x and 64 hex digits. */
  readonly venue: string;
  /** Counts the venue's receipts; with a registration, the number that the registry gave. */
  readonly sequence: number | string;
  readonly account: AccountDocument | string;
  readonly snapshot: SnapshotDocument | string;
  readonly model: {
    readonly charter: CharterDocument | string;
    readonly scenarios: ScenariosDocument | string;
    readonly surface: SurfacesDocument | string;
  };
  /** What is closed; left out, the prover plans it. */
  readonly close?: CloseDocument;
  /** Salts to use, so that a receipt can be made again; left out, they are drawn. */
  readonly salts?: { readonly accountAfter?: string; readonly outcome?: string };
  /** Where the liquidation was announced; left out off chain. `fairmark announce` writes it. */
  readonly registration?: EventRegistrationDocument;
}

export interface EventRegistrationDocument {
  /** Canonical decimal above zero. */
  readonly chainId: string;
  /** Address of LiquidationRegistry: 0x and 40 lower-case hex digits. */
  readonly registry: string;
  /** Circuit size of the verifier under which it was announced: only a proof in this size can be recorded. */
  readonly instance?: string;
}

export interface CloseDocument {
  readonly positions: readonly {
    readonly instrument: string;
    /** How much is closed, in units of the underlying; above zero for short positions too. */
    readonly quantity: string;
    /** In the settlement currency per unit of the underlying. */
    readonly price: string;
  }[];
  /** In the settlement currency. */
  readonly fee: string;
  /** Paid in by the insurance fund. */
  readonly draw: string;
}

/** A venue's rules and model of one tick. */
export interface VenueModel {
  /** The charter with the units that documents are read with. */
  readonly published: PublishedCharter;
  readonly charter: Charter;
  readonly charterDocument: CharterDocument;
  readonly scenarioTree: ScenarioTree;
  readonly surface: Surface;
}

/** What is closed, in the slots of the account; nothing closed is 0 lots at price 0. */
export interface CloseInstruction {
  readonly linears: readonly ClosedLeg[];
  readonly options: readonly ClosedLeg[];
  /** Money, 10^-6. */
  readonly fee: bigint;
  readonly draw: bigint;
}

/** A liquidation in fixed point, before the close is planned (if `close` is absent) and salts are drawn. */
export interface LiquidationEvent {
  /** 0x and 64 hex digits. */
  readonly venueId: string;
  readonly sequence: bigint;
  readonly account: Account;
  readonly snapshot: Snapshot;
  readonly model: VenueModel;
  readonly close?: CloseInstruction;
  readonly salts: { readonly accountAfter?: bigint; readonly outcome?: bigint };
  /** Where it was announced; absent off chain. */
  readonly registration?: EventRegistration;
}

export interface EventRegistration extends Registration {
  /** Circuit size in which it has to be proven. */
  readonly instance?: string;
}

/** Bits of a receipt’s number. */
export const SEQUENCE_BITS = 64n;
const CHAIN_ID_BITS = 256n;
const UNTOUCHED: ClosedLeg = { quantityClosed: 0n, price: 0n };
const REDUCE_ONLY = { clause: 'FM-10', remedy: 'A close can only reduce a position.' } as const;

function refuse(code: string, field: string, why: string, details: { clause?: string; remedy?: string } = {}): never {
  throw new InputError(code, `${field} ${why}`, { field, ...details });
}

function readVenue(value: unknown, field: string, charter: CharterDocument): string {
  const id = textId(charter.venue);
  if (value === id || readText(value, field) === charter.venue) return id;
  return refuse('VENUE_MISMATCH', field, 'is not the venue of the charter', {
    remedy: 'Give the charter of this venue.',
  });
}

function readRegistration(value: unknown, field: string): EventRegistration {
  const fields = readObject(value, field, ['chainId', 'registry'], ['instance']);
  const text = (key: 'chainId' | 'registry' | 'instance', pattern: RegExp, what: string) => {
    const entry = fields[key];
    if (typeof entry === 'string' && pattern.test(entry)) return entry;
    return refuse('REGISTRATION_INVALID', fieldPath(field, key), `is not ${what}`);
  };
  const chainId = BigInt(text('chainId', /^[1-9]\d{0,77}$/, 'the number of a chain'));
  if (chainId >> CHAIN_ID_BITS !== 0n) {
    return refuse('REGISTRATION_INVALID', fieldPath(field, 'chainId'), 'is not the number of a chain');
  }
  return {
    chainId,
    registry: text('registry', /^0x(?!0{40}$)[0-9a-f]{40}$/, 'an address in lower case'),
    ...(fields.instance === undefined
      ? {}
      : { instance: text('instance', /^[a-z][a-z0-9_]{0,63}$/, 'the name of an instance') }),
  };
}

/**
 * Reads a close against the account that it closes.
 *
 * Quantities are whole lots, above zero and at most what is held; prices are exact in 10^-6 per lot.
 *
 * @throws InputError `CLOSE_NOT_HELD`, `CLOSE_TOO_MUCH`, `CLOSE_QUANTITY`, `POSITION_REPEATED`, `MONEY_RANGE`, and
 *   those of position.ts; they give the instrument's name, never a size
 */
export function readClose(
  value: unknown,
  account: Account,
  published: PublishedCharter,
  field = 'close',
): CloseInstruction {
  const fields = readObject(value, field, ['positions', 'fee'], ['draw']);
  const list = fieldPath(field, 'positions');
  const linears: ClosedLeg[] = account.linears.map(() => UNTOUCHED);
  const options: ClosedLeg[] = account.options.map(() => UNTOUCHED);
  const held = account.linears.length + account.options.length;
  for (const [i, entry] of readArray(fields.positions, list, held, 1).entries()) {
    const at = fieldPath(list, i);
    const leg = readObject(entry, at, ['instrument', 'quantity', 'price']);
    const instrumentField = fieldPath(at, 'instrument');
    const terms = readInstrument(leg.instrument, instrumentField, published);
    const name = writeInstrument(terms, published);
    const [slots, closed] = isOption(terms) ? [account.options, options] : [account.linears, linears];
    const slot = slots.findIndex((position) => position && compareInstruments(position, terms) === 0);
    const position = slots[slot];
    if (!position) return refuse('CLOSE_NOT_HELD', instrumentField, `${name} is not in the account`, REDUCE_ONLY);
    if (closed[slot] !== UNTOUCHED) return refuse('POSITION_REPEATED', instrumentField, `${name} is listed twice`);
    const units = unitsOf(published, terms.underlying);
    const quantityField = fieldPath(at, 'quantity');
    const quantityClosed = readQuantity(leg.quantity, quantityField, units);
    if (quantityClosed < 0n) {
      return refuse('CLOSE_QUANTITY', quantityField, 'is negative: give how much is closed, whatever the side');
    }
    if (quantityClosed > position.quantity)
      return refuse('CLOSE_TOO_MUCH', quantityField, `is more of ${name} than held`, REDUCE_ONLY);
    closed[slot] = { quantityClosed, price: readLotPrice(leg.price, fieldPath(at, 'price'), units) };
  }
  return {
    linears,
    options,
    fee: readMoney(fields.fee, fieldPath(field, 'fee'), C.FEE_BITS),
    draw: fields.draw === undefined ? 0n : readMoney(fields.draw, fieldPath(field, 'draw'), C.DRAW_BITS),
  };
}

/** A close as a document; reading it against the same account gives the same object. */
export function writeClose(close: CloseInstruction, account: Account, published: PublishedCharter): CloseDocument {
  const write = (slots: readonly (Position | null)[], legs: readonly ClosedLeg[]) =>
    slots.flatMap((position, i) => {
      const leg = legs[i];
      if (!position || !leg || leg.quantityClosed === 0n) return [];
      const terms: InstrumentTerms = position;
      const units = unitsOf(published, position.underlying);
      return {
        instrument: writeInstrument(terms, published),
        quantity: writeQuantity(leg.quantityClosed, units),
        price: writeLotPrice(leg.price, units),
      };
    });
  return {
    positions: [...write(account.linears, close.linears), ...write(account.options, close.options)],
    fee: formatScaled(close.fee, MICRO),
    draw: formatScaled(close.draw, MICRO),
  };
}

/** Every expiry that an account holds, futures included, needs a slice (FM-02): the circuit opens both together. */
function checkSlices(
  account: Account,
  snapshot: Snapshot,
  surface: Surface,
  published: PublishedCharter,
  field: string,
) {
  for (const position of [...account.linears, ...account.options]) {
    if (!position || position.expiryHours === 0n) continue;
    const expiries = snapshot.underlyings[position.underlying]?.expiries ?? [];
    const slot = expiries.findIndex((expiry) => expiry?.expiryHours === position.expiryHours);
    if (surface.rows[position.underlying]?.[slot]) continue;
    const name = writeInstrument(position, published);
    refuse('SURFACE_MISSING', field, `has no slice for the expiry of ${name}, which the account holds`, {
      clause: 'FM-02',
    });
  }
}

/**
 * Reads an event whose documents are all inline.
 *
 * @param treeOf builds the scenario tree; who reads many events of one model gives a builder that remembers
 * @throws InputError from the reader of the document that is wrong, `VENUE_MISMATCH`, `SURFACE_MISSING`,
 *   `REGISTRATION_INVALID`, and those of `readClose`
 */
export function readEvent(value: unknown, field = '', treeOf = buildScenarioTree): LiquidationEvent {
  const at = (key: string) => fieldPath(field, key);
  const fields = readObject(
    value,
    field,
    ['format', 'venue', 'sequence', 'account', 'snapshot', 'model'],
    ['close', 'salts', 'registration'],
  );
  readFormat(fields.format, at('format'), EVENT_FORMAT);
  const modelField = at('model');
  const modelFields = readObject(fields.model, modelField, ['charter', 'scenarios', 'surface']);
  const published = readCharter(modelFields.charter, fieldPath(modelField, 'charter'));
  const snapshot = readSnapshot(fields.snapshot, published, at('snapshot'));
  const account = readAccount(fields.account, published, snapshot, at('account'));
  const model: VenueModel = {
    published,
    charter: published.charter,
    charterDocument: published.document,
    scenarioTree: treeOf(modelFields.scenarios, published, fieldPath(modelField, 'scenarios')),
    surface: readSurface(modelFields.surface, published, snapshot, fieldPath(modelField, 'surface')),
  };
  checkSlices(account, snapshot, model.surface, published, fieldPath(modelField, 'surface'));
  const saltFields = readObject(fields.salts ?? {}, at('salts'), [], ['accountAfter', 'outcome']);
  const salt = (key: 'accountAfter' | 'outcome') =>
    saltFields[key] === undefined ? {} : { [key]: readSalt(saltFields[key], fieldPath(at('salts'), key)) };
  return {
    venueId: readVenue(fields.venue, at('venue'), published.document),
    sequence: readNatural(fields.sequence, at('sequence'), SEQUENCE_BITS),
    account,
    snapshot,
    model,
    ...(fields.close === undefined ? {} : { close: readClose(fields.close, account, published, at('close')) }),
    salts: { ...salt('accountAfter'), ...salt('outcome') },
    ...(fields.registration === undefined
      ? {}
      : { registration: readRegistration(fields.registration, at('registration')) }),
  };
}

/** Reads and parses a JSON file. */
type JsonReader = (path: string) => Promise<unknown>;

/** A copy of an object in which own fields named by `keys` that hold a path hold the file's content instead. */
async function inlineFiles(
  value: unknown,
  folder: string,
  keys: readonly string[],
  read: JsonReader,
): Promise<unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const copy: Record<string, unknown> = Object.assign(Object.create(null), value);
  for (const key of keys) {
    if (typeof copy[key] === 'string') copy[key] = await inlineDocument(copy[key], folder, read);
  }
  return copy;
}

/** The content of a file; the fitted surfaces that it lists by path are read from beside it. */
async function inlineDocument(path: string, folder: string, read: JsonReader): Promise<unknown> {
  const file = resolve(folder, path);
  return inlineSurfaces(await read(file), dirname(file), read);
}

async function inlineSurfaces(value: unknown, folder: string, read: JsonReader): Promise<unknown> {
  if (typeof value !== 'object' || value === null || !('surfaces' in value) || !Array.isArray(value.surfaces)) {
    return value;
  }
  const surfaces = await Promise.all(
    value.surfaces.map((entry: unknown) => (typeof entry === 'string' ? read(resolve(folder, entry)) : entry)),
  );
  return { ...value, surfaces };
}

/**
 * The surfaces file with the fitted surfaces that it names by path (relative to that file) inline, not checked yet.
 *
 * @throws InputError `FILE_UNREADABLE`, `JSON_INVALID`
 */
export async function loadSurfacesDocument(path: string): Promise<unknown> {
  return inlineDocument(path, '', readJson);
}

/**
 * Reads an event file with the documents that it names by path (relative to the event file), and the fitted surfaces
 * that a surfaces file names (relative to that file).
 *
 * @throws InputError as `readEvent` does, and `FILE_UNREADABLE`, `JSON_INVALID`
 */
export async function loadEvent(path: string): Promise<LiquidationEvent> {
  return readEvent(await loadEventDocument(path));
}

/** The event file with every document inline, not checked yet. */
export async function loadEventDocument(path: string): Promise<unknown> {
  return inlineEvent(await readJson(path), dirname(resolve(path)));
}

/**
 * An event with every document inline, not checked yet.
 *
 * @param folder what the event's paths are relative to
 * @param read reads a file; who reads many events of one model gives a reader that remembers
 * @throws InputError `FILE_UNREADABLE`, `JSON_INVALID`
 */
export async function inlineEvent(value: unknown, folder: string, read: JsonReader = readJson): Promise<unknown> {
  const event = await inlineFiles(value, folder, ['account', 'snapshot'], read);
  if (typeof event !== 'object' || event === null || !Object.hasOwn(event, 'model')) return event;
  const model = await inlineFiles(Reflect.get(event, 'model'), folder, ['charter', 'scenarios', 'surface'], read);
  if (typeof model !== 'object' || model === null || !Object.hasOwn(model, 'surface')) return { ...event, model };
  return { ...event, model: { ...model, surface: await inlineSurfaces(Reflect.get(model, 'surface'), folder, read) } };
}
