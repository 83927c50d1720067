import { type Abi, type Hex, keccak256 } from 'viem';
import { beforeAll, describe, expect, test } from 'vitest';
import { contractAbi } from '../../prover/chain/contractAbi.ts';
import type { ContractArtifact } from '../../prover/setup/contracts/contractArtifact.ts';
import { contractNamed, readContracts } from '../../prover/setup/contracts/readContracts.ts';
import { defaultWorkspace } from '../../prover/setup/workspace.ts';
import { TEST_CHAINS } from '../../verifier/chain/testChains.ts';
import { EvmChain, EvmRevert, type PrivateKeyAccountWithKey, testAccount } from '../support/evm/evmChain.ts';
import { expectEvents, expectRevert, expectValues } from '../support/evm/expectations.ts';
import { plainVerifiers } from '../support/evm/plainVerifier.ts';
import { ACTORS, DAY, idOf, RegistryKit, ZERO_ADDRESS, ZERO_WORD } from '../support/evm/registryKit.ts';

const DEVELOPMENT = 0;
const CEREMONY = 1;
/** The notice of the kit's registry and the least that any has: three weeks. */
const NOTICE = 21n * DAY;
const TRANSCRIPT = idOf('transcript');
const CEREMONY_KEY = idOf('ceremony key');
const INSTANCE = idOf('anything');

interface Entry {
  statementVersion: number;
  instanceId: Hex;
  verifier: Hex;
  kind: number;
  transcriptHash: Hex;
}

const developmentEntry = (verifier: Hex, fields: Partial<Entry> = {}): Entry => ({
  statementVersion: 1,
  instanceId: INSTANCE,
  verifier,
  kind: DEVELOPMENT,
  transcriptHash: ZERO_WORD,
  ...fields,
});
const ceremonyEntry = (verifier: Hex, fields: Partial<Entry> = {}): Entry =>
  developmentEntry(verifier, { kind: CEREMONY, transcriptHash: TRANSCRIPT, ...fields });

let generated: ContractArtifact;
let plain: ContractArtifact;
let half: ContractArtifact;
let registryCode: Hex;
let registryAbi: Abi;
let base: RegistryKit;
beforeAll(async () => {
  const compiled = await readContracts(defaultWorkspace().root);
  generated = contractNamed(compiled, 'LiquidationSmallVerifier');
  registryCode = contractNamed(compiled, 'VerifierRegistry').bytecode;
  registryAbi = contractAbi(compiled, 'VerifierRegistry');
  ({ plain, half } = await plainVerifiers());
  base = await RegistryKit.create(undefined, generated);
  const accounts = { admin: '', publisher: '', announcer: '', bondOwner: '', statementSigner: '' };
  for (const field of Object.keys(accounts) as (keyof typeof accounts)[]) accounts[field] = otherAdmin.address;
  await base.send('CharterRegistry', 'registerVenue', [OTHER, accounts, Number(DAY)]);
});

/** A venue of which one account holds every role. */
const OTHER = 'Other Venue';
const otherId = idOf(OTHER);
const otherAdmin = testAccount(31);

const deployPlain = (chain: EvmChain, keyHash: Hex, isDevelopment: boolean) =>
  chain.deploy(plain.abi, plain.bytecode, [keyHash, isDevelopment], ACTORS.owner);

/** A registry of verifiers by itself. */
const deployRegistry = (
  chain: EvmChain,
  {
    charters = ACTORS.stranger.address as Hex,
    guardian = ACTORS.guardian.address as Hex,
    notice = NOTICE,
    owner = ACTORS.owner.address as Hex,
    initial = [] as Entry[],
  } = {},
) => chain.deploy(registryAbi, registryCode, [charters, owner, guardian, Number(notice), initial], ACTORS.stranger);

/** A registry of its own for each test, with verifier 1 (a development key), into which the venue opted. */
async function start() {
  const kit = await base.fork();
  const { chain, venueId } = kit;
  const send = (name: string, args: readonly unknown[], from: PrivateKeyAccountWithKey = ACTORS.owner) =>
    kit.send('VerifierRegistry', name, args, from);
  const read = (name: string, args: readonly unknown[] = []) => kit.read('VerifierRegistry', name, args);
  const ceremony = await deployPlain(chain, CEREMONY_KEY, false);
  return {
    kit,
    chain,
    venueId,
    send,
    read,
    ceremony,
    now: chain.timestamp,
    optIn: (verifierId: number, id = venueId, from: PrivateKeyAccountWithKey = ACTORS.admin) =>
      send('optIn', [id, verifierId], from),
    announceable: (verifierId: number, id = venueId) => read('checkAnnounceable', [id, verifierId]),
    codeHash: async (address: Hex): Promise<Hex> => keccak256(await chain.code(address)),
  };
}

