import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { textId } from '../../circuits/commitment/domain.ts';
import { signStatement } from '../../prover/signed/signStatement.ts';
import { signTick } from '../../prover/signed/signTick.ts';
import type { SigningPlace } from '../../verifier/signed/signingPlace.ts';
import { statementDigest, statementMessage, type UnsignedStatement } from '../../verifier/signed/statement.ts';
import { readStatement, writeStatement } from '../../verifier/signed/statementDocument.ts';
import { surfacesTree, tickHash, tickMessage, type UnsignedTick } from '../../verifier/signed/tick.ts';
import { readTick, writeTick } from '../../verifier/signed/tickDocument.ts';
import { AnythingProver } from '../support/evm/provenItems.ts';
import { ACTORS, FEED, idOf, ORACLES, QUORUM, RegistryKit, VENUE, ZERO_WORD } from '../support/evm/registryKit.ts';

let kit: RegistryKit;
let prover: AnythingProver;
beforeAll(async () => {
  prover = await AnythingProver.create();
  kit = await RegistryKit.create(prover, await prover.verifier());
});
afterAll(() => prover?.close());

const place = (verifyingContract: `0x${string}`): SigningPlace => ({
  chainId: BigInt(kit.chain.chainId),
  verifyingContract: verifyingContract.toLowerCase() as `0x${string}`,
});

function draft(): UnsignedTick {
  const observedAt = kit.chain.timestamp;
  return {
    place: place(kit.addresses.FeedRegistry),
    feed: FEED,
    epoch: 0n,
    round: 1n,
    observedAt,
    snapshotCommitment: 333n,
    previousTick: ZERO_WORD,
    surfaces: [VENUE, 'Another Venue', 'A Third']
      .map((venue, i) => ({
        venueId: textId(venue) as `0x${string}`,
        surfaceCommitment: BigInt(222 + i),
        receivedAt: observedAt - 10n,
      }))
      .sort((one, other) => (one.venueId < other.venueId ? -1 : 1)),
  };
}

describe('RG-04 RG-05: a tick of a document', () => {
  test('is anchored as it stands, under the hash that the document has', async () => {
    const unsigned = draft();
    const signers = ORACLES.slice(0, QUORUM);
    const document = writeTick({
      ...unsigned,
      signatures: await Promise.all(signers.map((signer) => signTick(unsigned, signer))),
    });
    const tick = readTick(JSON.parse(JSON.stringify(document)));
    const args = [tickMessage(tick), tick.signatures.map(({ signature }) => signature)];
    expect(await kit.read('FeedRegistry', 'hashTick', [tickMessage(tick)])).toBe(tickHash(tick));
    await kit.send('FeedRegistry', 'anchor', args);
    expect(await kit.read('FeedRegistry', 'tickHashOf', [kit.feedId, 1n])).toBe(tickHash(tick));
    expect(surfacesTree(tick.surfaces)?.proofOf(0)).toHaveLength(2);
  });

  test('V6: signed for another place is refused by the registry too', async () => {
    const unsigned = { ...draft(), round: 2n };
    const signers = ORACLES.slice(0, QUORUM);
    const elsewhere = { ...unsigned, place: place(kit.addresses.LiquidationRegistry) };
    const signatures = await Promise.all(signers.map(async (signer) => (await signTick(elsewhere, signer)).signature));
    await expect(kit.send('FeedRegistry', 'anchor', [tickMessage(unsigned), signatures])).rejects.toThrow(
      /SignersNotIncreasing|SignerRefused/,
    );
  });
});

describe('RG-13: statements of documents', () => {
  const unsigned = (accountCommitment: bigint): UnsignedStatement => ({
    place: place(kit.addresses.LiquidationRegistry),
    venue: VENUE,
    handle: idOf('an account'),
    accountNumber: 2n ** 64n - 1n,
    stateSequence: 9n,
    stateTime: kit.chain.timestamp,
    accountCommitment,
  });

  test('V29: have the digest of the registry, and two of one state convict the venue', async () => {
    const [one, other] = await Promise.all(
      [5n, 6n].map(async (commitment) =>
        readStatement(writeStatement(await signStatement(unsigned(commitment), ACTORS.statementSigner))),
      ),
    );
    if (!one || !other) throw new Error('two statements are signed');
    const digest = await kit.read('LiquidationRegistry', 'hashStatement', [statementMessage(one)]);
    expect(digest).toBe(statementDigest(one));
    expect(await kit.read('LiquidationRegistry', 'hasEquivocated', [kit.venueId])).toBe(false);
    const evidence = [one, other].flatMap((its) => [statementMessage(its), its.signature]);
    await kit.send('LiquidationRegistry', 'reportEquivocation', evidence);
    expect(await kit.read('LiquidationRegistry', 'hasEquivocated', [kit.venueId])).toBe(true);
  });
});
