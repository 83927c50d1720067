import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type MemoryFile, zKey } from 'snarkjs';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { loadArtifacts } from '../../prover/artifacts.ts';
import { instancesCommand } from '../../prover/commands/instances.ts';
import { setupCommand } from '../../prover/commands/setup.ts';
import { SnarkjsBackend } from '../../prover/groth16/snarkjsBackend.ts';
import { BinaryFile } from '../../prover/setup/binaryFile.ts';
import { fileCircuit } from '../../prover/setup/ceremony/ceremonyCircuit.ts';
import { checkContributions } from '../../prover/setup/ceremony/checkContributions.ts';
import { readPowersOfTau } from '../../prover/setup/ceremony/powersOfTau.ts';
import { PUBLISHED_POWERS_OF_TAU } from '../../prover/setup/ceremony/publishedPowersOfTau.ts';
import { withSnarkjs } from '../../prover/setup/ceremony/withSnarkjs.ts';
import { compileInstance } from '../../prover/setup/compileInstance.ts';
import { DEVELOPMENT_CONTRIBUTION, makeDevelopmentKey } from '../../prover/setup/developmentKey.ts';
import { parseProvingKey, ZKEY } from '../../prover/setup/zkey.ts';
import { verifyProof } from '../../verifier/proof.ts';
import { BEACON, CeremonyRoom, TYPED, withEmptyContribution, withSection } from '../support/ceremony.ts';
import { STAND_IN_INPUTS } from '../support/standInPackage.ts';
import { compileProducts, compileTiny } from '../support/tinyCircuit.ts';

const room = await CeremonyRoom.create();
const backend = new SnarkjsBackend();
// The threads of snarkjs stay on between the steps: each start takes half a second.
let release = () => {};
const threads = withSnarkjs(
  () =>
    new Promise<void>((done) => {
      release = done;
    }),
);
afterAll(async () => {
  release();
  await threads;
  await backend.close();
  await room.remove();
});

const { workspace } = room;
const CIRCUIT = ['--instance', 'tiny', '--ptau', room.ptau.path];
const LOCK = join(workspace.root, 'circuits/artifacts.lock.json');
const KEYS = join(workspace.root, 'verifier/generated/verificationKeys.ts');
const developmentLock = await readFile(LOCK, 'utf8');
const developmentKeys = await readFile(KEYS, 'utf8');

// The whole ceremony, as its parties would hold it. Whatever it says is looked through for secrets.
const said: string[] = [];
async function step(...args: string[]) {
  const result = await room.run(...args);
  expect(result.code).toBe(0);
  said.push(result.text, result.progress);
  return result;
}
const contribute = (from: string, name: string, to: string, ...rest: string[]) =>
  step('contribute', room.file(from), '--name', name, '-o', room.file(to), ...rest);
const beacon = (from: string, to: string) =>
  step(
    ...['beacon', room.file(from), '--beacon', BEACON, '--iterations-exp', '10'],
    ...['--source', 'Test chain, block 7', '-o', room.file(to)],
  );
await step('begin', ...CIRCUIT, '-o', room.file('0.zkey'));
const first = await contribute('0.zkey', 'Anna', '1.zkey', '--entropy', '--json');
await contribute('1.zkey', 'Bruno', '2.zkey');
await step('transcript', room.file('2.zkey'), ...CIRCUIT, '-o', room.file('transcript.json'));
const halfway = JSON.parse(await readFile(room.file('transcript.json'), 'utf8'));
await contribute('2.zkey', 'Chloé', '3.zkey', '--entropy');
await beacon('3.zkey', 'final.zkey');
await step('transcript', room.file('final.zkey'), ...CIRCUIT, '-o', room.file('transcript.json'));
await beacon('2.zkey', 'two.zkey');
await step('transcript', room.file('3.zkey'), ...CIRCUIT, '-o', room.file('three.json'));
await step('transcript', room.file('two.zkey'), ...CIRCUIT, '-o', room.file('two.json'));
const transcriptText = await readFile(room.file('transcript.json'), 'utf8');
const transcript = JSON.parse(transcriptText);
const finalKey = await room.read('final.zkey');
const TRANSCRIPT = ['--transcript', room.file('transcript.json')];
const finish = (...args: string[]) => room.run('finish', room.file('final.zkey'), ...CIRCUIT, ...args);

