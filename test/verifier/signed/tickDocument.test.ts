import { describe, expect, test } from 'vitest';
import { textId } from '../../../circuits/commitment/domain.ts';
import { isInMerkleTree } from '../../../verifier/merkle/merkleTree.ts';
import { standardLeaf } from '../../../verifier/merkle/standardLeaf.ts';
import { SCALAR_FIELD } from '../../../verifier/points.ts';
import { surfacesTree, tickDigest, tickHash, tickMessage } from '../../../verifier/signed/tick.ts';
import {
  parseTickText,
  readTick,
  TICK_BYTES,
  TICK_SIGNATURES_MAXIMUM,
  TICK_SURFACES_MAXIMUM,
  type TickDocument,
  writeTick,
} from '../../../verifier/signed/tickDocument.ts';
import { changed } from '../../support/documents.ts';
import { surfacesTree as standardTree } from '../../support/evm/registryKit.ts';
import { ON_CHAIN, ORACLES, signedTick, type surfacesAt } from '../../support/signed.ts';

const tick = await signedTick();
const refused = (code: string, field: string) => expect.objectContaining({ name: 'InputError', code, field });
const hex = (value: bigint) => `0x${value.toString(16).padStart(64, '0')}`;

describe('RG-04: a tick', () => {
  test('survives reading and writing, at every place', async () => {
    for (const document of [tick, await signedTick({ place: ON_CHAIN, surfaces: [] })]) {
      expect(writeTick(readTick(document))).toEqual(document);
      expect(parseTickText(JSON.stringify(document, null, 2))).toEqual(readTick(document));
    }
  });

  test('has the hash of its message at every place, and a digest of each', async () => {
    const [here, there] = [readTick(tick), readTick(await signedTick({ place: ON_CHAIN }))];
    expect(tickHash(here)).toBe(tickHash(there));
    expect(tickDigest(here)).not.toBe(tickDigest(there));
    expect(tickMessage(here)).toMatchObject({ feedId: textId(tick.feed), round: 812n, epoch: 0n });
  });

  test.each<[string, unknown, string]>([
    ['feed', 'another.feed', 'signatures[0].signature'],
    ['epoch', 1, 'signatures[0].signature'],
    ['round', 813, 'signatures[0].signature'],
    ['observedAt', '2026-03-20T12:00:01Z', 'signatures[0].signature'],
    ['snapshotCommitment', hex(8n), 'signatures[0].signature'],
    ['previousTick', hex(8n), 'signatures[0].signature'],
    ['surfaces', [], 'signatures[0].signature'],
    ['surfaces.0.surfaceCommitment', hex(8n), 'signatures[0].signature'],
    ['surfaces.1.receivedAt', '2026-03-20T11:00:00Z', 'signatures[0].signature'],
    ['signatures.1.signature', tick.signatures[0]?.signature, 'signatures[1].signature'],
    ['signatures.1.signer', ORACLES[2]?.address, 'signatures[1].signature'],
  ])('V6: with another %s is not what was signed', (path, value, field) => {
    expect(() => readTick(changed(tick, path, value))).toThrow(refused('TICK_SIGNATURE', `tick.${field}`));
  });

  test('V6: moved to another chain or contract is not what was signed', async () => {
    const there = await signedTick({ place: ON_CHAIN });
    expect(() => readTick({ ...there, chainId: '1' })).toThrow(
      refused('TICK_SIGNATURE', 'tick.signatures[0].signature'),
    );
    expect(() => readTick({ ...there, feedRegistry: `0x${'cd'.repeat(20)}` })).toThrow(
      refused('TICK_SIGNATURE', 'tick.signatures[0].signature'),
    );
    expect(() => readTick({ ...tick, chainId: '1' })).toThrow(refused('PLACE_MIXED', 'tick.chainId'));
    expect(() => readTick({ ...there, chainId: '0' })).toThrow(refused('PLACE_MIXED', 'tick.chainId'));
  });

  test('V6: counts no signer twice', () => {
    const [first, second] = tick.signatures;
    expect(() => readTick({ ...tick, signatures: [first, first] })).toThrow(
      refused('TICK_SIGNER_REPEATED', 'tick.signatures[1]'),
    );
    expect(() => readTick({ ...tick, signatures: [first, second, first] })).toThrow(
      refused('TICK_SIGNER_ORDER', 'tick.signatures[2]'),
    );
    expect(() => readTick({ ...tick, signatures: [second, first] })).toThrow(
      refused('TICK_SIGNER_ORDER', 'tick.signatures[1]'),
    );
  });

  test.each<[string, unknown, string]>([
    ['round', 0, 'TICK_ROUND'],
    ['round', '812', 'NATURAL_INVALID'],
    ['round', String(2n ** 64n), 'NATURAL_INVALID'],
    ['epoch', 2 ** 32, 'NATURAL_INVALID'],
    ['chainId', 0, 'CHAIN_ID_INVALID'],
    ['chainId', '01', 'CHAIN_ID_INVALID'],
    ['chainId', `1${'0'.repeat(77)}`, 'CHAIN_ID_INVALID'],
    ['feedRegistry', `0x${'AB'.repeat(20)}`, 'ADDRESS_INVALID'],
    ['snapshotCommitment', hex(SCALAR_FIELD), 'FIELD_ELEMENT_INVALID'],
    ['snapshotCommitment', '7', 'WORD_INVALID'],
    ['snapshotCommitment', tick.snapshotCommitment.toUpperCase().replace('X', 'x'), 'WORD_INVALID'],
    ['surfaces.0.surfaceCommitment', hex(SCALAR_FIELD), 'FIELD_ELEMENT_INVALID'],
    ['signatures.0.signature', tick.signatures[0]?.signature.toUpperCase(), 'SIGNATURE_INVALID'],
    ['signatures.0.signature', `${tick.signatures[0]?.signature.slice(0, -2)}00`, 'TICK_SIGNATURE'],
    ['signatures', [], 'ARRAY_LENGTH'],
    ['signatures', Array.from({ length: TICK_SIGNATURES_MAXIMUM + 1 }, () => null), 'ARRAY_LENGTH'],
    ['surfaces', Array.from({ length: TICK_SURFACES_MAXIMUM + 1 }, () => null), 'ARRAY_LENGTH'],
    ['observedAt', '2026-02-30T00:00:00Z', 'TIME_INVALID'],
    ['format', 'fairmark.tick.v2', 'FORMAT_UNKNOWN'],
    ['extra', 1, 'FIELD_UNKNOWN'],
    ['feed', 'a\u202eb', 'TEXT_INVALID'],
  ])('with %s = %j is refused', (path, value, code) => {
    expect(() => readTick(changed(tick, path, value))).toThrow(expect.objectContaining({ code }));
  });
});