describe('adding a verifier (RG-06)', () => {
  test('V23 RG-06: it says everything, and is active after the notice', async () => {
    const { chain, send, read, ceremony, now, optIn, announceable, codeHash } = await start();
    const entry = ceremonyEntry(ceremony, { statementVersion: 2, instanceId: idOf('other instance') });
    const done = await send('add', [entry]);
    expect(done.result).toBe(2);
    const activeFrom = now + NOTICE;
    const added = {
      instanceId: entry.instanceId,
      verificationKeyHash: CEREMONY_KEY,
      statementVersion: 2,
      verifier: ceremony,
      kind: CEREMONY,
      transcriptHash: TRANSCRIPT,
      codeHash: await codeHash(ceremony),
      activeFrom,
    };
    expectEvents(done, [['VerifierAdded', { verifierId: 2, ...added }]]);
    expectValues(await read('verifierAt', [2]), { ...added, retiredAt: 0 });
    expect(await read('verifierCount')).toBe(2);

    await optIn(2);
    await expectRevert(announceable(2), 'VerifierNotActive', [2, activeFrom]);
    chain.warp(NOTICE - 1n);
    await expectRevert(announceable(2), 'VerifierNotActive', [2, activeFrom]);
    chain.warp(1n);
    await announceable(2);
    expectValues(await read('forRecord', [2]), [ceremony, 2, entry.instanceId]);
  });

  test('RG-06: the verifiers of the deployment are active at once', async () => {
    const { kit, read, codeHash, announceable } = await start();
    const { verifier } = kit.addresses;
    expectValues(await read('verifierAt', [1]), {
      verifier,
      activeFrom: kit.chain.timestamp - DAY,
      retiredAt: 0,
      kind: DEVELOPMENT,
      statementVersion: 1,
      instanceId: INSTANCE,
      verificationKeyHash: await kit.read('verifier', 'verificationKeyHash'),
      transcriptHash: ZERO_WORD,
      codeHash: await codeHash(verifier),
    });
    await announceable(1);
    expectValues(await read('forRecord', [1]), [verifier, 1, INSTANCE]);
    expect(await read('charters')).toBe((await kit.read('LiquidationRegistry', 'charters')) as Hex);
  });

  test('RG-06: numbers count from one', async () => {
    const { read, send, optIn, announceable } = await start();
    for (const verifierId of [0, 2, 2 ** 32 - 1]) {
      const refusal = [verifierId];
      await expectRevert(read('verifierAt', [verifierId]), 'VerifierUnknown', refusal);
      await expectRevert(read('forRecord', [verifierId]), 'VerifierUnknown', refusal);
      await expectRevert(announceable(verifierId), 'VerifierUnknown', refusal);
      await expectRevert(optIn(verifierId), 'VerifierUnknown', refusal);
      await expectRevert(send('retire', [verifierId], ACTORS.guardian), 'VerifierUnknown', refusal);
    }
  });

  test('RG-06: an address without code is no verifier, and neither is one that does not answer', async () => {
    const { kit, chain, send, read } = await start();
    const empty = testAccount(99).address;
    for (const entry of [developmentEntry, ceremonyEntry]) {
      await expectRevert(send('add', [entry(empty)]), 'VerifierWithoutCode', [empty]);
      await expectRevert(send('add', [entry(ZERO_ADDRESS)]), 'VerifierWithoutCode', [ZERO_ADDRESS]);
    }
    const silent = await chain.deploy(half.abi, half.bytecode, [], ACTORS.owner);
    for (const address of [silent, kit.addresses.FeedRegistry]) {
      const refusal = await send('add', [ceremonyEntry(address)]).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(EvmRevert);
      expect((refusal as EvmRevert).reason).toMatch(/^revert 0x$/);
    }
    expect(await read('verifierCount')).toBe(1);
  });

  test('V22 RG-06: what the contract says of its key and what the entry says have to agree', async () => {
    const { kit, send, ceremony } = await start();
    const { verifier } = kit.addresses;
    const asCeremony = ceremonyEntry(verifier);
    await expectRevert(send('add', [asCeremony]), 'VerifierKindWrong', [verifier, CEREMONY]);
    await expectRevert(send('add', [developmentEntry(ceremony)]), 'VerifierKindWrong', [ceremony, DEVELOPMENT]);
  });

  test('V22 RG-06: a ceremony has a transcript, a development key has none', async () => {
    const { kit, send, ceremony, read } = await start();
    const { verifier } = kit.addresses;
    const developmentKey: Hex = await kit.read('verifier', 'verificationKeyHash');
    const without = ceremonyEntry(ceremony, { transcriptHash: ZERO_WORD });
    await expectRevert(send('add', [without]), 'TranscriptMissing', [CEREMONY_KEY]);
    const pretending = developmentEntry(verifier, { transcriptHash: TRANSCRIPT });
    await expectRevert(send('add', [pretending]), 'TranscriptNotExpected', [developmentKey]);
    await send('add', [ceremonyEntry(ceremony)]);
    await send('add', [developmentEntry(verifier)]);
    expect(await read('verifierCount')).toBe(3);
  });
});