await finish(...TRANSCRIPT, '--write-lock');
const ceremonyLock = await readFile(LOCK, 'utf8');
const ceremonyKeys = await readFile(KEYS, 'utf8');
const INSTALLED = join(workspace.cache, 'keys', transcript.r1csHash, `ceremony-${transcript.provingKeyHash}.zkey`);

beforeEach(async () => {
  await workspace.writeCircuit();
  await writeFile(LOCK, developmentLock);
  await writeFile(KEYS, developmentKeys);
  await rm(INSTALLED, { force: true });
});

/** What `finish --write-lock` leaves. */
async function pinCeremonyKey() {
  await writeFile(LOCK, ceremonyLock);
  await writeFile(KEYS, ceremonyKeys);
  await writeFile(INSTALLED, finalKey);
}

const files = async () => (await readdir(workspace.root, { recursive: true })).sort();

/** Refused with the code, and nothing was written. */
async function expectRefusal(run: () => Promise<unknown>, code: string, field?: string | RegExp) {
  const before = await files();
  const failure: unknown = await run().catch((error: unknown) => error);
  expect(failure).toMatchObject({ code, remedy: expect.stringMatching(/\.$/) });
  if (field !== undefined) expect(failure).toMatchObject({ field: expect.stringMatching(field) });
  expect(await files()).toEqual(before);
  expect(await readFile(LOCK, 'utf8')).toBe(developmentLock);
  expect(await readFile(KEYS, 'utf8')).toBe(developmentKeys);
}

/** `verify` answers no with the code, prints one JSON document, and nothing else gets out. */
async function expectVerifyRefuses(key: Uint8Array, code: string, ...args: string[]) {
  const path = await room.write('edited.zkey', key);
  const log = vi.spyOn(console, 'log');
  try {
    const { code: exit, text } = await room.run('verify', path, ...CIRCUIT, '--json', ...args);
    expect(exit).toBe(1);
    expect(JSON.parse(text)).toMatchObject({ verdict: 'REFUSED', error: { code } });
    expect(log).not.toHaveBeenCalled();
  } finally {
    log.mockRestore();
    await rm(path);
  }
}

