import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ContractArtifact } from '../../../prover/setup/contracts/contractArtifact.ts';
import { draftStatement } from '../../../prover/signed/draftStatement.ts';
import { signStatement } from '../../../prover/signed/signStatement.ts';
import type { ChainReader } from '../../../verifier/chain/chainReader.ts';
import { selectorOf } from '../../../verifier/chain/encodeCall.ts';
import { quorumReader } from '../../../verifier/chain/quorumReader.ts';
import type { CheckId } from '../../../verifier/checks.ts';
import { REGISTRY_VIEWS } from '../../../verifier/generated/registryAbi.ts';
import type { Report } from '../../../verifier/report.ts';
import { writeStatement } from '../../../verifier/signed/statementDocument.ts';
import { verifyReceipt } from '../../../verifier/verifyReceipt.ts';
import { changed } from '../../support/documents.ts';
import type { PrivateKeyAccountWithKey } from '../../support/evm/evmChain.ts';
import { evmReader } from '../../support/evm/evmReader.ts';
import { AnythingProver } from '../../support/evm/provenItems.ts';
import {
  type RegisteredCase,
  type RegisteredCaseOptions,
  registeredCase,
  registeredCharter,
} from '../../support/evm/registeredCase.ts';
import { ACTORS, idOf, TERMS } from '../../support/evm/registryKit.ts';

let prover: AnythingProver;
let contract: ContractArtifact;
let honest: RegisteredCase;
const make = (options?: RegisteredCaseOptions) => registeredCase(prover, contract, options);
beforeAll(async () => {
  prover = await AnythingProver.create();
  contract = await prover.verifier('development', 'anything');
  honest = await make();
});
afterAll(() => prover?.close());

/** Verifies a case, whole unless told otherwise. */
function verified(its: RegisteredCase, changes: { receipt?: unknown; opening?: unknown; chain?: ChainReader } = {}) {
  const { trustedKeys, registry } = its;
  return verifyReceipt(changes.receipt ?? its.receipt, {
    opening: 'opening' in changes ? changes.opening : its.opening,
    trustedKeys,
    chain: changes.chain ?? evmReader(its.kit.chain),
    registry,
  });
}

const ids = (report: Report, status: string, prefix = '') =>
  report.checks.filter((check) => check.status === status && check.id.startsWith(prefix)).map(({ id }) => id);
const sentenceOf = (report: Report, id: CheckId) => report.checks.find((check) => check.id === id)?.sentence ?? '';
const banners = ({ banners }: Report) => banners.map(({ code }) => code);
const ON_CHAIN: readonly CheckId[] = ['registration', 'model-committed', 'oracle-signature', 'charter-published'];

