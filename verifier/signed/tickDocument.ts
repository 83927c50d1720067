import { readCanonicalNatural } from '../formats/canonicalNatural.ts';
import { writeFieldElement } from '../formats/fieldElement.ts';
import { readAddress, readCommitment, readSignature, readWord } from '../formats/hexWord.ts';
import { parseDocumentText } from '../formats/parseDocumentText.ts';
import {
  type FieldReader,
  fieldPath,
  formatOf,
  raw,
  readList,
  readRecord,
  readText,
  writeNatural,
} from '../formats/readObject.ts';
import { refuse } from '../formats/refuse.ts';
import { readTime, writeTime } from '../formats/time.ts';
import { recoverSigner } from './recoverSigner.ts';
import { readSigningPlace } from './signingPlace.ts';
import { type Tick, type TickSignature, type TickSurface, tickDigest, type UnsignedTick } from './tick.ts';

export const TICK_FORMAT = 'fairmark.tick.v1';

/** Most venues in one tick: an entry has about 250 bytes, so that they fill half of a file. */
export const TICK_SURFACES_MAXIMUM = 1_024;

/** Most signatures on one tick: checking them takes a quarter of a second. */
export const TICK_SIGNATURES_MAXIMUM = 64;

/** Largest tick file, in bytes. One with ten venues and three signers has about 4 KiB. */
export const TICK_BYTES = 512 * 1024;

/** A tick as JSON, with the signatures that it has so far (RG-04, RG-05). Public. */
export interface TickDocument {
  readonly format: typeof TICK_FORMAT;
  /** Where the signatures count: canonical decimal, and the address of FeedRegistry in lower case; zeros off chain. */
  readonly chainId: string;
  readonly feedRegistry: string;
  /** Name of the feed; its id is the keccak-256. */
  readonly feed: string;
  readonly epoch: number;
  /** From 1. */
  readonly round: number | string;
  /** `2026-03-20T12:00:00Z` */
  readonly observedAt: string;
  readonly snapshotCommitment: string;
  /** Hash of the tick before; 64 zeros for the first. */
  readonly previousTick: string;
  /** Every surface commitment that the oracle had received, by rising venue id, at most one a venue. */
  readonly surfaces: readonly TickSurfaceDocument[];
  /** By rising address of the signer. */
  readonly signatures: readonly TickSignatureDocument[];
}

export interface TickSurfaceDocument {
  /** keccak-256 of the venue's name. */
  readonly venueId: string;
  readonly surfaceCommitment: string;
  /** Before `observedAt`. */
  readonly receivedAt: string;
}

export interface TickSignatureDocument {
  /** Address in lower case; the verifier compares it with the one that the signature gives. */
  readonly signer: string;
  /** 65 bytes, 0x and 130 hex digits. */
  readonly signature: string;
}

const EPOCH_BITS = 32;
const ROUND_BITS = 64;

/**
 * Reads one surface as the oracle has it: the venue, what it committed to, and when the oracle had it.
 *
 * @throws InputError from readObject.ts, hexWord.ts and time.ts
 */
export function readTickSurface(value: unknown, field: string): TickSurface {
  return readRecord(value, field, { venueId: readWord, surfaceCommitment: readCommitment, receivedAt: readTime });
}

const readRound: FieldReader<bigint> = (value, field) =>
  readCanonicalNatural(value, field, ROUND_BITS) || refuse('TICK_ROUND', field, 'is zero: rounds count from 1');

/** RG-05: one surface a venue, and each received before the observation. */
function readSurfaces(value: unknown, field: string, observedAt: bigint): TickSurface[] {
  let before = '';
  const read: FieldReader<TickSurface> = (entry, at) => {
    const surface = readTickSurface(entry, at);
    if (surface.venueId === before)
      refuse('TICK_SURFACE_REPEATED', at, `is the second surface of the venue ${surface.venueId}`);
    if (surface.venueId < before) refuse('TICK_SURFACE_ORDER', at, 'does not follow by rising venue id');
    if (surface.receivedAt >= observedAt) {
      refuse(
        'TICK_SURFACE_LATE',
        fieldPath(at, 'receivedAt'),
        `is not before the observation (venue ${surface.venueId})`,
      );
    }
    before = surface.venueId;
    return surface;
  };
  return readList(value, field, read, TICK_SURFACES_MAXIMUM);
}