describe('a ceremony', () => {
  test('V22: gives out a key with three contributions, a beacon and a transcript, and proofs under it verify', async () => {
    const { code, text } = await finish(...TRANSCRIPT, '--write-lock', '--json');
    expect(code).toBe(0);
    const result = JSON.parse(text);
    expect(result).toMatchObject({ instance: 'tiny', kind: 'ceremony', threshold: 3, matchesLock: true });
    const artifacts = await loadArtifacts('tiny', { workspace });
    expect(artifacts).toMatchObject({
      kind: 'ceremony',
      zkeyPath: result.provingKeys[0],
      provingKeyHash: transcript.provingKeyHash,
      verificationKeyHash: transcript.verificationKeyHash,
    });
    const witness = await artifacts.witnessGenerator.generate(STAND_IN_INPUTS);
    const { proof, publicSignals } = await backend.prove(artifacts.zkeyPath, witness);
    expect(verifyProof(artifacts.verificationKey, publicSignals, proof)).toBe(true);
    const other = publicSignals.map((signal, i) => (i === 0 ? signal + 1n : signal));
    expect(verifyProof(artifacts.verificationKey, other, proof)).toBe(false);
  });

  test('verifies, lists its contributions, and its transcript follows from the files', async () => {
    const { code, text } = await room.run('verify', room.file('final.zkey'), ...CIRCUIT, ...TRANSCRIPT);
    expect(code).toBe(0);
    for (const { name, hash } of transcript.contributions) {
      expect(text).toContain(JSON.stringify(name));
      expect(text).toContain(hash);
    }
    expect(text).toMatch(/transcript +the same/);
    expect(transcript).toMatchObject({
      instance: 'tiny',
      powersOfTau: { hash: `0x${room.ptau.hash}`, power: 6, origin: 'published', file: 'test.ptau' },
      contributions: [
        { name: 'Anna', beacon: null },
        { name: 'Bruno', beacon: null },
        { name: 'Chloé', beacon: null },
        { name: 'Test chain, block 7', beacon: { value: `0x${BEACON}`, iterationsExp: 10 } },
      ],
    });
    expect(transcript.contributions.slice(0, 2)).toEqual(halfway.contributions);
    expect(JSON.parse(first.text)).toMatchObject({ contributions: 1, hash: transcript.contributions[0].hash });
  });

  test('has a transcript that fits its schema', async () => {
    const path = resolve(import.meta.dirname, '../../schemas/ceremony.schema.json');
    const fits = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(JSON.parse(await readFile(path, 'utf8')));
    for (const value of [transcript, halfway, { ...transcript, instance: null }]) {
      fits(value);
      expect(fits.errors).toBeNull();
    }
    for (const field of Object.keys(transcript)) expect(fits({ ...transcript, [field]: undefined }), field).toBe(false);
  });

  test('lets nothing out of what was typed or drawn', async () => {
    expect(said.join('\n')).not.toContain(TYPED);
    for (const name of await files()) {
      if (!/\.(zkey|json|ts)$/.test(name)) continue;
      expect((await readFile(room.file(name))).includes(TYPED), name).toBe(false);
    }
  });

  test('O6: draws its secrets from the secure source only, anew each time', async () => {
    const insecure = vi.spyOn(Math, 'random').mockImplementation(() => {
      throw new Error('Math.random');
    });
    try {
      const hashes = new Set<string>();
      for (const name of ['again', 'and again']) {
        const { text } = await contribute('0.zkey', 'Anna', `${name}.zkey`, '--entropy', '--json');
        hashes.add(JSON.parse(text).hash);
        await rm(room.file(`${name}.zkey`));
      }
      expect(hashes.size).toBe(2);
      expect(hashes).not.toContain(transcript.contributions[0].hash);
    } finally {
      insecure.mockRestore();
    }
  });

  test('of a circuit from a file is a rehearsal: a key, and no place in cache and lock', async () => {
    const { r1cs } = await compileInstance('tiny', workspace);
    const circuit = ['--r1cs', r1cs, '--ptau', room.ptau.path, '--ptau-hash', `0x${room.ptau.hash}`];
    const key = room.file('final.zkey');
    const path = room.file('rehearsal.json');
    await step('transcript', key, ...circuit, '-o', path);
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ ...transcript, instance: null });
    const out = room.file('rehearsal.zkey');
    const { text } = await step('finish', key, ...circuit, '--transcript', path, '-o', out, '--json');
    expect(JSON.parse(text)).toMatchObject({ instance: null, provingKeys: [out], matchesLock: false });
    expect(await room.read('rehearsal.zkey')).toEqual(finalKey);
    expect(await readFile(LOCK, 'utf8')).toBe(developmentLock);
    for (const rest of [['--write-lock', '-o', room.file('x.zkey')], []]) {
      await expect(room.run('finish', key, ...circuit, '--transcript', path, ...rest)).rejects.toMatchObject({
        code: 'ARGUMENTS',
      });
    }
    await Promise.all([path, out].map((name) => rm(name)));
  });
});