describe('development keys by chain (RG-06)', () => {
  const REFUSED: [name: string, chainId: number][] = [
    ['Ethereum', 1],
    ['Optimism', 10],
    ['Base', 8_453],
    ['Arbitrum', 42_161],
    ['an unknown chain', 999_999],
  ];

  test.each(REFUSED)(
    'V22 RG-06: on %s (%i) a development key is refused, a ceremony key is not',
    async (_, chainId) => {
      const chain = await EvmChain.create({ chainId });
      const development = await chain.deploy(generated.abi, generated.bytecode, [], ACTORS.owner);
      const to = await deployRegistry(chain);
      const call = { to, abi: registryAbi, from: ACTORS.owner };
      const keyHash = await chain.read({ to: development, abi: generated.abi, functionName: 'verificationKeyHash' });
      expect(await chain.read({ ...call, functionName: 'isTestChain' })).toBe(false);
      const refusal = [chainId, keyHash];
      const added = chain.send({ ...call, functionName: 'add', args: [developmentEntry(development)] });
      await expectRevert(added, 'DevelopmentKeyRefused', refusal);
      const deployed = deployRegistry(chain, { initial: [developmentEntry(development)] });
      await expectRevert(deployed, 'DevelopmentKeyRefused', refusal);
      // Nor as a ceremony's: the contract says what it is.
      const renamed = chain.send({ ...call, functionName: 'add', args: [ceremonyEntry(development)] });
      await expectRevert(renamed, 'VerifierKindWrong', [development, CEREMONY]);
      const ceremony = await deployPlain(chain, CEREMONY_KEY, false);
      await chain.send({ ...call, functionName: 'add', args: [ceremonyEntry(ceremony)] });
      await deployRegistry(chain, { initial: [ceremonyEntry(ceremony)] });
    },
  );

  test.each(Object.entries(TEST_CHAINS))('RG-06: on %s (%i) a development key is accepted', async (_, chainId) => {
    const kit = await RegistryKit.create(undefined, generated, { chainId: Number(chainId) });
    expect(await kit.read('VerifierRegistry', 'isTestChain')).toBe(true);
    await kit.read('VerifierRegistry', 'checkAnnounceable', [kit.venueId, 1]);
    await kit.send('VerifierRegistry', 'add', [developmentEntry(kit.addresses.verifier)], ACTORS.owner);
  });
});