describe('a registered liquidation', () => {
  test('W7 with its opening confirms every fact that the registry carries, each on its own line', async () => {
    const report = await verified(honest);
    expect(report.verdict).toBe('VALID');
    expect(ids(report, 'unconfirmed', 'chain-')).toEqual([]);
    expect(ids(report, 'passed')).toEqual(expect.arrayContaining(ON_CHAIN as string[]));
    expect(ids(report, 'unconfirmed')).toEqual(['setup', 'surface-sensible', 'account-statement']);
    expect(banners(report)).toEqual(['DEVELOPMENT']);
    expect(report.headline).toBe('VALID (DEVELOPMENT): the proof is valid. 3 facts are unconfirmed.');
  });

  /** The honest opening with a statement on its account, signed by this account. */
  async function withStatement(signer: PrivateKeyAccountWithKey) {
    const { objects, kit, registry, opening } = honest;
    const place = { chainId: kit.chain.chainId, verifyingContract: registry };
    const draft = draftStatement(objects.accountBefore, objects.published, place, `0x${'11'.repeat(32)}`);
    return { ...opening, statement: writeStatement(await signStatement(draft, signer)) };
  }

  test('V29 RG-13 the registry confirms who signed the statement on the account', async () => {
    const report = await verified(honest, { opening: await withStatement(ACTORS.statementSigner) });
    expect(report.verdict).toBe('VALID');
    expect(ids(report, 'passed')).toEqual(expect.arrayContaining(['chain-statement', 'account-statement']));
    expect(ids(report, 'unconfirmed')).toEqual(['statement-signer', 'setup', 'surface-sensible']);
  });

  test('V29 RG-13 a statement that somebody else signed is INVALID', async () => {
    const report = await verified(honest, { opening: await withStatement(ACTORS.stranger) });
    expect(report.verdict).toBe('INVALID');
    expect(ids(report, 'failed')).toEqual(['chain-statement']);
    expect(ids(report, 'passed')).not.toContain('account-statement');
  });

  test('V29 W4 without an answer the signer of the statement stays unconfirmed', async () => {
    const reader = evmReader(honest.kit.chain);
    const chain = lying(reader, selectorOf('isStatementSigner', REGISTRY_VIEWS.isStatementSigner), () => '0x');
    const report = await verified(honest, { opening: await withStatement(ACTORS.statementSigner), chain });
    expect(report.verdict).toBe('VALID');
    expect(ids(report, 'unconfirmed')).toEqual(
      expect.arrayContaining(['chain-statement', 'account-statement', 'statement-signer']),
    );
  });

  test('W7 without an opening leaves the charter’s document unconfirmed', async () => {
    const report = await verified(honest, { opening: undefined });
    expect(report.verdict).toBe('VALID');
    expect(report.checks.map(({ id }) => id)).not.toContain('chain-charter-document');
    expect(ids(report, 'passed')).toEqual(
      expect.arrayContaining(['registration', 'model-committed', 'oracle-signature']),
    );
    expect(ids(report, 'unconfirmed')).toContain('charter-published');
  });

  test('W7 without a chain is answered at once, and stays UNREGISTERED', () => {
    const { receipt, opening, trustedKeys } = honest;
    const report = verifyReceipt(receipt, { opening, trustedKeys });
    expect(report.verdict).toBe('VALID');
    expect(banners(report)).toEqual(['DEVELOPMENT', 'UNREGISTERED']);
    expect(ids(report, 'unconfirmed')).toEqual(expect.arrayContaining(ON_CHAIN as string[]));
    expect(report.checks.some(({ id }) => id.startsWith('chain-'))).toBe(false);
  });

  test('V20 announced and not recorded is not registered, and tells the deadline', async () => {
    const its = await make({ stage: 'announced' });
    const report = await verified(its);
    expect(report.verdict).toBe('VALID');
    expect(ids(report, 'unconfirmed', 'chain-')).toEqual(['chain-recorded', 'chain-deadline']);
    expect(sentenceOf(report, 'chain-recorded')).toMatch(/not yet recorded: the venue has until 2026-03-20T13:00:05Z/);
    expect(ids(report, 'passed')).toEqual(expect.arrayContaining(['model-committed', 'oracle-signature']));
    expect(banners(report)).toContain('UNREGISTERED');
  });

  test('V20 overdue is INVALID for ever', async () => {
    const report = await verified(await make({ stage: 'overdue' }));
    expect(report.verdict).toBe('INVALID');
    expect(ids(report, 'failed')).toEqual(['chain-recorded', 'chain-deadline']);
    expect(report.headline).toContain('Recorded: Overdue');
    expect(ids(report, 'passed')).not.toContain('registration');
  });

  test('U4 a receipt of another result, proven too, is not the published receipt', async () => {
    const { receipt, kit, venueId } = honest;
    const { accountBefore, accountAfter } = receipt.publicSignals;
    const second = await kit.proof(venueId, BigInt(accountBefore), BigInt(accountAfter), 4_711n);
    const { proofFromWords } = await import('../../../prover/chain/proofFromWords.ts');
    const other = {
      ...receipt,
      publicSignals: { ...receipt.publicSignals, outcomeCommitment: '4711' },
      proof: proofFromWords(second.proof),
    };
    const report = await verified(honest, { receipt: other, opening: undefined });
    expect(ids(report, 'failed')).toEqual(['chain-recorded']);
    expect(report.headline).toContain('this is not the published receipt');
    expect(report.headline).toContain('This alone does not show that the venue cheated.');
  });

  test.each([
    ['domain.sequence', '3', ['domain', 'chain-announced']],
    ['publicSignals.snapshotCommitment', '5', ['proof', 'chain-facts']],
    ['publicSignals.accountBefore', '5', ['proof', 'chain-announced']],
    ['publicSignals.accountAfter', '5', ['proof', 'chain-recorded']],
    ['domain.chainId', '1', ['domain', 'chain-registry']],
    ['domain.registry', `0x${'12'.repeat(20)}`, ['domain', 'chain-registry']],
  ])('U4 V15 an altered %s is INVALID by the proof and by the chain', async (path, value, failed) => {
    const report = await verified(honest, { receipt: changed(honest.receipt, path, value), opening: undefined });
    expect(report.verdict).toBe('INVALID');
    expect(ids(report, 'failed')).toEqual(failed);
    for (const id of ON_CHAIN) expect(ids(report, 'passed')).not.toContain(id);
    expect(banners(report)).toContain('UNREGISTERED');
    expect(report.headline).toContain('This alone does not show that the venue cheated.');
  });

  test('V15 W2 a receipt that names a registry of its own is INVALID whatever that registry says', async () => {
    const own = await make();
    const { registry } = honest;
    expect(own.registry).toBe(registry);
    const report = await verifyReceipt(own.receipt, {
      trustedKeys: own.trustedKeys,
      chain: evmReader(own.kit.chain),
      registry: `0x${'ab'.repeat(20)}`,
    });
    expect(ids(report, 'failed')).toEqual(['chain-registry']);
    expect(sentenceOf(report, 'chain-registry')).toContain('not the one that you trust');
  });

  test('an off-chain receipt is confirmed by no registry', async () => {
    const receipt = changed(changed(honest.receipt, 'domain.chainId', '0'), 'domain.registry', `0x${'0'.repeat(40)}`);
    const report = await verified(honest, { receipt, opening: undefined });
    expect(ids(report, 'unconfirmed', 'chain-')).toContain('chain-registry');
    expect(banners(report)).toContain('UNREGISTERED');
  });

  test('V2 RG-02 a published charter with another document is INVALID', async () => {
    const shown = { ...registeredCharter(), closeRule: 'We are always kind.' };
    const report = await verified(await make({ published: shown }));
    expect(ids(report, 'failed')).toEqual(['chain-charter-document']);
    expect(report.headline).toContain('outsiders were shown other rules');
    expect(ids(report, 'passed')).not.toContain('charter-published');
  });

  test('V4 RG-02 terms on chain that are laxer than the document say so', async () => {
    const report = await verified(await make({ terms: { ...TERMS, tickAge: 6_000, roundsBehind: 99 } }));
    expect(ids(report, 'failed')).toEqual(['chain-charter-document']);
    expect(sentenceOf(report, 'chain-charter-document')).toMatch(/: roundsBehind, tickAge\.$/);
  });

  test('RG-03 a feed that the registry admits and the document does not name is INVALID', async () => {
    const report = await verified(await make({ feed: 'a feed of the venue’s own' }));
    expect(ids(report, 'failed')).toEqual(['chain-charter-document']);
    expect(sentenceOf(report, 'chain-charter-document')).toContain('other feeds than the charter names');
    expect(ids(report, 'passed')).not.toContain('oracle-signature');
  });

  test('V5 market data of another round than the signed tick are INVALID', async () => {
    const report = await verified(await make({ round: 813n }));
    expect(ids(report, 'failed')).toEqual(['chain-tick']);
    expect(sentenceOf(report, 'chain-tick')).toContain('Round or time');
  });

  test('V29 RG-13 a venue that signed two truths is named in a banner', async () => {
    const its = await make();
    const statement = {
      venueId: its.venueId,
      handle: idOf('alice'),
      accountNumber: 42n,
      stateSequence: 9n,
      stateTime: its.kit.chain.timestamp - 100n,
      accountCommitment: 1n,
    };
    const other = { ...statement, accountCommitment: 2n };
    const sign = (message: object) => its.kit.sign('AccountStatement', message, ACTORS.statementSigner);
    await its.kit.send('LiquidationRegistry', 'reportEquivocation', [
      statement,
      await sign(statement),
      other,
      await sign(other),
    ]);
    const report = await verified(its);
    expect(report.verdict).toBe('VALID');
    expect(banners(report)).toEqual(['DEVELOPMENT', 'EQUIVOCATED']);
    expect(ids(report, 'unconfirmed')).toContain('chain-equivocation');
  });

  test('V23 a verifier that was retired afterwards leaves the receipt unregistered', async () => {
    const its = await make();
    await its.kit.send('VerifierRegistry', 'retire', [1], ACTORS.guardian);
    const report = await verified(its);
    expect(report.verdict).toBe('VALID');
    expect(sentenceOf(report, 'chain-verifier')).toContain('The guardian retired this verifier');
    expect(ids(report, 'passed')).not.toContain('registration');
    expect(banners(report)).toContain('UNREGISTERED');
  });

  test('V23 a key that the registry calls otherwise than the built-in list is INVALID', async () => {
    const { trustedKeys, receipt, registry, kit } = honest;
    const record = trustedKeys[prover.keyHash];
    if (!record) throw new Error('no key');
    const report = await verifyReceipt(
      { ...receipt, setup: 'ceremony' },
      {
        trustedKeys: { [prover.keyHash]: { ...record, kind: 'ceremony' } },
        chain: evmReader(kit.chain),
        registry,
      },
    );
    expect(ids(report, 'failed')).toEqual(['chain-verifier']);
    expect(sentenceOf(report, 'chain-verifier')).toContain('calls the key a development key');
  });
});