describe('finish refuses', () => {
  const finishOther = (key: string, written: string, ...rest: string[]) =>
    room.run('finish', room.file(key), ...CIRCUIT, '--transcript', room.file(written), '--write-lock', ...rest);

  test('K8: a key without a contribution', async () => {
    const bare = await room.write('bare.json', JSON.stringify({ ...transcript, contributions: [] }));
    await expectRefusal(() => finishOther('0.zkey', 'bare.json'), 'KEY_GAMMA_EQUALS_DELTA');
    await rm(bare);
  });

  test('K9, V22: fewer contributions than the threshold', async () => {
    await expectRefusal(() => finishOther('two.zkey', 'two.json'), 'CEREMONY_TOO_FEW', 'contributions');
    await expectRefusal(() => finish(...TRANSCRIPT, '--threshold', '4'), 'CEREMONY_TOO_FEW', 'contributions');
    for (const threshold of ['1', '0', '2.5', 'many']) {
      await expectRefusal(() => finish(...TRANSCRIPT, '--threshold', threshold), 'CEREMONY_THRESHOLD', '--threshold');
    }
    expect((await finishOther('two.zkey', 'two.json', '--threshold', '2')).code).toBe(0);
    await writeFile(LOCK, developmentLock);
  });

  test('K10, V22: a key without a beacon, and one whose beacon is not the last', async () => {
    await expectRefusal(() => finishOther('3.zkey', 'three.json'), 'CEREMONY_NO_BEACON', 'contributions');
    const late = await withSnarkjs(async () => {
      const file: MemoryFile = { type: 'mem' };
      await zKey.contribute(finalKey, file, 'too late', 'entropy');
      return file.data as Uint8Array;
    });
    const path = await room.write('late.zkey', late);
    await expectRefusal(() => finishOther('late.zkey', 'transcript.json'), 'CEREMONY_NO_BEACON', 'contributions');
    await rm(path);
  });

  test('K11: another circuit than the locked one, and a transcript of another circuit', async () => {
    await workspace.writeCircuit('x[1] * (x[1] - 4) === 0;');
    await expect(finish(...TRANSCRIPT, '--write-lock')).rejects.toMatchObject({ code: 'LOCK_CIRCUIT_MISMATCH' });
    expect(await readFile(LOCK, 'utf8')).toBe(developmentLock);
    await workspace.writeCircuit();
    const r1csHash = transcript.r1csHash.replace(/.$/, (digit: string) => (digit === '0' ? '1' : '0'));
    const path = await room.write('other.json', JSON.stringify({ ...transcript, r1csHash }));
    await expectRefusal(() => finishOther('final.zkey', 'other.json'), 'CEREMONY_TRANSCRIPT_MISMATCH', /^r1csHash$/);
    await rm(path);
  });

  test('K12: powers of tau with another hash than the published, the given or that of the transcript', async () => {
    const edited = room.ptau.bytes.slice();
    edited[edited.length - 1] = (edited.at(-1) as number) ^ 1;
    const path = await room.write('edited.ptau', edited);
    const withPtau = (...args: string[]) =>
      room.run('finish', room.file('final.zkey'), '--instance', 'tiny', '--ptau', path, ...TRANSCRIPT, ...args);
    await expectRefusal(withPtau, 'PTAU_UNPUBLISHED', '--ptau');
    await expectRefusal(() => withPtau('--ptau-hash', room.ptau.hash), 'PTAU_HASH_MISMATCH', '--ptau');
    await expectRefusal(() => withPtau('--ptau-hash', 'abc'), 'PTAU_HASH_FORMAT', '--ptau-hash');
    await rm(path);
    const powersOfTau = { ...transcript.powersOfTau, hash: `0x${'0'.repeat(128)}` };
    const other = await room.write('other.json', JSON.stringify({ ...transcript, powersOfTau }));
    await expectRefusal(
      () => finishOther('final.zkey', 'other.json'),
      'CEREMONY_TRANSCRIPT_MISMATCH',
      /^powersOfTau\.hash$/,
    );
    await rm(other);
  });

  test('K23: a transcript that differs anywhere', async () => {
    const [anna, ...others] = transcript.contributions;
    const cases: [string, unknown][] = [
      ['contributions[0].name', { ...transcript, contributions: [{ ...anna, name: 'Anne' }, ...others] }],
      ['contributions[3]', { ...transcript, contributions: transcript.contributions.slice(0, 3) }],
      ['provingKeyHash', { ...transcript, provingKeyHash: halfway.provingKeyHash }],
      ['note', { ...transcript, note: 'more' }],
      ['statementVersion', null],
    ];
    for (const [field, written] of cases) {
      const path = await room.write('other.json', JSON.stringify(written));
      const failure = await finishOther('final.zkey', 'other.json').catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'CEREMONY_TRANSCRIPT_MISMATCH', field });
      await rm(path);
    }
  });

  test('K15: a development key, whatever it calls itself', async () => {
    const { r1cs } = await compileInstance('tiny', workspace);
    const { zkey } = await makeDevelopmentKey(await readFile(r1cs));
    const at = zkey.length - DEVELOPMENT_CONTRIBUTION.length;
    const renamed = zkey.map((byte, i) => (i === at ? byte ^ 1 : byte));
    for (const key of [zkey, renamed]) {
      const path = await room.write('development.zkey', key);
      await expectRefusal(() => finishOther('development.zkey', 'transcript.json'), 'KEY_NOT_OF_CEREMONY');
      await rm(path);
    }
  });

  test('V23: to unpin the key of an earlier ceremony unasked', async () => {
    await pinCeremonyKey();
    const pinned = await readFile(LOCK, 'utf8');
    const again = (...rest: string[]) => finishOther('two.zkey', 'two.json', '--threshold', '2', ...rest);
    await expect(again()).rejects.toMatchObject({ code: 'CEREMONY_KEY_LOCKED' });
    expect(await readFile(LOCK, 'utf8')).toBe(pinned);
    expect((await again('--replace-ceremony')).code).toBe(0);
    expect(await readFile(LOCK, 'utf8')).not.toBe(pinned);
  });
});