/** RG-04: one signature a signer, each by the signer whom it names. */
function readSignatures(value: unknown, field: string, tick: UnsignedTick): TickSignature[] {
  const digest = tickDigest(tick);
  let before = '';
  const read: FieldReader<TickSignature> = (entry, at) => {
    const { signer, signature } = readRecord(entry, at, { signer: readAddress, signature: readSignature });
    if (signer === before) refuse('TICK_SIGNER_REPEATED', at, `is a second signature of ${signer}`);
    if (signer < before) refuse('TICK_SIGNER_ORDER', at, 'does not follow by rising address of the signer');
    if (recoverSigner(digest, signature) !== signer) {
      refuse('TICK_SIGNATURE', fieldPath(at, 'signature'), `is not by ${signer} over this tick`);
    }
    before = signer;
    return { signer, signature };
  };
  return readList(value, field, read, TICK_SIGNATURES_MAXIMUM, 1);
}

/**
 * Reads a tick strictly: one spelling per value, surfaces by rising venue with one a venue and received before the
 * observation, signatures by rising signer and each by the signer whom it names. Whether the signers are the oracle's is
 * for who reads it to say.
 *
 * @throws InputError `TICK_ROUND`, `TICK_SURFACE_REPEATED`, `TICK_SURFACE_ORDER`, `TICK_SURFACE_LATE`,
 *   `TICK_SIGNER_REPEATED`, `TICK_SIGNER_ORDER`, `TICK_SIGNATURE`, and those of signingPlace.ts, hexWord.ts and
 *   readObject.ts
 */
export function readTick(value: unknown, field = 'tick'): Tick {
  const at = (key: string) => fieldPath(field, key);
  const { format, chainId, feedRegistry, surfaces, signatures, ...head } = readRecord(value, field, {
    format: formatOf(TICK_FORMAT),
    chainId: raw,
    feedRegistry: raw,
    feed: readText,
    epoch: (epoch, path) => readCanonicalNatural(epoch, path, EPOCH_BITS),
    round: readRound,
    observedAt: readTime,
    snapshotCommitment: readCommitment,
    previousTick: readWord,
    surfaces: raw,
    signatures: raw,
  });
  const tick: UnsignedTick = {
    ...head,
    place: readSigningPlace({ chainId, feedRegistry }, 'feedRegistry', field),
    surfaces: readSurfaces(surfaces, at('surfaces'), head.observedAt),
  };
  return { ...tick, signatures: readSignatures(signatures, at('signatures'), tick) };
}

/**
 * Reads a tick from the text of a file.
 *
 * @throws InputError as `readTick` and `parseDocumentText` do
 */
export function parseTickText(text: string): Tick {
  return readTick(parseDocumentText(text, 'tick', TICK_BYTES));
}

/** A surface as a document; reading it gives the same object. */
export function writeTickSurface({ venueId, surfaceCommitment, receivedAt }: TickSurface): TickSurfaceDocument {
  return { venueId, surfaceCommitment: writeFieldElement(surfaceCommitment), receivedAt: writeTime(receivedAt) };
}

/** A tick as a document; reading it gives the same object. */
export function writeTick(tick: Tick): TickDocument {
  return {
    format: TICK_FORMAT,
    chainId: String(tick.place.chainId),
    feedRegistry: tick.place.verifyingContract,
    feed: tick.feed,
    epoch: Number(tick.epoch),
    round: writeNatural(tick.round),
    observedAt: writeTime(tick.observedAt),
    snapshotCommitment: writeFieldElement(tick.snapshotCommitment),
    previousTick: tick.previousTick,
    surfaces: tick.surfaces.map(writeTickSurface),
    signatures: tick.signatures.map(({ signer, signature }) => ({ signer, signature })),
  };
}