/** A reader that changes what one view answers. */
function lying(chain: ChainReader, selector: string, lie: (data: `0x${string}`, call: number) => unknown): ChainReader {
  let calls = 0;
  return {
    chainId: () => chain.chainId(),
    call: async (to, data) => {
      const answer = await chain.call(to, data);
      return (data.startsWith(selector) ? lie(answer, calls++) : answer) as `0x${string}`;
    },
  };
}

const { countsOf: _, isStatementSigner: __, ...VIEWS } = REGISTRY_VIEWS;
type View = keyof typeof VIEWS;

/** The words of which no conclusion is drawn: a lie about them changes nothing that a report says. */
const WITHOUT_CONCLUSION: readonly string[] = [
  // The first call is about the state before, the second about the one after, of which only how it was
  // produced counts.
  ...['consumedBy', 'predecessor', 'offset', 'recordedAt', 'status'].map((word) => `stateOf 1 ${word}`),
  // A state from an account root may be the result of an earlier liquidation.
  'stateOf 0 producedBy',
  'stateOf 0 signalsTag',
  // One bit keeps it inside the window.
  'stateOf 0 recordedAt',
  // As above; with an opening its time has to be that of the market data.
  'factsOf 0 observedAt',
  // The round and the feed are compared with an opening, which these lies are not given.
  'factsOf 0 round',
  // Where the verifier stands and what its code is, the registry compares itself.
  'verifierAt 0 verifier',
  'verifierAt 0 activeFrom',
  'verifierAt 0 transcriptHash',
  'verifierAt 0 codeHash',
  'charterAt 0 activeFrom',
  // What the opening is compared with.
  'charterAt 0 documentDigest',
  'charterAt 0 feedsDigest',
  'charterAt 0 terms.roundsBehind',
  'charterAt 0 terms.surfaceAge',
  'charterAt 0 terms.roundsPerTick',
  'charterAt 0 terms.tickAge',
  // Unused by these checks.
  'feeds 0 value',
];