describe('verify refuses', () => {
  const contributions = (edit: (content: Uint8Array) => Uint8Array) => withSection(finalKey, ZKEY.contributions, edit);
  const at = (index: number) => {
    const { contributions: all, section } = parseProvingKey(finalKey);
    const start = all[index]?.publicKey.deltaAfter.byteOffset ?? 0;
    return start - section(ZKEY.contributions).byteOffset;
  };

  test('K16: a chain with a contribution cut out, exchanged or changed', async () => {
    const cut = contributions((content) => {
      content[64] = 3;
      return new Uint8Array(Buffer.concat([content.subarray(0, at(0)), content.subarray(at(1))]));
    });
    await expectVerifyRefuses(cut, 'KEY_CONTRIBUTION_INVALID');
    for (const offset of [64, 128, 192, 320]) {
      // base, multiplied, multipliedG2 and transcript of the second contribution
      const edited = contributions((content) => {
        content.copyWithin(at(1) + offset, at(0) + offset, at(0) + offset + 64);
        return content;
      });
      await expectVerifyRefuses(edited, 'KEY_CONTRIBUTION_INVALID');
    }
  });

  test('K17: a beacon that does not come from its value, and a person who poses as a beacon', async () => {
    const value = Buffer.from(BEACON, 'hex');
    const edited = contributions((content) => {
      const where = Buffer.from(content).lastIndexOf(value);
      content[where] = (content[where] as number) ^ 1;
      return content;
    });
    await expectVerifyRefuses(edited, 'KEY_CONTRIBUTION_INVALID');
    // The third key ends with Chloé's contribution: give it the parameters of a beacon.
    const third = await room.read('3.zkey');
    const posing = withSection(third, ZKEY.contributions, (content) => {
      const end = content.length;
      const name = end - new TextEncoder().encode('Chloé').length;
      const parameters = new Uint8Array([2, 10, 3, value.length, ...value]);
      const view = new DataView(content.buffer, content.byteOffset);
      view.setUint32(name - 10, 1, true);
      view.setUint32(name - 6, end - name + 2 + parameters.length, true);
      return new Uint8Array(Buffer.concat([content, parameters]));
    });
    expect(parseProvingKey(posing).contributions.at(-1)?.beacon?.iterationsExp).toBe(10);
    await expectVerifyRefuses(posing, 'KEY_CONTRIBUTION_INVALID');
  });

  test('K18: a contribution whose secret is one, which snarkjs accepts', async () => {
    const key = await withEmptyContribution(await room.read('1.zkey'), 'Nobody');
    const { r1cs } = await fileCircuit((await compileInstance('tiny', workspace)).r1cs);
    expect(await withSnarkjs(() => zKey.verifyFromR1cs(r1cs, room.ptau.bytes, key))).toBe(true);
    await expectVerifyRefuses(key, 'KEY_CONTRIBUTION_INVALID');
  });

  test('K24: a key whose points are valid and in the wrong place', async () => {
    for (const id of [ZKEY.c, ZKEY.h]) {
      const swapped = withSection(finalKey, id, (content) => {
        const point = content.slice(64, 128);
        content.copyWithin(64, 128, 192);
        content.set(point, 128);
        return content;
      });
      await expectVerifyRefuses(swapped, 'KEY_NOT_OF_CEREMONY');
    }
  });

  test('a key of other powers of tau', async () => {
    const bytes = room.ptau.bytes.slice();
    const file = BinaryFile.parse(bytes, 'ptau', Error);
    // alpha becomes another point.
    file.section(4)?.copyWithin(0, 64, 128);
    const hash = createHash('blake2b512').update(bytes).digest('hex');
    const path = await room.write('second.ptau', bytes);
    const { code, text } = await room.run(
      ...['verify', room.file('final.zkey'), '--instance', 'tiny', '--ptau', path, '--ptau-hash', hash, '--json'],
    );
    expect(code).toBe(1);
    expect(JSON.parse(text)).toMatchObject({ error: { code: 'KEY_NOT_OF_CEREMONY' } });
    await rm(path);
  });

  test('a name that could deceive a terminal', async () => {
    for (const code of [0x1b, 0x0a, 0x9b]) {
      const edited = contributions((content) => {
        const where = Buffer.from(content).indexOf('Bruno');
        content[where] = code === 0x9b ? 0xc2 : code;
        if (code === 0x9b) content[where + 1] = code;
        return content;
      });
      await expectVerifyRefuses(edited, 'KEY_CONTRIBUTION_INVALID');
    }
  });
});

