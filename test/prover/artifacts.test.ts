import { mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { buildArtifacts, loadArtifacts, refreshLock } from '../../prover/artifacts.ts';
import { instancesCommand } from '../../prover/commands/instances.ts';
import { setupCommand } from '../../prover/commands/setup.ts';
import { SnarkjsBackend } from '../../prover/groth16/snarkjsBackend.ts';
import { readLock } from '../../prover/setup/artifactsLock.ts';
import { compileInstance } from '../../prover/setup/compileInstance.ts';
import { readInstances } from '../../prover/setup/instances.ts';
import { defaultWorkspace, writeAtomically } from '../../prover/setup/workspace.ts';
import { verifyProof } from '../../verifier/proof.ts';
import { makeStandInPackage, STAND_IN_INPUTS } from '../support/standInPackage.ts';

const workspace = await makeStandInPackage();
const backend = new SnarkjsBackend();
afterAll(async () => {
  await backend.close();
  await workspace.remove();
});

const LOCK = join(workspace.root, 'circuits/artifacts.lock.json');
const [pinned] = await refreshLock({ workspace });
if (pinned === undefined) throw new Error('nothing was built');
const lockText = await readFile(LOCK, 'utf8');

beforeEach(async () => {
  await workspace.writeCircuit();
  await writeFile(LOCK, lockText);
});

async function files(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).sort();
}

async function expectRefused(code: string) {
  const failure: unknown = await loadArtifacts('tiny', { workspace }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code, remedy: expect.stringMatching(/\.$/) });
}

describe('artifacts', () => {
  test('prove and verify', async () => {
    const artifacts = await loadArtifacts('tiny', { workspace });
    expect(artifacts).toEqual(pinned);
    expect(artifacts).toMatchObject({ kind: 'development', publicSignals: 7 });
    const witness = await artifacts.witnessGenerator.generate(STAND_IN_INPUTS);
    const { proof, publicSignals } = await backend.prove(artifacts.zkeyPath, witness);
    expect(publicSignals).toEqual([0, 1, 2, 3, 4, 5, 6].map((i) => BigInt(16 * ((3 >> i) & 1) + 3 * (i + 1))));
    expect(verifyProof(artifacts.verificationKey, publicSignals, proof)).toBe(true);
  });

  test('are not made twice', async () => {
    const before = await files(workspace.cache);
    const { mtimeMs } = await stat(pinned.zkeyPath);
    const lines: string[] = [];
    await loadArtifacts('tiny', { workspace, onProgress: (line) => lines.push(line) });
    expect(lines).toEqual([]);
    expect(await files(workspace.cache)).toEqual(before);
    expect((await stat(pinned.zkeyPath)).mtimeMs).toBe(mtimeMs);
  });

  test('are the same in another folder, made by runs at the same time, and leave nothing behind', async () => {
    const other = { root: workspace.root, cache: join(workspace.root, 'other') };
    const built = await Promise.all([1, 2, 3].map(() => loadArtifacts('tiny', { workspace: other })));
    for (const artifacts of built) expect({ ...artifacts, zkeyPath: '' }).toEqual({ ...pinned, zkeyPath: '' });
    expect(await files(other.cache)).toEqual(await files(workspace.cache));
    expect(await files(other.cache)).not.toContainEqual(expect.stringContaining('.tmp'));
  });

  test('survive a comment in the circuit: it is compiled again to the same constraints', async () => {
    await workspace.writeCircuit('// a remark');
    const lines: string[] = [];
    expect(await loadArtifacts('tiny', { workspace, onProgress: (line) => lines.push(line) })).toEqual(pinned);
    expect(lines).toEqual([expect.stringContaining('compiling')]);
  });

  test('are refused for another circuit than the locked one, before a key is made', async () => {
    await workspace.writeCircuit('x[1] * (x[1] - 4) === 0;');
    await expectRefused('LOCK_CIRCUIT_MISMATCH');
    expect(await readdir(join(workspace.cache, 'keys'))).toEqual([pinned.r1csHash]);
  });

  test.each([
    ['provingKeyHash', 'KEY_LOCK_MISMATCH'],
    ['verificationKeyHash', 'KEY_LOCK_MISMATCH'],
    ['r1csHash', 'LOCK_CIRCUIT_MISMATCH'],
  ] as const)('are refused when the lock has another %s', async (field, code) => {
    const value = pinned[field];
    const last = value.endsWith('0') ? '1' : '0';
    await writeFile(LOCK, lockText.replace(value, value.slice(0, -1) + last));
    await expectRefused(code);
  });

  test.each([
    ['{}', 'LOCK_FORMAT'],
    ['', 'LOCK_FORMAT'],
    [JSON.stringify({ compiler: '', instances: {} }), 'LOCK_MISSING'],
    [JSON.stringify({ compiler: '', instances: { tiny: { r1csHash: '00' } } }), 'LOCK_FORMAT'],
  ])('are refused under the lock %s', async (text, code) => {
    await writeFile(LOCK, text);
    await expectRefused(code);
  });

  test('are refused without a lock', async () => {
    await rm(LOCK);
    await expectRefused('LOCK_MISSING');
  });

  test('are refused when the cached key is cut short, changed, or the circuit is damaged', async () => {
    const key = await readFile(pinned.zkeyPath);
    await truncate(pinned.zkeyPath, 12);
    await expectRefused('KEY_UNREADABLE');
    // A change that no gate can see without the hash: the base point of the contribution.
    await writeFile(pinned.zkeyPath, Buffer.from(key.map((byte, at) => (at === key.length - 150 ? byte ^ 1 : byte))));
    await expectRefused('KEY_LOCK_MISMATCH');
    await writeFile(pinned.zkeyPath, key);
    const { wasm } = await compileInstance('tiny', workspace);
    const code = await readFile(wasm);
    await truncate(wasm, 100);
    await expectRefused('CACHE_DAMAGED');
    await writeFile(wasm, code);
    expect(await loadArtifacts('tiny', { workspace })).toEqual(pinned);
  });

  test('an unknown instance, a broken circuit and a missing circuit are typed errors', async () => {
    await expect(buildArtifacts('huge', { workspace })).rejects.toMatchObject({ code: 'UNKNOWN_INSTANCE' });
    await expect(buildArtifacts('__proto__', { workspace })).rejects.toMatchObject({ code: 'UNKNOWN_INSTANCE' });
    await workspace.writeCircuit('nonsense');
    await expect(buildArtifacts('tiny', { workspace })).rejects.toMatchObject({
      code: 'CIRCUIT_COMPILATION',
      message: expect.stringContaining('Liquidation.circom'),
    });
    await workspace.writeCircuit('signal output eighth; eighth <== x[0] * x[0];');
    await expect(buildArtifacts('tiny', { workspace })).rejects.toMatchObject({ code: 'CIRCUIT_PUBLIC_SIGNALS' });
    await rm(join(workspace.root, 'circuits/Liquidation.circom'));
    await expect(buildArtifacts('tiny', { workspace })).rejects.toMatchObject({ code: 'CIRCUIT_MISSING' });
    expect(await files(workspace.cache)).not.toContainEqual(expect.stringContaining('.tmp'));
  });

  test('the lock and the generated keys say the same', async () => {
    expect(await readLock(workspace)).toEqual({
      compiler: expect.stringMatching(/^circom2 \d/),
      instances: {
        tiny: expect.objectContaining({ verificationKeyHash: pinned.verificationKeyHash, kind: 'development' }),
      },
    });
    const generated = await readFile(join(workspace.root, 'verifier/generated/verificationKeys.ts'), 'utf8');
    expect(generated).toMatch(/^\/\/ Generated .*do not edit\.\n/);
    const json = JSON.parse(generated.slice(generated.indexOf('= {') + 2, generated.lastIndexOf(';')));
    expect(json).toEqual({
      [pinned.verificationKeyHash]: {
        instance: 'tiny',
        statementVersion: 1,
        kind: 'development',
        key: pinned.verificationKey,
      },
    });
  });

  test('an installed package cannot write the lock', async () => {
    const installed = { root: join(workspace.root, 'installed'), cache: workspace.cache };
    await expect(refreshLock({ workspace: installed })).rejects.toMatchObject({ code: 'SOURCE_TREE_MISSING' });
  });
});