const WORDS = (Object.keys(VIEWS) as View[]).flatMap((view) => {
  const calls = view === 'stateOf' ? 2 : 1;
  return Array.from({ length: calls }, (_, call) =>
    Object.entries(VIEWS[view].words).map(
      ([word, type], i) => [`${view} ${call} ${word}`, view, call, i, String(type)] as const,
    ),
  ).flat();
});

describe('a lying node', () => {
  const flipped = (data: string, word: number, bit: bigint): `0x${string}` => {
    const start = 2 + word * 64;
    const value = BigInt(`0x${data.slice(start, start + 64)}`) ^ bit;
    return `0x${data.slice(2, start)}${value.toString(16).padStart(64, '0')}${data.slice(start + 64)}`;
  };
  const lowestBit = (type: string) => {
    const size = Number(/^bytes(\d+)$/.exec(type)?.[1] ?? 32);
    return 1n << BigInt(256 - 8 * size);
  };

  test.each(WORDS)('W4 with one bit of %s changed confirms no registration', async (name, view, call, word, type) => {
    const chain = lying(evmReader(honest.kit.chain), selectorOf(view, VIEWS[view]), (data, nth) =>
      nth === call ? flipped(data, word, lowestBit(type)) : data,
    );
    const report = await verified(honest, { chain, opening: undefined });
    const isRegistered = ids(report, 'passed').includes('registration');
    expect(isRegistered).toBe(WITHOUT_CONCLUSION.includes(name) || name === 'hasEquivocated 0 value');
    expect(banners(report).includes('UNREGISTERED')).toBe(!isRegistered);
    if (name === 'hasEquivocated 0 value') expect(banners(report)).toContain('EQUIVOCATED');
  });

  test.each([
    ['factsOf 0 observedAt', 'factsOf', 3],
    ['factsOf 0 round', 'factsOf', 8],
    ['charterAt 0 documentDigest', 'charterAt', 1],
    ['charterAt 0 feedsDigest', 'charterAt', 2],
    ['charterAt 0 terms.roundsBehind', 'charterAt', 6],
    ['charterAt 0 terms.surfaceAge', 'charterAt', 8],
    ['charterAt 0 terms.roundsPerTick', 'charterAt', 9],
    ['charterAt 0 terms.tickAge', 'charterAt', 7],
  ] as const)('W4 with one bit of %s changed contradicts the opening', async (name, view, word) => {
    expect(Object.keys(VIEWS[view].words)[word]).toBe(name.split(' ')[2]);
    const chain = lying(evmReader(honest.kit.chain), selectorOf(view, VIEWS[view]), (data) => flipped(data, word, 1n));
    const report = await verified(honest, { chain });
    expect(report.verdict).toBe('INVALID');
    expect(ids(report, 'passed')).not.toContain('registration');
  });

  test.each(WORDS.filter(([, , , , type]) => type !== 'uint256' && type !== 'bytes32'))(
    'W4 with a value outside its type in %s is refused',
    async (name, view, call, word, type) => {
      const outside = type.startsWith('bytes') ? 1n : 1n << 255n;
      const chain = lying(evmReader(honest.kit.chain), selectorOf(view, VIEWS[view]), (data, nth) =>
        nth === call ? flipped(data, word, outside) : data,
      );
      const report = await verified(honest, { chain, opening: undefined });
      expect(ids(report, 'failed'), name).toEqual([]);
      expect(
        report.checks.some(({ sentence }) => sentence.includes(`is no ${type}`)),
        name,
      ).toBe(true);
      expect(ids(report, 'passed').includes('registration')).toBe(view === 'hasEquivocated');
    },
  );

  test.each([
    ['nothing', () => '0x', 'there is no such contract'],
    ['no hex', () => 'zz', 'is no bytes'],
    ['null', () => null, 'is no bytes'],
    ['a number', () => 7, 'is no bytes'],
    ['upper case', (data: string) => data.toUpperCase(), 'is no bytes'],
    ['half a byte less', (data: string) => data.slice(0, -1), 'is no bytes'],
    ['half a word less', (data: string) => data.slice(0, -32), /is not of \d+ words/],
    ['a word less', (data: string) => data.slice(0, -64), /is not of \d+ words|there is no such contract/],
    ['a word more', (data: string) => `${data}${'0'.repeat(64)}`, /is not of \d+ words/],
    ['zeros of the right length', (data: string) => `0x${data.slice(2).replaceAll(/./g, '0')}`, ''],
  ] as const)('W4 that answers %s to any one question never turns a line green', async (_, lie, reason) => {
    const truth = await verified(honest, { opening: undefined });
    for (const view of Object.keys(VIEWS) as View[]) {
      const chain = lying(evmReader(honest.kit.chain), selectorOf(view, VIEWS[view]), lie);
      const report = await verified(honest, { chain, opening: undefined });
      for (const id of ids(report, 'passed')) expect(ids(truth, 'passed')).toContain(id);
      if (view !== 'hasEquivocated' && view !== 'feeds')
        expect(ids(report, 'passed'), view).not.toContain('registration');
      if (reason !== '')
        expect(
          report.checks.some(({ sentence }) => sentence.match(reason)),
          view,
        ).toBe(true);
    }
  });

  test.each([
    ['rejects', async () => Promise.reject(new Error('secret path /key/abc'))],
    [
      'throws',
      () => {
        throw new Error('secret path /key/abc');
      },
    ],
  ])('W4 W6 that %s leaves everything unconfirmed, and repeats no message of its own', async (_, fail) => {
    const silent = { chainId: fail, call: fail } as unknown as ChainReader;
    const report = await verified(honest, { chain: silent });
    expect(report.verdict).toBe('VALID');
    expect(ids(report, 'passed', 'chain-')).toEqual([]);
    expect(banners(report)).toContain('UNREGISTERED');
    expect(JSON.stringify(report)).not.toContain('/key/abc');
    for (const id of ON_CHAIN) expect(ids(report, 'unconfirmed')).toContain(id);
  });

  test.each([undefined, null, 7, {}])('W6 that is %j is an answer too', async (chain) => {
    const report = await verifyReceipt(honest.receipt, {
      trustedKeys: honest.trustedKeys,
      chain: chain as unknown as ChainReader,
      registry: honest.registry,
    });
    expect(ids(report, 'passed', 'chain-')).toEqual([]);
    expect(banners(report)).toContain('UNREGISTERED');
  });

  test.each(['', '0x12', 'the registry', 7])('W6 a trusted address that is %j confirms nothing', async (registry) => {
    const report = await verifyReceipt(honest.receipt, {
      trustedKeys: honest.trustedKeys,
      chain: evmReader(honest.kit.chain),
      registry: registry as string,
    });
    expect(ids(report, 'unconfirmed')).toContain('chain-registry');
    expect(ids(report, 'passed', 'chain-')).toEqual([]);
  });

  test('W6 what is no receipt asks nothing and is INVALID', async () => {
    const report = await verified(honest, { receipt: { format: 'x' } });
    expect(report.verdict).toBe('INVALID');
    expect(ids(report, 'passed', 'chain-')).toEqual([]);
  });
});