describe('the powers of tau', () => {
  test('that are published are those of the README of snarkjs', async () => {
    const readme = await readFile(resolve(import.meta.dirname, '../../node_modules/snarkjs/README.md'), 'utf8');
    expect(PUBLISHED_POWERS_OF_TAU.map(({ power }) => power)).toEqual([14, 15, 16, 17]);
    for (const { file, power, hash } of PUBLISHED_POWERS_OF_TAU) {
      const row = readme.split('\n').find((line) => line.includes(`[${file}]`));
      expect(row).toMatch(new RegExp(`^\\| +${power} +\\|.*\\| ${hash} \\|$`));
    }
  });

  test('K12: that are too few are refused before any work', async () => {
    const { r1cs } = await compileTiny(`pragma circom 2.1.6;
template Chain() {
    signal input x; signal output y; signal link[100];
    link[0] <== x * x;
    for (var i = 1; i < 100; i++) { link[i] <== link[i - 1] * x; }
    y <== link[99];
}
component main = Chain();
`);
    const path = await room.write('chain.r1cs', r1cs);
    const run = () => room.run('begin', '--r1cs', path, '--ptau', room.ptau.path, '-o', room.file('chain.zkey'));
    await expectRefusal(run, 'PTAU_TOO_SMALL', '--ptau');
    await rm(path);
  });

  test('that are not prepared, cut short or no powers of tau are refused', async () => {
    const cases: [string, Uint8Array, string][] = [
      ['unprepared', room.ptau.unprepared, 'PTAU_NOT_PREPARED'],
      ['short', room.ptau.bytes.subarray(0, -1), 'PTAU_UNREADABLE'],
      ['key', finalKey, 'PTAU_UNREADABLE'],
    ];
    for (const [name, bytes, code] of cases) {
      const path = await room.write(`${name}.ptau`, bytes);
      const hash = createHash('blake2b512').update(bytes).digest('hex');
      const run = () =>
        room.run(...['begin', '--instance', 'tiny', '--ptau', path, '--ptau-hash', hash, '-o', room.file('x.zkey')]);
      await expectRefusal(run, code, '--ptau');
      await rm(path);
    }
  });

  test('that are not published are named so in the transcript', async () => {
    const { bytes, hash } = room.ptau;
    const path = await room.write('unknown.ptau', bytes);
    expect(await readPowersOfTau(path, { hash })).toMatchObject({ published: undefined, hash: `0x${hash}` });
    await rm(path);
  });
});