describe('the workspace', () => {
  test('is the package, with the cache where the environment says', () => {
    const { FAIRMARK_CACHE, XDG_CACHE_HOME } = process.env;
    try {
      process.env.FAIRMARK_CACHE = '/a/b';
      expect(defaultWorkspace()).toEqual({ root: join(import.meta.dirname, '../..'), cache: '/a/b' });
      delete process.env.FAIRMARK_CACHE;
      process.env.XDG_CACHE_HOME = '/c';
      expect(defaultWorkspace().cache).toBe('/c/fairmark');
      process.env.XDG_CACHE_HOME = 'relative';
      expect(defaultWorkspace().cache).toMatch(/^\/.*\/\.cache\/fairmark$/);
    } finally {
      for (const [name, value] of Object.entries({ FAIRMARK_CACHE, XDG_CACHE_HOME })) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  });

  test('shows no half-written file', async () => {
    const path = join(workspace.root, 'deep/er/file');
    await writeAtomically(path, 'whole');
    expect(await readFile(path, 'utf8')).toBe('whole');
    await mkdir(join(workspace.root, 'deep/folder'));
    await expect(writeAtomically(join(workspace.root, 'deep/folder'), 'x')).rejects.toThrow();
    expect(await readdir(dirname(dirname(path)))).toEqual(['er', 'folder']);
  });

  test.each(['[]', 'null', '{"A": {}}', '{"../x": {}}', '{"a": null}', '{"a": {"optionLegs": 1.5}}', '{'])(
    'refuses instances like %s',
    async (text) => {
      const root = join(workspace.root, 'malformed');
      await mkdir(join(root, 'circuits'), { recursive: true });
      await writeFile(join(root, 'circuits/instances.json'), text);
      await expect(readInstances({ root, cache: '' })).rejects.toMatchObject({ code: 'INSTANCES_FORMAT' });
    },
  );

  test('ships instances that can be read', async () => {
    expect((await readInstances(defaultWorkspace())).get('liquidation_small')).toEqual({
      optionLegs: 6,
      linearLegs: 1,
      expiries: 3,
      underlyings: 1,
    });
  });
});

describe('commands', () => {
  async function run(command: ReturnType<typeof setupCommand>, ...args: string[]) {
    const printed: string[] = [];
    const progress: string[] = [];
    const code = await command.run(args, {
      print: (line) => printed.push(line),
      progress: (line) => progress.push(line),
    });
    return { code, text: printed.join('\n'), progress: progress.join('\n') };
  }

  test('setup makes the key and says DEVELOPMENT everywhere', async () => {
    const fresh = { root: workspace.root, cache: join(workspace.root, 'fresh') };
    const { code, text, progress } = await run(setupCommand(fresh), '--dev');
    expect(code).toBe(0);
    expect(text).toContain('DEVELOPMENT');
    expect(text).toContain(pinned.verificationKeyHash);
    expect(text).toMatch(/lock +matches/);
    expect(progress).toMatch(/DEVELOPMENT[\s\S]*compiling[\s\S]*DEVELOPMENT/);
  });

  test('setup --json', async () => {
    const { text } = await run(setupCommand(workspace), '--dev', '--instance', 'tiny', '--json');
    expect(JSON.parse(text)).toEqual([
      expect.objectContaining({
        instance: 'tiny',
        kind: 'development',
        warning: expect.stringContaining('anyone can forge'),
        provingKeyHash: pinned.provingKeyHash,
        matchesLock: true,
      }),
    ]);
  });

  test('setup accepts a changed circuit only with --write-lock', async () => {
    await workspace.writeCircuit('x[0] * x[1] === 12;');
    expect((await run(setupCommand(workspace), '--dev')).text).toContain('DIFFERS');
    expect(await readFile(LOCK, 'utf8')).toBe(lockText);
    expect((await run(setupCommand(workspace), '--dev', '--write-lock')).text).toMatch(/lock +matches/);
    expect(await readFile(LOCK, 'utf8')).not.toBe(lockText);
    expect((await loadArtifacts('tiny', { workspace })).r1csHash).not.toBe(pinned.r1csHash);
  });

  test.each([
    [[], 'SETUP_KIND'],
    [['--instance', 'tiny'], 'SETUP_KIND'],
    [['--dev', '--instance', 'huge'], 'UNKNOWN_INSTANCE'],
    [['--dev', '--instance', 'tiny', '--write-lock'], 'OPTION_CONFLICT'],
    [['--dev', '--replace-ceremony'], 'OPTION_CONFLICT'],
    [['--dev', '--fast'], 'ARGUMENTS'],
    [['--dev', 'tiny'], 'ARGUMENTS'],
  ])('setup %j is refused', async (args, code) => {
    await expect(run(setupCommand(workspace), ...args)).rejects.toMatchObject({ code });
  });

  test('instances lists shape, cost and key', async () => {
    const { code, text } = await run(instancesCommand(workspace), '--json');
    expect(code).toBe(0);
    expect(JSON.parse(text)).toEqual([
      {
        name: 'tiny',
        shape: { optionLegs: 2, linearLegs: 1, expiries: 1, underlyings: 1 },
        constraints: pinned.constraints,
        domain: pinned.domain,
        provingKeyBytes: pinned.zkeyBytes,
        verificationKeyBytes: 31 * 32,
        verificationKeyHash: pinned.verificationKeyHash,
        kind: 'development',
      },
    ]);
    expect((await run(instancesCommand(workspace))).text).toContain('anyone can forge');
    await expect(run(instancesCommand(workspace), '--all')).rejects.toMatchObject({ code: 'ARGUMENTS' });
  });

  test('instances says so when lock and cache have nothing', async () => {
    const elsewhere = { root: workspace.root, cache: '/nonexistent' };
    expect(JSON.parse((await run(instancesCommand(elsewhere), '--json')).text)[0]).toMatchObject({
      provingKeyBytes: null,
    });
    await rm(LOCK);
    const [row] = JSON.parse((await run(instancesCommand(workspace), '--json')).text);
    expect(row).toMatchObject({ name: 'tiny', constraints: null, verificationKeyHash: null, kind: null });
    expect((await run(instancesCommand(workspace))).text).toContain('not in the lock');
  });

  test.each([setupCommand(workspace), instancesCommand(workspace)])('$name --help', async (command) => {
    const { code, text } = await run(command, '--help');
    expect(code).toBe(0);
    expect(text).toContain(`Usage: fairmark ${command.name}`);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
});