describe('who may do what (RG-06)', () => {
  const everybodyBut = (...names: (keyof typeof ACTORS)[]) => [
    ...(Object.keys(ACTORS) as (keyof typeof ACTORS)[])
      .filter((name) => !names.includes(name))
      .map((name) => ACTORS[name]),
    otherAdmin,
  ];

  test('RG-06: the owner adds and names the guardian, nobody else does', async () => {
    const { send, ceremony, read } = await start();
    const guardian = ACTORS.stranger.address;
    for (const from of everybodyBut('owner')) {
      const refusal = [from.address];
      await expectRevert(send('add', [ceremonyEntry(ceremony)], from), 'OwnableUnauthorizedAccount', refusal);
      await expectRevert(send('setGuardian', [from.address], from), 'OwnableUnauthorizedAccount', refusal);
      await expectRevert(send('transferOwnership', [from.address], from), 'OwnableUnauthorizedAccount', refusal);
      await expectRevert(send('renounceOwnership', [], from), 'OwnableUnauthorizedAccount', refusal);
    }
    await expectRevert(send('setGuardian', [ZERO_ADDRESS]), 'GuardianZero');
    expect(await read('guardian')).toBe(ACTORS.guardian.address);
    expectEvents(await send('setGuardian', [guardian]), [['GuardianChanged', { guardian }]]);
    expect(await read('guardian')).toBe(guardian);
    await expectRevert(send('retire', [1], ACTORS.guardian), 'NotGuardian', [ACTORS.guardian.address]);
    await send('retire', [1], ACTORS.stranger);
  });

  test('RG-06: ownership passes in two steps', async () => {
    const { send, read, ceremony } = await start();
    const [previousOwner, newOwner] = [ACTORS.owner.address, ACTORS.stranger.address];
    expectEvents(await send('transferOwnership', [newOwner]), [
      ['OwnershipTransferStarted', { previousOwner, newOwner }],
    ]);
    expect(await read('pendingOwner')).toBe(newOwner);
    // Until it is accepted the old owner owns, and nobody else can accept.
    const early = send('add', [ceremonyEntry(ceremony)], ACTORS.stranger);
    await expectRevert(early, 'OwnableUnauthorizedAccount', [newOwner]);
    for (const from of everybodyBut('stranger')) {
      await expectRevert(send('acceptOwnership', [], from), 'OwnableUnauthorizedAccount', [from.address]);
    }
    expect(await read('owner')).toBe(previousOwner);
    expectEvents(await send('acceptOwnership', [], ACTORS.stranger), [
      ['OwnershipTransferred', { previousOwner, newOwner }],
    ]);
    expect(await read('owner')).toBe(newOwner);
    await expectRevert(send('add', [ceremonyEntry(ceremony)]), 'OwnableUnauthorizedAccount', [previousOwner]);
    await send('add', [ceremonyEntry(ceremony)], ACTORS.stranger);
  });

  test('RG-06: an owner that leaves leaves the guardian and the verifiers as they are', async () => {
    const { send, announceable } = await start();
    await send('renounceOwnership', []);
    await announceable(1);
    await send('retire', [1], ACTORS.guardian);
  });

  test('V23 RG-06: the guardian retires, nobody else does, and it can do nothing else', async () => {
    const { kit, send, read, now, announceable, ceremony, optIn } = await start();
    for (const from of everybodyBut('guardian')) {
      await expectRevert(send('retire', [1], from), 'NotGuardian', [from.address]);
    }
    const asGuardian = (name: string, args: readonly unknown[]) => send(name, args, ACTORS.guardian);
    const guardian = ACTORS.guardian.address;
    await expectRevert(asGuardian('add', [ceremonyEntry(ceremony)]), 'OwnableUnauthorizedAccount', [guardian]);
    await expectRevert(asGuardian('setGuardian', [guardian]), 'OwnableUnauthorizedAccount', [guardian]);
    await expectRevert(asGuardian('acceptOwnership', []), 'OwnableUnauthorizedAccount', [guardian]);
    const admin = await kit.read('CharterRegistry', 'roleOf', [kit.venueId, await adminKind(kit)]);
    await expectRevert(optIn(1, kit.venueId, ACTORS.guardian), 'AccessControlUnauthorizedAccount', [guardian, admin]);

    await announceable(1);
    expectEvents(await asGuardian('retire', [1]), [['VerifierRetired', { verifierId: 1, retiredAt: now }]]);
    expectValues((await read('verifierAt', [1])).retiredAt, now);
    const retired = [1, now];
    await expectRevert(announceable(1), 'VerifierIsRetired', retired);
    await expectRevert(read('forRecord', [1]), 'VerifierIsRetired', retired);
    kit.chain.warp(DAY);
    await expectRevert(asGuardian('retire', [1]), 'VerifierIsRetired', retired);
    await expectRevert(announceable(1), 'VerifierIsRetired', retired);
  });

  test('V23 RG-06: a verifier that is not active yet can be retired, and never becomes active', async () => {
    const { chain, send, read, ceremony, optIn, announceable, now } = await start();
    await send('add', [ceremonyEntry(ceremony)]);
    await optIn(2);
    await send('retire', [2], ACTORS.guardian);
    await expectRevert(announceable(2), 'VerifierNotActive', [2, now + NOTICE]);
    await expectRevert(read('forRecord', [2]), 'VerifierIsRetired', [2, now]);
    chain.warp(NOTICE);
    await expectRevert(announceable(2), 'VerifierIsRetired', [2, now]);
  });

  test('V23 RG-06: each venue chooses by itself, through its admin', async () => {
    const { kit, chain, venueId, send, read, ceremony, optIn, announceable } = await start();
    await send('add', [ceremonyEntry(ceremony)]);
    chain.warp(NOTICE);
    await expectRevert(announceable(2), 'VerifierNotChosen', [venueId, 2]);
    const admin = await kit.read('CharterRegistry', 'roleOf', [venueId, await adminKind(kit)]);
    for (const from of everybodyBut('admin')) {
      await expectRevert(optIn(2, venueId, from), 'AccessControlUnauthorizedAccount', [from.address, admin]);
    }
    const unknown = idOf('no venue');
    await expectRevert(optIn(2, unknown), 'VenueUnknown', [unknown]);
    expect(await read('hasOptedIn', [venueId, 2])).toBe(false);
    expectEvents(await optIn(2), [['VenueOptedIn', { venueId, verifierId: 2 }]]);
    expect(await read('hasOptedIn', [venueId, 2])).toBe(true);
    await announceable(2);

    // Neither the other verifier nor the other venue follows.
    expect(await read('hasOptedIn', [otherId, 2])).toBe(false);
    await expectRevert(announceable(2, otherId), 'VerifierNotChosen', [otherId, 2]);
    await expectRevert(announceable(1, otherId), 'VerifierNotChosen', [otherId, 1]);
    await optIn(1, otherId, otherAdmin);
    await announceable(1, otherId);
    await expectRevert(announceable(2, otherId), 'VerifierNotChosen', [otherId, 2]);
  });
});