describe('several nodes', () => {
  test('W4 that agree answer as one', async () => {
    const reader = evmReader(honest.kit.chain);
    expect(banners(await verified(honest, { chain: quorumReader([reader, reader]) }))).toEqual(['DEVELOPMENT']);
  });

  test('W4 of which one lies leave the question open, and the verdict alone', async () => {
    const reader = evmReader(honest.kit.chain);
    const liar = lying(
      reader,
      selectorOf('stateOf', VIEWS.stateOf),
      (data) => `0x${data.slice(2).replaceAll(/./g, '0')}`,
    );
    const alone = await verified(honest, { chain: liar });
    expect(alone.verdict).toBe('INVALID');
    for (const readers of [
      [reader, liar],
      [liar, reader],
      [reader, reader, liar],
    ]) {
      const report = await verified(honest, { chain: quorumReader(readers) });
      expect(report.verdict).toBe('VALID');
      expect(sentenceOf(report, 'chain-announced')).toContain('do not give the same answer');
      expect(banners(report)).toContain('UNREGISTERED');
    }
  });

  test('W4 on two chains do not agree', async () => {
    const reader = evmReader(honest.kit.chain);
    const other = { ...reader, chainId: async () => 1n };
    await expect(quorumReader([reader, other]).chainId()).rejects.toMatchObject({ code: 'CHAIN_DISAGREES' });
    await expect(quorumReader([reader]).chainId()).resolves.toBe(31_337n);
  });

  test('none is an error', () => {
    expect(() => quorumReader([])).toThrow(expect.objectContaining({ code: 'CHAIN_READERS' }));
  });
});