describe('contribute and beacon refuse', () => {
  const key = room.file('1.zkey');
  const out = room.file('next.zkey');
  const VALUE = ['--beacon', BEACON, '--iterations-exp', '10', '--source', 'a block', '-o', out];

  test.each([
    ['a name that is taken', ['contribute', key, '--name', 'Anna', '-o', out], 'CEREMONY_NAME_TAKEN', '--name'],
    ['a long name', ['contribute', key, '--name', 'x'.repeat(65), '-o', out], 'CEREMONY_NAME', '--name'],
    ['a control character', ['contribute', key, '--name', 'a\u001b[2J', '-o', out], 'CEREMONY_NAME', '--name'],
    [
      'a key that has ended',
      ['contribute', room.file('final.zkey'), '--name', 'Z', '-o', out],
      'CEREMONY_ENDED',
      'ZKEY',
    ],
    ['a second beacon', ['beacon', room.file('final.zkey'), ...VALUE], 'CEREMONY_ENDED', 'ZKEY'],
    ['a short value', ['beacon', key, ...VALUE, '--beacon', 'ab'], 'CEREMONY_BEACON_VALUE', '--beacon'],
    ['no hex value', ['beacon', key, ...VALUE, '--beacon', 'xyz'.repeat(20)], 'CEREMONY_BEACON_VALUE', '--beacon'],
    ['few iterations', ['beacon', key, ...VALUE, '--iterations-exp', '9'], 'CEREMONY_BEACON_ITERATIONS', '--iter'],
    ['many iterations', ['beacon', key, ...VALUE, '--iterations-exp', '63'], 'CEREMONY_BEACON_ITERATIONS', '--iter'],
    ['a file that is there', ['contribute', key, '--name', 'Z', '-o', key], 'FILE_EXISTS', '-o'],
    ['a key that is none', ['contribute', room.ptau.path, '--name', 'Z', '-o', out], 'KEY_UNREADABLE', undefined],
  ])('%s', (_, args, code, field) => expectRefusal(() => room.run(...args), code, field));

  test('arguments that are missing or unknown', async () => {
    for (const args of [
      [],
      ['seal'],
      ['begin'],
      ['begin', ...CIRCUIT],
      ['begin', '--instance', 'tiny', '--r1cs', 'x', '--ptau', 'y', '-o', out],
      ['contribute', '-o', out],
      ['contribute', key, '-o', out],
      ['contribute', key, '--name', 'Z', '--entropy=secret', '-o', out],
      ['beacon', key, '--source', 'x', '-o', out],
      ['finish', key, ...CIRCUIT],
      ['finish', key, ...CIRCUIT, ...TRANSCRIPT, '--replace-ceremony'],
      ['install', key],
    ]) {
      await expect(room.run(...args), args.join(' ')).rejects.toMatchObject({ code: 'ARGUMENTS' });
    }
  });

  test('to continue the transcript of another ceremony', async () => {
    const run = (name: string) =>
      room.run('transcript', room.file(name), ...CIRCUIT, '-o', room.file('transcript.json'));
    await expect(run('two.zkey')).rejects.toMatchObject({
      code: 'CEREMONY_TRANSCRIPT_CONFLICT',
      field: expect.stringMatching(/^contributions\[2\]/),
    });
    await expect(run('2.zkey')).rejects.toMatchObject({ code: 'CEREMONY_TRANSCRIPT_CONFLICT' });
    expect(await readFile(room.file('transcript.json'), 'utf8')).toBe(transcriptText);
    expect((await run('final.zkey')).code).toBe(0);
    expect(await readFile(room.file('transcript.json'), 'utf8')).toBe(transcriptText);
  });
});