const adminKind = (kit: RegistryKit): Promise<Hex> => kit.read('CharterRegistry', 'ADMIN');

describe('code that changed (RG-06)', () => {
  test('V23 RG-06: a verifier whose code is not the one that was added is refused', async () => {
    const { kit, chain, read, announceable, codeHash, ceremony } = await start();
    const { verifier } = kit.addresses;
    const expected = await codeHash(verifier);
    const original = await chain.code(verifier);
    for (const code of [await chain.code(ceremony), `${original}00` as Hex, '0x' as Hex]) {
      await chain.putCode(verifier, code);
      const refusal = [1, expected, keccak256(code)];
      await expectRevert(read('forRecord', [1]), 'CodeChanged', refusal);
      await expectRevert(announceable(1), 'CodeChanged', refusal);
    }
    await chain.putCode(verifier, original);
    await read('forRecord', [1]);
    await announceable(1);
  });
});

describe('the constructor (RG-06)', () => {
  test('V23 RG-06: the notice is three weeks or more', async () => {
    const chain = await EvmChain.create();
    for (const notice of [0n, NOTICE - 1n]) {
      await expectRevert(deployRegistry(chain, { notice }), 'NoticeTooShort', [notice, NOTICE]);
    }
    const to = await deployRegistry(chain, { notice: NOTICE + 1n });
    const read = (functionName: string) => chain.read({ to, abi: registryAbi, functionName });
    expect(BigInt(await read('notice'))).toBe(NOTICE + 1n);
    expect(await read('MIN_NOTICE')).toBe(NOTICE);
    expect(await read('verifierCount')).toBe(0);
    expect(await read('guardian')).toBe(ACTORS.guardian.address);
    expect(await read('owner')).toBe(ACTORS.owner.address);
    expect(await read('charters')).toBe(ACTORS.stranger.address);
  });

  test('RG-06: guardian and owner are somebody', async () => {
    const chain = await EvmChain.create();
    await expectRevert(deployRegistry(chain, { guardian: ZERO_ADDRESS }), 'GuardianZero');
    await expectRevert(deployRegistry(chain, { owner: ZERO_ADDRESS }), 'OwnableInvalidOwner', [ZERO_ADDRESS]);
  });

  test('V22 RG-06: the verifiers of the deployment pass the same checks', async () => {
    const chain = await EvmChain.create();
    const ceremony = await deployPlain(chain, CEREMONY_KEY, false);
    const development = await deployPlain(chain, idOf('key'), true);
    const empty = testAccount(99).address;
    const deploy = (entry: Entry) => deployRegistry(chain, { initial: [ceremonyEntry(ceremony), entry] });
    await expectRevert(deploy(developmentEntry(empty)), 'VerifierWithoutCode', [empty]);
    await expectRevert(deploy(ceremonyEntry(development)), 'VerifierKindWrong', [development, CEREMONY]);
    const without = ceremonyEntry(ceremony, { transcriptHash: ZERO_WORD });
    await expectRevert(deploy(without), 'TranscriptMissing', [CEREMONY_KEY]);
    const to = await deploy(developmentEntry(development));
    expect(await chain.read({ to, abi: registryAbi, functionName: 'verifierCount' })).toBe(2);
  });
});