describe('RG-05: surfaces in a tick', () => {
  const entries = (change: (surfaces: ReturnType<typeof surfacesAt>) => ReturnType<typeof surfacesAt>) =>
    signedTick({ distort: (its) => ({ ...its, surfaces: change([...its.surfaces]) }) });

  test('V2: two of one venue are refused, whatever was signed', async () => {
    const twice = await entries(([first, second]) => [first, { ...first, surfaceCommitment: 9n }, second] as never);
    expect(() => readTick(twice)).toThrow(refused('TICK_SURFACE_REPEATED', 'tick.surfaces[1]'));
    const behind = await entries(([first, second]) => [second, first] as never);
    expect(() => readTick(behind)).toThrow(refused('TICK_SURFACE_ORDER', 'tick.surfaces[1]'));
  });

  test('V1 V30: one that came with the observation or after it is refused, whatever was signed', async () => {
    for (const late of [0n, 1n, 3_600n]) {
      const document = await entries((list) =>
        list.map((entry, i) => (i === 1 ? { ...entry, receivedAt: entry.receivedAt + 60n + late } : entry)),
      );
      expect(() => readTick(document)).toThrow(refused('TICK_SURFACE_LATE', 'tick.surfaces[1].receivedAt'));
    }
    const intime = await entries((list) => list.map((entry) => ({ ...entry, receivedAt: entry.receivedAt + 59n })));
    expect(readTick(intime).surfaces[1]?.receivedAt).toBe(readTick(tick).observedAt - 1n);
  });

  test('have the root and the proofs that contracts check', () => {
    const { surfaces } = readTick(tick);
    const theirs = standardTree(surfaces.map((s) => [s.venueId, s.surfaceCommitment, s.receivedAt] as const));
    const ours = surfacesTree(surfaces);
    expect(tickMessage(readTick(tick)).surfacesRoot).toBe(theirs.root);
    surfaces.forEach((surface, i) => {
      expect(ours?.proofOf(i)).toEqual(theirs.getProof(i));
      const leaf = standardLeaf(['bytes32', 'uint256', 'uint64'], Object.values(surface));
      expect(isInMerkleTree(ours?.root ?? '0x', leaf, ours?.proofOf(i) ?? [])).toBe(true);
    });
  });

  test('may be none: then nothing is in the root', async () => {
    const none = readTick(await signedTick({ surfaces: [] }));
    expect(surfacesTree(none.surfaces)).toBeUndefined();
    expect(tickMessage(none).surfacesRoot).toBe(`0x${'0'.repeat(64)}`);
  });
});

describe('a file', () => {
  test('of the largest tick is read', async () => {
    const surfaces = Array.from({ length: TICK_SURFACES_MAXIMUM }, (_, i) => ({
      venueId: hex(BigInt(i)) as `0x${string}`,
      surfaceCommitment: SCALAR_FIELD - 1n,
      receivedAt: 1n,
    }));
    const largest: TickDocument = await signedTick({ surfaces });
    expect(parseTickText(JSON.stringify(largest, null, 2)).surfaces).toHaveLength(TICK_SURFACES_MAXIMUM);
  });

  test('that is too large or no JSON is refused', () => {
    expect(() => parseTickText(' '.repeat(TICK_BYTES + 1))).toThrow(
      expect.objectContaining({ code: 'DOCUMENT_TOO_LARGE' }),
    );
    expect(() => parseTickText('€'.repeat(TICK_BYTES / 2))).toThrow(
      expect.objectContaining({ code: 'DOCUMENT_TOO_LARGE' }),
    );
    expect(() => parseTickText('{')).toThrow(expect.objectContaining({ code: 'DOCUMENT_NOT_JSON' }));
    expect(() => parseTickText(`{"__proto__": ${JSON.stringify(tick)}}`)).toThrow(
      expect.objectContaining({ code: 'FIELD_UNKNOWN' }),
    );
  });
});