describe('a locked key of a ceremony', () => {
  async function runCommand(command: ReturnType<typeof setupCommand>, ...args: string[]) {
    const lines: string[] = [];
    const say = (line: string) => lines.push(line);
    const code = await command.run(args, { print: say, progress: say });
    return { code, text: lines.join('\n') };
  }

  test('K19: that is missing is never replaced by a development key', async () => {
    await pinCeremonyKey();
    await rm(INSTALLED);
    const failure: unknown = await loadArtifacts('tiny', { workspace }).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'CEREMONY_KEY_MISSING',
      remedy: expect.stringMatching(new RegExp(`${transcript.provingKeyHash}.*fairmark ceremony install`)),
    });
    const listed = await runCommand(instancesCommand(workspace));
    expect(listed.text).toContain('not installed (of a ceremony)');
    const { code } = await room.run('install', room.file('final.zkey'), '--instance', 'tiny');
    expect(code).toBe(0);
    expect((await loadArtifacts('tiny', { workspace })).kind).toBe('ceremony');
  });

  test('K20, V23: is refused where the installed file is another', async () => {
    await pinCeremonyKey();
    const development = join(workspace.cache, 'keys', transcript.r1csHash);
    const [made] = (await readdir(development)).filter((name) => name.startsWith('development'));
    const others = [
      await room.read('two.zkey'),
      await readFile(join(development, made as string)),
      finalKey.map((byte, i) => (i === finalKey.length - 200 ? byte ^ 1 : byte)),
    ];
    for (const other of others) {
      await writeFile(INSTALLED, other);
      await expect(loadArtifacts('tiny', { workspace })).rejects.toMatchObject({ code: 'KEY_LOCK_MISMATCH' });
      const path = await room.write('other.zkey', other);
      await expect(room.run('install', path, '--instance', 'tiny')).rejects.toMatchObject({
        code: 'KEY_LOCK_MISMATCH',
      });
      await rm(path);
    }
  });

  test('K21: is not unpinned by setup --dev --write-lock unasked', async () => {
    await pinCeremonyKey();
    const pinned = await readFile(LOCK, 'utf8');
    await expect(runCommand(setupCommand(workspace), '--dev', '--write-lock')).rejects.toMatchObject({
      code: 'CEREMONY_KEY_LOCKED',
      remedy: expect.stringContaining('--replace-ceremony'),
    });
    expect(await readFile(LOCK, 'utf8')).toBe(pinned);
    const made = await runCommand(setupCommand(workspace), '--dev');
    expect(made.text).toMatch(/lock +pins the key of a ceremony/);
    expect((await loadArtifacts('tiny', { workspace })).kind).toBe('ceremony');
    expect((await runCommand(setupCommand(workspace), '--dev', '--write-lock', '--replace-ceremony')).code).toBe(0);
    expect(await readFile(LOCK, 'utf8')).toBe(developmentLock);
    expect(await readFile(KEYS, 'utf8')).toBe(developmentKeys);
  });

  test('is called so by instances, and nothing about it says DEVELOPMENT', async () => {
    const { text: finished, progress } = await finish(...TRANSCRIPT, '--write-lock');
    const listed = await runCommand(instancesCommand(workspace));
    const json = await runCommand(instancesCommand(workspace), '--json');
    expect(listed.text).toContain('(of a ceremony)');
    expect(JSON.parse(json.text)[0]).toMatchObject({ kind: 'ceremony', provingKeyBytes: finalKey.length });
    const lines: string[] = [];
    await loadArtifacts('tiny', { workspace, onProgress: (line) => lines.push(line) });
    for (const text of [finished, progress, listed.text, json.text, ...lines, ...said]) {
      expect(text).not.toMatch(/development/i);
    }
    expect(await readFile(KEYS, 'utf8')).toContain('"kind": "ceremony"');
  });

  test('cannot be installed under a lock that pins a development key', async () => {
    await expect(room.run('install', room.file('final.zkey'), '--instance', 'tiny')).rejects.toMatchObject({
      code: 'CEREMONY_NOT_LOCKED',
    });
    const { text } = await finish(...TRANSCRIPT);
    expect(text).toMatch(/lock +pins another key/);
    expect((await stat(INSTALLED)).size).toBe(finalKey.length);
    expect((await loadArtifacts('tiny', { workspace })).kind).toBe('development');
  });
});

test('the chain of a development key is refused by its name', async () => {
  const { r1cs } = await compileProducts(2);
  const { zkey } = await makeDevelopmentKey(r1cs);
  await expect(checkContributions(parseProvingKey(zkey))).rejects.toMatchObject({ code: 'KEY_CONTRIBUTION_INVALID' });
});
